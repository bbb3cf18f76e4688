/** An entry of every kind, each with the record that it comes to. */
import type { Entry } from '../../shared/domain/entry.ts';
import { monthOfDay } from '../../shared/domain/calendar.ts';
import { rational, zero } from '../../shared/domain/rational.ts';
import { day, instant } from '../domain/build.ts';

export const base = {
  memberId: 'member',
  seq: 1,
  occurredAt: instant('2026-03-02T12:00:00.5Z'),
  day: day('2026-03-02'),
  program: 'main@1',
  balanceAfter: { available: 12n, pending: 0n, reserved: 0n, debt: 0n },
  previous: '',
  hash: 'hash',
} as const;

export const earn = {
  ...base,
  kind: 'earn',
  entryId: 'purchase:p-1',
  points: 12n,
  cause: { eventId: 'e', delivery: 'd', content: 'c', revision: 1 },
  debtPaid: 0n,
  lots: [{ points: 12n, availableOn: day('2026-03-02'), expiresOn: day('2027-03-02'), pending: false }],
  progress: { points: 12n, month: monthOfDay(day('2026-03-02')), keepFrom: monthOfDay(day('2025-03-01')) },
  hour: 15,
  netMinor: 1050n,
  sale: {
    level: 'silver',
    orderRules: [0],
    groups: [[], [1]],
    lines: [
      { lineId: 'a', kind: 'product', netMinor: 500n, quantity: '1', group: 0 },
      { lineId: 'b', kind: 'product', netMinor: 550n, quantity: '2.5', group: 1 },
      { lineId: 'c', kind: 'gift_card', netMinor: 0n, quantity: '1', group: null },
      { lineId: null, kind: 'service', netMinor: 0n, quantity: '0.5', group: 0 },
    ],
    paid: [],
  },
  contributions: [
    { rule: 'base', kind: 'rate', points: rational(21n, 2n) },
    { rule: 'more', kind: 'multiply', points: rational(-1n, 3n) },
    { rule: 'gift', kind: 'fixed', points: rational(1n) },
    { rule: 'level', kind: 'level', points: rational(21n, 10n) },
    { rule: 'rounding', kind: 'rounding', points: rational(-19n, 15n) },
  ],
  returnsBefore: [],
} as const satisfies Entry;

export const taken = [
  { points: 5n, availableOn: day('2026-01-02'), expiresOn: day('2027-01-02'), pending: false },
  { points: 7n, availableOn: day('2026-04-01'), expiresOn: null, pending: true },
] as const;
const [spent] = taken;
export const cause = { eventId: 'e', delivery: 'd', content: 'c', revision: 1 };
const credit = { debtPaid: 0n, lots: [spent] };
const progress = {
  points: -12n,
  month: monthOfDay(day('2026-03-02')),
  keepFrom: monthOfDay(day('2025-03-02')),
};

/** Entries of each other kind, and beside each all that its record says that not every record does, lots apart. */
/** An entry, and what its record says beside what all say. */
export type Example = { readonly entry: Entry; readonly says: Readonly<Record<string, unknown>> };

