/** What an entry did, as one fact. */
import { sumOfPoints } from '../domain/lots.ts';
import type { Credit, EntryDraft } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import type { EntryKind, EntryLine, Headline, Headlines, Reference } from './facts.ts';
import type { Known } from './known.ts';
import { keyOf, referenceOf } from './reference.ts';

export type DraftOf = { readonly [Kind in EntryKind]: Extract<EntryDraft, { kind: Kind }> };

/** The entry that another one was posted with, which its id names after its own kind. */
export function causeOf(entry: EntryDraft, { find }: Known): Reference | null {
  const cause = find(keyOf(entry));
  return cause === undefined ? null : referenceOf(cause);
}

/** Points that came in: what paid a debt and what makes lots. */
function credited({ debtPaid, lots }: Credit): bigint {
  return debtPaid + sumOfPoints(lots);
}

/** Of what a return undid, what had expired before; a return without a receipt knows of no sale's expiry. */
export function expiredOf({ purchaseId, undone, points, forgiven }: DraftOf['return']): bigint {
  return purchaseId === null ? 0n : undone + points - forgiven;
}

type HeadlineOf = { readonly [Kind in EntryKind]: { readonly kind: Kind } & Headlines[Kind] };
type Builders = { readonly [Kind in EntryKind]: (entry: DraftOf[Kind], known: Known) => HeadlineOf[Kind] };

const builders = {
  earn: (entry) => ({
    kind: 'earn',
    purchaseId: keyOf(entry),
    netMinor: entry.netMinor,
    points: entry.points,
    debtPaid: entry.debtPaid,
    pending: sumOfPoints(entry.lots.filter(({ pending }) => pending)),
    paid: sumOfPoints(entry.sale.paid),
  }),
  return: (entry) => ({
    kind: 'return',
    returnId: keyOf(entry),
    purchaseId: entry.purchaseId,
    netMinor: entry.netMinor,
    taken: sumOfPoints(entry.taken),
    debtMade: entry.debtMade,
    forgiven: entry.forgiven,
    expired: expiredOf(entry),
  }),
  restore: (entry) => ({
    kind: 'restore',
    returnId: keyOf(entry),
    purchaseId: entry.purchaseId,
    points: entry.points,
    debtPaid: entry.debtPaid,
  }),
  redeem: (entry) => ({
    kind: 'redeem',
    // Where a purchase asked for it, it is the request.
    requestId: entry.cause === null ? null : keyOf(entry),
    purchaseId: entry.purchaseId,
    points: -entry.points,
  }),
  reserve: ({ requestId, taken, until }) => {
    return { kind: 'reserve', requestId, points: sumOfPoints(taken), until: formatInstant(until) };
  },
  commit: ({ requestId, taken }) => ({ kind: 'commit', requestId, points: sumOfPoints(taken) }),
  cancel: (entry) => {
    const { requestId, debtPaid } = entry;
    return { kind: 'cancel', requestId, points: credited(entry), debtPaid };
  },
  release: (entry) => {
    const { requestId, debtPaid } = entry;
    return { kind: 'release', requestId, points: credited(entry), debtPaid };
  },
  adjust: (entry) => {
    const { points, reason, actor, debtPaid, debtMade } = entry;
    return { kind: 'adjust', requestId: keyOf(entry), points, reason, actor, debtPaid, debtMade };
  },
  'transfer-out': (entry) => {
    return { kind: 'transfer-out', requestId: keyOf(entry), points: -entry.points, to: entry.to };
  },
  'transfer-in': (entry) => {
    const { points, from, debtPaid } = entry;
    return { kind: 'transfer-in', requestId: keyOf(entry), points, from, debtPaid };
  },
  import: (entry) => {
    return { kind: 'import', requestId: keyOf(entry), points: entry.points, debtPaid: entry.debtPaid };
  },
  bonus: ({ grant, points, debtPaid }) => {
    return { kind: 'bonus', campaign: grant.campaignId, points, debtPaid };
  },
  mature: ({ lots }) => ({ kind: 'mature', points: sumOfPoints(lots) }),
  expire: (entry, known) => {
    const ofDay = entry.lapsed ? 'inactivity' : 'day';
    return { kind: 'expire', points: -entry.points, because: causeOf(entry, known) ?? ofDay };
  },
  tier: (entry, known) => {
    const { from, to, reason } = entry.tier;
    return { kind: 'tier', from, to, reason, cause: causeOf(entry, known) };
  },
  merge: (entry) => {
    const { removed, points, taken } = entry;
    return { kind: 'merge', requestId: keyOf(entry), from: removed.memberId, points, paid: sumOfPoints(taken) };
  },
  'merge-removed': (entry) => {
    return { kind: 'merge-removed', requestId: keyOf(entry), into: entry.into, points: -entry.points };
  },
} as const satisfies Builders;

function build<Kind extends EntryKind>(kind: Kind, entry: DraftOf[Kind], known: Known): HeadlineOf[Kind] {
  const table: Builders = builders;
  return table[kind](entry, known);
}

export function headlineOf(entry: EntryDraft, known: Known): Headline {
  return build(entry.kind, entry, known);
}

export function lineOf(entry: EntryDraft, known: Known): EntryLine {
  return { reference: referenceOf(entry), points: entry.points, headline: headlineOf(entry, known) };
}
