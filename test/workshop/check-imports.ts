/**
 * `npm run imports`: who may import whom, by .dependency-cruiser.mjs, and a floor under the number of modules read.
 * A checker that reads nothing finds nothing: with a TypeScript that it does not know, dependency-cruiser passes with
 * no modules at all. So every source file on disk has to be among the modules that it read.
 */
import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { cruise, format } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';

const folders = ['infra', 'functions', 'shared', 'cli', 'console', 'docs', 'bench', 'test'];

/** Fewer modules than this is not this project, whatever is on disk. */
export const moduleFloor = 100;

export type ImportCheck = {
  /** What a person reads: the violations with their rules, or one line when there are none. */
  report: string;
  /** `file → rule` for every violation, sorted. */
  violations: string[];
  /** Source files that were read as modules. */
  modulesRead: number;
  /** Source files on disk that were not read. */
  unread: string[];
};

/**
 * Checks the tree under `root`, an absolute path of a folder that holds tsconfig.json and .dependency-cruiser.mjs.
 * Throws when one of those cannot be read.
 */
export async function checkImports(root: string): Promise<ImportCheck> {
  const present = folders.filter((folder) => existsSync(join(root, folder)));
  const options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.mjs'));
  const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
  const { output } = await cruise(present, { ...options, baseDir: root }, {}, { tsConfig });
  if (typeof output === 'string') throw new Error(`dependency-cruiser answered with text: ${output}`);
  const formatted = await format(output, { outputType: 'err' });
  const read = new Set(output.modules.map((module) => module.source));
  const sources = globSync(`{${present.join(',')}}/**/*.ts`, { cwd: root });
  const unread = sources.filter((source) => !read.has(source));
  return {
    report: typeof formatted.output === 'string' ? formatted.output.trim() : '',
    violations: output.summary.violations.map(({ from, rule }) => `${from} → ${rule.name}`).sort(),
    modulesRead: sources.length - unread.length,
    unread,
  };
}

if (import.meta.main) {
  const { report, violations, modulesRead, unread } = await checkImports(process.cwd());
  console.log(report);
  for (const source of unread) console.error(`not read: ${source}`);
  if (modulesRead < moduleFloor) console.error(`only ${modulesRead} modules read, at least ${moduleFloor} expected`);
  if (violations.length > 0 || unread.length > 0 || modulesRead < moduleFloor) process.exitCode = 1;
}
