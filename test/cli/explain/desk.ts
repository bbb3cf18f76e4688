/** A shop in memory and the service desk that explains its members' points. */
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../../shared/commands/dependencies.ts';
import { reviewAccount } from '../../../shared/commands/review-account.ts';
import { parseEvent } from '../../../shared/contracts/parse-event.ts';
import { parseProgramme } from '../../../shared/contracts/parse-programme.ts';
import { parseDay } from '../../../shared/domain/calendar.ts';
import type { Entry } from '../../../shared/domain/entry.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import { parseInstant } from '../../../shared/domain/zone.ts';
import { explain } from '../../../cli/explain/explain.ts';
import type { Answer } from '../../../cli/explain/explain.ts';
import { levelNamesOf } from '../../../shared/explain/level-names.ts';
import type { Language } from '../../../shared/explain/texts/texts.ts';
import { MemoryStore } from '../../../shared/store/memory/memory-store.ts';
import { all } from '../../fixtures/all.ts';
import { digests } from '../../fixtures/ledger.ts';
import { plainDocument } from '../../fixtures/programme.ts';

type Values = Readonly<Record<string, unknown>>;

const { points: plainPoints } = plainDocument;

/** Half an hour before the end of a day in Shanghai. */
const lateOn = (date: string) => `${date}T23:30:00+08:00`;

export class Desk {
  readonly store = new MemoryStore();
  readonly #document: unknown;
  readonly #deps: Dependencies;
  readonly versions: ProgrammeVersions;
  #deliveries = 0;
  #members = 0;

  /** The plain programme with other points, and other values at its top level. */
  constructor(points: Values = {}, changes: Values = {}) {
    this.#document = { ...plainDocument, points: { ...plainPoints, ...points }, ...changes };
    const parsed = parseProgramme(this.#document);
    if (!parsed.ok) throw new TypeError(JSON.stringify(parsed.faults));
    this.versions = [parsed.programme];
    this.#deps = {
      ledger: this.store,
      members: this.store,
      programmes: async () => Promise.resolve(this.versions),
      digests,
      newMemberId: () => `member-${String((this.#members += 1))}`,
      backOff: async () => Promise.resolve(),
    };
  }

