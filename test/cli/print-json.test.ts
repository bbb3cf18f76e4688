import { Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { jsonText, printJson } from '../../cli/print-json.ts';

/** A reader that takes its time, and remembers the pieces it got. */
function slowReader(): { stream: Writable; pieces: string[] } {
  const pieces: string[] = [];
  const stream = new Writable({
    highWaterMark: 1,
    decodeStrings: false,
    write(piece: string, _encoding, done) {
      pieces.push(piece);
      setImmediate(done);
    },
  });
  return { stream, pieces };
}

async function printed(document: unknown): Promise<string> {
  const { stream, pieces } = slowReader();
  await printJson(stream, document);
  await new Promise<void>((done) => stream.end(done));
  return pieces.join('');
}

test.each([
  ['an object', { a: 1, b: { c: [1, 'zwei', null] }, list: [{ d: true }, {}], none: [], gone: undefined }],
  ['an empty object', {}],
  ['an object of nothing', { gone: undefined }],
  ['a list', [1, { a: [2] }, 'ü"\n']],
  ['an empty list', []],
  ['a string', 'text'],
  ['a number', 0.5],
  ['nothing', null],
])('prints what JSON.stringify would mean: %s', async (_title, document) => {
  const text = await printed(document);
  expect(text.endsWith('\n')).toBe(true);
  expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(document)));
});

test('big integers are integers at every depth', async () => {
  const document = { top: 2n ** 64n, list: [{ deep: [-1n] }], '5': 0n };
  expect(await printed(document)).toBe(
    '{\n  "5": 0,\n  "top": 18446744073709551616,\n  "list": [\n    {"deep":[-1]}\n  ]\n}\n',
  );
  expect(jsonText({ n: 1n, none: undefined })).toBe('{"n":1}');
});

test('a long list reaches the stream in pieces', async () => {
  const rows = Array.from({ length: 20_000 }, (_, seq) => ({ seq, entryId: `purchase:${String(seq)}` }));
  const { stream, pieces } = slowReader();
  await printJson(stream, { rows });
  expect(pieces.length).toBeGreaterThan(5);
  expect(Math.max(...pieces.map(({ length }) => length))).toBeLessThan(100_000);
  expect(JSON.parse(pieces.join(''))).toEqual({ rows });
});
