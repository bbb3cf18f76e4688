import { expect, test } from 'vitest';
import { applyMemberEvents } from '../../shared/commands/apply-member-events.ts';
import type { Dependencies } from '../../shared/commands/dependencies.ts';
import { enrolMember } from '../../shared/commands/enrol-member.ts';
import type { UnknownMemberPolicy } from '../../shared/domain/programme.ts';
import { newMemberId } from '../../shared/platform/ids.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { parsedEnrolment, parsedSale } from '../fixtures/events.ts';
import { digests } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';

const member = { email: 'ann@example.com' };

/**
 * A store in which whoever looks an identity up hears of nobody the first times, as one who looks a moment before the
 * identity is written, or reads what is eventually consistent.
 */
function lateToHear(unknown: UnknownMemberPolicy, lookUps: number) {
  const store = new MemoryStore();
  const programme = programmeWith({ members: { unknown } });
  const deps: Dependencies = {
    ledger: store,
    members: store,
    programmes: async () => Promise.resolve([programme]),
    digests,
    newMemberId,
    backOff: async () => Promise.resolve(),
  };
  let left = lookUps;
  const owners: Dependencies['members']['owners'] = async (identities, consistency) => {
    left -= 1;
    return left >= 0 ? new Map() : store.owners(identities, consistency);
  };
  const { profile, applied, consents, parked } = store;
  return { deps, late: { ...deps, members: { owners, profile, applied, consents, parked } } };
}

const sold = (delivery: string, identity: Readonly<Record<string, string>> = member) => {
  return { delivery, event: parsedSale({ purchaseId: 'p-1', member: identity }) };
};

test('the first purchase of a newcomer, sent again before the newcomer is found, is a duplicate', async () => {
  const { deps, late } = lateToHear('enrol', 1);
  await applyMemberEvents(deps, [sold('first')]);
  const { outcomes } = await applyMemberEvents(late, [sold('second')]);
  expect(outcomes.get('second')).toMatchObject({ status: 'duplicate', entryId: 'purchase:p-1' });
});

test('a purchase of a stranger who has enrolled since is a duplicate of the one that was posted', async () => {
  const { deps, late } = lateToHear('park', 1);
  await enrolMember(deps, { delivery: 'enrolment', event: parsedEnrolment({ eventId: 'e-1', identities: member }) });
  await applyMemberEvents(deps, [sold('first')]);
  const { outcomes } = await applyMemberEvents(late, [sold('second')]);
  expect(outcomes.get('second')).toMatchObject({ status: 'duplicate', entryId: 'purchase:p-1' });
});

test.for(['enrol', 'park'] as const)('somebody else’s purchase is nobody else’s, under %s', async (unknown) => {
  const { deps } = lateToHear(unknown, 0);
  await enrolMember(deps, { delivery: 'enrolment', event: parsedEnrolment({ eventId: 'e-1', identities: member }) });
  await applyMemberEvents(deps, [sold('first')]);
  const { outcomes } = await applyMemberEvents(deps, [sold('second', { email: 'bo@example.com' })]);
  expect(outcomes.get('second')).toMatchObject({ status: 'refused', refusal: { code: 'conflicting-duplicate' } });
});
