import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';

/** Characters that are handed on at once: a stream takes as long for a short text as for a long one. */
const pieceLength = 65_536;

function* pieces(texts: Iterable<string>): Generator<string> {
  let piece = '';
  for (const text of texts) {
    piece += text;
    if (piece.length < pieceLength) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

/** Texts one after the other as gzip, taken from the iteration no faster than they are compressed. */
export async function gzipTexts(texts: Iterable<string>): Promise<Uint8Array> {
  const compressed: Buffer[] = [];
  await pipeline(Readable.from(pieces(texts)), createGzip(), async (output: AsyncIterable<Buffer>) => {
    for await (const chunk of output) compressed.push(chunk);
  });
  return Buffer.concat(compressed);
}
