/** What the pass tells of members: once each, whenever and however often it comes by. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOccasions } from '../../shared/commands/claim-occasions.ts';
import type { Pass } from '../../shared/commands/claim-occasions.ts';
import { messageId } from '../../shared/contracts/messages.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { addDays, formatDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import { instantOf, startOfDay } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { MessageStore } from '../../shared/store/message-store.ts';
import { memoryMessages } from '../../shared/store/memory/memory-messages.ts';
import { day, programmeWith } from '../domain/build.ts';

const rules = {
  timeZone: 'Asia/Shanghai',
  points: { notices: [30, 7, 1] },
  tiers: {
    basis: 'spend' as const,
    levels: [
      { id: 'ordinary', from: 0 },
      { id: 'gold', from: 100 },
    ],
  },
};
const programme = programmeWith(rules);
const versions: ProgrammeVersions = [programme];
const joined = day('2026-01-01');

/** Passes begin in the hour after their day. */
const begins = (on: Day): Instant => instantOf(startOfDay(addDays(on, 1), 'Asia/Shanghai') + 3_600_000);

function passOf(on: string, previous: string | null = formatDay(addDays(day(on), -1))): Pass {
  return {
    day: day(on),
    previous: previous === null ? null : { day: day(previous), begunAt: begins(day(previous)) },
  };
}

/** Somebody with purchases on these days. */
function member(...days: readonly string[]): Account {
  const account = newAccount('ann', { on: joined, channel: null });
  const bought = days.map((on) => ({ day: day(on), orders: 1 }));
  return { ...account, statistics: { ...account.statistics, days: bought } };
}

/** With points that end on these days. */
function holding(account: Account, ...days: readonly string[]): Account {
  const available = days.map((on) => ({
    points: 5n,
    credited: 5n,
    issued: [],
    availableOn: joined,
    expiresOn: day(on),
  }));
  return { ...account, available };
}

/** At a level that is judged in a year from then, with nothing to rest on. */
function golden(account: Account, since: string): Account {
  return { ...account, seq: 1, newestAt: begins(joined), standing: { level: 'gold', since: day(since), before: [] } };
}

/** Counts what is asked of a store. */
function watched(published: ProgrammeVersions = versions) {
  const store = memoryMessages();
  const calls: string[] = [];
  const messages: MessageStore = {
    claim: async (message) => {
      calls.push('claim');
      return store.claim(message);
    },
    newest: async (memberId, kind) => {
      calls.push('newest');
      return store.newest(memberId, kind);
    },
  };
  const deps = { messages, programmes: async () => Promise.resolve(published) };
  /** The pass over an account that was put at an instant; long ago, where none is named. */
  const pass = async (account: Account, of: Pass, putAt: Instant = instantOf(0)) =>
    claimOccasions(deps, { account, version: 1, putAt }, account, of);
  /** Days and what was told on them: a lead, a judgement, a stage. */
  const told = () =>
    store.claimed.map((message) => {
      switch (message.kind) {
        case 'points.expiring':
          return `${message.day} ${String(message.lead)}: ${message.lots.map(({ expiresOn }) => expiresOn).join(' ')}`;
        case 'tier.at-risk':
          return `${message.day} at risk on ${message.judgement}`;
        case 'member.stage-changed':
          return `${message.day} ${String(message.from)} → ${message.to}`;
      }
    });
  return { store, calls, pass, told };
}

