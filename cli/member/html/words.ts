/** Everything that the page says of itself; what moved points is told in the words of `explain`. */
import type { ConsentChannel, ConsentPurpose, SuppressionReason } from '../../../shared/domain/consent.ts';
import type { Channel, SkipReason } from '../../../shared/domain/campaigns/campaign.ts';
import type { MessageFact } from '../../../shared/domain/campaigns/sent-message.ts';
import type { IdentityKind } from '../../../shared/contracts/members.ts';
import type { ProfileField } from '../../../shared/domain/person.ts';
import type { Stage } from '../../../shared/domain/stages.ts';

export const sectionNames = ['person', 'consents', 'account', 'entries', 'messages', 'others'] as const;
export type SectionName = (typeof sectionNames)[number];

export type Words = {
  readonly report: string;
  readonly contents: string;
  readonly asOf: (moment: string) => string;
  readonly memberId: string;
  readonly programme: string;
  readonly memberSince: string;
  readonly sections: Readonly<Record<SectionName, { readonly title: string; readonly asks: string }>>;
  readonly day: (iso: string) => string;
  readonly month: (iso: string) => string;
  readonly moment: (day: string, time: string) => string;
  readonly since: (moment: string) => string;

  readonly identities: string;
  readonly identityKinds: Readonly<Record<IdentityKind, string>>;
  readonly profile: string;
  readonly fields: Readonly<Record<ProfileField, string>>;
  readonly attribute: (name: string) => string;
  /** Values of a list. */
  readonly listOf: (values: readonly string[]) => string;
  readonly yes: string;
  readonly no: string;
  readonly removed: string;
  readonly nothing: string;

  readonly purposes: Readonly<Record<ConsentPurpose, string>>;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  readonly about: (purpose: string, channel: string) => string;
  readonly granted: string;
  readonly refused: string;
  readonly proof: (proof: { readonly text: string; readonly how: string; readonly by: string }) => string;
  readonly countNow: string;
  readonly history: string;

  readonly points: string;
  readonly holds: (points: string) => string;
  readonly expiring: (points: string, days: string) => string;
  readonly atRisk: (level: string, fallsTo: string, day: string, missing: string) => string;
  readonly stage: (from: string | null, to: string) => string;
  readonly stages: Readonly<Record<Stage, string>>;

  readonly sent: string;
  readonly coupons: string;
  readonly messageFacts: Readonly<Record<MessageFact | 'presumedSentAt' | 'failedAt', string>>;
  /** A message's step by its channel. */
  readonly sentBy: (campaign: string, step: string, channel: Channel | null) => string;
  readonly skipReasons: Readonly<Record<SkipReason, string>>;
  readonly notSent: (reason: string) => string;
  readonly coupon: (campaign: string, endsOn: string) => string;

  readonly suppressed: string;
  readonly reasons: Readonly<Record<SuppressionReason, string>>;
  readonly waiting: string;
  readonly requests: string;
  readonly mergedBook: (memberId: string) => string;
  readonly notes: readonly string[];
  readonly zone: (zone: string) => string;
};
