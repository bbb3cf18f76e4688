/** Who enrolled when and through what, when a till was faster than the enrolment. */
import { expect, it } from 'vitest';
import { applyEvents } from '../../shared/commands/apply-events.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import type { EnrolmentOptions } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

const identities = { externalId: 'A1' };

/** The enrolment after events, one at a time. */
async function enrolmentAfter(...options: readonly (EnrolmentOptions | 'sale')[]) {
  const world = new World([programmeWith()]);
  for (const [index, one] of options.entries()) {
    const delivery = String(index);
    const event = one === 'sale' ? parsedSale({ purchaseId: delivery, member: identities }) : parsedEnrolment(one);
    const { failed } = await applyEvents(world.deps, [{ event, delivery }]);
    expect([...failed.values()]).toEqual([]);
  }
  const [found] = (await world.deps.ledger.scanAccounts()).accounts;
  if (found === undefined) throw new TypeError('somebody was there');
  const { on, channel } = found.account.enrolment;
  return { on: formatDay(on), channel };
}

const through = (eventId: string, channel: string, enrolledAt: string) => {
  return { eventId, identities: { ...identities, channel, enrolledAt } };
};
const store = through('e1', 'store', '2026-02-01T10:00:00+08:00');

it('is that of the first event that enrols, also of a member whom a purchase has made', async () => {
  expect(await enrolmentAfter('sale')).toEqual({ on: '2026-03-01', channel: null });
  expect(await enrolmentAfter('sale', store)).toEqual({ on: '2026-02-01', channel: 'store' });
  expect(await enrolmentAfter('sale', store, store)).toEqual({ on: '2026-02-01', channel: 'store' });
});

it('does not begin later than the purchase that made the member', async () => {
  const late = through('e1', 'store', '2026-04-01T10:00:00+08:00');
  expect(await enrolmentAfter('sale', late)).toEqual({ on: '2026-03-01', channel: 'store' });
});

it('begins with the oldest day that any enrolment tells, through the channel of the first, in whatever order they come', async () => {
  const again = through('e2', 'app', '2026-01-01T10:00:00+08:00');
  const before = { ...through('e3', 'web', '2026-01-15T10:00:00+08:00'), occurredAt: '2026-02-27T10:00:00+08:00' };
  for (const events of [
    [store, again],
    [again, store],
    ['sale' as const, store, again],
    ['sale' as const, again, store, again],
  ]) {
    expect(await enrolmentAfter(...events)).toEqual({ on: '2026-01-01', channel: 'store' });
  }
  for (const events of [
    [store, before],
    [before, store, 'sale' as const],
    ['sale' as const, store, before],
  ]) {
    expect(await enrolmentAfter(...events)).toEqual({ on: '2026-01-15', channel: 'web' });
  }
});

it('is no longer ago than it was where a later one tells nothing older', async () => {
  const next = { ...through('e2', 'app', '2026-03-20T10:00:00+08:00'), occurredAt: '2026-03-10T10:00:00+08:00' };
  expect(await enrolmentAfter(store, next)).toEqual({ on: '2026-02-01', channel: 'store' });
  expect(await enrolmentAfter(next, store)).toEqual({ on: '2026-02-01', channel: 'store' });
  // Whoever is enrolled by an event is a member when it occurs.
  expect(await enrolmentAfter(next)).toEqual({ on: '2026-03-10', channel: 'app' });
});
