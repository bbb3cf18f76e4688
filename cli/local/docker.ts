import { randomUUID } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { emulatorSettings, endpointOf, type Instance, waitUntilReady, writeInstance } from './instance.ts';
import { runProcess } from './run-process.ts';
import { lastLines, parseRequirements } from './venv.ts';

/** Fetching the image may take a while. */
const startLimitMs = 10 * 60_000;
const container = 'perennial-local-aws';

/** The project publishes an image for every version that it publishes as a Python package. */
async function imageName(): Promise<string> {
  const pins = parseRequirements(await readFile(join(import.meta.dirname, 'requirements.txt'), 'utf8'));
  const pin = pins.find(({ name }) => name === 'ministack');
  if (pin === undefined) throw new Error('requirements.txt does not pin ministack');
  return `ministackorg/ministack:${pin.version}`;
}

/**
 * Starts MiniStack as a container instead of a process, on the same port inside and outside, so that the addresses it
 * gives out are right on both sides. Functions run inside, on the Node of the image.
 * Throws Failure when Docker is not there or does not start it.
 */
export async function startContainer(io: CommandIo, options: { port: number; folder: string }): Promise<Instance> {
  const { port, folder } = options;
  const image = await imageName();
  io.progress(`Starting ${image} in Docker.`);
  const published = `127.0.0.1:${String(port)}:${String(port)}`;
  const settings = Object.entries(emulatorSettings(port)).flatMap(([name, value]) => ['--env', `${name}=${value}`]);
  const run = ['run', '--detach', '--rm', '--name', container, '--publish', published, ...settings, image];
  const { end, output } = await runProcess('docker', run, { env: io.env, limitMs: startLimitMs });
  if (end !== 0) {
    const reason = end === 'not-found' ? 'there is no docker on the PATH' : lastLines(output, 6);
    throw new Failure(
      `Docker could not start the local AWS: ${reason}`,
      'Start or install Docker, or leave out PERENNIAL_LOCAL=docker to use Python instead.',
    );
  }
  await mkdir(folder, { recursive: true });
  const instance: Instance = { id: randomUUID(), port, endpoint: endpointOf(port), runs: { container } };
  await writeInstance(folder, instance);
  await waitUntilReady(instance, folder, new Promise<never>(() => undefined));
  await warnOfOtherNode(io);
  return instance;
}

/** Functions are made for Node 24, and which Node an image has is decided by those who build it. */
async function warnOfOtherNode(io: CommandIo): Promise<void> {
  const asked = await runProcess('docker', ['exec', container, 'node', '--version'], { env: io.env, limitMs: 60_000 });
  if (asked.output.startsWith('v24.')) return;
  const found = asked.end === 0 ? asked.output.trim() : 'unknown';
  io.progress(`The Node of the image is ${found}; in AWS functions run on Node 24.`);
}
