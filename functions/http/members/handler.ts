import { memberRoutes } from '../../../shared/http/members.ts';
import { deployedResource } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedResource(memberRoutes);
