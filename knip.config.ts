import type { KnipConfig } from 'knip';

const config: KnipConfig = {
  entry: [
    'infra/app.ts',
    'functions/**/handler.ts',
    // Put into every bundle by the aliases in infra/bundles.ts.
    'infra/bundle/*.ts',
    'shared/content/plain-liquid.ts',
    // Processes of their own, started by their paths from bench/simulation-cost.ts and bench/growth/main.ts.
    'bench/{parse-lines,report-usage,growth/pass-process}.ts',
  ],
  project: ['{infra,functions,shared,cli,docs,bench,test}/**/*.{ts,mjs}'],
  ignoreDependencies: [
    // Started by its path, from cli/local/deploy.ts.
    'aws-cdk',
  ],
  // A type that an exported function takes or gives is exported with it, whether or not anybody names it yet.
  ignoreExportsUsedInFile: { interface: true, type: true },
};

export default config;
