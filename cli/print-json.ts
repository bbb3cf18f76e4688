import { once } from 'node:events';

declare global {
  // The compiler's library does not know it yet; Node has it from version 21. Only an interface can be added to.
  // eslint-disable-next-line @typescript-eslint/consistent-type-definitions
  interface JSON {
    rawJSON(text: string): object;
  }
}

/** Characters gathered before they are handed to the stream. */
const pieceLength = 65_536;

/** JSON text of one value; a bigint is written as a plain integer. Undefined members of objects are left out. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value ?? null, writeBigint);
}

function writeBigint(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? JSON.rawJSON(value.toString()) : value;
}

/**
 * Prints one JSON document and a line end. The members of the outermost object, and the elements of their lists, stand
 * on lines of their own and are turned into text one by one, so that a document of a million entries is never one
 * string. Waits when the reader is slower than the writer.
 */
export async function printJson(stream: NodeJS.WritableStream, document: unknown): Promise<void> {
  let piece = '';
  for (const text of jsonLines(document)) {
    piece += text;
    if (piece.length < pieceLength) continue;
    if (!stream.write(piece)) await once(stream, 'drain');
    piece = '';
  }
  stream.write(`${piece}\n`);
}

function* jsonLines(document: unknown): Generator<string> {
  if (Array.isArray(document)) {
    yield* listLines(document, '');
    return;
  }
  if (typeof document !== 'object' || document === null) {
    yield jsonText(document);
    return;
  }
  yield '{';
  let separator = '\n';
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${separator}  ${JSON.stringify(key)}: `;
    if (Array.isArray(value)) yield* listLines(value, '  ');
    else yield jsonText(value);
    separator = ',\n';
  }
  yield separator === '\n' ? '}' : '\n}';
}

function* listLines(list: readonly unknown[], indent: string): Generator<string> {
  if (list.length === 0) {
    yield '[]';
    return;
  }
  let separator = '[\n';
  for (const element of list) {
    yield `${separator}${indent}  ${jsonText(element)}`;
    separator = ',\n';
  }
  yield `\n${indent}]`;
}
