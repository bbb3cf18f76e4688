/** The formats that `import` reads. */
import { cdnowEvents } from './cdnow.ts';
import type { Converter } from './conversion.ts';
import { memberEvents } from './members.ts';
import { matchedOnlineRetailEvents, onlineRetailEvents } from './online-retail.ts';
import { orderEvents } from './orders.ts';

export const formats = {
  orders: orderEvents,
  members: memberEvents,
  cdnow: cdnowEvents,
  'online-retail': onlineRetailEvents,
} as const satisfies Record<string, Converter>;

/** Formats with returns that do not name their sale, but can be matched to one further up in the file. */
export const matchingFormats: ReadonlyMap<string, Converter> = new Map([['online-retail', matchedOnlineRetailEvents]]);

export type Format = keyof typeof formats;

export function isFormat(text: string): text is Format {
  return Object.hasOwn(formats, text);
}
