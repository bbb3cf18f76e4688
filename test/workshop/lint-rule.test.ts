import { relative } from 'node:path';
import { ESLint } from 'eslint';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantTree, type PlantedTree } from './planted-tree.ts';

type Plant = {
  /** Folder of the planted file. */
  folder: string;
  /** What it is called in the test's name. */
  what: string;
  /** Code that stands in the file. */
  code: string;
  /** Rule that has to refuse it, once, with no other beside it; null when it is lawful. */
  rule: string | null;
};

const client =
  "import { SQSClient, SendMessageCommand } from '@aws-sdk/client-sqs';\nconst client = new SQSClient({});\n";
const send = "client.send(new SendMessageCommand({ QueueUrl: 'q', MessageBody: 'b' }))";
const codeLines = (count: number) => Array.from({ length: count }, (_, index) => `  value += ${index};`).join('\n');
const longFunction = `export function long(start: number): number {\n  let value = start;\n${codeLines(70)}\n  return value;\n}\n`;
const longFile = Array.from({ length: 301 }, (_, index) => `export const value${index} = ${index};`).join('\n');
const kinds = "type Kind = 'earn' | 'redeem';\n";

const everywhere: Plant[] = [
  {
    what: 'a command of the AWS SDK that nobody waits for',
    folder: 'functions/apply',
    code: `${client}export async function apply(): Promise<void> {\n  ${send};\n  await Promise.resolve();\n}`,
    rule: '@typescript-eslint/no-floating-promises',
  },
  {
    what: 'a command of the AWS SDK that is waited for',
    folder: 'functions/apply',
    code: `${client}export async function apply(): Promise<void> {\n  await ${send};\n}`,
    rule: null,
  },
  {
    what: 'a promise where nothing is expected',
    folder: 'functions/apply',
    code: `${client}['a', 'b'].forEach(async () => {\n  await ${send};\n});`,
    rule: '@typescript-eslint/no-misused-promises',
  },
  {
    what: 'zod by name',
    folder: 'shared/contracts',
    code: "import { z } from 'zod/mini';\nexport const any = z.string();",
    rule: 'no-restricted-syntax',
  },
  {
    what: 'zod passed on by name',
    folder: 'shared/contracts',
    code: "export { z } from 'zod/mini';",
    rule: 'no-restricted-syntax',
  },
  ...['zod', 'zod/v4', 'zod/v4/mini'].map((module) => ({
    what: `zod from ${module}`,
    folder: 'shared/contracts',
    code: `import * as z from '${module}';\nexport const any = z.string();`,
    rule: 'no-restricted-syntax',
  })),
  {
    what: 'the large zod by name',
    folder: 'cli',
    code: "import { z } from 'zod';\nexport const any = z.string();",
    rule: 'no-restricted-syntax',
  },
  {
    what: 'zod by namespace',
    folder: 'shared/contracts',
    code: "import * as z from 'zod/mini';\nexport const any = z.string();",
    rule: null,
  },
  {
    what: '`as`',
    folder: 'cli',
    code: 'export const parse = (text: string): unknown => JSON.parse(text) as string;',
    rule: '@typescript-eslint/consistent-type-assertions',
  },
  { what: '`as const`', folder: 'cli', code: "export const kinds = ['earn', 'redeem'] as const;", rule: null },
  {
    what: 'a non-null assertion',
    folder: 'cli',
    code: 'export const first = (list: string[]): string => list[0]!;',
    rule: '@typescript-eslint/no-non-null-assertion',
  },
  {
    what: '`any`',
    folder: 'cli',
    code: 'export const count = (list: any): number => [list].length;',
    rule: '@typescript-eslint/no-explicit-any',
  },
  { what: 'an enum', folder: 'infra', code: 'export enum Kind {\n  earn,\n}', rule: 'no-restricted-syntax' },
  { what: 'a default export', folder: 'infra', code: 'export default 1;', rule: 'no-restricted-exports' },
  {
    what: 'a default export by another name',
    folder: 'infra',
    code: 'const value = 1;\nexport { value as default };',
    rule: 'no-restricted-exports',
  },
  {
    what: 'a switch that forgets a case',
    folder: 'shared/domain',
    code: `${kinds}export function sign(kind: Kind): number {\n  switch (kind) {\n    case 'earn':\n      return 1;\n  }\n  return -1;\n}`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  {
    what: 'a switch whose default hides a case',
    folder: 'shared/domain',
    code: `${kinds}export function sign(kind: Kind): number {\n  switch (kind) {\n    case 'earn':\n      return 1;\n    default:\n      return -1;\n  }\n}`,
    rule: '@typescript-eslint/switch-exhaustiveness-check',
  },
  { what: 'a long file', folder: 'cli', code: longFile, rule: 'max-lines' },
  { what: 'a long function', folder: 'cli', code: longFunction, rule: 'max-lines-per-function' },
  { what: 'a long function', folder: 'test', code: longFunction, rule: null },
  { what: 'the console', folder: 'functions/apply', code: "console.log('hello');", rule: 'no-console' },
  {
    what: 'a comment that silences nothing',
    folder: 'cli',
    code: '// eslint-disable-next-line no-console\nexport const value = 1;',
    rule: 'unused directive',
  },
];

/** Code that reaches for a clock, for chance or for what is around it. */
const impure: { code: string; rule: string }[] = [
  ...[
    'Date.now()',
    'new Date(0)',
    "Date.parse('2026-01-01')",
    'process.env',
    "fetch('https://example.com')",
    'crypto.randomUUID()',
    'console',
    'performance.now()',
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'globalThis.Date.now()',
    'global',
  ].map((code) => ({ code: `export const value: unknown = ${code};`, rule: 'no-restricted-globals' })),
  { code: 'export const value = Math.random();', rule: 'no-restricted-properties' },
  { code: 'export const { random } = Math;', rule: 'no-restricted-properties' },
  ...["from 'node:crypto'", "from 'crypto'"].map((from) => ({
    code: `import { randomUUID } ${from};\nexport const value = randomUUID;`,
    rule: 'no-restricted-imports',
  })),
  { code: "import * as fs from 'fs/promises';\nexport const value = fs;", rule: 'no-restricted-imports' },
  { code: "import { z } from 'zod';\nexport const value = z;", rule: 'no-restricted-syntax' },
];

const pure: Plant[] = ['shared/domain', 'shared/commands'].flatMap((folder) => [
  ...impure.map(({ code, rule }) => ({ what: code.split('\n')[0] ?? '', folder, code, rule })),
  {
    what: 'imports of our own that are called like modules of Node',
    folder,
    code: "import { value as a } from '../domain/path.ts';\nimport { value as b } from './stream.ts';\nexport const value = [a, b];",
    rule: null,
  },
  { what: 'arithmetic', folder, code: 'export const value = Math.floor(1.5) + Number(2n);', rule: null },
]);

const planted = [...everywhere, ...pure].map((plant, index) => ({
  ...plant,
  file: `${plant.folder}/planted-${index}.ts`,
}));

describe('the lint rules', () => {
  let tree: PlantedTree;
  const found = new Map<string, string[]>();

  beforeAll(async () => {
    tree = plantTree(planted.map(({ file, code }) => ({ file, text: `${code}\n` })));
    const eslint = new ESLint({ cwd: tree.root });
    for (const { filePath, messages } of await eslint.lintFiles(['.'])) {
      const rules = messages.map(({ ruleId, severity, message }) =>
        message.startsWith('Unused eslint-disable')
          ? 'unused directive'
          : `${ruleId ?? message}${severity === 2 ? '' : ' (warning)'}`,
      );
      found.set(relative(tree.root, filePath), rules);
    }
  });
  afterAll(() => tree.remove());

  it.each(planted.filter(({ rule }) => rule !== null))('refuse $what in $folder: $rule', ({ file, rule }) => {
    expect(found.get(file)).toEqual([rule]);
  });

  it.each(planted.filter(({ rule }) => rule === null))('allow $what in $folder', ({ file }) => {
    expect(found.get(file)).toEqual([]);
  });
});
