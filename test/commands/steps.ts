/**
 * What can happen to a shop, drawn from few names so that histories are full of duplicates, conflicts, guests, claims
 * and people who turn out to be one.
 */
import fc from 'fast-check';
import { parseDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { programmeAt } from '../../shared/domain/programme.ts';
import type { Programme, ProgrammeVersions, UnknownMemberPolicy } from '../../shared/domain/programme.ts';
import { parseInstant } from '../../shared/domain/zone.ts';
import { programmeWith } from '../fixtures/programme.ts';

/** The identities of a small town, by kind and value. */
export const identities = [
  { externalId: 'A1' },
  { email: 'ann@example.com' },
  { phone: '+8613800000001' },
  { externalId: 'B1' },
  { email: 'bob@example.com' },
] as const;

const dates = ['2024-05-10', '2025-01-31', '2026-02-01', '2026-02-02', '2026-12-24'] as const;
export const purchaseIds = ['p1', 'p2', 'p3', 'p4'] as const;

/** Whom a sale names: an identity by its number, our id of whoever has it, an id that is nobody's, or nobody. */
export type Named =
  | { readonly by: 'identity' | 'memberId'; readonly identity: number }
  | { readonly by: 'stranger' }
  | { readonly by: 'guest' };

export type SaleStep = {
  readonly step: 'sale';
  readonly purchaseId: string;
  readonly named: Named;
  /** In hundreds of minor units: the points that it earns. */
  readonly points: number;
  readonly date: string;
  readonly test: boolean;
};
export type EnrolStep = {
  readonly step: 'enrol';
  readonly eventId: string;
  readonly identities: readonly number[];
  readonly date: string;
};
export type ReviewStep = { readonly step: 'review'; readonly date: string };
export type Step = SaleStep | EnrolStep | ReviewStep;

const date = fc.constantFrom(...dates);
const identity = fc.nat({ max: identities.length - 1 });
const named: fc.Arbitrary<Named> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ by: fc.constant('identity' as const), identity }) },
  { weight: 2, arbitrary: fc.record({ by: fc.constant('memberId' as const), identity }) },
  { weight: 3, arbitrary: fc.constant({ by: 'guest' as const }) },
  { weight: 1, arbitrary: fc.constant({ by: 'stranger' as const }) },
);
const sale: fc.Arbitrary<SaleStep> = fc.record({
  step: fc.constant('sale' as const),
  purchaseId: fc.constantFrom(...purchaseIds),
  named,
  // Seldom another content: the same sale should mostly be the same.
  points: fc.oneof({ weight: 5, arbitrary: fc.constant(400) }, { weight: 1, arbitrary: fc.constantFrom(0, 1700) }),
  date: fc.oneof({ weight: 3, arbitrary: fc.constant(dates[2]) }, { weight: 2, arbitrary: date }),
  test: fc.oneof({ weight: 15, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
});
const enrol: fc.Arbitrary<EnrolStep> = fc.record({
  step: fc.constant('enrol' as const),
  eventId: fc.constantFrom('e1', 'e2', 'e3', 'e4'),
  // At most one of each kind.
  identities: fc.uniqueArray(identity, { minLength: 1, maxLength: 3, selector: (index) => kindOf(index) }),
  date,
});
const review: fc.Arbitrary<ReviewStep> = fc.record({
  step: fc.constant('review' as const),
  date: fc.constantFrom('2025-06-01', '2026-02-02', '2027-03-01', '2028-01-01'),
});

export const anySteps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof({ weight: 6, arbitrary: sale }, { weight: 2, arbitrary: enrol }, { weight: 1, arbitrary: review }),
  { minLength: 1, maxLength: 14, size: 'max' },
);

export function kindOf(index: number): string {
  return Object.keys(identities[index] ?? {}).join();
}

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 500 },
  { id: 'gold', from: 2000 },
];

function version(number: number, effectiveFrom: string, unknown: UnknownMemberPolicy): Programme {
  return programmeWith({ version: number, effectiveFrom, members: { unknown }, tiers: { levels } });
}

/** The first policy until the turn of 2026, the second from then on. */
export const anyProgramme: fc.Arbitrary<ProgrammeVersions> = fc
  .constantFrom<readonly [UnknownMemberPolicy, UnknownMemberPolicy]>(
    ['enrol', 'enrol'],
    ['park', 'park'],
    ['refuse', 'refuse'],
    ['park', 'enrol'],
    ['enrol', 'park'],
    ['refuse', 'park'],
  )
  .map(([before, after]) => [version(1, '2020-01-01T00:00:00Z', before), version(2, '2026-01-01T00:00:00Z', after)]);

export function policyOf(versions: ProgrammeVersions, day: string): UnknownMemberPolicy {
  const instant = parseInstant(`${day}T12:00:00+08:00`);
  if (instant === undefined) throw new RangeError(day);
  return programmeAt(versions, instant).unknownMembers;
}

export function dayOfDate(day: string): Day {
  const parsed = parseDay(day);
  if (parsed === undefined) throw new RangeError(day);
  return parsed;
}
