import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { plainDocument, programmeWith } from '../../fixtures/programme.ts';
import { openTill } from './till.ts';
import type { Till } from './till.ts';

const member = { email: 'ann@example.com' };

let till: Till;
let memberId: string;
beforeEach(async () => {
  till = openTill([programmeWith({ tiers: { ...plainDocument.tiers, basis: 'points' } })]);
  memberId = await till.buy({ purchaseId: 'p1', member, net: 60_000 });
});

const accountOf = async (id = memberId) => till.ask('GET', `/v1/members/${id}/account`);
const entriesOf = async (query?: Readonly<Record<string, string>>, id = memberId) =>
  till.ask('GET', `/v1/members/${id}/entries`, query === undefined ? {} : { query });

const page = z.object({
  entries: z.array(z.object({ seq: z.int(), entryId: z.string() })),
  next: z.nullable(z.string()),
});

describe('an account', () => {
  it('is balance, lots and level, and what lies ahead', async () => {
    await till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member, points: 50, hold: { minutes: 30 } } });
    const { status, body } = await accountOf();
    expect(status).toBe(200);
    expect(body).toEqual({
      memberId,
      program: 'test@1',
      asOf: '2026-03-10T04:00:00Z',
      enrolledOn: '2026-03-01',
      orders: 1,
      balance: { available: 550, pending: 0, reserved: 50, debt: 0 },
      lots: [{ points: 550, availableOn: '2026-03-01', expiresOn: '2027-03-01', pending: false }],
      reservations: [{ requestId: 'q1', points: 50, until: '2026-03-10T04:30:00Z' }],
      level: {
        id: 'silver',
        since: '2026-03-01',
        floor: null,
        basis: 'points',
        counted: 600,
        next: { level: 'gold', from: 2000, missing: 1400 },
        stay: { on: '2027-03-01', amount: 600, missing: 0, by: '2027-02-28' },
      },
    });
  });

  it('has what is due applied to it, and nothing posted', async () => {
    await till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member, points: 50, hold: { minutes: 30 } } });
    const before = await till.history(memberId);
    till.at('2027-03-01T00:00:00+08:00');
    const { body } = await accountOf();
    expect(body).toMatchObject({
      balance: { available: 0, pending: 0, reserved: 0, debt: 0 },
      lots: [],
      reservations: [],
      level: { id: 'silver', counted: 600 },
    });
    expect(await till.history(memberId)).toEqual(before);
  });

  it('shows a level by hand for as long as it holds', async () => {
    await till.bus({
      'detail-type': 'tier.assigned',
      detail: {
        metadata: { id: 'e', version: '1.0', occurredAt: '2026-03-05T12:00:00+08:00' },
        data: { member, requestId: 't1', level: 'gold', until: '2026-06-01', reason: 'A guest', actor: 'desk-1' },
      },
    });
    expect((await accountOf()).body).toMatchObject({
      level: { id: 'gold', floor: { level: 'gold', until: '2026-06-01' }, next: null },
    });
    till.at('2026-06-01T12:00:00+08:00');
    expect((await accountOf()).body).toMatchObject({ level: { id: 'silver', floor: null } });
  });

  it('of nobody is a problem', async () => {
    expect((await accountOf('nobody')).body).toMatchObject({ status: 404, code: 'unknown-member', field: 'memberId' });
    expect((await accountOf('x'.repeat(257))).body).toMatchObject({ status: 400, code: 'invalid-parameter' });
  });

  it('of a member who was merged is the kept one’s, of one who was erased nobody’s', async () => {
    const { accounts } = await till.store.read({ memberIds: [memberId], entryIds: [] });
    const account = accounts.get(memberId)?.account;
    if (account === undefined) throw new Error('there is an account');
    const on = account.enrolment.on;
    const put = async (id: string, left: typeof account.left) =>
      till.store.commit([{ write: 'account', account: { ...account, memberId: id, left }, expected: null }]);
    await put('merged', { how: 'merged', on, into: memberId, seq: 1 });
    await put('merged-before', { how: 'merged', on, into: 'merged', seq: 1 });
    await put('erased', { how: 'erased', on });
    const { body } = await accountOf();
    expect((await accountOf('merged-before')).body).toEqual(body);
    expect((await entriesOf({}, 'merged-before')).body).toEqual((await entriesOf()).body);
    for (const answer of [await accountOf('erased'), await entriesOf({}, 'erased')]) {
      expect(answer.body).toMatchObject({ status: 410, code: 'member-erased', field: 'memberId' });
    }
  });
});

