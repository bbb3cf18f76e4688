/** What `show` and `export` tell of a member. */
import * as z from 'zod/mini';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { memberDocument, memberExport } from '../../../shared/contracts/member-document.ts';
import type { MemberExport } from '../../../shared/contracts/member-document.ts';
import { verifyById } from '../../../shared/commands/verify-member.ts';
import { digests } from '../../fixtures/ledger.ts';
import { sale } from '../../fixtures/events.ts';
import { annsDesk, consent } from './ann.ts';
import type { MemoryDesk } from './desk.ts';

let desk: MemoryDesk;
beforeEach(async () => {
  desk = await annsDesk();
});

const exported = async (name: string): Promise<MemberExport> => memberExport.parse(await desk.json('export', name));

describe('show', () => {
  it('prints what its schema says, and nothing beside it', async () => {
    const document = await desk.json('show', 'externalId:ann');
    expect(memberDocument.parse(document)).toEqual(document);
    expect(Object.keys(memberDocument.shape)).toEqual(
      'memberId profile identities consents account entries messages'.split(' '),
    );
    expect(document).toMatchObject({
      profile: { name: 'Ann', attributes: {} },
      account: { balance: { available: 260 }, orders: 2 },
      entries: [{ entryId: 'purchase:p1' }, { entryId: 'return:r1' }, { entryId: 'merge:m1' }],
      messages: [{ memberId: 'member-1', kind: 'member.stage-changed' }],
    });
  });

  it('says it in lines', async () => {
    const { code, out } = await desk.ask('show', 'externalId:ann');
    expect(code).toBe(0);
    for (const line of [
      '  externalId  ann',
      '  email       ann@example.com',
      '  name  Ann',
      '  promotions by email  no   (2026-03-04T00:00:00Z, text terms-3, form, clerk-7)',
      '  2026-03-03  member.stage-changed',
    ]) {
      expect(out.split('\n')).toContain(line);
    }
    expect(out).toContain('260');
  });

  it('waits for a history that is found a moment later', async () => {
    const { history } = desk.deps.ledger;
    let calls = 0;
    const late: typeof history = async function* (memberId) {
      calls += 1;
      let missing = calls === 1 ? 1 : 0;
      for await (const entry of history(memberId)) {
        if (missing > 0) missing -= 1;
        else yield entry;
      }
    };
    Object.assign(desk.deps, { ledger: { ...desk.deps.ledger, history: late } });
    expect(await desk.json('show', 'externalId:ann')).toMatchObject({ entries: { length: 3 } });
    expect(calls).toBe(2);
  });
});

describe('export', () => {
  it('is what show prints, and everything else that is held', async () => {
    const document = await desk.json('export', 'card:2');
    expect(memberExport.parse(document)).toEqual(document);
    const shown = memberDocument.parse(await desk.json('show', 'card:2'));
    const { messages, ...rest } = shown;
    expect(document).toMatchObject(rest);
    expect(document).toMatchObject({
      messages: [...messages, { memberId: 'member-2' }],
      exportedAt: '2026-03-10T04:00:00Z',
      enrolledBy: { eventId: 'e1', occurredAt: '2026-03-02T04:00:00Z' },
      joinedBy: null,
      givenUp: [],
      facts: expect.arrayContaining([
        { field: 'name', value: 'Ann', at: '2026-03-05T04:00:00Z' },
        { field: 'attributes.size', value: null, at: '2026-03-06T04:00:00Z' },
      ]),
      known: expect.arrayContaining([{ kind: 'externalId', value: 'ann', at: '2026-03-02T04:00:00Z' }]),
      consentHistory: [
        { eventId: 'u1', consents: [consent(true, '2026-03-01T00:00:00Z'), consent(false, '2026-03-04T00:00:00Z')] },
      ],
      suppressions: [{ channel: 'sms', address: '+4915155500001', reason: 'complained' }],
      waiting: [],
      requests: [
        { type: 'member.enrolled', id: 'e1', occurredAt: '2026-03-02T04:00:00Z' },
        { type: 'member.updated', id: 'u1', occurredAt: '2026-03-05T04:00:00Z' },
      ],
    });
  });

  it('has the books of both as they are stored, whose chains can be checked', async () => {
    const { books } = await exported('externalId:ann');
    expect(books.map(({ memberId, entries }) => [memberId, entries.length])).toEqual([
      ['member-1', 3],
      ['member-2', 2],
    ]);
    expect(books[0]?.returns).toEqual([
      {
        purchaseId: 'p1',
        lines: [{ lineId: 'a', net: 4000, quantity: '0.4' }],
        amount: 0,
        full: false,
        undone: 40,
        settled: 40,
        restored: 0,
      },
    ]);
    const record = z.looseObject({ previous: z.string(), hash: z.string() });
    for (const { entries, memberId } of books) {
      for (const entry of entries) {
        const { hash, ...attributes } = record.parse(entry);
        expect(digests.chain(attributes.previous, attributes)).toBe(hash);
      }
      expect(await verifyById({ ledger: desk.store, digests }, memberId)).toMatchObject({ differences: [] });
    }
  });

  it('has what waits for an identity', async () => {
    await desk.bus(sale({ purchaseId: 'w1', member: { email: 'new@example.com' } }));
    const { store } = desk;
    const key = digests.lookUp('email', 'new@example.com');
    // As between the two steps of an enrolment that was interrupted.
    const [owner] = [{ memberId: 'member-1', erasedAt: null }];
    await store.commit([{ write: 'identity', identity: key, owner, expected: { memberId: null, erasedAt: null } }]);
    const profile = await store.profile('member-1');
    if (profile === undefined) throw new Error('Ann is there');
    const identities = [...profile.identities, { kind: 'email', value: 'new@example.com', at: desk.deps.now() }];
    const next = { ...profile, version: profile.version + 1, identities };
    await store.commit([{ write: 'profile', profile: next, expected: profile.version }]);
    const { waiting } = await exported('externalId:ann');
    expect(waiting).toMatchObject([
      { type: 'purchase.completed', entryId: 'purchase:w1', detail: { data: { purchaseId: 'w1', net: 10_000 } } },
    ]);
  });

  test('of nobody, and of somebody who was erased, there is none', async () => {
    expect((await desk.ask('export', 'card:9', '--json')).err).toContain('Refused, unknown-member');
    await desk.json('erase', 'externalId:ann', '--yes');
    expect((await desk.ask('export', 'memberId:member-2', '--json')).err).toContain('Refused, member-erased');
  });

  test('needs to know what to make', async () => {
    expect(await desk.ask('export', 'card:2')).toMatchObject({ code: 2, out: '' });
    expect((await desk.ask('export', 'card:2', '--json', '--lang', 'en')).err).toContain(
      '--lang is the language of --html',
    );
  });
});
