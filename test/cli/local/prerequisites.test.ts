import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { Failure } from '../../../cli/failure.ts';
import { askedPort, checkPort, findPython, freePort } from '../../../cli/local/prerequisites.ts';
import { temporaryFolder, writeProgram } from '../temporary-folder.ts';

/** A PATH on which there are only these Pythons, each answering as told. */
async function pathOf(pythons: Record<string, string>): Promise<string> {
  const folder = await temporaryFolder();
  for (const [name, answer] of Object.entries(pythons)) await writeProgram(folder, name, `echo '${answer}'`);
  return folder;
}

function python(version: string, modules: { venv?: boolean; pip?: boolean } = {}): string {
  const { venv = true, pip = true } = modules;
  return JSON.stringify({ version: version.split('.').map(Number), venv, pip });
}

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const error = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Failure) return error;
  throw new Error('expected a failure', { cause: error });
}

test('takes python3 when it is new enough and complete', async () => {
  const PATH = await pathOf({ python3: python('3.10.0'), 'python3.13': python('3.13.1') });
  expect(await findPython({ PATH })).toBe('python3');
});

test('takes a newer one by its name where python3 is too old or nothing of the kind', async () => {
  const PATH = await pathOf({ python3: python('3.9.6'), python: 'no JSON', 'python3.12': python('3.12.1') });
  expect(await findPython({ PATH })).toBe('python3.12');
});

test('says that there is no Python, and how to get one or do without', async () => {
  const { message, next } = await failureOf(findPython({ PATH: await temporaryFolder() }));
  expect(message).toBe('The local AWS needs Python 3.10 or later, and there is none.');
  expect(next).toMatch(/apt install python3 python3-venv.*PERENNIAL_PYTHON.*AWS_ENDPOINT_URL.*PERENNIAL_LOCAL=docker/s);
});

test('says which Pythons are too old', async () => {
  const PATH = await pathOf({ python3: python('3.9.6'), python: python('2.7.18') });
  const { message } = await failureOf(findPython({ PATH }));
  expect(message).toContain('and python3 is Python 3.9.6, python is Python 2.7.18.');
});

test.each([
  ['venv', python('3.11.2', { venv: false }), /module venv, and python3 \(Python 3\.11\)/],
  ['pip', python('3.11.2', { pip: false }), /module pip \(ensurepip\), and python3 \(Python 3\.11\)/],
])('says that Python comes without %s', async (_module, answer, expected) => {
  const { message, next } = await failureOf(findPython({ PATH: await pathOf({ python3: answer }) }));
  expect(message).toMatch(expected);
  expect(next).toContain('apt install python3.11-venv');
});

test('PERENNIAL_PYTHON is the only one that counts when it is set', async () => {
  const PATH = await pathOf({ python3: python('3.12.0'), mine: python('3.13.0') });
  expect(await findPython({ PATH, PERENNIAL_PYTHON: join(PATH, 'mine') })).toBe(join(PATH, 'mine'));
  const { message } = await failureOf(findPython({ PATH, PERENNIAL_PYTHON: '/nowhere/python' }));
  expect(message).toContain('and /nowhere/python is none.');
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['4600', 4600],
])('PERENNIAL_PORT %j asks for %j', (text, port) => {
  expect(askedPort({ PERENNIAL_PORT: text })).toBe(port);
});

test.each(['0', '65536', '-1', '4577x', '1e3', ' 80'])('PERENNIAL_PORT %j is no port', (text) => {
  expect(() => askedPort({ PERENNIAL_PORT: text })).toThrow(`PERENNIAL_PORT is '${text}', which is no port.`);
});

test('a port that is taken is named, with a way to choose another', async () => {
  const port = await freePort();
  await checkPort(port);
  const server = createServer().listen(port, '127.0.0.1');
  onTestFinished(() => {
    server.close();
  });
  await new Promise((resolve) => server.once('listening', resolve));
  const { message, next } = await failureOf(checkPort(port));
  expect(message).toBe(
    `Port ${String(port)} of this machine is taken by another program (EADDRINUSE), and the local AWS needs a free one.`,
  );
  expect(next).toMatch(/PERENNIAL_PORT=\d+ npm start/);
});
