import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import * as z from 'zod/mini';
import { Failure } from '../failure.ts';
import { nodeFolder } from './paths.ts';
import { endGroup, runProcess } from './run-process.ts';
import { lastLines } from './venv.ts';

const instanceSchema = z.object({
  /** Another one for every start: an instance keeps its state in memory, so a new id means an empty AWS. */
  id: z.string(),
  port: z.number(),
  endpoint: z.string(),
  runs: z.union([z.object({ pid: z.number(), temporary: z.string() }), z.object({ container: z.string() })]),
});

/** A MiniStack that was started by us, as it is written in its folder. */
export type Instance = z.infer<typeof instanceSchema>;

export type StartOptions = {
  /** A port that nobody listens on. */
  readonly port: number;
  /** Its own folder, for what is known of one instance and for its log; removed when the instance is stopped. */
  readonly folder: string;
  /** The Python of an environment in which MiniStack is installed. */
  readonly python: string;
  /** The folder with the `node` that functions run on. */
  readonly nodePath?: string;
};

const readyLimitMs = 60_000;
const stopLimitMs = 5_000;

/**
 * Starts a MiniStack in the background, waits until it answers, and returns it. It keeps running when this process ends.
 * Several run side by side, each on its own port and in its own folder. Throws Failure with the end of its log when it
 * does not come up.
 */
export async function startInstance(options: StartOptions): Promise<Instance> {
  const { port, folder, python, nodePath = nodeFolder } = options;
  await removeLeftOvers(folder);
  await mkdir(folder, { recursive: true });
  // Functions are unpacked here. Outside of the project, or they would find its node_modules, and its package.json would
  // make an ES module of the script that MiniStack runs them with.
  const temporary = await mkdtemp(join(tmpdir(), 'perennial-aws-'));
  const log = await open(logFile(folder), 'w');
  const child = spawn(python, ['-m', 'ministack'], {
    cwd: folder,
    detached: true,
    env: emulatorEnvironment(port, nodePath, temporary),
    stdio: ['ignore', log.fd, log.fd],
  });
  const ended = new Promise<string>((resolve) => {
    child.on('error', (error) => {
      resolve(error.message);
    });
    child.on('exit', (code, signal) => {
      resolve(`exit ${String(code ?? signal)}`);
    });
  });
  child.unref();
  await log.close();
  if (child.pid === undefined) throw new Failure(`MiniStack could not be started: ${await ended}`);
  const instance: Instance = {
    id: randomUUID(),
    port,
    endpoint: endpointOf(port),
    runs: { pid: child.pid, temporary },
  };
  await writeInstance(folder, instance);
  await waitUntilReady(instance, folder, ended);
  return instance;
}

/**
 * What MiniStack and the functions in it see of this machine: no more than they need, so that nobody's own AWS
 * credentials, NODE_OPTIONS or settings leak into functions and make them behave unlike those in AWS.
 */
function emulatorEnvironment(port: number, nodePath: string, temporary: string): Record<string, string> {
  return {
    PATH: `${nodePath}:${process.env['PATH'] ?? '/usr/local/bin:/usr/bin:/bin'}`,
    HOME: temporary,
    TMPDIR: temporary,
    LANG: 'C.UTF-8',
    ...emulatorSettings(port),
    BIND_HOST: '127.0.0.1',
  };
}

/**
 * Settings that hold wherever it runs. Without MINISTACK_HOST its queue URLs name another host than the endpoint.
 * LOG_LEVEL is its own and leaks into functions, whose logger would take it for theirs: they log as they do in AWS.
 */
export function emulatorSettings(port: number): Record<string, string> {
  return {
    GATEWAY_PORT: String(port),
    MINISTACK_HOST: '127.0.0.1',
    IOT_MTLS_ENABLED: '0',
    SFTP_ENABLED: '0',
    LOG_LEVEL: 'WARNING',
    POWERTOOLS_LOG_LEVEL: 'INFO',
  };
}

export function endpointOf(port: number): string {
  return `http://127.0.0.1:${String(port)}`;
}

function logFile(folder: string): string {
  return join(folder, 'ministack.log');
}

