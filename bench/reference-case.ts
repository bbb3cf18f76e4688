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

type MemberObject = Readonly<Record<string, string>>;
type Happening = { readonly name: string; readonly day: number };

export type SaleOptions = Happening & {
  readonly member: MemberObject;
  /** Net of the one line that it has in place of the five. */
  readonly net?: number;
  readonly pointsRedeemed?: number;
  /** The name of the redemption that these points were debited by; without one the sale debits them. */
  readonly redemption?: string;
  /** Another message of the same event. */
  readonly copy?: boolean;
};

type Given = Happening & { readonly type: string; readonly data: object; readonly copy?: boolean };

/** An event as the bus delivers it, under a delivery as long as the ids that EventBridge gives, its own for every message. */
function message({ type, name, day, data, copy = false }: Given): Message {
  const metadata = {
    id: longId(`event:${type}:${name}`),
    version: '1.0',
    occurredAt: `${dateOf(day)}T12:00:00.000+08:00`,
  };
  const delivery = `${copy ? 'copy' : 'sent'}-${type}-${name}`.padEnd(36, '-');
  return { delivery, envelope: { id: delivery, 'detail-type': type, detail: { metadata, data } } };
}

export const purchaseIdOf = (name: string) => longId(`pos:${name}`);

/** An event about a person. */
export function personMessage(given: Given): Message {
  return message(given);
}

/** `purchase.completed`. */
export function saleMessage({ member, net, pointsRedeemed, redemption, ...happening }: SaleOptions): Message {
  const data = {
    purchaseId: purchaseIdOf(happening.name),
    member,
    currency: 'CNY',
    lines: net === undefined ? lines : [{ ...lines[0], net }],
    channel: 'shop',
    storeId: longId('store'),
    ...(pointsRedeemed === undefined ? {} : { pointsRedeemed }),
    ...(redemption === undefined ? {} : { redemptionId: longId(redemption) }),
  };
  return message({ ...happening, type: 'purchase.completed', data });
}

export type EnrolmentOptions = Happening & { readonly member: MemberObject; readonly birthday: string };

/** `member.enrolled` of somebody who tells much: with as many attributes, the profile is of 3 to 4 KB. */
export function enrolmentMessage({ member, birthday, ...happening }: EnrolmentOptions): Message {
  const attributes = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [`attribute-${String(index)}`, longId(`value-${String(index)}`)]),
  );
  return message({ ...happening, type: 'member.enrolled', data: { ...member, birthday, attributes } });
}

export type ReturnOptions = Happening & {
  /** The name of the sale. */
  readonly sale: string;
  /** The first so many of its lines, and the net of each that comes back. */
  readonly linesBack: number;
  readonly net: number;
};

/** `purchase.returned` of a sale, by the lines that come back; nobody is named. */
export function returnMessage({ sale, linesBack, net, ...happening }: ReturnOptions): Message {
  const data = {
    returnId: longId(happening.name),
    purchaseId: purchaseIdOf(sale),
    lines: lines.slice(0, linesBack).map(({ lineId }) => ({ lineId, net })),
  };
  return message({ ...happening, type: 'purchase.returned', data });
}

export type RedemptionOptions = Happening & {
  readonly member: MemberObject;
  readonly points: number;
  readonly hold?: { readonly minutes: number };
};

/** `redemption.requested`. */
export function redemptionMessage({ member, points, hold, ...happening }: RedemptionOptions): Message {
  const data = { member, requestId: longId(happening.name), points, ...(hold === undefined ? {} : { hold }) };
  return message({ ...happening, type: 'redemption.requested', data });
}

export type SettlementOptions = Happening & { readonly member: MemberObject; readonly as: 'committed' | 'cancelled' };

/** `redemption.committed` or `redemption.cancelled` of the hold of the same name. */
export function settlementMessage({ member, as, ...happening }: SettlementOptions): Message {
  return message({ ...happening, type: `redemption.${as}`, data: { member, requestId: longId(happening.name) } });
}

export type TransferOptions = Happening & {
  readonly from: MemberObject;
  readonly to: MemberObject;
  readonly points: number;
};

/** `points.transfer.requested`. */
export function transferMessage({ from, to, points, ...happening }: TransferOptions): Message {
  const data = { from, to, requestId: longId(happening.name), points };
  return message({ ...happening, type: 'points.transfer.requested', data });
}

export type MergeOptions = Happening & { readonly kept: MemberObject; readonly removed: MemberObject };

/** `member.merged`. */
export function mergeMessage({ kept, removed, ...happening }: MergeOptions): Message {
  return message({ ...happening, type: 'member.merged', data: { kept, removed, requestId: longId(happening.name) } });
}