describe('stages', () => {
  it('are told first of everybody, and then when they change', async () => {
    const { pass, told, store } = watched();
    const prospect = member();
    expect(await pass(prospect, passOf('2026-01-01'))).toBe(1);
    const buyer = member('2026-01-03');
    expect(await pass(buyer, passOf('2026-01-03'), begins(day('2026-01-03')))).toBe(1);
    for (let on = day('2026-01-04'); on <= day('2026-06-01'); on = addDays(on, 1)) {
      await pass(buyer, passOf(formatDay(on)));
    }
    expect(told()).toEqual([
      '2026-01-01 null → prospect',
      '2026-01-03 prospect → new',
      '2026-02-03 new → active',
      '2026-03-05 active → at-risk',
      '2026-05-04 at-risk → lapsed',
    ]);
    expect(store.claimed[1]).toMatchObject({ programId: 'main', occurredAt: '2026-01-03T15:59:59.999Z' });
    expect(store.claimed.map(messageId)[1]).toBe('member.stage-changed:ann:2026-01-03');
  });

  it('cost no call where nothing changed, and a look where somebody was here', async () => {
    const { pass, calls } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-01-10', null));
    expect(calls.splice(0)).toEqual(['newest', 'claim']);
    await pass(buyer, passOf('2026-01-11'));
    expect(calls).toEqual([]);
    await pass(buyer, passOf('2026-01-12'), begins(day('2026-01-11')));
    expect(calls).toEqual(['newest']);
  });

  it('are told to those who were there before the first pass, and looked up where nobody knows when they were put', async () => {
    const { pass, told, calls, store } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-03-01', null));
    expect(told()).toEqual(['2026-03-01 null → active']);
    calls.splice(0);
    const deps = { messages: store, programmes: async () => Promise.resolve(versions) };
    expect(await claimOccasions(deps, { account: buyer, version: 1 }, buyer, passOf('2026-03-02'))).toBe(0);
    const late = member('2025-12-01', '2025-12-20', '2026-01-03');
    expect(await claimOccasions(deps, { account: late, version: 2 }, late, passOf('2026-03-03'))).toBe(1);
    expect(told()[1]).toBe('2026-03-03 active → lapsed');
  });

  it('follow what came late and what came back, as soon as the next pass sees it', async () => {
    const { pass, told } = watched();
    const buyer = member('2026-01-03', '2026-02-10');
    await pass(member('2026-01-03'), passOf('2026-02-09', null));
    await pass(buyer, passOf('2026-02-10'), begins(day('2026-02-10')));
    // The very first purchase comes back in full: that of 10 February is the first now.
    await pass(member('2026-02-10'), passOf('2026-02-11'), begins(day('2026-02-11')));
    // A till that was away sends one of December.
    await pass(member('2025-12-01', '2026-02-10'), passOf('2026-02-12'), begins(day('2026-02-12')));
    expect(told()).toEqual(['2026-02-09 null → active', '2026-02-11 active → new', '2026-02-12 new → active']);
  });

  it('of a day that is over are not told again, also when a pass that was cut off had told something else', async () => {
    const { pass, told } = watched();
    const buyer = member('2026-01-03');
    await pass(buyer, passOf('2026-01-10', null));
    await pass(member(), passOf('2026-01-10', null));
    await pass(member(), passOf('2026-01-09', null));
    expect(told()).toEqual(['2026-01-10 null → new']);
    // It was put after the first pass of that day began, so the next one looks.
    await pass(member(), passOf('2026-01-11'), begins(day('2026-01-10')));
    expect(told()).toEqual(['2026-01-10 null → new', '2026-01-11 new → prospect']);
  });

  it('are not told of somebody who joined after the day, but of their purchases before they joined', async () => {
    const { pass, told, calls } = watched();
    const later = { ...member('2026-01-05'), enrolment: { on: day('2026-01-10'), channel: null } };
    expect(await pass(later, passOf('2026-01-09'), begins(day('2026-01-10')))).toBe(0);
    expect(calls).toEqual([]);
    const known = { ...later, statistics: { ...later.statistics, since: day('2026-01-05') } };
    expect(await pass(known, passOf('2026-01-09'), begins(day('2026-01-10')))).toBe(1);
    expect(told()).toEqual(['2026-01-09 null → new']);
  });
});

describe('notices of points that end', () => {
  const nobody = member();

  async function daily(account: Account, from: string, through: string) {
    const { pass, told, calls } = watched();
    await pass(account, passOf(formatDay(addDays(day(from), -1)), null));
    calls.splice(0);
    for (let on = day(from); on <= day(through); on = addDays(on, 1)) await pass(account, passOf(formatDay(on)));
    return { told: told().filter((text) => !text.includes('→')), calls };
  }

  it('are told thirty, seven and one day before, with a look and a claim each and no other call', async () => {
    const { told, calls } = await daily(holding(nobody, '2026-06-01'), '2026-04-01', '2026-06-10');
    expect(told).toEqual(['2026-05-01 30: 2026-06-01', '2026-05-24 7: 2026-06-01', '2026-05-30 1: 2026-06-01']);
    expect(calls).toEqual(['newest', 'claim', 'newest', 'claim', 'newest', 'claim']);
  });

  it('are skipped for three days after another, and of one day only the most urgent is told', async () => {
    const account = holding(nobody, '2026-06-01', '2026-06-04', '2026-06-05', '2026-06-24', '2026-07-05');
    const { told } = await daily(account, '2026-05-20', '2026-06-10');
    expect(told).toEqual([
      // On the same day the lot of 24 June would have had its thirty days, three days later that of 4 June its seven.
      '2026-05-24 7: 2026-06-01',
      '2026-05-28 7: 2026-06-05',
      '2026-06-02 1: 2026-06-04',
    ]);
  });

  it('are told by a pass that comes again whatever the one that was cut off had not told', async () => {
    const { pass, told } = watched();
    const account = holding(nobody, '2026-06-01');
    await pass(account, passOf('2026-05-24'));
    await pass(account, passOf('2026-05-24'));
    await pass(account, passOf('2026-05-20', '2026-05-01'));
    expect(told().filter((text) => text.includes('7:'))).toEqual(['2026-05-24 7: 2026-06-01']);
  });
});