describe('entries', () => {
  it('come newest first, with the reasons for each', async () => {
    await till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member, points: 50 } });
    const { status, body } = await entriesOf();
    expect(status).toBe(200);
    expect(body).toEqual({
      memberId,
      entries: [
        {
          entryId: 'redeem:q1',
          seq: 3,
          kind: 'redeem',
          points: -50,
          occurredAt: '2026-03-10T04:00:00Z',
          day: '2026-03-10',
          program: 'test@1',
          balanceAfter: { available: 550, pending: 0, reserved: 0, debt: 0 },
          explanation: [{ reason: 'lot', points: -50, expiresOn: '2027-03-01' }],
        },
        expect.objectContaining({
          entryId: 'tier:purchase:p1',
          seq: 2,
          explanation: [{ from: 'ordinary', to: 'silver', since: '2026-03-01', reason: 'reached' }],
        }),
        expect.objectContaining({
          entryId: 'purchase:p1',
          seq: 1,
          explanation: [{ rule: 'base', kind: 'rate', points: '600' }],
        }),
      ],
      next: null,
    });
  });

  it('come in words, where a language is asked for', async () => {
    await till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member, points: 50 } });
    const words = async (lang: string) =>
      z
        .object({
          entries: z.array(z.object({ words: z.object({ headline: z.string(), reasons: z.array(z.string()) }) })),
        })
        .parse((await entriesOf({ lang, limit: '2' })).body)
        .entries.map(({ words: { headline, reasons } }) => [headline, ...reasons]);
    expect(await words('en')).toEqual([
      ['Redemption q1 used 50 points.', '50 points taken from those usable through 28 February 2027.'],
      [
        'The level rose from ordinary to Silver with purchase p1.',
        'On 1 March 2026, 600 points counted for the level; Silver asks for 500.',
        'Silver counts from 1 March 2026 and is reviewed on 1 March 2027.',
      ],
    ]);
    expect(JSON.stringify(await words('zh-CN'))).toContain('银卡会员');
    expect((await entriesOf({ lang: 'de' })).body).toMatchObject({
      status: 400,
      field: 'lang',
      rule: 'one of en, zh-CN',
    });
  });

  it('come page by page, none twice and none left out, whatever is posted meanwhile', async () => {
    for (let index = 0; index < 10; index += 1) {
      await till.ask('POST', '/v1/redemptions', { key: `q${String(index)}`, body: { member, points: 1 } });
    }
    const seqs: number[] = [];
    let cursor: string | null = null;
    do {
      const { body } = await entriesOf({ limit: '5', ...(cursor === null ? {} : { cursor }) });
      const { entries, next } = page.parse(body);
      seqs.push(...entries.map(({ seq }) => seq));
      await till.ask('POST', '/v1/redemptions', { key: `late${String(seqs.length)}`, body: { member, points: 1 } });
      cursor = next;
    } while (cursor !== null);
    expect(seqs).toEqual([12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1]);
  });

  it.each(['0', '101', '1.5', '-1', 'ten', ''])('take no limit of %j', async (limit) => {
    expect((await entriesOf({ limit })).body).toMatchObject({
      status: 400,
      code: 'invalid-parameter',
      field: 'limit',
      rule: 'an integer from 1 to 100',
    });
  });

  it('take cursors that they gave, for the same member, and no others', async () => {
    const another = await till.buy({ purchaseId: 'p2', member: { externalId: 'bob' }, net: 60_000 });
    const { next } = page.parse((await entriesOf({ limit: '1' })).body);
    expect(next).not.toBeNull();
    const cursor = next ?? '';
    const changed = `${cursor.slice(0, -1)}${cursor.endsWith('A') ? 'B' : 'A'}`;
    const odd = [changed, `${cursor}=`, `${cursor} `, cursor.slice(1), '', 'x', 'MQ', '💥', cursor.toLowerCase()];
    for (const given of odd) {
      expect((await entriesOf({ cursor: given })).body, given).toMatchObject({
        status: 400,
        code: 'invalid-parameter',
        field: 'cursor',
      });
    }
    expect((await entriesOf({ cursor }, another)).body).toMatchObject({ status: 400, field: 'cursor' });
    expect((await entriesOf({ cursor })).status).toBe(200);
  });
});

describe('finding a member', () => {
  const find = async (named: object) => till.ask('POST', '/v1/members/find', { body: { member: named } });

  it('takes any identity, normalised, and our own ids', async () => {
    for (const named of [member, { email: ' ANN@example.com ' }, { memberId }]) {
      const { status, body } = await find(named);
      expect([status, body]).toEqual([200, { memberId }]);
    }
  });

  it('says so when there is nobody', async () => {
    for (const named of [{ email: 'bob@example.com' }, { memberId: 'nobody' }]) {
      expect((await find(named)).body).toMatchObject({ status: 404, code: 'unknown-member', field: 'member' });
    }
  });

  it('takes exactly one identity', async () => {
    for (const named of [{}, { ...member, card: '1' }, { email: 'no address' }, 'ann@example.com', null]) {
      const { body } = await till.ask('POST', '/v1/members/find', { body: { member: named } });
      expect(body).toMatchObject({ status: 422, code: 'invalid-event' });
    }
  });
});