export const examples: readonly Example[] = [
  {
    entry: {
      ...base,
      kind: 'return',
      entryId: 'return:r-1',
      points: -12n,
      cause: { ...cause, revision: 2 },
      taken,
      debtMade: 2n,
      forgiven: 3n,
      purchaseId: 'p-1',
      soldOn: day('2026-03-02'),
      progress,
      netMinor: 500n,
      orderReturned: true,
      goods: { lines: [{ lineId: 'a', netMinor: 500n, quantity: rational(1n, 3n) }], amountMinor: 7n, full: true },
      units: rational(25n, 10n),
      undone: 12n,
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c', revision: 2 },
      debtMade: 2,
      forgiven: 3,
      purchaseId: 'p-1',
      soldOn: '2026-03-02',
      progress: [-12, 2026 * 12 + 2, 2025 * 12 + 2],
      netMinor: 500,
      orderReturned: true,
      goods: { lines: [['a', 500, '1/3']], amountMinor: 7, full: true },
      units: '2.5',
      undone: 12,
    },
  },
  {
    entry: {
      ...base,
      kind: 'return',
      entryId: 'return:r-2',
      points: 0n,
      cause,
      taken: [],
      debtMade: 0n,
      forgiven: 0n,
      purchaseId: null,
      soldOn: null,
      progress,
      netMinor: 5n,
      orderReturned: false,
      goods: { lines: [], amountMinor: 5n, full: false },
      units: zero,
      undone: 0n,
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      progress: [-12, 2026 * 12 + 2, 2025 * 12 + 2],
      netMinor: 5,
      goods: { amountMinor: 5 },
      undone: 0,
    },
  },
  {
    entry: { ...base, ...credit, kind: 'restore', entryId: 'restore:r-1', points: 5n, purchaseId: 'p-1' },
    says: { purchaseId: 'p-1' },
  },
  {
    entry: { ...base, kind: 'redeem', entryId: 'redeem:q-1', points: -12n, cause, taken, purchaseId: null },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' } },
  },
  {
    entry: { ...base, kind: 'redeem', entryId: 'redeem-purchase:p', points: -5n, cause: null, taken, purchaseId: 'p' },
    says: { purchaseId: 'p' },
  },
  {
    entry: {
      ...base,
      kind: 'reserve',
      entryId: 'reserve:q-1',
      points: 0n,
      cause,
      taken,
      requestId: 'q-1',
      until: instant('2026-03-02T12:30:00.5Z'),
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      requestId: 'q-1',
      until: '2026-03-02T12:30:00.500Z',
    },
  },
  {
    entry: { ...base, kind: 'commit', entryId: 'commit:q-1', points: -12n, cause, taken, requestId: 'q-1' },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' }, requestId: 'q-1' },
  },
  {
    entry: { ...base, ...credit, kind: 'cancel', entryId: 'cancel:q-1', points: 0n, cause, requestId: 'q-1' },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' }, requestId: 'q-1' },
  },
  {
    entry: { ...base, ...credit, kind: 'release', entryId: 'release:q-1', points: 0n, requestId: 'q-1', debtPaid: 4n },
    says: { requestId: 'q-1', debtPaid: 4 },
  },
  {
    entry: {
      ...base,
      kind: 'adjust',
      entryId: 'adjust:q-1',
      points: -12n,
      cause,
      debtPaid: 0n,
      lots: [],
      taken,
      debtMade: 9n,
      reason: 'double booking',
      actor: 'clerk-7',
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      debtMade: 9,
      reason: 'double booking',
      actor: 'clerk-7',
    },
  },
  {
    entry: { ...base, kind: 'transfer-out', entryId: 'transfer-out:q', points: -12n, cause, taken, to: 'another' },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' }, to: 'another' },
  },
  {
    entry: { ...base, ...credit, kind: 'transfer-in', entryId: 'transfer-in:q', points: 5n, from: 'another' },
    says: { from: 'another' },
  },
  {
    entry: { ...base, ...credit, kind: 'import', entryId: 'import:q', points: 5n, cause, lifetimeEarned: 0n },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' }, lifetimeEarned: 0 },
  },
  {
    entry: { ...base, ...credit, kind: 'import', entryId: 'import:q', points: 5n, cause, lifetimeEarned: null },
    says: { cause: { eventId: 'e', delivery: 'd', content: 'c' } },
  },
  {
    entry: {
      ...base,
      ...credit,
      kind: 'bonus',
      entryId: 'bonus:campaign:win-back:2026-01-03:second:member',
      points: 5n,
      grant: { for: 'campaign', campaignId: 'win-back', occasion: '2026-01-03', step: 'second' },
    },
    says: { grant: ['campaign', 'win-back', '2026-01-03', 'second'] },
  },
  {
    entry: {
      ...base,
      kind: 'mature',
      entryId: 'mature:member:2026-03-02',
      points: 0n,
      lots: [
        { points: 5n, expiresOn: null },
        { points: 6n, expiresOn: day('2027-01-01') },
      ],
    },
    says: {},
  },
  {
    entry: {
      ...base,
      kind: 'expire',
      entryId: 'expire:member:2026-03-02',
      points: -5n,
      lots: [{ points: 5n, credited: 12n, expiresOn: day('2026-03-02') }],
      lapsed: false,
    },
    says: {},
  },
  {
    entry: {
      ...base,
      kind: 'expire',
      entryId: 'expire:member:2026-03-03',
      points: -5n,
      lots: [{ points: 5n, credited: 0n, expiresOn: null }],
      lapsed: true,
    },
    says: { lapsed: true },
  },
  {
    entry: {
      ...base,
      kind: 'tier',
      entryId: 'tier:member:2026-03-02',
      points: 0n,
      tier: { from: 'silver', to: 'ordinary', since: day('2026-03-02'), reason: 'not-supported', before: [] },
      floor: null,
      cause: null,
      assigned: null,
    },
    says: { tier: ['silver', 'ordinary', '2026-03-02', 'not-supported'] },
  },
  {
    entry: {
      ...base,
      kind: 'tier',
      entryId: 'tier:return:r-1',
      points: 0n,
      tier: {
        from: 'gold',
        to: 'silver',
        since: day('2025-05-01'),
        reason: 'returned',
        before: [{ level: 'bronze', since: day('2024-01-01') }],
      },
      floor: { level: 'silver', until: null, carries: true },
      cause: null,
      assigned: null,
    },
    says: {
      tier: ['gold', 'silver', '2025-05-01', 'returned'],
      before: [['bronze', '2024-01-01']],
      floor: ['silver', null, true],
    },
  },
  {
    entry: {
      ...base,
      kind: 'tier',
      entryId: 'tier:assigned:t-1',
      points: 0n,
      tier: { from: 'silver', to: 'gold', since: day('2026-03-02'), reason: 'assigned', before: [] },
      floor: { level: 'gold', until: day('2026-06-01'), carries: true },
      cause,
      assigned: { reason: 'a guest of the house', actor: 'clerk-7' },
    },
    says: {
      cause: { eventId: 'e', delivery: 'd', content: 'c' },
      tier: ['silver', 'gold', '2026-03-02', 'assigned'],
      floor: ['gold', '2026-06-01', true],
      assigned: { reason: 'a guest of the house', actor: 'clerk-7' },
    },
  },
];
