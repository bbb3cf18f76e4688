import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { projectRoot } from './planted-tree.ts';

const names = z.optional(z.record(z.string(), z.string()));
const lockFile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      version: z.string(),
      dependencies: names,
      optionalDependencies: names,
      resolved: z.optional(z.string()),
    }),
  ),
});

type Packages = z.infer<typeof lockFile>['packages'];

/** Packages that one in the lock file asks for and that the lock file does not have, as `who → whom`. */
function missing(packages: Packages): string[] {
  return Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !foldersUp(path).some((folder) => Object.hasOwn(packages, `${folder}node_modules/${name}`)))
      .map((name) => `${path} → ${name}`),
  );
}

/** The folders in which Node looks for what the package at `path` imports, the nearest first. */
function foldersUp(path: string): string[] {
  const parts = path === '' ? [] : path.split('/node_modules/');
  return [...parts.map((_, index) => `${parts.slice(0, parts.length - index).join('/node_modules/')}/`), ''];
}

const { packages } = lockFile.parse(JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')));

it('locks every package that another asks for, those of other machines too, or npm ci refuses to begin', () => {
  expect(missing(packages)).toEqual([]);
});

it('notices what is missing', () => {
  const one = { version: '1.0.0', optionalDependencies: { 'one-for-macos': '1.0.0' } };
  expect(missing({ 'node_modules/one': one })).toEqual(['node_modules/one → one-for-macos']);
  expect(missing({ 'node_modules/one': one, 'node_modules/one-for-macos': { version: '1.0.0' } })).toEqual([]);
});

it('comes from no registry of its own', () => {
  const elsewhere = Object.values(packages).flatMap(({ resolved = [] }) => resolved);
  expect(elsewhere).toEqual([]);
});
