/** What a person allows, for each purpose and channel: the newest fact counts, in whatever order the facts arrive. */
import type { Instant } from './zone.ts';

export const consentPurposes = ['loyalty', 'promotions', 'profiling'] as const;
export const consentChannels = ['email', 'sms', 'push', 'wechat'] as const;

export type ConsentPurpose = (typeof consentPurposes)[number];
export type ConsentChannel = (typeof consentChannels)[number];

/** Why nothing is sent to an address, whoever has it and whatever was consented to. */
export const suppressionReasons = ['bounced', 'complained', 'asked'] as const;
export type SuppressionReason = (typeof suppressionReasons)[number];

/** One answer with its proof: when it was given, to which text, how, and by whom. */
export type Consent = {
  readonly purpose: ConsentPurpose;
  readonly channel: ConsentChannel;
  readonly granted: boolean;
  readonly at: Instant;
  readonly text: string;
  readonly how: string;
  readonly by: string;
};

/** Two answers of one instant that say the same differ in their proof alone: any order that nobody chooses will do. */
function proofOf({ text, how, by }: Consent): string {
  return JSON.stringify([text, how, by]);
}

/** Whether an answer counts and the other does not: the newer one, at the same instant the refusal (contracts.md). */
function outranks(one: Consent, other: Consent): boolean {
  if (one.at !== other.at) return one.at > other.at;
  if (one.granted !== other.granted) return !one.granted;
  return proofOf(one) > proofOf(other);
}

/** The answers that count of all that are given, at most one for each purpose and channel, in a fixed order. */
export function newestConsents(given: readonly Consent[]): readonly Consent[] {
  return consentPurposes.flatMap((purpose) =>
    consentChannels.flatMap((channel) => {
      const about = given.filter((consent) => consent.purpose === purpose && consent.channel === channel);
      const newest = about.reduce<Consent | undefined>(
        (best, consent) => (best === undefined || outranks(consent, best) ? consent : best),
        undefined,
      );
      return newest ?? [];
    }),
  );
}
