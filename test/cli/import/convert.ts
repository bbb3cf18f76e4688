import type { BadRow, Conversion, Converter, ShopEvent } from '../../../cli/import/conversion.ts';

export type Converted = {
  readonly events: readonly ShopEvent[];
  readonly bad: readonly BadRow[];
  readonly leftOut: readonly string[];
  readonly notes: readonly string[];
};

/** Everything that a converter makes of a text, which it gets in pieces of the given length. */
export async function convert(converter: Converter, text: string, pieceLength = text.length): Promise<Converted> {
  const conversions = await collect(converter(pieces(text, pieceLength)));
  return {
    events: conversions.flatMap((conversion) => (conversion.kind === 'event' ? [conversion.event] : [])),
    bad: conversions.flatMap((conversion) => (conversion.kind === 'bad' ? [badRow(conversion)] : [])),
    leftOut: conversions.flatMap((conversion) =>
      conversion.kind === 'left-out' ? [`${conversion.line} ${conversion.reason}`] : [],
    ),
    notes: conversions.flatMap((conversion) => (conversion.kind === 'note' ? [conversion.message] : [])),
  };
}

/** All that a stream gives. */
export async function collect<Item>(stream: AsyncIterable<Item>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of stream) items.push(item);
  return items;
}

function badRow({ line, column, message }: Extract<Conversion, { kind: 'bad' }>): BadRow {
  return { line, column, message };
}

async function* pieces(text: string, length: number): AsyncGenerator<string> {
  for (let start = 0; start < text.length; start += length)
    yield await Promise.resolve(text.slice(start, start + length));
}

/** A CSV text of rows. */
export function csv(...rows: readonly string[]): string {
  return rows.map((row) => `${row}\n`).join('');
}
