/** Every operation of the HTTP API, in the order of its routes. */
import type { RouteName } from '../../config/http-routes.ts';
import { listEntries, showAccount } from './accounts.ts';
import { exportMember } from './exports.ts';
import { enrolMember, eraseMember, findMember, mergeMember, showMember, updateMember } from './members.ts';
import type { Operation } from './operation.ts';
import { quoteBasket } from './quotes.ts';
import { cancelReservation, commitReservation, redeemPoints } from './redemptions.ts';

export const operations = {
  enrolMember,
  findMember,
  showMember,
  updateMember,
  eraseMember,
  mergeMember,
  exportMember,
  showAccount,
  listEntries,
  quoteBasket,
  redeemPoints,
  commitReservation,
  cancelReservation,
} as const satisfies { readonly [Name in RouteName]: Operation<Name> };
