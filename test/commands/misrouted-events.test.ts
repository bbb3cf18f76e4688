/** Each queue's function has the commands of its own events; another that comes by is set aside and harms nobody. */
import { expect, test } from 'vitest';
import { applyPointsEventsAlone } from '../../shared/commands/apply-points-events.ts';
import { applyPeopleEventsAlone } from '../../shared/commands/apply-people-events.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { World } from './world.ts';

const member = { externalId: 'A1' };
const batch = [
  { event: parsedSale({ purchaseId: 'p1', member }), delivery: 'sale' },
  { event: parsedEnrolment({ eventId: 'e1', identities: member }), delivery: 'enrolment' },
];

test.each([
  { of: 'points', apply: applyPointsEventsAlone, own: 'sale', misrouted: 'enrolment' },
  { of: 'people', apply: applyPeopleEventsAlone, own: 'enrolment', misrouted: 'sale' },
])('the function of $of applies its own and fails the other', async ({ apply, own, misrouted }) => {
  const world = new World([programmeWith()]);
  const { outcomes, failed } = await apply(world.deps, batch);
  expect([...outcomes].map(([delivery, { status }]) => [delivery, status])).toEqual([[own, 'applied']]);
  expect([...failed].map(([delivery, error]) => [delivery, error instanceof Error ? error.name : ''])).toEqual([
    [misrouted, 'MisroutedError'],
  ]);
  expect(await world.faults()).toEqual([]);
});
