import { globSync, readFileSync } from 'node:fs';
import { join, matchesGlob } from 'node:path';
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import vitestConfig from '../../vitest.config.ts';
import { projectRoot } from './planted-tree.ts';
import { steps } from './steps.ts';

const read = (file: string) => readFileSync(join(projectRoot, file), 'utf8');
const versions = z.record(z.string(), z.string());
const manifest = z
  .object({ scripts: versions, dependencies: versions, devDependencies: versions })
  .parse(JSON.parse(read('package.json')));

const projects = z
  .array(z.object({ test: z.object({ name: z.string(), include: z.array(z.string()) }) }))
  .parse(vitestConfig.test?.projects)
  .map(({ test }) => test);

const sources = globSync('{infra,functions,shared,cli,console,docs,bench,test}/**/*.*', { cwd: projectRoot });

it('has every test file in exactly one project, so that none is left out', () => {
  const astray = sources
    .filter((file) => file.endsWith('.test.ts'))
    .filter((file) => projects.filter(({ include }) => include.some((glob) => matchesGlob(file, glob))).length !== 1);
  expect(astray).toEqual([]);
});

it('runs every project as a step of npm test', () => {
  expect(steps.flatMap(({ project = [] }) => project).sort()).toEqual(projects.map(({ name }) => name).sort());
});

it('has a script for every step, and a step for whatever another comes after', () => {
  const scripts = steps.map(({ script }) => script);
  expect(Object.keys(manifest.scripts)).toEqual(expect.arrayContaining(scripts));
  expect(scripts).toEqual(expect.arrayContaining(steps.flatMap(({ after = [] }) => after)));
});

it('calls in .ci/run what the README tells people to call', () => {
  const commands = read('.ci/run').match(/^npm .*$/gm);
  expect(commands).toEqual(['npm ci', 'npm test']);
});

it('pins every version exactly', () => {
  const open = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }).filter(
    ([, version]) => !/^\d+\.\d+\.\d+$/.test(version),
  );
  expect(open).toEqual([]);
});

it('writes names of files and folders in kebab-case', () => {
  const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*$/;
  const odd = sources.filter((file) => !file.split('/').every((name) => kebabCase.test(name.split('.')[0] ?? '')));
  expect(odd.filter((file) => !/^docs\/|README\.md$/.test(file))).toEqual([]);
});
