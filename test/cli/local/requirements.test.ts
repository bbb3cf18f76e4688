import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { missingPins, parseRequirements } from '../../../cli/local/venv.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const requirements = join(import.meta.dirname, '../../../cli/local/requirements.txt');

test('every requirement is an exact pin, and those that we name ourselves are among them', async () => {
  const pins = parseRequirements(await readFile(requirements, 'utf8'));
  const ours = ['ministack', 'cryptography', 'cfn-lint'];
  expect(pins.filter(({ name }) => ours.includes(name))).toEqual([
    { name: 'ministack', version: '1.5.33' },
    { name: 'cryptography', version: '50.0.2' },
    { name: 'cfn-lint', version: '1.58.0' },
  ]);
  for (const oldPython of [true, false]) {
    const names = pins.filter((pin) => (pin.oldPython ?? oldPython) === oldPython).map(({ name }) => name);
    expect(new Set(names).size, `one pin a package, old Python: ${String(oldPython)}`).toBe(names.length);
  }
});

test.each(['ministack>=1.5.33', 'ministack', 'ministack==1.5.*', 'git+https://example.com/ministack', '-r other.txt'])(
  'refuses %j, which is no exact pin',
  (line) => {
    expect(() => parseRequirements(`# a comment\n\n${line}\n`)).toThrow(`no exact pin in requirements.txt: ${line}`);
  },
);

test('finds out what is installed, however Python spells it', async () => {
  const folder = await temporaryFolder();
  const pins = [
    { name: 'typing_extensions', version: '4.16.0' },
    { name: 'python-dateutil', version: '2.9.0.post0' },
    { name: 'PyYAML', version: '6.0.3' },
    { name: 'ministack', version: '1.5.33' },
    { name: 'tomli', version: '2.5.0', oldPython: true },
  ];
  expect(await missingPins(folder, pins)).toEqual(pins);
  const packages = join(folder, 'lib/python3.12/site-packages');
  for (const name of ['typing_extensions-4.16.0', 'python_dateutil-2.9.0.post0', 'pyyaml-6.0.3', 'ministack-1.5.32']) {
    await mkdir(join(packages, `${name}.dist-info`), { recursive: true });
  }
  expect(await missingPins(folder, pins)).toEqual([{ name: 'ministack', version: '1.5.33' }]);
});

test('an older Python needs what newer ones have built in', async () => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, 'lib/python3.10/site-packages/networkx-3.4.2.dist-info'), { recursive: true });
  const pins = [
    { name: 'networkx', version: '3.4.2', oldPython: true },
    { name: 'networkx', version: '3.6.1', oldPython: false },
    { name: 'tomli', version: '2.5.0', oldPython: true },
  ];
  expect(await missingPins(folder, pins)).toEqual([{ name: 'tomli', version: '2.5.0', oldPython: true }]);
});
