import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, expect, test } from 'vitest';
import { run } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

let folder: string;

beforeEach(async () => {
  folder = await temporaryFolder();
});

const perennial = async (...words: readonly string[]) => run(words, { highWaterMark: 64 });

async function fileOf(content: string | Uint8Array): Promise<string> {
  const path = join(folder, 'rows');
  await writeFile(path, content);
  return path;
}

const idsOf = (lines: string) => [...lines.matchAll(/"metadata":\{"id":"([^"]*)"/g)].map(([, id]) => id);

const rows = ['00001 19970101 1 11.77', '00002 19970112 1 12.00', '00002 19970112 5 77.00'];
const ids = ['cdnow:00001:19970101:1', 'cdnow:00002:19970112:1', 'cdnow:00002:19970112:2'];

test('events are lines on standard output, and the counts go to standard error', async () => {
  const { code, out, err } = await perennial('import', '--format', 'cdnow', await fileOf(rows.join('\n')));
  expect({ code, err }).toEqual({ code: 0, err: '3 events\n' });
  expect(idsOf(out)).toEqual(ids);
  expect(out.endsWith('}\n')).toBe(true);
});

test('the same from a gzipped file into a file', async () => {
  const to = join(folder, 'events.ndjson');
  const file = await fileOf(gzipSync(rows.join('\n')));
  const { code, out, err } = await perennial('import', '--format', 'cdnow', file, '--to', to);
  expect({ code, out, err }).toEqual({ code: 0, out: '', err: `3 events in ${to}\n` });
  expect(idsOf(await readFile(to, 'utf8'))).toEqual(ids);
  expect((await readdir(folder)).sort()).toEqual(['events.ndjson', 'rows']);
});

test('nothing is written when a row is bad, and every bad row is named', async () => {
  const file = await fileOf([...rows, '00003 19970112 5', '00004 19970112 5 x'].join('\n'));
  const { code, out, err } = await perennial('import', '--format', 'cdnow', file);
  expect({ code, out }).toEqual({ code: 1, out: '' });
  expect(err).toBe(
    `${file}:4: line: 4 or 5 blank-separated fields, not 3\n` +
      `${file}:5: dollar_value: dollars and cents, not "x"\n` +
      '2 faults; nothing is written. Correct them, or leave these rows out with --skip-bad.\n',
  );
  const to = join(folder, 'events.ndjson');
  expect((await perennial('import', '--format', 'cdnow', file, '--to', to)).code).toBe(1);
  expect(await readdir(folder)).toEqual(['rows']);
});

test('--skip-bad converts the sound rows, and --json reports all', async () => {
  const to = join(folder, 'events.ndjson');
  const file = await fileOf([...rows, '00003 19970112 5'].join('\n'));
  const { code, out } = await perennial('import', '--format', 'cdnow', file, '--to', to, '--skip-bad', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toEqual({
    format: 'cdnow',
    file,
    written: true,
    events: 3,
    leftOut: {},
    notes: [],
    bad: [{ line: 4, column: 'line', message: '4 or 5 blank-separated fields, not 3' }],
  });
  expect(idsOf(await readFile(to, 'utf8'))).toEqual(ids);
});

test('what the format leaves out is counted by reason, and --match-returns looks for the sales of returns', async () => {
  const file = await fileOf(
    [
      'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country',
      '536378,22386,JUMBO BAG PINK POLKADOT,10,2010-12-01 09:37:00,1.95,14688,United Kingdom',
      'C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,,United Kingdom',
      'C536379,D,Discount,-1,2010-12-01 09:41:00,27.5,,United Kingdom',
      'C536380,22386,JUMBO BAG PINK POLKADOT,-2,2010-12-01 09:45:00,1.95,14688,United Kingdom',
    ].join('\n'),
  );
  const plain = await perennial('import', '--format', 'online-retail', file);
  expect(plain.err).toBe('left out: 2 rows, cancellation-of-a-guest\n2 events\n');
  expect(idsOf(plain.out)).toEqual(['online-retail:536378', 'online-retail:C536380']);

  const matched = await perennial('import', '--format', 'online-retail', file, '--match-returns');
  const note = 'cancelled lines: 1 matched to sales, 0 in part, 0 without a sale';
  expect(matched.err).toBe(`${file}: ${note}\n${plain.err}`);
  expect(idsOf(matched.out)).toEqual(['online-retail:536378', 'online-retail:C536380:536378']);
});

test('a file of another kind is a failure in one sentence', async () => {
  const file = await fileOf('a;b;c\n');
  const { code, err } = await perennial('import', '--format', 'orders', file);
  expect(code).toBe(1);
  expect(err).toMatch(/rows: the header has no purchaseId, occurredAt, currency, net; columns are named purchaseId, /);
});

test.each([
  [['--format', 'cdnow'], 'one FILE'],
  [['--format', 'cdnow', 'a', 'b'], 'one FILE'],
  [['--format', 'cdnow', '-'], 'not from -'],
  [['a'], '--format has to be one of orders, members, cdnow, online-retail'],
  [['--format', 'excel', 'a'], '--format has to be one of'],
  [['--format', 'cdnow', 'a', '--json'], '--json'],
  [['--format', 'cdnow', 'a', '--quiet'], '--quiet'],
  [['--format', 'cdnow', 'a', '--match-returns'], '--match-returns is for online-retail'],
])('import %j is bad usage', async (words, message) => {
  const { code, out, err } = await perennial('import', ...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('--help names every column, and says who sends the events', async () => {
  const { code, out } = await perennial('import', '--help');
  expect(code).toBe(0);
  for (const word of ['purchaseId', 'lineId', 'enrolledAt', 'online-retail', '--skip-bad', 'replay']) {
    expect(out).toContain(word);
  }
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(120);
});
