/** Who a member is. */
import { memberRoutes } from '../../../shared/http/members.ts';
import { deployedMembers } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedMembers(memberRoutes);
