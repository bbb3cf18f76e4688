import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import extractDepcruiseConfig from 'dependency-cruiser/config-utl/extract-depcruise-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkImports, type ImportCheck } from './check-imports.ts';
import { plantTree, projectRoot, type PlantedTree } from './planted-tree.ts';

/** What a file imports: `type PATH` is an import of types only, `PATH` one of code. */
type Module = { file: string; imports: string[] };

/** Modules in every room of the house, importing all that their row of the table allows. */
const lawful: Module[] = [
  { file: 'shared/domain/points.ts', imports: [] },
  { file: 'shared/domain/lots.ts', imports: ['./points.ts'] },
  { file: 'shared/contracts/member.ts', imports: [] },
  { file: 'shared/contracts/purchase.ts', imports: ['./member.ts', 'zod/mini', 'type ../domain/points.ts'] },
  { file: 'shared/config/names.ts', imports: [] },
  { file: 'shared/config/stages.ts', imports: ['./names.ts'] },
  {
    file: 'shared/platform/clock.ts',
    imports: ['node:perf_hooks', '@middy/core', '@aws-lambda-powertools/logger', '@aws-sdk/client-sqs'],
  },
  {
    file: 'shared/platform/stack.ts',
    imports: ['./clock.ts', 'type aws-lambda', '../config/names.ts', '../contracts/purchase.ts'],
  },
  { file: 'shared/store/page.ts', imports: [] },
  { file: 'shared/store/store.ts', imports: ['./page.ts', '../domain/lots.ts', '../contracts/purchase.ts'] },
  {
    file: 'shared/store/dynamodb/keys.ts',
    imports: ['node:crypto', '@aws-sdk/client-dynamodb', '@aws-sdk/lib-dynamodb'],
  },
  {
    file: 'shared/store/dynamodb/store.ts',
    imports: [
      './keys.ts',
      '../store.ts',
      '../../domain/lots.ts',
      '../../contracts/purchase.ts',
      '../../config/names.ts',
    ],
  },
  { file: 'shared/store/memory/store.ts', imports: ['../store.ts', '../../domain/lots.ts'] },
  { file: 'shared/commands/outcome.ts', imports: [] },
  {
    file: 'shared/commands/record.ts',
    imports: [
      './outcome.ts',
      '../domain/lots.ts',
      '../contracts/purchase.ts',
      '../store/store.ts',
      'type ../platform/clock.ts',
    ],
  },
  { file: 'shared/explain/facts.ts', imports: [] },
  {
    file: 'shared/explain/reasons.ts',
    imports: ['./facts.ts', '../domain/lots.ts', '../contracts/purchase.ts', '../store/store.ts'],
  },
  {
    file: 'shared/channels/channel.ts',
    imports: ['type ../domain/points.ts', 'type ../contracts/purchase.ts'],
  },
  {
    file: 'shared/channels/adapters/email.ts',
    imports: [
      'node:crypto',
      '@aws-sdk/client-sesv2',
      'type ../channel.ts',
      'type ../../domain/points.ts',
      '../../contracts/purchase.ts',
      '../../platform/clock.ts',
      '../../config/names.ts',
    ],
  },
  {
    file: 'shared/content/render.ts',
    imports: ['liquidjs', '../domain/points.ts', '../contracts/purchase.ts', '../config/names.ts'],
  },
  {
    file: 'shared/commands/send.ts',
    imports: ['type ../channels/channel.ts', 'type ../content/render.ts'],
  },
  {
    file: 'shared/runtime/senders.ts',
    imports: ['../channels/adapters/email.ts', '../content/render.ts', '../commands/send.ts'],
  },
  { file: 'shared/http/exchange.ts', imports: [] },
  {
    file: 'shared/http/door.ts',
    imports: [
      './exchange.ts',
      'type zod/mini',
      '../commands/record.ts',
      '../domain/lots.ts',
      '../contracts/purchase.ts',
      '../store/store.ts',
      '../platform/clock.ts',
      '../config/names.ts',
    ],
  },
  { file: 'functions/apply/step.ts', imports: ['node:assert'] },
  {
    file: 'functions/apply/handler.ts',
    imports: [
      './step.ts',
      'type aws-lambda',
      '../../shared/commands/record.ts',
      '../../shared/explain/reasons.ts',
      '../../shared/contracts/purchase.ts',
      '../../shared/platform/stack.ts',
      '../../shared/store/dynamodb/store.ts',
    ],
  },
  { file: 'functions/publish/handler.ts', imports: [] },
  {
    file: 'functions/http/members/handler.ts',
    imports: ['../../../shared/contracts/purchase.ts', '../../../shared/http/door.ts'],
  },
  { file: 'functions/http/quotes/handler.ts', imports: [] },
  { file: 'cli/help.ts', imports: [] },
  {
    file: 'cli/main.ts',
    imports: [
      './help.ts',
      'node:fs',
      'zod/mini',
      'csv-parse',
      'mjml',
      '@aws-sdk/client-eventbridge',
      '../shared/domain/lots.ts',
      '../shared/contracts/purchase.ts',
      '../shared/commands/record.ts',
      '../shared/explain/reasons.ts',
      '../shared/store/memory/store.ts',
      '../shared/platform/clock.ts',
      '../shared/config/names.ts',
    ],
  },
  { file: 'infra/stages.ts', imports: [] },
  { file: 'infra/bundle/client.ts', imports: ['@smithy/core/retry', 'node:http'] },
  {
    file: 'infra/app.ts',
    imports: [
      './stages.ts',
      'node:path',
      'aws-cdk-lib',
      'aws-cdk-lib/aws-sqs',
      'constructs',
      'cdk-nag',
      '../shared/config/names.ts',
    ],
  },
  { file: 'console/main.ts', imports: ['../shared/contracts/purchase.ts'] },
  { file: 'docs/generate.ts', imports: ['node:fs', '../shared/contracts/purchase.ts'] },
  { file: 'bench/main.ts', imports: ['../cli/main.ts', '../infra/app.ts', '../functions/apply/handler.ts'] },
  { file: 'test/fixture.ts', imports: ['vitest'] },
  { file: 'test/domain/lots.test.ts', imports: ['../fixture.ts', '../../shared/domain/lots.ts', '../../infra/app.ts'] },
];

