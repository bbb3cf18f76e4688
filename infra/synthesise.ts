import { App } from 'aws-cdk-lib';
import type { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Stage } from '../shared/config/names.ts';
import { addPerennial, type Perennial } from './perennial.ts';

export type SynthesisOptions = {
  readonly stage: Stage;
  /** Folder for the cloud assembly; its own for everyone who synthesises at the same time. */
  readonly outdir: string;
  /** Without bundling a synthesis takes a second, and its templates lack nothing but the hashes of the code. */
  readonly bundled: boolean;
};

export type Synthesis = { readonly app: App; readonly perennial: Perennial; readonly assembly: CloudAssembly };

/** Synthesises one stage in this process, with the settings that `cdk.json` gives the CDK's own command line. */
export function synthesise({ stage, outdir, bundled }: SynthesisOptions): Synthesis {
  const settings: unknown = JSON.parse(readFileSync(join(import.meta.dirname, '..', 'cdk.json'), 'utf8'));
  const app = new App({
    outdir,
    analyticsReporting: false,
    context: { ...contextOf(settings), ...(bundled ? {} : { 'aws:cdk:bundling-stacks': [] }) },
  });
  const perennial = addPerennial(app, stage);
  return { app, perennial, assembly: app.synth() };
}

function contextOf(settings: unknown): object {
  if (typeof settings !== 'object' || settings === null || !('context' in settings)) return {};
  return typeof settings.context === 'object' && settings.context !== null ? settings.context : {};
}
