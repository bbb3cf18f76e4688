/**
 * What a converter makes of a file. A converter is a pure transform of a stream: the text of a file goes in piece by
 * piece, what became of its rows comes out one by one, and nothing is held longer than the format needs.
 */

/** An event as producers put it on the bus: a line of an NDJSON file. */
export type ShopEvent = {
  readonly 'detail-type': string;
  readonly detail: {
    readonly metadata: {
      readonly id: string;
      readonly version: string;
      readonly occurredAt: string;
      readonly test?: boolean;
    };
    readonly data: Readonly<Record<string, unknown>>;
  };
};

/** A row that cannot be read: where it is and what is wrong with it. */
export type BadRow = {
  /** 1-based line of the file. */
  readonly line: number;
  /** Name of the column, as the file or the format calls it. */
  readonly column: string;
  readonly message: string;
};

export type Conversion =
  | { readonly kind: 'event'; readonly event: ShopEvent }
  /** The row is sound, but it is none of what the format takes; the reason is one of a few that are counted. */
  | { readonly kind: 'left-out'; readonly line: number; readonly reason: string }
  | ({ readonly kind: 'bad' } & BadRow)
  /** Something about the whole file that its owner should know. */
  | { readonly kind: 'note'; readonly message: string };

export type Converter = (text: AsyncIterable<string>) => AsyncIterable<Conversion>;

/** The file as a whole is not of the format; no row of it can be converted. */
export class FormatError extends Error {
  override readonly name = 'FormatError';
}

/** Version of the event contract that the converters write. */
const contractVersion = '1.0';

/** An event whose id is also the producer's id of it, so that converting a file again gives the same events. */
export function shopEvent(
  type: string,
  id: string,
  occurredAt: string,
  data: Readonly<Record<string, unknown>>,
): ShopEvent {
  return { 'detail-type': type, detail: { metadata: { id, version: contractVersion, occurredAt }, data } };
}
