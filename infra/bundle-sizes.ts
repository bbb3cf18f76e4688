import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionNames, resourceName } from '../shared/config/names.ts';
import { bundleBudgetBytes, bundleBytes, type FunctionName } from './bundles.ts';
import { synthesise } from './synthesise.ts';

export type BundleSize = { readonly id: FunctionName; readonly bytes: number; readonly limit: number };

/** The weight of each bundle of a stage, in bytes. */
function bundlesOf(stage: 'prod' | 'local', outdir: string): ReadonlyMap<string, number> {
  const { perennial } = synthesise({ stage, outdir, bundled: true });
  const found = [perennial.engine, perennial.campaigns].flatMap(({ node }) => node.findAll());
  return new Map(
    found
      .filter((node) => CfnFunction.isCfnFunction(node))
      .flatMap(({ functionName = '', code }) => {
        const key = 's3Key' in code ? code.s3Key : undefined;
        return key === undefined ? [] : [[functionName, bundleBytes(outdir, key.replace(/\.zip$/, ''))] as const];
      }),
  );
}

/**
 * Bundles every function as `prod` does, in a folder that is removed again, and says what each weighs, in bytes. Senders
 * of channels that `prod` does not have are weighed as `local` has them: the line that names the source map is all the more.
 */
export function measureBundles(): readonly BundleSize[] {
  const outdir = mkdtempSync(join(tmpdir(), 'perennial-bundles-'));
  try {
    const [prod, local] = [bundlesOf('prod', join(outdir, 'prod')), bundlesOf('local', join(outdir, 'local'))];
    return Object.values(functionNames).map((id) => {
      const bytes = prod.get(resourceName('prod', id)) ?? local.get(resourceName('local', id));
      if (bytes === undefined) throw new Error(`The app has no function ${id} with a bundle.`);
      return { id, bytes, limit: bundleBudgetBytes };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
