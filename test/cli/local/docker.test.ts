import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { startContainer } from '../../../cli/local/docker.ts';
import { runningInstance, stopInstance } from '../../../cli/local/instance.ts';
import { freePort } from '../../../cli/local/prerequisites.ts';
import { recordingIo } from '../recording-io.ts';
import { temporaryFolder, writeProgram } from '../temporary-folder.ts';

test('runs the pinned version as a container on the same port inside and outside, and ends it', async () => {
  const programs = await temporaryFolder();
  const calls = join(programs, 'calls');
  await writeProgram(programs, 'docker', `echo "$@" >> ${calls}; case "$1" in exec) echo v22.1.0;; esac`);
  const port = await freePort();
  const health = createServer((_request, response) => response.end()).listen(port, '127.0.0.1');
  onTestFinished(() => {
    health.close();
  });
  const folder = join(await temporaryFolder(), 'aws');
  const { io, said } = recordingIo({ PATH: programs });
  const instance = await startContainer(io, { port, folder });
  expect(said()).toContain('The Node of the image is v22.1.0; in AWS functions run on Node 24.');
  expect(await runningInstance(folder)).toEqual(instance);
  vi.stubEnv('PATH', programs);
  expect(await stopInstance(folder)).toBe(true);
  vi.unstubAllEnvs();
  expect(existsSync(folder)).toBe(false);
  const [run, exec, remove] = (await readFile(calls, 'utf8')).split('\n');
  expect(run).toMatch(/^run --detach --rm --name perennial-local-aws .* ministackorg\/ministack:1\.5\.33$/);
  expect(run).toContain(`--publish 127.0.0.1:${String(port)}:${String(port)}`);
  expect(run).toContain(`--env GATEWAY_PORT=${String(port)} --env MINISTACK_HOST=127.0.0.1`);
  expect(exec).toBe('exec perennial-local-aws node --version');
  expect(remove).toBe('rm --force perennial-local-aws');
});

test.each([
  ['there is no Docker', undefined, 'there is no docker on the PATH'],
  ['Docker does not run', 'echo "Cannot connect to the Docker daemon" >&2; exit 125', 'Cannot connect to the Docker'],
])('says so when %s', async (_title, script, message) => {
  const programs = await temporaryFolder();
  if (script !== undefined) await writeProgram(programs, 'docker', script);
  const folder = join(await temporaryFolder(), 'aws');
  const started = startContainer(recordingIo({ PATH: programs }).io, { port: 1, folder });
  await expect(started).rejects.toThrow(message);
  await expect(started).rejects.toHaveProperty('next', expect.stringContaining('PERENNIAL_LOCAL=docker'));
});