describe('a notice of a level in danger', () => {
  const account = golden(member(), '2026-01-01');

  it('is told once for a judgement, when it falls due', async () => {
    const { pass, told, calls } = watched();
    await pass(account, passOf('2026-11-20', null));
    calls.splice(0);
    for (let on = day('2026-11-21'); on <= day('2027-01-05'); on = addDays(on, 1)) {
      await pass(account, passOf(formatDay(on)));
    }
    expect(told()).toEqual(['2026-11-20 null → prospect', '2026-12-01 at risk on 2027-01-01']);
    expect(calls).toEqual(['claim']);
  });

  it('is told where a new version brings its judgement nearer', async () => {
    const sooner = programmeWith({
      ...rules,
      tiers: { ...rules.tiers, atRiskDays: 60 },
      version: 2,
      effectiveFrom: '2026-11-10T16:00:00Z',
    });
    const { pass, told } = watched([programme, sooner]);
    await pass(account, passOf('2026-11-09', null));
    for (const on of ['2026-11-10', '2026-11-11', '2026-11-12']) await pass(account, passOf(on));
    expect(told()).toEqual(['2026-11-09 null → prospect', '2026-11-11 at risk on 2027-01-01']);
  });

  it('is told later where it came into danger later, and by the first pass of all', async () => {
    const { pass, told } = watched();
    await pass(account, passOf('2026-12-10'), begins(day('2026-12-10')));
    await pass(account, passOf('2026-12-11'), begins(day('2026-12-11')));
    expect(told()).toEqual(['2026-12-10 at risk on 2027-01-01', '2026-12-10 null → prospect']);
    const first = watched();
    await first.pass(account, passOf('2026-12-20', null));
    expect(first.told()).toEqual(['2026-12-20 at risk on 2027-01-01', '2026-12-20 null → prospect']);
  });
});

it('daily passes, doubled ones and those that were cut off anywhere tell the same', async () => {
  const after = fc.integer({ min: 0, max: 200 });
  const life = fc.record({
    bought: fc.uniqueArray(after, { maxLength: 6 }),
    ending: fc.uniqueArray(after, { maxLength: 6 }),
    /** Where a pass ends before its claims, or after one of them, and begins again. */
    cuts: fc.array(fc.tuple(after, fc.integer({ min: 0, max: 2 })), { maxLength: 10 }),
    doubled: fc.boolean(),
  });
  /** The account on a day: purchases of later days have not been made. */
  const accountOn = ({ bought, ending }: { bought: readonly number[]; ending: readonly number[] }, on: number) =>
    golden(
      holding(
        member(
          ...bought
            .filter((each) => each <= on)
            .toSorted((a, b) => a - b)
            .map((each) => formatDay(addDays(joined, each))),
        ),
        ...ending.toSorted((a, b) => a - b).map((each) => formatDay(addDays(joined, each))),
      ),
      '2025-06-01',
    );
  const putOn = ({ bought }: { bought: readonly number[] }, on: number) => {
    const last = Math.max(-1, ...bought.filter((each) => each <= on));
    return begins(addDays(joined, last - 1));
  };
  await fc.assert(
    fc.asyncProperty(life, async (one) => {
      const [plain, rough] = [watched(), watched()];
      for (let on = 0; on < 200; on += 1) {
        const date = formatDay(addDays(joined, on));
        const of = passOf(date, on === 0 ? null : undefined);
        const account = accountOn(one, on);
        await plain.pass(account, of, putOn(one, on));
        const cut = one.cuts.find(([when]) => when === on);
        if (cut !== undefined) {
          let left = cut[1];
          const failing: MessageStore = {
            newest: rough.store.newest,
            claim: async (message) => (left-- > 0 ? rough.store.claim(message) : Promise.reject(new Error('cut off'))),
          };
          const deps = { messages: failing, programmes: async () => Promise.resolve(versions) };
          const scanned = { account, version: 1, putAt: putOn(one, on) };
          await claimOccasions(deps, scanned, account, of).catch(() => undefined);
        }
        await rough.pass(account, of, putOn(one, on));
        if (one.doubled) await rough.pass(account, of, putOn(one, on));
      }
      expect(rough.told()).toEqual(plain.told());
      expect(plain.told().length).toBeGreaterThan(0);
    }),
  );
});