type Plant = { rule: string; folder: string; target: string };

/** Every row of the table broken, each in the ways that tempt most. */
const plants: Plant[] = [
  { rule: 'domain', folder: 'shared/domain', target: 'zod/mini' },
  { rule: 'domain', folder: 'shared/domain', target: 'node:crypto' },
  { rule: 'domain', folder: 'shared/domain', target: 'type ../contracts/purchase.ts' },
  { rule: 'domain', folder: 'shared/domain', target: '../config/names.ts' },
  { rule: 'contracts', folder: 'shared/contracts', target: 'node:fs' },
  { rule: 'contracts', folder: 'shared/contracts', target: 'canonicalize' },
  { rule: 'contracts', folder: 'shared/contracts', target: 'type ../store/store.ts' },
  { rule: 'commands', folder: 'shared/commands', target: 'crypto' },
  { rule: 'commands', folder: 'shared/commands', target: '@aws-sdk/client-sqs' },
  { rule: 'commands', folder: 'shared/commands', target: '../config/names.ts' },
  { rule: 'commands', folder: 'shared/commands', target: '../store/memory/store.ts' },
  { rule: 'commands-platform-types', folder: 'shared/commands', target: '../platform/clock.ts' },
  { rule: 'commands-channel-types', folder: 'shared/commands', target: '../channels/channel.ts' },
  { rule: 'commands-content-types', folder: 'shared/commands', target: '../content/render.ts' },
  { rule: 'commands', folder: 'shared/commands', target: 'type ../channels/adapters/email.ts' },
  { rule: 'channel-interfaces', folder: 'shared/channels', target: '@aws-sdk/client-sesv2' },
  { rule: 'channel-interfaces', folder: 'shared/channels', target: 'type ./adapters/email.ts' },
  { rule: 'channels', folder: 'shared/channels/adapters', target: 'zod/mini' },
  { rule: 'channels', folder: 'shared/channels/adapters', target: '../../commands/record.ts' },
  { rule: 'channels', folder: 'shared/channels/adapters', target: '../../content/render.ts' },
  { rule: 'content', folder: 'shared/content', target: 'node:fs' },
  { rule: 'content', folder: 'shared/content', target: 'mjml' },
  { rule: 'content', folder: 'shared/content', target: 'type ../channels/channel.ts' },
  { rule: 'explain', folder: 'shared/explain', target: '../../cli/help.ts' },
  { rule: 'explain', folder: 'shared/explain', target: '../commands/record.ts' },
  { rule: 'store-interfaces', folder: 'shared/store', target: '@aws-sdk/client-dynamodb' },
  { rule: 'store-interfaces', folder: 'shared/store', target: './dynamodb/keys.ts' },
  { rule: 'store', folder: 'shared/store/memory', target: '../dynamodb/keys.ts' },
  { rule: 'store', folder: 'shared/store/dynamodb', target: '../../commands/record.ts' },
  { rule: 'store', folder: 'shared/store/dynamodb', target: 'type ../../platform/clock.ts' },
  { rule: 'http', folder: 'shared/http', target: '@aws-sdk/client-sqs' },
  { rule: 'http', folder: 'shared/http', target: 'node:http' },
  { rule: 'http', folder: 'shared/http', target: '../store/memory/store.ts' },
  { rule: 'runtime', folder: 'shared/runtime', target: '../../functions/apply/step.ts' },
  { rule: 'platform', folder: 'shared/platform', target: '../domain/lots.ts' },
  { rule: 'platform', folder: 'shared/platform', target: '../store/dynamodb/keys.ts' },
  { rule: 'config', folder: 'shared/config', target: '../contracts/purchase.ts' },
  { rule: 'no-other-rooms', folder: 'shared/helpers', target: '../domain/lots.ts' },
  { rule: 'functions', folder: 'functions/apply', target: '@aws-sdk/client-sqs' },
  { rule: 'functions', folder: 'functions/apply', target: '../publish/handler.ts' },
  { rule: 'functions', folder: 'functions/apply', target: '../../shared/domain/lots.ts' },
  { rule: 'functions', folder: 'functions/http/members', target: '../quotes/handler.ts' },
  { rule: 'cli', folder: 'cli', target: '../functions/apply/handler.ts' },
  { rule: 'cli', folder: 'cli', target: '../infra/app.ts' },
  { rule: 'cli', folder: 'cli', target: 'aws-cdk-lib' },
  { rule: 'infra', folder: 'infra', target: '../functions/apply/handler.ts' },
  { rule: 'infra', folder: 'infra', target: '../shared/contracts/purchase.ts' },
  { rule: 'console', folder: 'console', target: '../shared/domain/lots.ts' },
  { rule: 'docs', folder: 'docs', target: '../cli/main.ts' },
  { rule: 'nothing-imports-test', folder: 'bench', target: '../test/fixture.ts' },
  { rule: 'no-cycles', folder: 'bench', target: './planted-no-cycles.ts' },
  { rule: 'resolvable', folder: 'bench', target: './not-there.ts' },
  { rule: 'deployed-code-without-tools', folder: 'functions/apply', target: 'aws-lambda' },
];

