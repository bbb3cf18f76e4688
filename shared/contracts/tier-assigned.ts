/** `tier.assigned`: a level set by hand, which holds as a floor until its day. */
import * as z from 'zod/mini';
import { parseDay } from '../domain/calendar.ts';
import type { AssignmentRequest } from '../domain/assign-level.ts';
import type { Instant } from '../domain/zone.ts';
import { member } from './members.ts';
import { date, id, text } from './primitives.ts';

export const tierAssigned = z
  .object(
    {
      member,
      requestId: id.clone().register(z.globalRegistry, { description: 'Business key, unique in the programme.' }),
      level: text.clone().register(z.globalRegistry, { description: 'Id of a level of the programme.' }),
      until: z
        .optional(date)
        .register(z.globalRegistry, { description: 'First day on which it holds no more; for ever when absent.' }),
      reason: text,
      actor: text.clone().register(z.globalRegistry, { description: 'Who decided it: an id, not a name.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'tier.assigned' });
export type TierAssigned = z.output<typeof tierAssigned>;

/** The assignment as the domain takes it. */
export function toAssignment({ until, ...data }: TierAssigned, occurredAt: Instant): AssignmentRequest {
  const { requestId, level, reason, actor } = data;
  return { requestId, occurredAt, level, until: until === undefined ? null : (parseDay(until) ?? null), reason, actor };
}
