/** Files as streams of text. */
import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { openInput } from '../open-input.ts';
import { FormatError } from './conversion.ts';

/**
 * The text of a file, plain or gzipped, piece by piece and without a byte order mark.
 *
 * @throws FormatError when the file is not UTF-8, or damaged within its gzip.
 */
export async function* readText(file: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  try {
    for await (const piece of await openInput(file)) {
      const bytes: Uint8Array = Buffer.from(piece);
      yield decoder.decode(bytes, { stream: true });
    }
    yield decoder.decode();
  } catch (error) {
    // A decoder that meets other bytes throws a TypeError, an unpacking that does so an error with a code of zlib's.
    if (error instanceof TypeError) throw new FormatError('the file is not UTF-8 text', { cause: error });
    if (error instanceof Error && 'code' in error && String(error.code).startsWith('Z_')) {
      throw new FormatError(`the gzip file is damaged (${error.message})`, { cause: error });
    }
    throw error;
  }
}

/** The lines of a text, without their ends. */
export function linesOf(text: AsyncIterable<string>): AsyncIterable<string> {
  return createInterface({ input: Readable.from(text), crlfDelay: Infinity });
}
