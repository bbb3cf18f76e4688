import { Failure } from '../failure.ts';
import type { CommandIo, Environment } from '../io.ts';
import { startContainer } from './docker.ts';
import { answers, endpointOf, type Instance, runningInstance, startInstance, stopInstance } from './instance.ts';
import { localAwsFolder } from './paths.ts';
import { askedPort, checkPort, defaultPort } from './prerequisites.ts';
import { ensureVenv } from './venv.ts';

/** Where the local AWS is. */
export type LocalAws = {
  readonly endpoint: string;
  readonly port: number;
  /** Whether this call started it. */
  readonly started: boolean;
  /** Of an instance that we started: another one for every start. Nobody knows how long a given endpoint remembers. */
  readonly id?: string;
};

/**
 * Makes sure that there is a local AWS: the one that AWS_ENDPOINT_URL names, the one that runs already, or a new one.
 * A new one is empty: MiniStack keeps its state in memory, and `npm stop` forgets it.
 * Throws Failure that says what is missing: Python, a module of it, a free port, an answer.
 */
export async function ensureLocalAws(io: CommandIo): Promise<LocalAws> {
  const given = await givenEndpoint(io.env);
  if (given !== undefined) return given;
  const running = await healthyInstance(io.env);
  if (running !== undefined) return { ...addressOf(running), started: false };
  const port = askedPort(io.env) ?? defaultPort;
  await checkForeign(port);
  await checkPort(port);
  const instance =
    io.env['PERENNIAL_LOCAL'] === 'docker'
      ? await startContainer(io, { port, folder: localAwsFolder })
      : await startInstance({ port, folder: localAwsFolder, python: await ensureVenv(io) });
  io.progress(`The local AWS runs at ${instance.endpoint} until \`npm stop\`.`);
  return { ...addressOf(instance), started: true };
}

/** Two checkouts on one machine want the same port; that is a better answer than that some program has it. */
async function checkForeign(port: number): Promise<void> {
  if (!(await answers(endpointOf(port)))) return;
  throw new Failure(
    `Port ${String(port)} is taken by a local AWS that this checkout did not start.`,
    'Run `npm stop` in the checkout that did, or choose another port: PERENNIAL_PORT=4600 npm start\n' +
      `To use that one as it is, set AWS_ENDPOINT_URL=${endpointOf(port)}`,
  );
}

/**
 * The local AWS that is there, for commands that need one and do not start one.
 * Throws Failure when there is none.
 */
export async function findLocalAws(env: Environment): Promise<LocalAws> {
  const given = await givenEndpoint(env);
  if (given !== undefined) return given;
  const running = await healthyInstance(env);
  if (running !== undefined) return { ...addressOf(running), started: false };
  throw new Failure('The local AWS does not run.', 'Start it with `npm start`, or with `npx perennial up` alone.');
}

/** Ends the local AWS with all that is in it. Resolves to whether there was one; one that was given is left alone. */
export async function stopLocalAws(io: CommandIo): Promise<boolean> {
  const given = io.env['AWS_ENDPOINT_URL'];
  if (given !== undefined && given !== '') {
    io.progress(`AWS_ENDPOINT_URL is set: what runs at ${given} was not started here and is left alone.`);
    return false;
  }
  return stopInstance(localAwsFolder);
}

async function givenEndpoint(env: Environment): Promise<LocalAws | undefined> {
  const endpoint = env['AWS_ENDPOINT_URL'];
  if (endpoint === undefined || endpoint === '') return undefined;
  if (!URL.canParse(endpoint)) {
    throw new Failure(`AWS_ENDPOINT_URL is '${endpoint}', which is no URL.`, 'Give one such as http://127.0.0.1:4566');
  }
  if (!(await speaks(endpoint))) {
    throw new Failure(
      `Nothing answers at ${endpoint}, which AWS_ENDPOINT_URL names.`,
      'Start it, or leave AWS_ENDPOINT_URL out: then `npm start` starts a local AWS of its own.',
    );
  }
  const { port, protocol } = new URL(endpoint);
  const standard = protocol === 'https:' ? 443 : 80;
  return { endpoint, port: port === '' ? standard : Number(port), started: false };
}

/** Any answer will do: other emulators than MiniStack have other addresses for their health. */
async function speaks(endpoint: string): Promise<boolean> {
  try {
    await fetch(endpoint, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
    return true;
  } catch {
    return false;
  }
}

async function healthyInstance(env: Environment): Promise<Instance | undefined> {
  const running = await runningInstance(localAwsFolder);
  if (running === undefined) return undefined;
  const asked = askedPort(env);
  if (asked !== undefined && asked !== running.port) {
    throw new Failure(
      `The local AWS runs on port ${String(running.port)}, and PERENNIAL_PORT asks for ${String(asked)}.`,
      'Leave PERENNIAL_PORT out to use it, or end it with `npm stop` first.',
    );
  }
  if (await answers(running.endpoint)) return running;
  throw new Failure(
    `The local AWS at ${running.endpoint} runs and does not answer.`,
    'End it with `npm stop`, then start again.',
  );
}

function addressOf({ endpoint, port, id }: Instance): Pick<LocalAws, 'endpoint' | 'port'> & { id: string } {
  return { endpoint, port, id };
}
