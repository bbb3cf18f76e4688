import { entryOf, eventBytesAtMost } from '../../shared/contracts/parse-event.ts';
import type { EventEntry } from '../../shared/contracts/parse-event.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import type { Refusal } from '../../shared/contracts/refusals.ts';

export type EventLine =
  { readonly ok: true; readonly entry: EventEntry } | { readonly ok: false; readonly refusal: Refusal };

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The event of a line, as far as a bus could carry it: a JSON object with a type, and small enough. */
export function eventOfLine(text: string | undefined): EventLine {
  const parsed = entryOf(parseJson(text));
  if (!parsed.ok) return parsed;
  // Whatever is long without being too large is rare: measuring it exactly costs nothing that counts.
  if (text !== undefined && text.length * 3 > eventBytesAtMost) {
    const bytes =
      Buffer.byteLength(JSON.stringify(parsed.entry.detail ?? null)) + Buffer.byteLength(parsed.entry['detail-type']);
    if (bytes > eventBytesAtMost) {
      return {
        ok: false,
        refusal: refusal('invalid-event', { field: 'detail', rule: 'at most 256 KB with its type' }),
      };
    }
  }
  return parsed;
}
