import { createServer } from 'node:net';
import * as z from 'zod/mini';
import { Failure } from '../failure.ts';
import type { Environment } from '../io.ts';
import { runProcess } from './run-process.ts';

/** What MiniStack asks for, and how the names of newer ones look where `python3` itself is too old. */
const oldestMinor = 10;
const pythonNames = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10', 'python'];

const pythonQuestion = [
  'import importlib.util as u, json, sys',
  'print(json.dumps({"version": list(sys.version_info[:3]), "venv": u.find_spec("venv") is not None,',
  '"pip": u.find_spec("ensurepip") is not None}))',
].join('\n');

const pythonAnswer = z.object({
  version: z.tuple([z.number(), z.number(), z.number()]),
  venv: z.boolean(),
  pip: z.boolean(),
});

/** The ways to do without Python, told whenever something of it is missing. */
const alternatives =
  'Instead of that, AWS_ENDPOINT_URL=http://… uses an emulator that already runs, and PERENNIAL_LOCAL=docker runs\n' +
  'MiniStack in Docker.';

/**
 * Finds a Python that can make the virtual environment of the local AWS: PERENNIAL_PYTHON when it is set, otherwise the
 * first fitting one on the PATH. Throws Failure that says what is missing and how to get it.
 */
export async function findPython(env: Environment): Promise<string> {
  const named = env['PERENNIAL_PYTHON'];
  const unfit: string[] = [];
  for (const program of named === undefined ? pythonNames : [named]) {
    const answer = await askPython(program, env);
    if (answer === undefined) continue;
    const [major, minor] = answer.version;
    if (major !== 3 || minor < oldestMinor) {
      unfit.push(`${program} is Python ${answer.version.join('.')}`);
      continue;
    }
    if (answer.venv && answer.pip) return program;
    throw missingModule(program, answer.venv ? 'pip (ensurepip)' : 'venv', `${String(major)}.${String(minor)}`);
  }
  throw missingPython(named, unfit);
}

async function askPython(program: string, env: Environment): Promise<z.infer<typeof pythonAnswer> | undefined> {
  const { end, output } = await runProcess(program, ['-c', pythonQuestion], { env, limitMs: 20_000 });
  if (end !== 0) return undefined;
  try {
    return pythonAnswer.parse(JSON.parse(output));
  } catch {
    // A wrapper that prints something else is no Python that we can use.
    return undefined;
  }
}

function missingPython(named: string | undefined, unfit: readonly string[]): Failure {
  const found = unfit.length > 0 ? unfit.join(', ') : named === undefined ? 'there is none' : `${named} is none`;
  return new Failure(
    `The local AWS needs Python 3.${String(oldestMinor)} or later, and ${found}.`,
    'Install it (Debian and Ubuntu: apt install python3 python3-venv; Fedora: dnf install python3; macOS: brew install\n' +
      `python), or name one with PERENNIAL_PYTHON=/path/to/python3.\n${alternatives}`,
  );
}

function missingModule(program: string, module: string, version: string): Failure {
  return new Failure(
    `The local AWS needs Python's module ${module}, and ${program} (Python ${version}) comes without it.`,
    `Install it (Debian and Ubuntu: apt install python${version}-venv, which brings venv and pip), or name another Python\n` +
      `with PERENNIAL_PYTHON=/path/to/python3.\n${alternatives}`,
  );
}

/** The port that the local AWS listens on when nobody says otherwise. */
export const defaultPort = 4577;

/** The port asked for by PERENNIAL_PORT, if any. Throws Failure when it is no port. */
export function askedPort(env: Environment): number | undefined {
  const text = env['PERENNIAL_PORT'];
  if (text === undefined || text === '') return undefined;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 1 && port <= 65_535) return port;
  throw new Failure(
    `PERENNIAL_PORT is '${text}', which is no port.`,
    'Give a number from 1 to 65535, for example 4600.',
  );
}

/** Throws Failure when another program listens on the port, or this user may not. */
export async function checkPort(port: number): Promise<void> {
  const code = await tryPort(port);
  if (code === undefined) return;
  const reason = code === 'EACCES' ? 'may not be used by this user' : 'is taken by another program';
  throw new Failure(
    `Port ${String(port)} of this machine ${reason} (${code}), and the local AWS needs a free one.`,
    `End that program, or choose another port: PERENNIAL_PORT=${String(port < 65_000 ? port + 23 : 4600)} npm start`,
  );
}

/** A port that nobody listens on at this moment; for tests that run an emulator of their own. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject).listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('a TCP server without a port');
  return address.port;
}

function tryPort(port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', (error: NodeJS.ErrnoException) => {
      resolve(error.code ?? error.message);
    });
    server.listen(port, '127.0.0.1', () => {
      server.close(() => {
        resolve(undefined);
      });
    });
  });
}
