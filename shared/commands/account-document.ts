/** Accounts and entries as they are answered. */
import type { AccountView } from './view-account.ts';
import { explanationOf } from '../contracts/explanation.ts';
import type { AccountDocument, EntryDocument } from '../contracts/http/accounts.ts';
import { formatAmount } from '../contracts/stored-values.ts';
import { balanceOf } from '../domain/account.ts';
import type { Account, Balance } from '../domain/account.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Entry } from '../domain/entry.ts';
import { compareSpending, sumOfPoints } from '../domain/lots.ts';
import { programmeName } from '../domain/programme.ts';
import { nextLevel, toStay } from '../domain/tier-outlook.ts';
import { holdsOn, levelAt, levelIndex, qualifyingAmount } from '../domain/tiers.ts';
import { formatInstant } from '../domain/zone.ts';

export function balanceDocument({ available, pending, reserved, debt }: Balance) {
  return {
    available: formatAmount(available),
    pending: formatAmount(pending),
    reserved: formatAmount(reserved),
    debt: formatAmount(debt),
  };
}

function lotsOf({ available, pending }: Account): AccountDocument['lots'] {
  const lots = [
    ...available.map((lot) => ({ ...lot, pending: false })),
    ...pending.map((lot) => ({ ...lot, pending: true })),
  ];
  return lots
    .filter(({ points }) => points > 0n)
    .sort(compareSpending)
    .map(({ points, availableOn, expiresOn, pending: isPending }) => ({
      points: formatAmount(points),
      availableOn: formatDay(availableOn),
      expiresOn: expiresOn === null ? null : formatDay(expiresOn),
      pending: isPending,
    }));
}

function levelOf({ account, programme: { tiers }, today }: AccountView): AccountDocument['level'] {
  const { standing, floor, progress } = account;
  const index = levelIndex(standing, tiers);
  const next = nextLevel(account, tiers, today);
  const stay = toStay(account, tiers, today);
  return {
    id: levelAt(index, tiers).id,
    since: standing.since === null || index === 0 ? null : formatDay(standing.since),
    floor:
      floor !== null && holdsOn(floor, today)
        ? { level: floor.level, until: floor.until === null ? null : formatDay(floor.until) }
        : null,
    basis: tiers.basis,
    counted: formatAmount(qualifyingAmount(progress, tiers, today)),
    next: next && { level: next.level.id, from: formatAmount(next.level.from), missing: formatAmount(next.missing) },
    stay: stay && {
      on: formatDay(stay.judgement),
      amount: formatAmount(stay.amount),
      missing: formatAmount(stay.missing),
      by: formatDay(stay.by),
    },
  };
}

export function accountDocument(view: AccountView): AccountDocument {
  const { account, programme, at } = view;
  return {
    memberId: account.memberId,
    program: programmeName(programme),
    asOf: formatInstant(at),
    enrolledOn: formatDay(account.enrolment.on),
    orders: account.orders,
    balance: balanceDocument(balanceOf(account)),
    lots: lotsOf(account),
    reservations: account.reservations.map(({ requestId, lots, until }) => {
      return { requestId, points: formatAmount(sumOfPoints(lots)), until: formatInstant(until) };
    }),
    level: levelOf(view),
  };
}

/** @param words of entries, by seq; undefined where nobody asked for any */
export function entryDocument(
  entry: Entry,
  words?: ReadonlyMap<number, NonNullable<EntryDocument['words']>>,
): EntryDocument {
  const told = words?.get(entry.seq);
  const { entryId, seq, kind, points, occurredAt, day, program, balanceAfter } = entry;
  return {
    entryId,
    seq,
    kind,
    points: formatAmount(points),
    occurredAt: formatInstant(occurredAt),
    day: formatDay(day),
    program,
    balanceAfter: balanceDocument(balanceAfter),
    explanation: explanationOf(entry).map((line) => ({ ...line })),
    ...(told === undefined ? {} : { words: told }),
  };
}
