/** Two members who turn out to be one, over the bus: what either bought before, between and afterwards is one person's. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { eventsOut } from '../../shared/contracts/events-out.ts';
import { operations } from '../../shared/contracts/http/operations.ts';
import { balanceOf } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { asked, receipt, take } from './bus.ts';
import type { Asking } from './bus.ts';
import { ask, doorAddress, tokenFor } from './door-client.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { Listener } from './listener.ts';
import { replayFresh, simulate, startAfresh, withoutMemberIds } from './perennial.ts';
import { books, stores } from './stage.ts';
import { verify } from './verification.ts';

const noon = (day: number) => `2026-03-${String(day).padStart(2, '0')}T12:00:00+08:00`;
const ann = { externalId: 'ann' };
const bob = { phone: '+861000000031' };
const both = { annie: { ...ann, email: 'annie@example.com' }, bobby: { ...bob, card: 'B0B' } };
const secrets = ['annie@example.com', '861000000031', 'B0B', 'Annie Example', 'Bobby Example'];

const bought = (purchaseId: string, member: object, net: number) => ({ purchaseId, member, currency: 'CNY', net });
const before: readonly Asking[] = [
  ['member.enrolled', 'e-ann', { ...both.annie, name: 'Annie Example' }, noon(1)],
  ['member.enrolled', 'e-bob', { ...both.bobby, name: 'Bobby Example' }, noon(2)],
  ['purchase.completed', 'a-1', bought('a-1', ann, 30_000), noon(3)],
  ['purchase.completed', 'b-1', bought('b-1', bob, 20_000), noon(4)],
  ['purchase.completed', 'b-2', bought('b-2', { card: 'b0b' }, 10_000), noon(5)],
  ['redemption.requested', 'b-3', { requestId: 'b-3', member: bob, points: 50 }, noon(6)],
];
const merging: Asking = ['member.merged', 'm-1', { requestId: 'm-1', kept: ann, removed: bob }, noon(10)];
const afterwards: readonly Asking[] = [
  // It happened before the merge, and is heard of only now.
  ['purchase.completed', 'b-4', bought('b-4', bob, 5_000), noon(8)],
  ['purchase.completed', 'b-5', bought('b-5', { card: 'B0B' }, 1_000), noon(12)],
  ['purchase.returned', 'r-1', { returnId: 'r-1', purchaseId: 'b-1', net: 5_000, member: bob }, noon(13)],
  ['purchase.returned', 'r-2', { returnId: 'r-2', purchaseId: 'b-2', full: true }, noon(14)],
];

/** 300 + 200 + 100 - 50 points at the merge, 50 + 10 afterwards, and 50 + 100 back. */
const [availableAtMerge, availableAtEnd] = [550, 460];

let program: string;
let folder: string;

beforeAll(async () => {
  folder = await folderOfFile();
  program = await writeDocument(folder, 'programme.json', plainDocument);
});

