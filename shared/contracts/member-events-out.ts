/** What is told of members who join and who are forgotten: who, when and how, and nothing of the person. */
import * as z from 'zod/mini';
import { sources } from '../config/names.ts';
import { outgoingMetadata as metadata } from './outgoing-values.ts';
import { id } from './primitives.ts';

const madeBy = ['enrolment', 'purchase', 'import'] as const;

const enrolledConfirmed = z
  .object({
    metadata,
    data: z.object({
      memberId: id,
      by: z.enum(madeBy).register(z.globalRegistry, {
        description: 'What made the member known; one whom a purchase or an import has made may be enrolled later.',
      }),
      channel: z.nullable(z.string()),
      referralCode: z.nullable(z.string()),
    }),
  })
  .register(z.globalRegistry, { id: 'member.enrolled.confirmed' });

const erasedConfirmed = z
  .object({ metadata, data: z.object({ memberId: id }) })
  .register(z.globalRegistry, { id: 'member.erased.confirmed' });

/** Schemas of what is told of members, by detail type. */
export const membersOut = {
  'member.enrolled.confirmed': enrolledConfirmed,
  'member.erased.confirmed': erasedConfirmed,
} as const;

/** What is told of somebody who is a member from now on. */
export type Enrolled = {
  readonly memberId: string;
  readonly by: (typeof madeBy)[number];
  /** RFC 3339, of the event that made or enrolled the member. */
  readonly occurredAt: string;
  readonly channel: string | null;
  readonly referralCode: string | null;
};

type MemberEventOut = {
  readonly source: typeof sources.members;
  readonly detailType: keyof typeof membersOut;
  readonly detail: Readonly<Record<string, unknown>>;
};

/** `joined:<memberId>` for whom another event has made, `enrolled:<memberId>` for the enrolment; each is told once. */
export function enrolledOut({ occurredAt, ...data }: Enrolled): MemberEventOut {
  const told = data.by === 'enrolment' ? 'enrolled' : 'joined';
  const about = { id: `${told}:${data.memberId}`, version: '1.0', occurredAt };
  return { source: sources.members, detailType: 'member.enrolled.confirmed', detail: { metadata: about, data } };
}

export function erasedOut({ memberId, occurredAt }: Pick<Enrolled, 'memberId' | 'occurredAt'>): MemberEventOut {
  const about = { id: `erased:${memberId}`, version: '1.0', occurredAt };
  return {
    source: sources.members,
    detailType: 'member.erased.confirmed',
    detail: { metadata: about, data: { memberId } },
  };
}
