/** The events out that plans may follow, as they come back from the bus. */
import * as z from 'zod/mini';
import type { Cause } from '../domain/campaigns/occasion.ts';
import type { OccasionEvent } from '../domain/campaigns/campaign.ts';
import { occasionEvents } from '../domain/campaigns/campaign.ts';
import { parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { membersOut } from './member-events-out.ts';
import { messagesOut } from './messages.ts';
import { dateTime } from './primitives.ts';
import { instantOf, parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';

/** Something that has happened to a member. */
export type Occasion = { readonly memberId: string; readonly cause: Exclude<Cause, { by: 'run' }> };

/** With the instant from which a plan may follow it: what is found at the end of a day is known when the next begins. */
export type DatedOccasion = { readonly occasion: Occasion; readonly since: Instant };

const schemas = {
  'member.enrolled.confirmed': membersOut['member.enrolled.confirmed'],
  ...messagesOut,
} as const;

const envelope = z.object({ 'detail-type': z.enum(occasionEvents), detail: z.unknown() });
const dated = z.object({ metadata: z.object({ occurredAt: dateTime }) });

function dayNamed(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new TypeError('our own events name days that exist');
  return day;
}

function occasionOf(type: OccasionEvent, detail: unknown): Occasion {
  switch (type) {
    case 'member.enrolled.confirmed':
      return { memberId: schemas[type].parse(detail).data.memberId, cause: { by: type } };
    case 'points.expiring': {
      const { memberId, lead, lots } = schemas[type].parse(detail).data;
      const [first] = lots;
      if (first === undefined) throw new TypeError('a notice is about points');
      return { memberId, cause: { by: type, expiresOn: dayNamed(first.expiresOn), lead } };
    }
    case 'tier.at-risk': {
      const { memberId, judgement } = schemas[type].parse(detail).data;
      return { memberId, cause: { by: type, judgement: dayNamed(judgement) } };
    }
    case 'member.stage-changed': {
      const { memberId, day, to } = schemas[type].parse(detail).data;
      return { memberId, cause: { by: type, day: dayNamed(day), to } };
    }
  }
}

function sinceOf(type: OccasionEvent, detail: unknown): Instant {
  const occurredAt = parseInstant(dated.parse(detail).metadata.occurredAt);
  if (occurredAt === undefined) throw new TypeError('our own events name instants that exist');
  return type === 'member.enrolled.confirmed' ? occurredAt : instantOf(occurredAt + 1);
}

/**
 * Reads an event of our own bus.
 * @throws $ZodError or TypeError for what is none of these: a rule of ours sends nothing else
 */
export function parseOccasion(event: unknown): DatedOccasion {
  const { 'detail-type': type, detail } = envelope.parse(event);
  return { occasion: occasionOf(type, detail), since: sinceOf(type, detail) };
}
