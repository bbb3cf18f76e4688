import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type BundlingOptions, LogLevel, OutputFormat } from 'aws-cdk-lib/aws-lambda-nodejs';
import type { functionNames } from '../shared/config/names.ts';
import type { StageSettings } from './stages.ts';

export type FunctionName = (typeof functionNames)[keyof typeof functionNames];

/** The most that one function's bundle may weigh, in bytes (350 KB), its source map not counted. */
export const bundleBudgetBytes = 358_400;

const projectFolder = join(import.meta.dirname, '..');

/** The file that a function's bundle begins at. */
export function entryOf(id: FunctionName): string {
  // Those of the HTTP API lie together, one for each of its resources.
  return join(projectFolder, 'functions', id.replace(/^http-/, 'http/'), 'handler.ts');
}

/**
 * Left out of every bundle: the SDK loads it when a call streams events, and no call of ours does (20 KB).
 */
const neverLoaded = ['@smithy/core/event-streams'];

/**
 * Packages that a file of ours stands for in every bundle; each says why, and what it leaves out. A client that asks for
 * an export that its file does not have makes no bundle; `test/infra/bundle` compares what the rest does.
 */
const replaced = [
  ['@aws-lambda-powertools/logger', 'logger.ts'],
  ['@aws-lambda-powertools/logger/middleware', 'logger.ts'],
  ['@aws-lambda-powertools/metrics', 'metrics.ts'],
  ['@aws-sdk/client-pinpoint-sms-voice-v2', 'pinpoint-sms-voice-v2.ts'],
  ['@aws-sdk/client-secrets-manager', 'secrets-manager.ts'],
  ['@aws-sdk/client-sesv2', 'sesv2.ts'],
  ['@aws-sdk/client-sns', 'sns.ts'],
  ['@aws-sdk/client-sqs', 'sqs.ts'],
  ['@aws-sdk/core/client', 'client-parts.ts'],
  ['@aws-sdk/credential-provider-node', 'function-credentials.ts'],
  ['@aws-sdk/middleware-endpoint-discovery', 'endpoint-discovery.ts'],
  ['@aws-sdk/signature-v4-multi-region', 'request-signature.ts'],
  ['@aws-sdk/util-dynamodb', 'attribute-values.ts'],
  ['@middy/core', 'middleware.ts'],
  ['@smithy/core/checksum', 'sha256.ts'],
  ['@smithy/core/config', 'environment-config.ts'],
  ['@smithy/node-http-handler', 'http-handler.ts'],
  ['@smithy/signature-v4', 'request-signature.ts'],
  // Beside what is checked with it, for publishing takes what both take.
  ['liquidjs', '../../shared/content/plain-liquid.ts'],
] as const;

/**
 * How every function is bundled: everything inside that it can reach, the SDK too, so that what was tested is what runs.
 * As ES modules, which weigh the same as CommonJS here and load as fast or faster; the banner gives packages that still
 * call it their `require`.
 */
export function bundling(settings: StageSettings): BundlingOptions {
  return {
    format: OutputFormat.ESM,
    target: 'node24',
    mainFields: ['module', 'main'],
    externalModules: neverLoaded,
    minify: true,
    sourceMap: settings.sourceMaps,
    banner: "import{createRequire as makeRequire}from'node:module';const require=makeRequire(import.meta.url);",
    logLevel: LogLevel.WARNING,
    esbuildArgs: {
      // The texts of explanations are Chinese, too; escaped, each character weighs twice.
      '--charset': 'utf8',
      '--alias': replaced.map(([name, file]) => `${name}=${join(import.meta.dirname, 'bundle', file)}`),
    },
  };
}

/**
 * Weight of a bundle in a synthesised app, in bytes.
 *
 * @param outdir folder of the cloud assembly
 * @param assetHash name of the function's zip file without its extension
 * @throws Error when the assembly holds no such bundle.
 */
export function bundleBytes(outdir: string, assetHash: string): number {
  const file = join(outdir, `asset.${assetHash}`, 'index.mjs');
  if (!existsSync(file)) throw new Error(`No bundle at ${file}: was the app synthesised without bundling?`);
  return statSync(file).size;
}
