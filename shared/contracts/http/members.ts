/** Who a member is. Identities stand in bodies only, never in an address: addresses end up in logs. */
import * as z from 'zod/mini';
import { member } from '../members.ts';
import { id } from '../primitives.ts';
import { noParameters, operation } from './operation.ts';

export const findMember = operation({
  name: 'findMember',
  summary: 'Find a member',
  description: 'The member who has an identity, compared after normalising.',
  query: noParameters,
  body: z.object({ member }, { error: 'an object' }).register(z.globalRegistry, { id: 'memberQuestion' }),
  writes: false,
  status: 200,
  answer: z.object({ memberId: id }).register(z.globalRegistry, { id: 'memberFound' }),
  problems: ['unknown-member', 'member-erased'],
});
