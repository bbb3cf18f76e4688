import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { FormatError } from '../../../cli/import/conversion.ts';
import { readText } from '../../../cli/import/text.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { collect } from './convert.ts';

async function fileOf(content: Uint8Array | string): Promise<string> {
  const path = join(await temporaryFolder(), 'file');
  await writeFile(path, content);
  return path;
}

async function textOf(path: string): Promise<string> {
  return (await collect(readText(path))).join('');
}

const umlauts = 'Fahrradständer für 常青 🌲\n'.repeat(20_000);

test('characters are whole wherever the file is cut into pieces, plain or gzipped, whatever its name', async () => {
  expect(await textOf(await fileOf(umlauts))).toBe(umlauts);
  expect(await textOf(await fileOf(gzipSync(umlauts)))).toBe(umlauts);
});

test('a byte order mark is no part of the first column', async () => {
  expect(await textOf(await fileOf('\uFEFFpurchaseId\n'))).toBe('purchaseId\n');
});

test.each(['', 'a'])('a file too short to be gzipped is read: %j', async (content) => {
  expect(await textOf(await fileOf(content))).toBe(content);
});

test('a file in another encoding is refused, and so is a gzip file that was cut off', async () => {
  const latin1 = await fileOf(Buffer.from('Müller', 'latin1'));
  await expect(textOf(latin1)).rejects.toThrow(new FormatError('the file is not UTF-8 text'));
  const cut = await fileOf(gzipSync(umlauts).subarray(0, 100));
  await expect(textOf(cut)).rejects.toThrow(/^the gzip file is damaged/);
});

test('a file that is not there says so', async () => {
  await expect(textOf(join(tmpdir(), 'perennial-no-such-file'))).rejects.toThrow(/ENOENT/);
});
