/**
 * The routes of the HTTP API: what infrastructure (routes, scopes, functions), code (who answers) and documentation
 * (`docs/openapi.json`) are all made from. What a route takes and gives is in `shared/contracts/http`.
 */

/** The resource server that the scopes of tokens belong to. */
export const resourceServer = 'perennial';

/** What a token may allow, with what it means; a token carries `perennial/<scope>`. */
export const scopes = {
  'members.read': 'Find members and read who they are',
  'members.write': 'Enrol members, change and merge them',
  'members.erase': 'Erase members',
  'members.export': 'Read everything that is held about a member',
  'accounts.read': 'Read balances, lots, levels and entries',
  quotes: 'Ask what a basket would earn and what points could pay of it',
  redemptions: 'Redeem and reserve points, commit and cancel reservations',
} as const;
export type Scope = keyof typeof scopes;

/** Every scope, in the order in which they are documented. */
export const scopeNames = [
  'members.read',
  'members.write',
  'members.erase',
  'members.export',
  'accounts.read',
  'quotes',
  'redemptions',
] as const satisfies readonly Scope[];

/** A scope as a token names it. */
export function tokenScope(scope: Scope): string {
  return `${resourceServer}/${scope}`;
}

/** One function answers all routes of a resource. */
export const httpResources = ['members', 'exports', 'accounts', 'quotes', 'redemptions'] as const;
export type HttpResource = (typeof httpResources)[number];

export type HttpRoute = {
  readonly method: 'DELETE' | 'GET' | 'PATCH' | 'POST';
  readonly path: `/v1/${string}`;
  /** What the token of whoever calls it has to allow. */
  readonly scope: Scope;
  readonly resource: HttpResource;
};

/** By the name of the operation. */
export const httpRoutes = {
  enrolMember: { method: 'POST', path: '/v1/members', scope: 'members.write', resource: 'members' },
  findMember: { method: 'POST', path: '/v1/members/find', scope: 'members.read', resource: 'members' },
  showMember: { method: 'GET', path: '/v1/members/{memberId}', scope: 'members.read', resource: 'members' },
  updateMember: { method: 'PATCH', path: '/v1/members/{memberId}', scope: 'members.write', resource: 'members' },
  eraseMember: { method: 'DELETE', path: '/v1/members/{memberId}', scope: 'members.erase', resource: 'members' },
  mergeMember: {
    method: 'POST',
    path: '/v1/members/{memberId}/merge',
    scope: 'members.write',
    resource: 'members',
  },
  exportMember: {
    method: 'GET',
    path: '/v1/members/{memberId}/export',
    scope: 'members.export',
    resource: 'exports',
  },
  showAccount: {
    method: 'GET',
    path: '/v1/members/{memberId}/account',
    scope: 'accounts.read',
    resource: 'accounts',
  },
  listEntries: {
    method: 'GET',
    path: '/v1/members/{memberId}/entries',
    scope: 'accounts.read',
    resource: 'accounts',
  },
  quoteBasket: { method: 'POST', path: '/v1/quotes', scope: 'quotes', resource: 'quotes' },
  redeemPoints: { method: 'POST', path: '/v1/redemptions', scope: 'redemptions', resource: 'redemptions' },
  commitReservation: {
    method: 'POST',
    path: '/v1/redemptions/{requestId}/commit',
    scope: 'redemptions',
    resource: 'redemptions',
  },
  cancelReservation: {
    method: 'POST',
    path: '/v1/redemptions/{requestId}/cancel',
    scope: 'redemptions',
    resource: 'redemptions',
  },
} as const satisfies Readonly<Record<string, HttpRoute>>;
export type RouteName = keyof typeof httpRoutes;

/** The key under which API Gateway knows a route, and names it in a request. */
export function routeKey({ method, path }: { readonly method: string; readonly path: string }): string {
  return `${method} ${path}`;
}

/** A route of the links in messages: whoever has a link that is signed is let in, without a token of the HTTP API. */
export type LinkRoute = { readonly method: 'GET' | 'POST'; readonly path: `/${'c' | 'p' | 'u'}/{token}` };

/** Opened by people and by their mail programs, so they are no part of what `docs/openapi.json` describes. */
export const linkRoutes = {
  showPreferences: { method: 'GET', path: '/p/{token}' },
  savePreferences: { method: 'POST', path: '/p/{token}' },
  askToUnsubscribe: { method: 'GET', path: '/u/{token}' },
  unsubscribe: { method: 'POST', path: '/u/{token}' },
  followClick: { method: 'GET', path: '/c/{token}' },
} as const satisfies Readonly<Record<string, LinkRoute>>;
export type LinkRouteName = keyof typeof linkRoutes;

/** Where API Gateway sends what fits no other route; one of the functions says so. */
export const anyOtherRoute = { key: '$default', resource: 'accounts' } as const satisfies {
  readonly key: string;
  readonly resource: HttpResource;
};
