/** What a member holds and how it came about. */
import { accountRoutes } from '../../../shared/http/accounts.ts';
import { deployedAccounts } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedAccounts(accountRoutes);
