import { redemptionRoutes } from '../../../shared/http/redemptions.ts';
import { deployedResource } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedResource(redemptionRoutes);
