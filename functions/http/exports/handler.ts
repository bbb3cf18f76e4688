/** Everything that is held about a member. */
import { exportRoutes } from '../../../shared/http/exports.ts';
import { deployedExports } from '../../../shared/runtime/http-exports.ts';

export const handler = deployedExports(exportRoutes);
