import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { runningInstance, startInstance, stopInstance } from '../../../cli/local/instance.ts';
import { projectFolder } from '../../../cli/local/paths.ts';
import { freePort } from '../../../cli/local/prerequisites.ts';
import { temporaryFolder, writeProgram } from '../temporary-folder.ts';

/** In the place of MiniStack: answers its health on the port, and writes down what it sees of the machine. */
const server = `
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
writeFileSync('seen.json', JSON.stringify(process.env));
createServer((request, response) => response.writeHead(request.url === '/_ministack/health' ? 200 : 404).end())
  .listen(Number(process.env.GATEWAY_PORT), process.env.BIND_HOST);`;

async function fakePython(script: string): Promise<{ python: string; folder: string }> {
  const programs = await temporaryFolder();
  await writeFile(join(programs, 'server.mjs'), server);
  const python = await writeProgram(programs, 'python', script.replace('SERVER', join(programs, 'server.mjs')));
  const folder = join(await temporaryFolder(), 'aws');
  onTestFinished(async () => {
    await stopInstance(folder);
  });
  return { python, folder };
}

const runsServer = `exec '${process.execPath}' SERVER "$@"`;

test('starts in the background, is found again, and ends with its folder', async () => {
  const { python, folder } = await fakePython(runsServer);
  const port = await freePort();
  const instance = await startInstance({ port, folder, python, nodePath: '/first/on/the/path' });
  expect(instance).toMatchObject({ port, endpoint: `http://127.0.0.1:${String(port)}` });
  expect(await runningInstance(folder)).toEqual(instance);
  expect(await stopInstance(folder)).toBe(true);
  expect(existsSync(folder)).toBe(false);
  expect(await runningInstance(folder)).toBeUndefined();
  expect(await stopInstance(folder)).toBe(false);
});

test('shows functions nothing of the person who started it, and Node 24 first on the path', async () => {
  vi.stubEnv('AWS_PROFILE', 'my-company');
  vi.stubEnv('NODE_OPTIONS', '--no-warnings');
  const { python, folder } = await fakePython(runsServer);
  await startInstance({ port: await freePort(), folder, python, nodePath: '/first/on/the/path' });
  vi.unstubAllEnvs();
  const seen: unknown = JSON.parse(await readFile(join(folder, 'seen.json'), 'utf8'));
  expect(seen).toMatchObject({ BIND_HOST: '127.0.0.1', MINISTACK_HOST: '127.0.0.1' });
  expect(seen).toHaveProperty('PATH', expect.stringMatching(/^\/first\/on\/the\/path:/));
  expect(seen).not.toHaveProperty('AWS_PROFILE');
  expect(seen).not.toHaveProperty('NODE_OPTIONS');
});

test('unpacks functions outside of the project, and removes them at the end', async () => {
  const { python, folder } = await fakePython(runsServer);
  const { runs } = await startInstance({ port: await freePort(), folder, python });
  const temporary = 'temporary' in runs ? runs.temporary : '';
  expect(existsSync(temporary)).toBe(true);
  expect(relative(projectFolder, temporary)).toMatch(/^\.\./);
  await stopInstance(folder);
  expect(existsSync(temporary)).toBe(false);
});

test('every start is another instance, for state is kept in memory', async () => {
  const { python, folder } = await fakePython(runsServer);
  const port = await freePort();
  const first = await startInstance({ port, folder, python });
  await stopInstance(folder);
  const second = await startInstance({ port, folder, python });
  expect(second.id).not.toBe(first.id);
});

test('says what its log says when it does not come up, and leaves nothing behind', async () => {
  const { python, folder } = await fakePython('echo "ModuleNotFoundError: no ministack" >&2; exit 1');
  const port = await freePort();
  await expect(startInstance({ port, folder, python })).rejects.toThrow(
    `The local AWS did not come up on port ${String(port)} (exit 1).\nModuleNotFoundError: no ministack`,
  );
  expect(existsSync(folder)).toBe(false);
});

test('a process number that belongs to somebody else by now is left alone', async () => {
  const { folder } = await fakePython(runsServer);
  await mkdir(folder);
  const stale = { id: 'x', port: 1, endpoint: 'http://127.0.0.1:1', runs: { pid: process.pid, temporary: folder } };
  await writeFile(join(folder, 'instance.json'), JSON.stringify(stale));
  expect(await runningInstance(folder)).toBeUndefined();
  expect(await stopInstance(folder)).toBe(false);
});
