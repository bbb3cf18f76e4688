/** Members with a past, on the ledger as if they had shopped for years: made by the very commands that are measured. */
import { reviewAccount } from '../shared/commands/review-account.ts';
import { parseDay } from '../shared/domain/calendar.ts';
import type { Day } from '../shared/domain/calendar.ts';
import type { BenchEngine } from './bench-engine.ts';
import { dateOf, longId, saleMessage } from './reference-case.ts';

export type Past = {
  /** Also the member's external id. */
  readonly name: string;
  readonly everyDays: number;
  readonly visits: number;
  readonly salesPerVisit?: number;
};
export type BenchMember = {
  readonly memberId: string;
  readonly externalId: string;
  /** The day of the next visit; what is due until then is posted. */
  readonly today: number;
};

/** Sales that one transaction holds next to what may be due: few enough for every one of them to bring an expiry. */
const salesAtOnce = 40;

export function dayNumber(day: number): Day {
  const parsed = parseDay(dateOf(day));
  if (parsed === undefined) throw new RangeError(`no day of the bench: ${String(day)}`);
  return parsed;
}

/** Between 200.00 and 300.00, seldom the same twice; once a week, that is a gold member's year. */
const netOf = (index: number) => 20_000 + ((index * 7919) % 10_000);

/** Somebody who has come to the shop every so many days, so many times. */
export async function memberWith(engine: BenchEngine, past: Past): Promise<BenchMember> {
  const { name, everyDays, visits, salesPerVisit = 1 } = past;
  const externalId = longId(name);
  const sales = Array.from({ length: visits * salesPerVisit }, (_, index) => {
    const day = everyDays * Math.floor(index / salesPerVisit);
    return saleMessage({ name: `${name}:${String(index)}`, member: { externalId }, day, net: netOf(index) });
  });
  await engine.apply(sales, { atOnce: salesAtOnce });
  const { digests, members } = engine.intake;
  const identity = digests.lookUp('externalId', externalId);
  const memberId = (await members.owners([identity], 'strong')).get(identity)?.memberId ?? null;
  if (memberId === null) throw new Error('a member of the bench has an identity');
  const today = everyDays * visits;
  await reviewAccount(engine.intake, await engine.account(memberId), dayNumber(today));
  return { memberId, externalId, today };
}
