import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sourceHash } from '../../../cli/local/source-hash.ts';
import { readAssembly } from '../../../cli/local/stacks.ts';
import { temporaryFolder } from '../temporary-folder.ts';

test('the hash of the sources changes with what is deployed, and with nothing else', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'functions/apply-purchase'), { recursive: true });
  await writeFile(join(folder, 'functions/apply-purchase/handler.ts'), 'export const handler = 1;');
  await writeFile(join(folder, 'cdk.json'), '{}');
  const first = await sourceHash(folder);
  expect(await sourceHash(folder)).toBe(first);
  await mkdir(join(folder, 'docs'));
  await writeFile(join(folder, 'docs/readme.md'), 'words');
  expect(await sourceHash(folder)).toBe(first);
  await writeFile(join(folder, 'functions/apply-purchase/handler.ts'), 'export const handler = 2;');
  const changed = await sourceHash(folder);
  expect(changed).not.toBe(first);
  await writeFile(join(folder, 'functions/extra.ts'), '');
  const added = await sourceHash(folder);
  expect(added).not.toBe(changed);
  await rm(join(folder, 'functions/extra.ts'));
  expect(await sourceHash(folder)).toBe(changed);
});

test('reads from a synthesised app its stacks and what it leaves out', async () => {
  const folder = await temporaryFolder();
  expect(await readAssembly(folder)).toBeUndefined();
  const left = 'The local stage leaves out Bus/Archive (AWS::Events::Archive): the emulator has none.';
  const artifacts = {
    Data: {
      type: 'aws:cloudformation:stack',
      properties: { stackName: 'perennial-local-data' },
      additionalMetadataFile: 'data.metadata.json',
    },
    'Data.assets': { type: 'cdk:asset-manifest', properties: { file: 'data.assets.json' } },
    'perennial-local-engine': { type: 'aws:cloudformation:stack', properties: {} },
  };
  const metadata = {
    '/Data': [
      { type: 'aws:cdk:info', data: left },
      { type: 'aws:cdk:info', data: left },
    ],
    '/Data/Table': [{ type: 'aws:cdk:logicalId', data: 'Table1' }, { type: 'aws:cdk:is-custom' }],
  };
  await writeFile(join(folder, 'manifest.json'), JSON.stringify({ version: '55.0.0', artifacts }));
  await writeFile(join(folder, 'data.metadata.json'), JSON.stringify(metadata));
  expect(await readAssembly(folder)).toEqual({
    stacks: ['perennial-local-data', 'perennial-local-engine'],
    notes: [left],
  });
});
