/** What can happen to somebody's points: every kind of event, in as few words as a history needs. */
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import type { PlainReturn } from '../../domain/reference/kept.ts';
import type { PlainLine } from '../../domain/reference/plain.ts';

export const people = ['ann', 'bob', 'cem'] as const;
export type Person = (typeof people)[number];

/** `at` is in milliseconds since 1970. */
type At = { readonly at: number };
export type Sale = At & {
  readonly kind: 'sale';
  readonly purchaseId: string;
  /** Null is a guest. */
  readonly who: Person | null;
  readonly net?: number;
  readonly lines?: PlainLine[];
  readonly channel?: string;
  readonly pointsRedeemed?: number | undefined;
  readonly redemptionId?: string | undefined;
};
export type Return = At & { readonly kind: 'return'; readonly returnId: string; readonly purchaseId: string } & {
  readonly goods: PlainReturn;
};
export type ReturnWithoutSale = At & {
  readonly kind: 'return-without-sale';
  readonly returnId: string;
  readonly who: Person;
  readonly net: number;
};
type Request = At & { readonly requestId: string; readonly who: Person };
export type Redeem = Request & { readonly kind: 'redeem'; readonly points: number };
export type Reserve = Request & { readonly kind: 'reserve'; readonly points: number; readonly minutes: number };
export type Settle = Request & { readonly kind: 'commit' | 'cancel' };
export type Adjust = Request & { readonly kind: 'adjust'; readonly points: number };
export type ImportedLot = { readonly points: number; readonly availableOn?: string; readonly expiresOn: string | null };
export type Import = Request & { readonly kind: 'import'; readonly lots: readonly ImportedLot[] };
export type Transfer = At & {
  readonly kind: 'transfer';
  readonly requestId: string;
  readonly from: Person;
  readonly to: Person;
  readonly points: number;
};
export type Enrol = At & { readonly kind: 'enrol'; readonly eventId: string; readonly who: Person };

export type Movement =
  Sale | Return | ReturnWithoutSale | Redeem | Reserve | Settle | Adjust | Import | Transfer | Enrol;
export type Step = Movement | { readonly kind: 'review'; readonly day: string };

const member = (who: Person) => ({ externalId: who });
const common = { currency: 'EUR' };

function contentOf(movement: Movement): { readonly type: ParsedEvent['type']; readonly data: object } {
  switch (movement.kind) {
    case 'sale': {
      const { purchaseId, who, net, lines, channel, pointsRedeemed, redemptionId } = movement;
      const data = { purchaseId, net, lines, channel, pointsRedeemed, redemptionId, ...common };
      return { type: 'purchase.completed', data: who === null ? data : { ...data, member: member(who) } };
    }
    case 'return': {
      const { returnId, purchaseId, goods } = movement;
      return { type: 'purchase.returned', data: { returnId, purchaseId, ...goods } };
    }
    case 'return-without-sale': {
      const { returnId, who, net } = movement;
      return { type: 'purchase.returned', data: { returnId, net, member: member(who), ...common } };
    }
    case 'redeem':
    case 'reserve': {
      const { requestId, who, points } = movement;
      const hold = movement.kind === 'reserve' ? { hold: { minutes: movement.minutes } } : {};
      return { type: 'redemption.requested', data: { requestId, member: member(who), points, ...hold } };
    }
    case 'commit':
    case 'cancel': {
      const { requestId, who, kind } = movement;
      const type = kind === 'commit' ? 'redemption.committed' : 'redemption.cancelled';
      return { type, data: { requestId, member: member(who) } };
    }
    case 'adjust': {
      const { requestId, who, points } = movement;
      const data = { requestId, member: member(who), points, reason: 'a wrong', actor: 'desk-1' };
      return { type: 'points.adjusted.requested', data };
    }
    case 'import': {
      const { requestId, who, lots } = movement;
      return { type: 'points.imported', data: { requestId, member: member(who), lots } };
    }
    case 'transfer': {
      const { requestId, from, to, points } = movement;
      return { type: 'points.transfer.requested', data: { requestId, from: member(from), to: member(to), points } };
    }
    case 'enrol':
      return { type: 'member.enrolled', data: member(movement.who) };
  }
}

/** The event of a movement. @throws TypeError when it breaks its contract */
export function eventOf(movement: Movement, id: string): ParsedEvent {
  const { type, data } = contentOf(movement);
  const eventId = movement.kind === 'enrol' ? movement.eventId : id;
  const metadata = { id: eventId, version: '1.0', occurredAt: new Date(movement.at).toISOString() };
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
  if (!parsed.ok) throw new TypeError(parsed.refusal.message);
  return parsed.event;
}
