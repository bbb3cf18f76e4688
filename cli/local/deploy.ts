import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import type { Stage } from '../../shared/config/names.ts';
import { emptyBuckets } from '../buckets.ts';
import { Failure } from '../failure.ts';
import type { CommandIo, Environment } from '../io.ts';
import { localAccount, localEnvironment, localRegion } from './environment.ts';
import { lockRoots } from './lock-roots.ts';
import { nodeFolder, projectFolder } from './paths.ts';
import { type RunResult, runProcess } from './run-process.ts';
import { sourceHash } from './source-hash.ts';
import { type Assembly, readAssembly, stacksAreComplete } from './stacks.ts';
import { type ClientSettings, localClientSettings } from './stage-connection.ts';
import { lastLines } from './venv.ts';

export type DeployOptions = {
  readonly stage: Stage;
  /** Of the local AWS; needed for the stage `local`, and refused for the others by what they are. */
  readonly endpoint?: string;
  /** Which local AWS it is: what was deployed to one is not in another. Without it nothing is ever skipped. */
  readonly instanceId?: string;
  /** The folder for the synthesised app; its own for every instance that is deployed to at the same time. */
  readonly outDir: string;
  readonly io: CommandIo;
  /** The folder with the CDK app in it; the project's own when left out. */
  readonly folder?: string;
};

export type Deployment = {
  /** False when everything was there already and nothing had changed. */
  readonly deployed: boolean;
  readonly stacks: readonly string[];
  /** What the stage does without, in the app's own words. */
  readonly notes: readonly string[];
};

const minute = 60_000;
/** A custom resource that fails at its start can keep a deployment waiting for an hour, so each has its limit. */
const limitsMs = { bootstrap: 5 * minute, local: 5 * minute, cloud: 60 * minute };
const bootstrapStack = 'CDKToolkit';

/**
 * Deploys the project's stacks to a stage, the CDK's own bootstrap stack first where that is missing. Does nothing when
 * the same sources are in the same local AWS already.
 * Throws Failure with the end of the CDK's output when it does not succeed in time.
 */
export async function deployStack(options: DeployOptions): Promise<Deployment> {
  const { stage, outDir, io, folder = projectFolder } = options;
  const settings = stage === 'local' ? localClientSettings(localEndpoint(options)) : {};
  const hash = await sourceHash(folder);
  const before = await readAssembly(outDir);
  if (before !== undefined && (await isDeployed(options, hash, before, settings))) {
    io.progress('Nothing has changed since the last deployment.');
    return { deployed: false, ...before };
  }
  if (!(await stacksAreComplete([bootstrapStack], settings))) {
    io.progress('Preparing the account for deployments (cdk bootstrap).');
    check(stage, 'bootstrap', await bootstrap(options));
  }
  io.progress(`Deploying the stage ${stage} (cdk deploy).`);
  const limit = stage === 'local' ? limitsMs.local : limitsMs.cloud;
  check(stage, 'deploy', await runCdk(options, ['deploy', '--all', '--require-approval', 'never'], limit));
  const after = await readAssembly(outDir);
  if (after === undefined) throw new Error(`cdk deploy left no manifest in ${outDir}`);
  if (stage === 'local') await lockRoots(settings);
  await remember(options, hash);
  for (const note of after.notes) io.progress(note);
  return { deployed: true, ...after };
}

/**
 * Removes the stacks of a stage in the cloud; what keeps data outlives them, as their removal policies say.
 * Throws Failure with the end of the CDK's output when it does not succeed in time.
 */
export async function destroyStack(options: DeployOptions): Promise<void> {
  options.io.progress(`Removing the stage ${options.stage} (cdk destroy).`);
  // A bucket goes with its stack only when it is empty. That of prod stays, and nobody can empty it.
  if (options.stage !== 'prod') await emptyBuckets(options.stage, {}, ['roots', 'numbers', 'manifests']);
  check(options.stage, 'destroy', await runCdk(options, ['destroy', '--all', '--force'], limitsMs.cloud));
}