/** Waits until it answers. `ended` resolves to the reason when it ends before. Throws Failure, and leaves nothing running. */
export async function waitUntilReady(instance: Instance, folder: string, ended: Promise<string>): Promise<void> {
  let reason: string | undefined;
  void ended.then((why) => {
    reason = why;
  });
  const giveUp = Date.now() + readyLimitMs;
  while (reason === undefined && Date.now() < giveUp) {
    if (await answers(instance.endpoint)) return;
    await wait(100);
  }
  const log = existsSync(logFile(folder)) ? lastLines(await readFile(logFile(folder), 'utf8'), 12) : '';
  await stopInstance(folder);
  const why = reason ?? `no answer within ${String(readyLimitMs / 1000)} s`;
  throw new Failure(`The local AWS did not come up on port ${String(instance.port)} (${why}).\n${log}`.trimEnd());
}

/** Whether something that speaks like MiniStack answers there. */
export async function answers(endpoint: string): Promise<boolean> {
  try {
    const response = await fetch(new URL('/_ministack/health', endpoint), { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

export async function writeInstance(folder: string, instance: Instance): Promise<void> {
  await writeFile(instanceFile(folder), `${JSON.stringify(instance)}\n`);
}

/** The instance that was started in this folder and still runs; undefined when there is none. */
export async function runningInstance(folder: string): Promise<Instance | undefined> {
  const instance = await readInstance(folder);
  if (instance === undefined) return undefined;
  if ('container' in instance.runs) return (await answers(instance.endpoint)) ? instance : undefined;
  return (await isMinistack(instance.runs.pid)) ? instance : undefined;
}

/**
 * Ends the instance of this folder with everything it started, and removes the folder: its state was in its memory, and
 * nothing in the folder means anything without it. Resolves to whether one was running.
 */
export async function stopInstance(folder: string): Promise<boolean> {
  const runs = (await readInstance(folder))?.runs;
  let stopped = false;
  if (runs !== undefined && 'container' in runs) {
    const removal = ['rm', '--force', runs.container];
    stopped = (await runProcess('docker', removal, { env: process.env, limitMs: 60_000 })).end === 0;
  } else if (runs !== undefined && (await isMinistack(runs.pid))) {
    await endProcess(runs.pid);
    stopped = true;
  }
  await removeLeftOvers(folder);
  return stopped;
}

/** Removes what an instance has on disk, also when it was killed and somebody starts the next one. */
async function removeLeftOvers(folder: string): Promise<void> {
  const runs = (await readInstance(folder))?.runs;
  const folders = runs !== undefined && 'temporary' in runs ? [runs.temporary, folder] : [folder];
  for (const path of folders) await rm(path, { recursive: true, force: true, maxRetries: 5 });
}

/** Asks politely, then does not ask: while a custom resource hangs, MiniStack hears nothing but SIGKILL. */
async function endProcess(pid: number): Promise<void> {
  process.kill(pid, 'SIGTERM');
  const giveUp = Date.now() + stopLimitMs;
  while (Date.now() < giveUp && (await isMinistack(pid))) await wait(50);
  // Its functions are processes in its group, and outlive it otherwise.
  endGroup(pid);
}

async function readInstance(folder: string): Promise<Instance | undefined> {
  if (!existsSync(instanceFile(folder))) return undefined;
  const read = instanceSchema.safeParse(JSON.parse(await readFile(instanceFile(folder), 'utf8')));
  return read.success ? read.data : undefined;
}

/** Whether the process is one of ours; after a restart of the machine its number may be anybody's. */
async function isMinistack(pid: number): Promise<boolean> {
  const proc = `/proc/${String(pid)}/cmdline`;
  if (existsSync('/proc/self/cmdline')) {
    return existsSync(proc) && (await readFile(proc, 'utf8').catch(() => '')).includes('ministack');
  }
  const { output } = await runProcess('ps', ['-o', 'command=', '-p', String(pid)], {
    env: process.env,
    limitMs: 5_000,
  });
  return output.includes('ministack');
}

function instanceFile(folder: string): string {
  return join(folder, 'instance.json');
}
