/** Every operation of the HTTP API, in the order of its routes. */
import type { RouteName } from '../../config/http-routes.ts';
import { listEntries, showAccount } from './accounts.ts';
import { findMember } from './members.ts';
import type { Operation } from './operation.ts';
import { cancelReservation, commitReservation, redeemPoints } from './redemptions.ts';

export const operations = {
  findMember,
  showAccount,
  listEntries,
  redeemPoints,
  commitReservation,
  cancelReservation,
} as const satisfies { readonly [Name in RouteName]: Operation<Name> };
