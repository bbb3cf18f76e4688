import { gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { gzipTexts } from '../../shared/platform/compress.ts';

test.each([0, 1, 100_000])('%i texts come out as they went in, one after the other', async (count) => {
  const texts = Array.from({ length: count }, (_, index) => `${String(index)} 点\n`);
  expect(gunzipSync(await gzipTexts(texts)).toString('utf8')).toBe(texts.join(''));
});

test('the same texts are the same bytes, and a text that fails lets the whole fail', async () => {
  expect(Buffer.from(await gzipTexts(['a', 'b']))).toEqual(Buffer.from(await gzipTexts(['ab'])));
  function* failing() {
    yield 'a';
    throw new RangeError('no more');
  }
  await expect(gzipTexts(failing())).rejects.toThrow(RangeError);
});
