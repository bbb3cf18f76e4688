import { beforeEach, describe, expect, it } from 'vitest';
import { entryDocument } from '../../../shared/commands/account-document.ts';
import { exportMember } from '../../../shared/commands/export-member.ts';
import { formatEntry } from '../../../shared/contracts/entry-record.ts';
import { levelMessage } from '../../../shared/contracts/messages.ts';
import { memberExport } from '../../../shared/contracts/member-document.ts';
import type { LedgerStore } from '../../../shared/store/store.ts';
import { examples } from '../../contracts/entry-examples.ts';
import { day } from '../../domain/build.ts';
import { sale } from '../../fixtures/events.ts';
import { memberIdOf, openTill } from './till.ts';
import type { Till } from './till.ts';

const answerBytesAtMost = 5_242_880;
const entriesAtMost = 10_240;
const member = { email: 'ann@example.com' };
const consent = { purpose: 'loyalty', channel: 'email', granted: true, text: 't1', how: 'till', by: 'clerk-1' };

let till: Till;
let memberId: string;
beforeEach(async () => {
  till = openTill();
  memberId = await enrolAnn(till);
});

async function enrolAnn({ ask }: Till): Promise<string> {
  const body = { ...member, name: 'Ann', consents: [{ ...consent, at: '2026-03-10T12:00:00+08:00' }] };
  return memberIdOf(await ask('POST', '/v1/members', { key: 'e1', body }));
}

const exported = async (id = memberId, from = till) => from.ask('GET', `/v1/members/${id}/export`);

/** A message as long as wanted: the name of a level is a text of the programme. */
async function tell({ deps }: Till, level: string): Promise<void> {
  const of = { memberId, programId: 'test', day: day('2026-03-10'), occurredAt: '2026-03-10T15:59:59.999Z' };
  const judgement = day('2027-03-01');
  const amounts = { amount: 0n, missing: 1n, by: day('2027-02-28') };
  await deps.messages.claim(levelMessage(of, { level, fallsTo: 'ordinary', judgement, basis: 'points', ...amounts }));
}

/** Bytes of a text within JSON, which is how a function hands it over. */
const handedOver = (text: string) => Buffer.byteLength(JSON.stringify(text));

describe('an export', () => {
  it('is everything that is held about a member', async () => {
    await till.bus(sale({ purchaseId: 'p1', member, net: 60_000 }));
    await till.ask('POST', '/v1/redemptions', { key: 'q1', body: { member, points: 50 } });
    const { status, body } = await exported();
    expect(status).toBe(200);
    const document = memberExport.parse(body);
    expect(document).toMatchObject({
      memberId,
      exportedAt: '2026-03-10T04:00:00Z',
      identities: [{ kind: 'email', value: 'ann@example.com' }],
      profile: { name: 'Ann' },
      consents: [{ purpose: 'loyalty', granted: true }],
      account: { balance: { available: 550 } },
      entries: [{ entryId: 'purchase:p1' }, { entryId: 'tier:purchase:p1' }, { entryId: 'redeem:q1' }],
      facts: [{ field: 'name', value: 'Ann' }],
      consentHistory: [{ eventId: 'e1', consents: [{ by: 'clerk-1' }] }],
      requests: [{ type: 'member.enrolled', id: 'e1' }],
      books: [{ memberId, entries: [{ seq: 1 }, { seq: 2 }, { seq: 3 }] }],
    });
  });

  it('is the document that the command of people gives, to the letter', async () => {
    await till.bus(sale({ purchaseId: 'p1', member, net: 60_000 }));
    const { text } = await exported();
    const read = await exportMember(till.deps, memberId);
    expect('document' in read ? JSON.stringify(read.document) : read.refusal).toBe(text);
  });

  it('of one who was merged is that of the member who was kept, with the books of both', async () => {
    const card = await till.ask('POST', '/v1/members', { key: 'e2', body: { card: '2' } });
    const removed = memberIdOf(card);
    await till.bus(sale({ purchaseId: 'p2', member: { card: '2' }, net: 60_000 }));
    const path = `/v1/members/${memberId}/merge`;
    expect((await till.ask('POST', path, { key: 'm1', body: { removed: { card: '2' } } })).status).toBe(200);
    const { status, body } = await exported(removed);
    expect(status).toBe(200);
    expect(body).toEqual((await exported()).body);
    expect(memberExport.parse(body).books.map((book) => book.memberId)).toEqual([memberId, removed]);
  });

  it('of nobody is a problem, and of one who was erased another', async () => {
    expect((await exported('nobody')).body).toMatchObject({ status: 404, code: 'unknown-member', field: 'memberId' });
    // Identities are in no address.
    expect((await exported(member.email)).body).toMatchObject({ status: 404, code: 'unknown-member' });
    expect((await exported('x'.repeat(257))).body).toMatchObject({ status: 400, code: 'invalid-parameter' });
    expect((await till.ask('DELETE', `/v1/members/${memberId}`, { key: 'x1' })).status).toBe(200);
    expect((await exported()).body).toMatchObject({ status: 410, code: 'member-erased', field: 'memberId' });
  });

  it('of one who is erased while it is read says so', async () => {
    let reads = 0;
    const wrap = (ledger: LedgerStore): LedgerStore => ({
      commit: async (writes) => ledger.commit(writes),
      history: (id) => ledger.history(id),
      records: (id, seq) => ledger.records(id, seq),
      keys: () => ledger.keys(),
      scanAccounts: async (key, part) => ledger.scanAccounts(key, part),
      async read(request) {
        reads += 1;
        if (reads === 2) await racing.ask('DELETE', `/v1/members/${memberId}`, { key: 'x1' });
        return ledger.read(request);
      },
    });
    const racing = openTill(undefined, wrap);
    memberId = await enrolAnn(racing);
    reads = 0;
    expect((await exported(memberId, racing)).body).toMatchObject({ code: 'member-erased', field: 'memberId' });
  });
});