function localEndpoint({ endpoint }: DeployOptions): string {
  if (endpoint === undefined) throw new Error('the stage local needs an endpoint');
  return endpoint;
}

/** The local account is known without the app, and away from it the CDK does not synthesise it first (4 s less). */
function bootstrap(options: DeployOptions): Promise<RunResult> {
  return options.stage === 'local'
    ? runCdk(
        { ...options, folder: options.outDir },
        ['bootstrap', `aws://${localAccount}/${localRegion}`],
        limitsMs.bootstrap,
      )
    : runCdk(options, ['bootstrap'], limitsMs.bootstrap);
}

async function runCdk(options: DeployOptions, args: readonly string[], limitMs: number): Promise<RunResult> {
  const { stage, outDir, io, folder = projectFolder } = options;
  await mkdir(outDir, { recursive: true });
  const program = join(projectFolder, 'node_modules', 'aws-cdk', 'bin', 'cdk');
  const common = ['--output', outDir, '--context', `stage=${stage}`, '--no-notices', '--ci', '--color=false'];
  const { output, end } = await runProcess(join(nodeFolder, 'node'), [program, ...args, ...common], {
    cwd: folder,
    env: cdkEnvironment(options),
    limitMs,
    ...(stage === 'local' ? {} : { onLine: io.progress }),
  });
  await writeFile(join(outDir, `${args[0] ?? 'cdk'}.log`), output);
  return { output, end };
}

/**
 * Against the local AWS no variable of the person's own AWS may stand beside ours (a profile would win over our keys),
 * and nobody outside has to hear of it.
 */
function cdkEnvironment(options: DeployOptions): Environment {
  const { stage, io } = options;
  const PATH = `${nodeFolder}:${io.env['PATH'] ?? ''}`;
  if (stage !== 'local') return { ...io.env, PATH };
  const others = Object.entries(io.env).filter(([name]) => !/^(AWS|CDK)_/.test(name));
  const silent = { CDK_DISABLE_CLI_TELEMETRY: 'true', CDK_DISABLE_VERSION_CHECK: 'true' };
  return { ...Object.fromEntries(others), ...localEnvironment(localEndpoint(options)), ...silent, PATH };
}

function check(stage: Stage, action: string, { end, output }: RunResult): void {
  if (end === 0) return;
  const what = `cdk ${action} of the stage ${stage}`;
  if (end === 'not-found') throw new Failure(`${what} could not start.`, 'Run `npm ci` first.');
  const next =
    stage === 'local'
      ? '`npm stop` and `npm start` begin again from nothing; the log of the local AWS is .local/aws/ministack.log.'
      : 'The events of the stack in the CloudFormation console say which resource failed and why.';
  const how = end === 'out-of-time' ? 'took too long and was ended' : `failed (${String(end)})`;
  throw new Failure(`${what} ${how}.\n${lastLines(output, stage === 'local' ? 30 : 5)}`, next);
}

const deployedSchema = z.object({ hash: z.string(), instanceId: z.string() });

/** Whether the very same sources were deployed to this very instance, and the stacks are still in it. */
async function isDeployed(
  { outDir, instanceId }: DeployOptions,
  hash: string,
  { stacks }: Assembly,
  settings: ClientSettings,
): Promise<boolean> {
  const file = deployedFile(outDir);
  if (instanceId === undefined || !existsSync(file)) return false;
  const last = deployedSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (!last.success || last.data.hash !== hash || last.data.instanceId !== instanceId) return false;
  return stacksAreComplete([bootstrapStack, ...stacks], settings);
}

async function remember({ outDir, instanceId }: DeployOptions, hash: string): Promise<void> {
  if (instanceId !== undefined) await writeFile(deployedFile(outDir), `${JSON.stringify({ hash, instanceId })}\n`);
}

function deployedFile(outDir: string): string {
  return join(outDir, 'deployed.json');
}