async function accountOf(memberId: string): Promise<Account> {
  const { accounts } = await stores.ledger.read({ memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) throw new Error('no account');
  return account;
}

describe('on the bus', () => {
  let listener: Listener;
  let door: string;
  let token: string;
  let kept: string;
  let removed: string;

  const find = async (member: object) => {
    const { body } = await ask(door, 'POST', '/v1/members/find', { token, body: { member } });
    return z.object({ memberId: z.string() }).parse(body).memberId;
  };
  const shown = async (memberId: string) => {
    const { body } = await ask(door, 'GET', `/v1/members/${memberId}/account`, { token });
    return operations.showAccount.answer.parse(body);
  };

  afterAll(async () => listener.stop());
  beforeAll(async () => {
    await startAfresh(program);
    listener = await Listener.start();
    door = await doorAddress();
    token = await tokenFor('members.read', 'accounts.read');
    for (const event of before) expect(await take(...event)).toBe('applied');
    [kept, removed] = [await find(ann), await find(bob)];
    expect(kept).not.toBe(removed);
  });

  test('the merge makes the points of both one member’s, and says so', async () => {
    expect(await take(...merging)).toBe('applied');
    expect(await receipt('m-1')).toMatchObject({ entryId: 'merge:m-1' });
    const [ofKept, ofRemoved] = [await accountOf(kept), await accountOf(removed)];
    expect(balanceOf(ofKept).available).toBe(BigInt(availableAtMerge));
    expect(ofKept).toMatchObject({ standing: { level: 'silver' }, orders: 3, left: null });
    expect(ofRemoved).toMatchObject({ available: [], orders: 0, left: { how: 'merged', into: kept } });
    const heard = await listener.until('the merge', (event) => event['detail-type'] === 'member.merged.confirmed');
    const confirmed = heard.filter((event) => event['detail-type'] === 'member.merged.confirmed');
    for (const { detail } of confirmed) {
      expect(eventsOut['member.merged.confirmed'].parse(detail).data).toMatchObject({
        requestId: 'm-1',
        kept,
        removed,
      });
    }
    for (const { text } of heard) expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
    expect(await verify()).toMatchObject({ code: 0, differences: [] });
  });

  test('both names find one person, at the till as well', async () => {
    for (const member of [ann, bob, { card: 'B0B' }, { email: 'annie@example.com' }]) {
      expect(await find(member)).toBe(kept);
    }
    expect(await shown(removed)).toEqual({ ...(await shown(kept)), asOf: expect.any(String) });
    expect(await stores.members.profile(removed)).toBeUndefined();
    expect((await stores.members.profile(kept))?.facts).toMatchObject({ name: { value: 'Bobby Example' } });
  });

  test('what comes later for the one who was removed lands on the one who was kept', async () => {
    for (const event of afterwards) expect(await take(...event)).toBe('applied');
    const named = bought('b-6', { memberId: removed }, 10_000);
    expect(await take('purchase.completed', 'b-6', named, noon(15))).toBe('applied');
    const account = await accountOf(kept);
    expect(balanceOf(account).available).toBe(BigInt(availableAtEnd + 100));
    const { items } = await stores.ledger.read({ memberIds: [], entryIds: ['purchase:b-4', 'return:r-1'] });
    for (const item of items.values()) expect(item).toMatchObject({ found: 'entry', entry: { memberId: kept } });
    expect(items.size).toBe(2);
    expect(await shown(removed)).toMatchObject({ memberId: kept, balance: { available: availableAtEnd + 100 } });
    expect(await accountOf(removed)).toMatchObject({ available: [], orders: 0 });
  });

  test('what was applied before is a duplicate still, and with other content a conflict', async () => {
    const then = await books();
    for (const [type, id, data, at] of [...before, merging, ...afterwards]) {
      // An enrolment is known by the id of its event.
      if (type === 'member.enrolled') continue;
      expect(await take(type, `${id} again`, data, at), id).toBe('duplicate');
    }
    const conflict = bought('b-1', bob, 20_100);
    expect(await take('purchase.completed', 'b-1 other', conflict, noon(4))).toBe('conflicting-duplicate');
    const [again, circle] = [
      { requestId: 'm-2', kept: { memberId: kept }, removed: { memberId: removed } },
      { requestId: 'm-3', kept: { memberId: removed }, removed: { memberId: kept } },
    ];
    expect(await take('member.merged', 'm-2', again, noon(16))).toBe('invalid-merge');
    expect(await take('member.merged', 'm-3', circle, noon(16))).toBe('invalid-merge');
    expect(await books()).toEqual(then);
    expect(await verify()).toEqual({ code: 0, members: 2, entries: expect.any(Number), differences: [] });
  });
});

test('in a file the stage comes to what simulate comes to', async () => {
  const lines = [...before, merging, ...afterwards].map((event) => asked(...event));
  const events = [await writeLines(folder, 'events.ndjson', lines)];
  const document = await replayFresh({ program, events });
  expect(withoutMemberIds(document)).toEqual(withoutMemberIds(await simulate({ program, events })));
  expect(document.events).toMatchObject({ read: lines.length, applied: lines.length, refused: 0 });
  expect(document.totals).toMatchObject({ earned: 660, redeemed: 50, returned: 150 });
});