  /** An event at noon in Shanghai, or at the time given; it has to be applied or to wait. */
  async take(type: string, at: string, data: Values): Promise<void> {
    const occurredAt = at.includes('T') ? `${at}+08:00` : `${at}T12:00:00+08:00`;
    const delivery = String((this.#deliveries += 1));
    const metadata = { id: `event-${delivery}`, version: '1.0', occurredAt };
    const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
    if (!parsed.ok) throw new TypeError(parsed.refusal.message);
    const { outcomes, failed } = await applyEvents(this.#deps, [{ event: parsed.event, delivery }]);
    for (const error of failed.values()) throw error;
    const outcome = outcomes.get(delivery);
    if (outcome?.status === 'refused') throw new TypeError(outcome.refusal.message);
  }

  /** A sale of one line to externalId `member`; absent, to a guest. */
  async sell(purchaseId: string, at: string, net: number, member: string | null = 'ann', more: Values = {}) {
    const named = member === null ? {} : { member: { externalId: member } };
    await this.take('purchase.completed', at, { purchaseId, ...named, currency: 'CNY', net, ...more });
  }

  async request(type: string, at: string, requestId: string, more: Values, member = 'ann'): Promise<void> {
    await this.take(type, at, { requestId, member: { externalId: member }, ...more });
  }

  /** Reviews everybody to the end of a day. */
  async review(date: string): Promise<void> {
    const day = parseDay(date);
    if (day === undefined) throw new RangeError(date);
    for (const account of (await this.store.scanAccounts()).accounts) await reviewAccount(this.#deps, account, day);
  }

  async memberId(externalId = 'ann'): Promise<string> {
    const key = digests.lookUp('externalId', externalId);
    const owner = (await this.store.owners([key], 'strong')).get(key)?.memberId ?? null;
    if (owner === null) throw new RangeError(externalId);
    return owner;
  }

  async history(externalId = 'ann'): Promise<readonly Entry[]> {
    return all(this.store.history(await this.memberId(externalId)));
  }

  /** What is said late on a day about a member's balance, or an entry. */
  async ask(date: string, entryId?: string, language: Language = 'en', externalId = 'ann'): Promise<Answer> {
    return this.askOf(await this.memberId(externalId), date, entryId, language);
  }

  async askOf(memberId: string, date: string, entryId?: string, language: Language = 'en'): Promise<Answer> {
    const now = parseInstant(lateOn(date));
    if (now === undefined) throw new RangeError(date);
    const levelNames = levelNamesOf([this.#document]);
    const sources = { ledger: this.store, versions: this.versions, levelNames };
    return explain(sources, { memberId, entryId, language, now });
  }
}

const named = (id: string, from: number, en: string, zh: string, multiplier = '1') => {
  return { id, from, multiplier, name: { en, 'zh-CN': zh } };
};

/** Everything that can happen to points, to Ann within a year; her sales are big, and some of their points wait. */
export async function eventfulYear(): Promise<Desk> {
  const desk = new Desk(
    { pendingDays: 2, valueOfPointMinor: 10 },
    {
      earn: [
        { id: 'base', kind: 'rate', points: 1, perMinor: 300 },
        { id: 'red', kind: 'multiply', by: '1.5', lines: { tags: ['red'] } },
        { id: 'big', kind: 'fixed', points: 50, when: { minNetMinor: 50_000 } },
      ],
      tiers: {
        levels: [named('ordinary', 0, 'Member', '普通会员'), named('silver', 300, 'Silver', '银卡会员', '1.2')],
      },
    },
  );
  await desk.take('member.enrolled', '2026-01-02', { externalId: 'ann', email: 'ann@example.com' });
  await desk.sell('p1', '2026-01-05', 100_000, 'ann', { net: undefined, lines: p1Lines });
  await desk.review('2026-01-07');
  await desk.request('points.imported', '2026-01-08', 'i1', {
    lots: [
      { points: 100, expiresOn: '2026-02-01' },
      { points: 40, expiresOn: null },
    ],
    lifetimeEarned: 5000,
  });
  await desk.request('points.adjusted.requested', '2026-01-09', 'a1', { points: 1, reason: 'sorry', actor: 'desk-7' });
  await desk.request('redemption.requested', '2026-01-10T10:00:00', 'r1', { points: 20, hold: { minutes: 30 } });
  await desk.request('redemption.committed', '2026-01-10T10:10:00', 'r1', {});
  await desk.request('redemption.requested', '2026-01-10T11:00:00', 'r2', { points: 21, hold: { minutes: 30 } });
  await desk.request('redemption.cancelled', '2026-01-10T11:10:00', 'r2', {});
  await desk.request('redemption.requested', '2026-01-10T12:00:00', 'r3', { points: 22, hold: { minutes: 30 } });
  await desk.request('redemption.requested', '2026-01-11', 'q1', { points: 10 });
  const [ann, bo] = [{ externalId: 'ann' }, { externalId: 'bo' }];
  await desk.sell('b1', '2026-01-12', 90_000, 'bo');
  await desk.take('points.transfer.requested', '2026-01-13', { requestId: 't1', from: ann, to: bo, points: 25 });
  await desk.review('2026-01-14');
  await desk.take('points.transfer.requested', '2026-01-15', { requestId: 't2', from: bo, to: ann, points: 5 });
  await desk.sell('p2', '2026-01-16', 9_000, 'ann', { pointsRedeemed: 30 });
  await desk.review('2026-02-01');
  await desk.take('purchase.returned', '2026-02-10', { returnId: 'x2', purchaseId: 'p2', full: true });
  await desk.request('redemption.requested', '2026-02-11', 'q2', { points: 300 });
  await desk.take('purchase.returned', '2026-02-12', {
    returnId: 'x1',
    purchaseId: 'p1',
    lines: [{ lineId: 'b', net: 60_000 }],
  });
  await desk.request('points.adjusted.requested', '2026-02-13', 'a2', { points: 7, reason: 'sorry', actor: 'desk-7' });
  return desk;
}

/** 1,000.00 in two lines: 133 1/3 points, and 200 of which a rule makes half as many again. */
const p1Lines = [
  { lineId: 'a', net: 40_000 },
  { lineId: 'b', net: 60_000, tags: ['red'] },
];
