/** `member.merged`: two members turn out to be one person. */
import * as z from 'zod/mini';
import { member } from './members.ts';
import { id } from './primitives.ts';

export const memberMerged = z
  .object(
    {
      requestId: id.clone().register(z.globalRegistry, { description: 'Business key, unique in the programme.' }),
      kept: member.clone().register(z.globalRegistry, { description: 'Who has the points of both afterwards.' }),
      removed: member.clone().register(z.globalRegistry, { description: 'Who is the other one from then on.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'member.merged' });
export type MemberMerged = z.output<typeof memberMerged>;
