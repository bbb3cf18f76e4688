/** `member.erased`: a member is forgotten; the books stay, under a name that means nothing. */
import * as z from 'zod/mini';
import { member } from './members.ts';
import { id } from './primitives.ts';

export const memberErased = z
  .object(
    {
      member,
      requestId: id.clone().register(z.globalRegistry, { description: 'Business key, unique in the programme.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'member.erased' });
export type MemberErased = z.output<typeof memberErased>;
