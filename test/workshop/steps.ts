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
 * In the order in which they start, two at a time: the long ones first, so that the short ones fill the gaps that they
 * leave on two cores.
 */
export const steps: readonly Step[] = [
  { script: 'prerequisites' },
  { script: 'typecheck' },
  { script: 'test:e2e', project: 'e2e', ...local },
  { script: 'test:infra', project: 'infra', ...local },
  { script: 'test:store', project: 'store', ...local },
  { script: 'lint' },
  { script: 'test:unit', project: 'unit' },
  { script: 'test:real-data', project: 'real-data' },
  { script: 'format:check' },
  { script: 'docs:check' },
  { script: 'imports' },
  { script: 'knip' },
];

/** Where a project's results go, relative to the root. */
export function resultFile(project: string): string {
  return `reports/${project}.json`;
}