describe('an export that would be too large', () => {
  const tooLarge = {
    status: 409,
    code: 'export-too-large',
    detail: expect.stringContaining('perennial member export'),
  };

  it('is a problem from the first byte beyond what a function may hand over', async () => {
    await tell(till, '');
    const room = answerBytesAtMost - handedOver((await exported()).text);
    for (const [beyond, status] of [
      [0, 200],
      [1, 409],
    ] as const) {
      const again = openTill();
      await enrolAnn(again);
      await tell(again, 'x'.repeat(room + beyond));
      const { text, ...answer } = await exported(memberId, again);
      expect(answer.status).toBe(status);
      if (status === 200) expect(handedOver(text)).toBe(answerBytesAtMost);
      else expect(answer.body).toMatchObject(tooLarge);
    }
  });

  it('is measured as it is handed over, where each quotation mark weighs more', async () => {
    const level = '"'.repeat(1_500_000);
    expect(Buffer.byteLength(JSON.stringify(level))).toBeLessThan(answerBytesAtMost);
    await tell(till, level);
    expect((await exported()).body).toMatchObject(tooLarge);
  });

  it('is not even read where there are more entries than an answer can hold', async () => {
    const { accounts } = await till.store.read({ memberIds: [memberId], entryIds: [] });
    const account = accounts.get(memberId)?.account;
    if (account === undefined) throw new Error('there is an account');
    for (const [id, seq] of [
      ['fits', entriesAtMost],
      ['long', entriesAtMost + 1],
    ] as const) {
      await till.store.commit([{ write: 'account', account: { ...account, memberId: id, seq }, expected: null }]);
    }
    expect((await exported('long')).body).toMatchObject(tooLarge);
    // Of the other the history is read, which is not there.
    expect((await exported('fits')).body).toMatchObject({ code: 'unavailable' });
  });

  it.each(examples.map(({ entry }) => [entry.kind, entry] as const))(
    'is certain then, for no %s weighs less in it than its share',
    (_, entry) => {
      const hash = 'x'.repeat(64);
      const told = entryDocument(entry);
      const stored = formatEntry({ ...entry, previous: hash, hash });
      const bytes = handedOver(JSON.stringify([told, stored])) - handedOver('[,]');
      expect(bytes).toBeGreaterThan(answerBytesAtMost / entriesAtMost);
    },
  );
});
