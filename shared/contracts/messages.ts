/**
 * Notices and changes of stage: what is told to or of a member without anything being posted. A message is kept in the
 * form in which it goes out.
 */
import * as z from 'zod/mini';
import { formatDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import type { ExpiryNotice, LevelNotice } from '../domain/notices.ts';
import { bases } from '../domain/programme.ts';
import { stageNames } from '../domain/stages.ts';
import type { Stage } from '../domain/stages.ts';
import { outgoingAmount, outgoingDay, outgoingMetadata } from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';
import { formatAmount } from './stored-values.ts';

const days = (description: string) => outgoingDay.clone().register(z.globalRegistry, { description });
const amounts = (description: string) => outgoingAmount.clone().register(z.globalRegistry, { description });
const lasting = z.int().check(z.minimum(1));

const expiring = {
  lead: lasting.clone().register(z.globalRegistry, {
    description: 'Days for which the points can still be used, counted from the day after that of the notice.',
  }),
  points: amounts('All of the lots together.'),
  lots: z.array(z.object({ points: outgoingAmount, expiresOn: days('The first day on which they cannot be used.') })),
};
const atRisk = {
  level: z.string(),
  fallsTo: z.string().register(z.globalRegistry, { description: 'The level that is left as things stand.' }),
  judgement: days('The day on which the level is judged.'),
  basis: z.enum(bases).register(z.globalRegistry, { description: 'The unit of the amounts.' }),
  amount: amounts('What counts so far.'),
  missing: amounts('What is needed to stay.'),
  by: days('The last day on which it still counts.'),
};
const stage = z.enum(stageNames);
const stageChanged = {
  from: z.nullable(stage).register(z.globalRegistry, { description: 'Null for the first stage of a member.' }),
  to: stage,
};

const about = { memberId: id, programId: id, day: days('The business day at whose end it was found.') };

const event = <Shape extends z.core.$ZodLooseShape>(type: string, data: Shape) =>
  z
    .object({ metadata: outgoingMetadata, data: z.object({ ...about, ...data }) })
    .register(z.globalRegistry, { id: type });

/** Schemas of the messages that go out, by detail type. */
export const messagesOut = {
  'points.expiring': event('points.expiring', expiring),
  'tier.at-risk': event('tier.at-risk', atRisk),
  'member.stage-changed': event('member.stage-changed', stageChanged),
} as const;
export type MessageKind = keyof typeof messagesOut;

/** `occasion` tells the messages of a member apart, and sorts those of a kind by their day. */
const stored = { ...about, occasion: z.string().check(z.minLength(1)), occurredAt: dateTime };
export const message = z.discriminatedUnion('kind', [
  z.object({ ...stored, kind: z.literal('points.expiring'), ...expiring }),
  z.object({ ...stored, kind: z.literal('tier.at-risk'), ...atRisk }),
  z.object({ ...stored, kind: z.literal('member.stage-changed'), ...stageChanged }),
]);
export type Message = z.output<typeof message>;
export type StageMessage = Extract<Message, { kind: 'member.stage-changed' }>;

/** Reads a message as the store or its stream has it. @throws $ZodError when it is none */
export function parseMessage(item: unknown): Message {
  return message.parse(item);
}

/** Whose message it is, and of which pass. */
export type MessageAbout = {
  readonly memberId: string;
  readonly programId: string;
  readonly day: Day;
  /** The end of the day, RFC 3339. */
  readonly occurredAt: string;
};

const aboutOf = ({ day, ...others }: MessageAbout) => ({ ...others, day: formatDay(day) });

export function expiryMessage(given: MessageAbout, { lead, lots }: ExpiryNotice): Message {
  const of = aboutOf(given);
  return {
    ...of,
    kind: 'points.expiring',
    occasion: `points.expiring:${of.day}:${String(lead)}`,
    lead,
    points: formatAmount(lots.reduce((sum, { points }) => sum + points, 0n)),
    lots: lots.map(({ points, expiresOn }) => ({ points: formatAmount(points), expiresOn: formatDay(expiresOn) })),
  };
}

export function levelMessage(given: MessageAbout, notice: LevelNotice): Message {
  const { level, fallsTo, basis } = notice;
  const judgement = formatDay(notice.judgement);
  return {
    ...aboutOf(given),
    kind: 'tier.at-risk',
    // One for each judgement, on whatever day it was found.
    occasion: `tier.at-risk:${judgement}`,
    level,
    fallsTo,
    judgement,
    basis,
    amount: formatAmount(notice.amount),
    missing: formatAmount(notice.missing),
    by: formatDay(notice.by),
  };
}

export function stageMessage(given: MessageAbout, from: Stage | null, to: Stage): StageMessage {
  const of = aboutOf(given);
  return { ...of, kind: 'member.stage-changed', occasion: `member.stage-changed:${of.day}`, from, to };
}

/** The id of the event: `points.expiring:<memberId>:<day>:<lead>`, and so on. */
export function messageId({ kind, memberId, occasion }: Pick<Message, 'kind' | 'memberId' | 'occasion'>): string {
  return `${kind}:${memberId}${occasion.slice(kind.length)}`;
}
