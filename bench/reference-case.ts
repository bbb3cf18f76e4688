/**
 * The reference case of the budgets (docs/architecture.md): every id is as long as the case allows, a sale has five
 * lines that meet every rule of the starter programme in every combination, nothing is due and no level changes.
 */
import type { Message } from '../shared/commands/take-in-events.ts';

const idLength = 40;

/** An id of the case's full length. */
export function longId(text: string): string {
  return text.padEnd(idLength, '.').slice(0, idLength);
}

/** Noon in the programme's zone; day 0 is 1 January 2027. */
export function dateOf(day: number): string {
  return new Date(Date.UTC(2027, 0, 1 + day)).toISOString().slice(0, 10);
}

const lines = [
  { tags: ['sale'] },
  { tags: ['sale', 'red'] },
  { sku: '123' },
  { sku: '123', tags: ['red'] },
  { kind: 'service' },
].map((attributes, index) => ({
  lineId: longId(`line-${String(index + 1)}`),
  sku: longId('sku'),
  category: ['garden'],
  brand: 'Perennial',
  net: 6_200 + index,
  ...attributes,
}));

export type SaleOptions = {
  readonly name: string;
  readonly member: Readonly<Record<string, string>>;
  readonly day: number;
  /** Net of the one line that it has in place of the five. */
  readonly net?: number;
  /** Another message of the same event. */
  readonly copy?: boolean;
};

/** `purchase.completed` as the bus delivers it. */
export function saleMessage({ name, member, day, net, copy = false }: SaleOptions): Message {
  const data = {
    purchaseId: longId(`pos:${name}`),
    member,
    currency: 'CNY',
    lines: net === undefined ? lines : [{ ...lines[0], net }],
    channel: 'shop',
    storeId: longId('store'),
  };
  const metadata = { id: longId(`event:${name}`), version: '1.0', occurredAt: `${dateOf(day)}T12:00:00.000+08:00` };
  // As long as the ids that EventBridge gives, and another for every message.
  const delivery = `${copy ? 'copy' : 'sale'}-${name}`.padEnd(36, '-');
  return { delivery, envelope: { id: delivery, 'detail-type': 'purchase.completed', detail: { metadata, data } } };
}
