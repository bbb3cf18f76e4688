/** The events out that plans may follow, as they come back from the bus. */
import * as z from 'zod/mini';
import type { Cause } from '../domain/campaigns/occasion.ts';
import type { OccasionEvent } from '../domain/campaigns/campaign.ts';
import { occasionEvents } from '../domain/campaigns/campaign.ts';
import { parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { membersOut } from './member-events-out.ts';
import { messagesOut } from './messages.ts';

/** Something that has happened to a member. */
export type Occasion = { readonly memberId: string; readonly cause: Exclude<Cause, { by: 'run' }> };

const schemas = {
  'member.enrolled.confirmed': membersOut['member.enrolled.confirmed'],
  ...messagesOut,
} as const;

const envelope = z.object({ 'detail-type': z.enum(occasionEvents), detail: z.unknown() });

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

/**
 * Reads an event of our own bus.
 * @throws $ZodError or TypeError for what is none of these: a rule of ours sends nothing else
 */
export function parseOccasion(event: unknown): Occasion {
  const { 'detail-type': type, detail } = envelope.parse(event);
  return occasionOf(type, detail);
}
