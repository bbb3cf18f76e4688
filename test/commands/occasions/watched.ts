/** A member in front of the pass, and what it tells and asks of the messages. */
import { claimOccasions } from '../../../shared/commands/claim-occasions.ts';
import type { Pass } from '../../../shared/commands/claim-occasions.ts';
import { newAccount } from '../../../shared/domain/account.ts';
import type { Account } from '../../../shared/domain/account.ts';
import { addDays, formatDay } from '../../../shared/domain/calendar.ts';
import type { Day } from '../../../shared/domain/calendar.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import { instantOf, startOfDay } from '../../../shared/domain/zone.ts';
import type { Instant } from '../../../shared/domain/zone.ts';
import type { MessageStore } from '../../../shared/store/message-store.ts';
import { memoryMessages } from '../../../shared/store/memory/memory-messages.ts';
import { day, programmeWith } from '../../domain/build.ts';

export const rules = {
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
export const programme = programmeWith(rules);
export const versions: ProgrammeVersions = [programme];
export const joined = day('2026-01-01');

/** Passes begin in the hour after their day. */
export const begins = (on: Day): Instant => instantOf(startOfDay(addDays(on, 1), 'Asia/Shanghai') + 3_600_000);

export function passOf(on: string, previous: string | null = formatDay(addDays(day(on), -1))): Pass {
  return {
    day: day(on),
    previous: previous === null ? null : { day: day(previous), begunAt: begins(day(previous)) },
  };
}

/** Somebody with purchases on these days. */
export function member(...days: readonly string[]): Account {
  const account = newAccount('ann', { on: joined, channel: null });
  const bought = days.map((on) => ({ day: day(on), orders: 1 }));
  return { ...account, statistics: { ...account.statistics, days: bought } };
}

/** With points that end on these days. */
export function holding(account: Account, ...days: readonly string[]): Account {
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
export function golden(account: Account, since: string): Account {
  return { ...account, seq: 1, newestAt: begins(joined), standing: { level: 'gold', since: day(since), before: [] } };
}

/** Counts what is asked of a store. */
export function watched(published: ProgrammeVersions = versions) {
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
