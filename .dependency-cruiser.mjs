/**
 * Who may import whom: the table of docs/architecture.md, one rule for each of its rows. A rule names everything that
 * the folder may import; what is not named is refused, packages and Node's own modules included.
 * test/workshop/import-rule.test.ts plants a violation of every rule.
 */

/** @param {string[]} names */
const packages = (...names) => names.map((name) => `(^|/)node_modules/(@types/)?${name}/`);

const domain = '^shared/domain/';
const contracts = '^shared/contracts/';
const commands = '^shared/commands/';
const explain = '^shared/explain/';
const storeInterfaces = '^shared/store/[^/]+$';
const platform = '^shared/platform/';
const config = '^shared/config/';
const anyStore = '^shared/store/';
/** What both stores keep in the same bytes. */
const packing = '^shared/store/packing/';
const channelInterfaces = '^shared/channels/[^/]+$';
const anyChannel = '^shared/channels/';
const content = '^shared/content/';
const http = '^shared/http/';
const runtime = '^shared/runtime/';
const shared = '^shared/';

const zod = packages('zod');
const awsSdk = packages('@aws-sdk/[^/]+', '@smithy/[^/]+');
const lambdaTypes = packages('aws-lambda');
const handlerKit = packages('@middy/[^/]+', '@aws-lambda-powertools/[^/]+');

/**
 * A row of the table: files under `from` import nothing outside `may`.
 *
 * @param {string} name
 * @param {string} from regular expression of a path, its groups usable as $1 in `may`
 * @param {string[]} may regular expressions of paths
 * @param {{ node?: boolean }} [options] node: whether Node's own modules may be imported as well
 */
const row = (name, from, may, { node = false } = {}) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { pathNot: may, ...(node ? { dependencyTypesNot: ['core'] } : {}) },
});

/**
 * Of `to`, files under `from` may import types, never code.
 *
 * @param {string} name
 * @param {string} from
 * @param {string} to
 */
const typesOnly = (name, from, to) => ({
  name,
  severity: 'error',
  from: { path: from },
  to: { path: to, dependencyTypesNot: ['type-only'] },
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    row('domain', domain, [domain]),
    row('contracts', contracts, [contracts, domain, config, ...zod]),
    row('commands', commands, [commands, domain, contracts, storeInterfaces, channelInterfaces, content, platform]),
    typesOnly('commands-platform-types', commands, platform),
    typesOnly('commands-channel-types', commands, channelInterfaces),
    typesOnly('commands-content-types', commands, content),
    row('explain', explain, [explain, domain, contracts, storeInterfaces]),
    row('store-interfaces', storeInterfaces, [storeInterfaces, domain, contracts]),
    row(
      'store',
      '^shared/store/([^/]+)/',
      ['^shared/store/$1/', packing, storeInterfaces, domain, contracts, config, ...awsSdk, ...zod],
      {
        node: true,
      },
    ),
    row(
      'platform',
      platform,
      [platform, contracts, config, ...handlerKit, ...lambdaTypes, ...awsSdk, ...packages('canonicalize', 'zod')],
      {
        node: true,
      },
    ),
    row('channel-interfaces', channelInterfaces, [channelInterfaces, domain, contracts]),
    row('channels', '^shared/channels/[^/]+/', [anyChannel, domain, contracts, platform, config, ...awsSdk], {
      node: true,
    }),
    row('content', content, [content, domain, contracts, config, ...packages('liquidjs')]),
    row('http', http, [http, commands, explain, domain, contracts, storeInterfaces, platform, config, ...zod]),
    row('runtime', runtime, [
      runtime,
      http,
      commands,
      domain,
      contracts,
      platform,
      config,
      anyStore,
      anyChannel,
      content,
      explain,
      ...awsSdk,
      ...zod,
    ]),
    row('config', config, [config]),
    {
      name: 'no-other-rooms',
      comment: 'A new folder of shared needs a row here first.',
      severity: 'error',
      from: {
        path: shared,
        pathNot: [domain, contracts, commands, explain, anyStore, anyChannel, content, platform, config, http, runtime],
      },
      to: {},
    },
    row(
      'functions',
      '^functions/((?:http/)?[^/]+)/',
      ['^functions/$1/', commands, explain, contracts, platform, http, runtime, anyStore, anyChannel, ...lambdaTypes],
      {
        node: true,
      },
    ),
    row('cli', '^cli/', ['^cli/', shared, ...zod, ...awsSdk, ...packages('csv-parse', 'mjml', 'mjml-core')], {
      node: true,
    }),
    row('infra', '^infra/', ['^infra/', config, ...packages('aws-cdk-lib', 'constructs', 'cdk-nag', '@smithy/core')], {
      node: true,
    }),
    row('console', '^console/', ['^console/', contracts, '(^|/)node_modules/']),
    row('docs', '^docs/', ['^docs/', shared], { node: true }),
    {
      name: 'nothing-imports-test',
      comment: 'The settings of the test runner are part of the tests.',
      severity: 'error',
      from: { pathNot: ['^test/', '^vitest\\.config\\.ts$'] },
      to: { path: '^test/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'An import that cannot be followed cannot be judged.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'deployed-code-without-tools',
      comment: 'What is deployed or run by users needs what `npm ci --omit=dev` installs; types are gone by then.',
      severity: 'error',
      from: { path: '^(shared|functions)/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: '(^|/)node_modules/' },
    exclude: { path: '^(\\.local|cdk\\.out|coverage|reports)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.mjs', '.js', '.json', '.d.ts'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['module', 'main', 'types', 'typings'],
    },
  },
};
