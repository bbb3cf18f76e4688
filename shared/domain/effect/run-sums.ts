/** What is added up over the members of a run, arm by arm, and what it says of the campaign's effect (messaging.md). */
import type { Arm, Outcome } from '../campaigns/campaign.ts';
import { compareArms, proportionMean, sampleMean } from './compare-arms.ts';
import type { Comparison, Interval } from './compare-arms.ts';
import { momentsOf, noIntegers, withInteger } from './moments.ts';
import type { IntegerMoments } from './moments.ts';

/** Of one arm: whether its members bought, and their net in minor units. */
export type ArmSums = { readonly buyers: IntegerMoments; readonly net: IntegerMoments };
export type RunSums = Readonly<Record<Arm, ArmSums>>;

const noArm: ArmSums = { buyers: noIntegers, net: noIntegers };
export const noSums: RunSums = { treatment: noArm, control: noArm };

/** One member more in an arm. */
export function withMember(sums: RunSums, arm: Arm, { orders, netMinor }: Bought): RunSums {
  const { buyers, net } = sums[arm];
  const added = { buyers: withInteger(buyers, orders > 0 ? 1n : 0n), net: withInteger(net, netMinor) };
  return { ...sums, [arm]: added };
}
type Bought = { readonly orders: number; readonly netMinor: bigint };

export type RunEffect = {
  /** Of the plan's own outcome, that was chosen before it was launched. */
  readonly primary: Comparison;
  readonly buyers: Comparison;
  readonly net: Comparison;
  /** What there would not have been without the campaign. */
  readonly incrementalBuyers: number | null;
  readonly incrementalNetMinor: number | null;
  readonly ci95NetMinor: Interval | null;
};

/** The outcomes that can be told from the ledger: activities are not recorded in it. */
export type MeasuredOutcome = Exclude<Outcome, { of: 'activity' }>;

/** @returns null where an arm is empty: there is nothing to compare */
export function runEffect({ treatment, control }: RunSums, outcome: MeasuredOutcome): RunEffect | null {
  if (treatment.buyers.n === 0n || control.buyers.n === 0n) return null;
  const n = Number(treatment.buyers.n);
  const buyers = compareArms(proportionMean(momentsOf(treatment.buyers)), proportionMean(momentsOf(control.buyers)));
  const net = compareArms(sampleMean(momentsOf(treatment.net)), sampleMean(momentsOf(control.net)));
  const whole = (value: number) => Math.round(value * n) + 0;
  return {
    primary: outcome.of === 'purchase' ? buyers : net,
    buyers,
    net,
    incrementalBuyers: buyers.difference === null ? null : buyers.difference * n,
    incrementalNetMinor: net.difference === null ? null : whole(net.difference),
    ci95NetMinor: net.ci95 === null ? null : [whole(net.ci95[0]), whole(net.ci95[1])],
  };
}
