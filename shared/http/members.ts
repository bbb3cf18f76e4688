import type { Dependencies } from '../commands/dependencies.ts';
import { findMember as find } from '../commands/find-member.ts';
import { findMember } from '../contracts/http/members.ts';
import { referenceOf } from '../contracts/members.ts';
import { route } from './route.ts';

/** The routes of the resource `members`. */
export const memberRoutes = [
  route(findMember, async (deps: Dependencies, { body }) => {
    const found = await find(deps, referenceOf(body.member), 'member');
    return 'refusal' in found ? found : { document: found };
  }),
];