const text = ({ imports }: Module) =>
  imports
    .map((path) => (path.startsWith('type ') ? `import type { Kind } from '${path.slice(5)}';` : `import '${path}';`))
    .concat('export type Kind = string;')
    .join('\n');

const planted = plants.map(({ rule, folder, target }, index) => {
  const twins = plants.filter((plant) => plant.rule === rule).length > 1;
  return { rule, file: `${folder}/planted-${rule}${twins ? `-${index}` : ''}.ts`, imports: [target] };
});

describe('who may import whom', () => {
  let tree: PlantedTree;
  let found: ImportCheck;

  beforeAll(async () => {
    tree = plantTree([...lawful, ...planted].map((module) => ({ file: module.file, text: text(module) })));
    found = await checkImports(tree.root);
  });
  afterAll(() => {
    tree.remove();
  });

  it.each(planted)('refuses $imports in $file by the rule $rule alone', ({ rule, file }) => {
    expect(found.violations.filter((violation) => violation.startsWith(`${file} `))).toEqual([`${file} → ${rule}`]);
  });

  it('finds nothing in modules that import all they may', () => {
    expect(found.violations).toHaveLength(plants.length);
  });

  it('has a planted violation for every rule', async () => {
    const { forbidden = [] } = await extractDepcruiseConfig(join(projectRoot, '.dependency-cruiser.mjs'));
    expect(new Set(plants.map(({ rule }) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)));
  });

  it('tells source files that were not read', async () => {
    const settings = readFileSync(join(projectRoot, '.dependency-cruiser.mjs'), 'utf8');
    const blind = settings.replace('exclude: {', "includeOnly: { path: '^cli/' }, exclude: {");
    const half = plantTree([
      { file: 'cli/main.ts', text: 'export const main = 1;' },
      { file: 'bench/main.ts', text: 'export const bench = 1;' },
      { file: '.dependency-cruiser.mjs', text: blind },
    ]);
    const { unread, modulesRead } = await checkImports(half.root);
    half.remove();
    expect({ unread, modulesRead }).toEqual({ unread: ['bench/main.ts'], modulesRead: 1 });
  });

  it('reads every source file', () => {
    expect(found.unread).toEqual([]);
    expect(found.modulesRead).toBe(lawful.length + plants.length);
  });
});
