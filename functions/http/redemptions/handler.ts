/** Points that a till spends. */
import { redemptionRoutes } from '../../../shared/http/redemptions.ts';
import { deployedRedemptions } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedRedemptions(redemptionRoutes);
