/** One thing that `npm test` runs. */
export type Step = {
  /** The script of package.json that does it. */
  script: string;
  /** Vitest project whose tests it runs; its results count in the totals. */
  project?: string;
  /** Scripts that have to have passed before. */
  after?: readonly string[];
};

const local = { after: ['prerequisites'] };

/**
 * In the order in which they start: the long ones first, so that the short ones fill the gaps that they leave. Those of
 * the deployed stage and of the stores wait for the local AWS now and then, and a third one has the cores meanwhile.
 */
export const steps: readonly Step[] = [
  { script: 'prerequisites' },
  { script: 'typecheck' },
  { script: 'test:e2e', project: 'e2e', ...local },
  { script: 'test:rules', project: 'rules' },
  { script: 'test:store', project: 'store', ...local },
  { script: 'test:real-data', project: 'real-data' },
  { script: 'lint' },
  { script: 'test:infra', project: 'infra', ...local },
  { script: 'test:unit', project: 'unit' },
  { script: 'test:coverage' },
  { script: 'format:check' },
  { script: 'docs:check' },
  { script: 'imports' },
  { script: 'knip' },
];

/** Where a project's results go, relative to the root. */
export function resultFile(project: string): string {
  return `reports/${project}.json`;
}
