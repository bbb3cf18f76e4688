/**
 * What depends on the whole distribution: one row a member, of a fixed width, so that rows can be stored as they are and
 * read again without making objects of them.
 */
import { monthOfDay } from '../calendar.ts';
import type { Day, Month } from '../calendar.ts';
import type { MemberFacts } from './member-facts.ts';
import { nothingBought, notThere } from './rfm.ts';
import type { Buyer } from './rfm.ts';
import { dayBefore, yearOfMonths } from './windows.ts';

/** When members are looked at: at the end of the day, and before those windows that have a beginning. */
export const moments = ['now', 'month', '12m'] as const;
export type Moment = (typeof moments)[number];

/** Orders and net spend of the twelve months that end with a month. */
export function lastYear({ months }: MemberFacts, month: Month): { orders: number; spend: bigint } {
  let [orders, spend] = [0, 0n];
  for (const [other, sales] of months) {
    if (other > month || other <= month - yearOfMonths) continue;
    orders += sales.orders;
    spend += sales.netMinor;
  }
  return { orders, spend };
}

/** A member at the end of a day, or of none. */
export function buyerAt(facts: MemberFacts, day: Day | null): Buyer {
  if (day === null || facts.joinedOn > day) return { last: notThere, orders: 0, spend: 0 };
  const last = facts.days.findLast((bought) => bought.day <= day)?.day ?? facts.older?.last ?? nothingBought;
  const { orders, spend } = lastYear(facts, monthOfDay(day));
  return { last, orders, spend: Number(spend) };
}

/** Four bytes for the cell; at every moment four for the day, four for the orders and eight for the spend, a double. */
const cellBytes = 4;
const momentBytes = 16;
const rowBytes = cellBytes + momentBytes * moments.length;

export class Rows {
  #bytes: Uint8Array;
  #view: DataView;
  #length: number;

  /** @param bytes rows as `bytes` gave them @throws RangeError when they end within a row */
  constructor(bytes: Uint8Array = new Uint8Array(0)) {
    if (bytes.length % rowBytes !== 0) throw new RangeError('the rows are not whole');
    this.#bytes = bytes;
    this.#view = viewOf(bytes);
    this.#length = bytes.length;
  }

  get count(): number {
    return this.#length / rowBytes;
  }

  /** @param cell position of the member's cell in the cube that the member is counted in */
  add(cell: number, facts: MemberFacts, asOf: Day): void {
    let at = this.#length;
    this.#grow(at + rowBytes);
    this.#view.setUint32(at, cell, true);
    at += cellBytes;
    for (const moment of moments) {
      const { last, orders, spend } = buyerAt(facts, moment === 'now' ? asOf : dayBefore(moment, asOf));
      this.#view.setInt32(at, last, true);
      this.#view.setUint32(at + 4, orders, true);
      this.#view.setFloat64(at + 8, spend, true);
      at += momentBytes;
    }
    this.#length = at;
  }

  cellAt(index: number): number {
    return this.#view.getUint32(index * rowBytes, true);
  }

  buyerAt(index: number, moment: Moment): Buyer {
    const at = index * rowBytes + cellBytes + momentBytes * moments.indexOf(moment);
    return {
      last: this.#view.getInt32(at, true),
      orders: this.#view.getUint32(at + 4, true),
      spend: this.#view.getFloat64(at + 8, true),
    };
  }

  /** The rows as they are stored, little-endian; to be read before anything is added. */
  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  #grow(length: number): void {
    if (length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, length, rowBytes * 16));
    grown.set(this.bytes());
    this.#bytes = grown;
    this.#view = viewOf(grown);
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
