import { Failure } from '../failure.ts';
import { openInput } from '../open-input.ts';

/** A line of a file, 1-based; undefined text where the bytes are no UTF-8. */
export type Line = { readonly number: number; readonly text: string | undefined };

const lineFeed = 0x0a;

/**
 * The lines of a file (`-` for standard input), gzip or plain, one at a time: only a line feed ends a line, because
 * JSON texts may hold every other character that some readers break lines at. Blank lines are left out but counted.
 *
 * @throws Failure when the file cannot be read
 */
export async function* readLines(file: string): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
  const decode = (bytes: Buffer): string | undefined => {
    try {
      return decoder.decode(bytes);
    } catch {
      return undefined;
    }
  };
  let number = 0;
  let rest: Buffer[] = [];
  try {
    for await (const chunk of await openInput(file)) {
      const bytes: Buffer = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
      let start = 0;
      for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
        const piece = bytes.subarray(start, end);
        const text = decode(rest.length === 0 ? piece : Buffer.concat([...rest, piece]));
        rest = [];
        start = end + 1;
        number += 1;
        if (text?.trim() !== '') yield { number, text };
      }
      if (start < bytes.length) rest.push(bytes.subarray(start));
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${file} cannot be read: ${reason}`, 'Name a file of events, one JSON object a line.');
  }
  if (rest.length > 0) {
    const text = decode(Buffer.concat(rest));
    if (text?.trim() !== '') yield { number: number + 1, text };
  }
}
