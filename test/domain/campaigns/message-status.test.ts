import { expect, it } from 'vitest';
import { statusOf } from '../../../shared/domain/campaigns/message-status.ts';
import { instant } from '../build.ts';

const at = instant('2026-03-01T10:00:00Z');
const now = instant('2026-03-01T12:00:00Z');
const later = instant('2026-03-01T13:00:00Z');
const planned = {
  leaseUntil: null,
  skipped: null,
  failedAt: null,
  unknownSince: null,
  presumedSentAt: null,
  facts: {},
} as const;

it.each([
  ['planned', {}],
  ['planned', { leaseUntil: later }],
  ['unknown', { leaseUntil: at }],
  ['unknown', { leaseUntil: now }],
  ['unknown', { unknownSince: at, leaseUntil: later }],
  ['skipped', { skipped: { reason: 'no-consent' } }],
  ['skipped', { skipped: { reason: 'control' } }],
  ['deferred', { skipped: { reason: 'quiet-hours' } }],
  ['failed', { skipped: { reason: 'failed' } }],
  ['failed', { failedAt: at, unknownSince: at }],
  ['sent', { facts: { acceptedAt: at } }],
  ['sent', { facts: { deliveredAt: undefined, bouncedAt: at }, failedAt: at, unknownSince: at }],
  ['unknown', { facts: { deliveredAt: undefined }, leaseUntil: at }],
  ['sent', { presumedSentAt: at, unknownSince: at }],
] as const)('a message is %s with %j', (status, facts) => {
  expect(statusOf({ ...planned, ...facts }, now)).toBe(status);
});
