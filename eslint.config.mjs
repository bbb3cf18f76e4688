import { builtinModules } from 'node:module';
import { defineConfig, globalIgnores } from 'eslint/config';
import tseslint from 'typescript-eslint';

/** Lines that carry code; blank lines and comments are free, so nobody saves on explanations. */
const codeLines = { skipBlankLines: true, skipComments: true };

const imports = ':matches(ImportDeclaration, ImportExpression, ExportNamedDeclaration, ExportAllDeclaration)';
const zod = [
  {
    selector: `${imports}[source.value=/^zod(?!\\u002F(mini|compile)$)(\\u002F|$)/]`,
    message: "Write import * as z from 'zod/mini': the other zod makes a bundle 70 KB larger (ADR 4).",
  },
  {
    selector: `${imports}[source.value='zod/mini'] > :not(Literal, ImportNamespaceSpecifier)`,
    message: "Write import * as z from 'zod/mini': the named import brings all of it, 400 KB, into a bundle.",
  },
];

/** Modules of Node that nothing pure may import, with and without their prefix. */
const nodeModules = {
  regex: `^(node:|(${builtinModules.join('|')})(/|$))`,
  message: 'Rules and commands are pure: take what comes from outside as an argument.',
};

const impureGlobals = [
  'Date',
  'process',
  'fetch',
  'crypto',
  'console',
  'performance',
  'setTimeout',
  'setInterval',
  'setImmediate',
  'clearTimeout',
  'clearInterval',
  'queueMicrotask',
  'global',
  'globalThis',
].map((name) => ({
  name,
  message: 'Rules and commands have no clock, no chance and no surroundings: take it as an argument.',
}));

const untypedFiles = ['**/*.mjs'];
const configFiles = ['*.config.mjs', '*.config.ts', '.dependency-cruiser.mjs'];
const pureFiles = ['shared/domain/**', 'shared/commands/**', 'shared/explain/**'];
const testFiles = ['test/**'];

export default defineConfig(
  globalIgnores(['node_modules/', '.local/', 'cdk.out/', 'cdk.out.*/', 'coverage/', 'reports/']),
  {
    files: ['**/*.ts', '**/*.mjs'],
    extends: [tseslint.configs.strictTypeChecked, tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-import-type-side-effects': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { requireDefaultForNonUnion: true, considerDefaultExhaustiveForUnions: false },
      ],
      eqeqeq: 'error',
      'max-lines': ['error', { max: 300, ...codeLines }],
      'max-lines-per-function': ['error', { max: 70, ...codeLines }],
      'no-restricted-exports': [
        'error',
        {
          restrictDefaultExports: {
            direct: true,
            named: true,
            defaultFrom: true,
            namedFrom: true,
            namespaceFrom: true,
          },
        },
      ],
      'no-restricted-syntax': [
        'error',
        ...zod,
        { selector: 'TSEnumDeclaration', message: 'Write a list of strings `as const` and its union type.' },
      ],
      'object-shorthand': 'error',
      'prefer-template': 'error',
    },
  },
  {
    files: ['shared/**', 'functions/**'],
    rules: { 'no-console': 'error' },
  },
  {
    files: pureFiles,
    rules: {
      'no-restricted-globals': ['error', ...impureGlobals],
      'no-restricted-properties': [
        'error',
        { object: 'Math', property: 'random', message: 'Rules and commands have no chance: take it as an argument.' },
      ],
      'no-restricted-imports': ['error', { patterns: [nodeModules] }],
    },
  },
  {
    files: testFiles,
    rules: {
      'max-lines-per-function': 'off',
      // Vitest's matchers, such as expect.any(String), are of the type any.
      '@typescript-eslint/no-unsafe-assignment': 'off',
    },
  },
  { files: untypedFiles, extends: [tseslint.configs.disableTypeChecked] },
  { files: configFiles, rules: { 'no-restricted-exports': 'off' } },
);
