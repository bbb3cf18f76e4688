import { CfnFunction } from 'aws-cdk-lib/aws-lambda';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { functionNames, resourceName } from '../shared/config/names.ts';
import { bundleBudgetBytes, bundleBytes, type FunctionName } from './bundles.ts';
import { synthesise } from './synthesise.ts';

export type BundleSize = { readonly id: FunctionName; readonly bytes: number; readonly limit: number };

/** Bundles every function as `prod` does, in a folder that is removed again, and says what each weighs, in bytes. */
export function measureBundles(): readonly BundleSize[] {
  const outdir = mkdtempSync(join(tmpdir(), 'perennial-bundles-'));
  try {
    const { perennial } = synthesise({ stage: 'prod', outdir, bundled: true });
    const functions = perennial.engine.node.findAll().filter((node) => CfnFunction.isCfnFunction(node));
    return Object.values(functionNames).map((id) => {
      const code = functions.find(({ functionName }) => functionName === resourceName('prod', id))?.code;
      const key = code !== undefined && 's3Key' in code ? code.s3Key : undefined;
      if (key === undefined) throw new Error(`The app has no function ${id} with a bundle.`);
      return { id, bytes: bundleBytes(outdir, key.replace(/\.zip$/, '')), limit: bundleBudgetBytes };
    });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}
