/** What parts of lines earn: the sale is run again with whatever is left of it, line by line and rule by rule. */
import { isAround, weekday } from './dates.ts';
import { fractionOf, nothing, plus, roundFraction, times, whole } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import { endOfLife } from './life.ts';
import type { PlainExpiry, PlainLine } from './plain.ts';
import { isAbout } from './points.ts';
import type { WholeProgramme, WholeRule } from './whole.ts';

/** A line, or what is left of it. */
export type Part = { readonly line: PlainLine; readonly net: Fraction; readonly quantity: Fraction };

/** Where and when the sale was, and for whom. */
export type Circumstances = {
  readonly day: string;
  readonly level: string;
  /** As the member told it. */
  readonly birthday?: string | undefined;
  readonly channel?: string | undefined;
  readonly storeId?: string | undefined;
  /** The part of the goods' net that points did not pay. */
  readonly money: Fraction;
};

export type Earned = {
  readonly points: bigint;
  /** Exact points by the rule's own life; undefined is the programme's. */
  readonly byLife: ReadonlyMap<PlainExpiry | undefined, Fraction>;
};

const isGoods = ({ kind }: PlainLine) => kind === 'product' || kind === 'service';
/** Whether one fraction is at least the other. */
const isAtLeast = ([a, b]: Fraction, [c, d]: Fraction) => a * d >= c * b;

function applies(rule: WholeRule, { day, level, birthday, channel, storeId }: Circumstances, net: Fraction): boolean {
  const { when = {}, from, until } = rule;
  const { minNetMinor, channel: channels, storeId: stores, tier, birthday: span, weekday: weekdays, between } = when;
  if ((from !== undefined && day < from) || (until !== undefined && day > until)) return false;
  if (minNetMinor !== undefined && !isAtLeast(net, whole(minNetMinor))) return false;
  if (channels !== undefined && !channels.some((one) => one === channel)) return false;
  if (stores !== undefined && !stores.some((one) => one === storeId)) return false;
  if (tier !== undefined && !tier.includes(level)) return false;
  if (span !== undefined && (birthday === undefined || !isAround(birthday, span, day))) return false;
  if (weekdays !== undefined && !weekdays.some((one) => one === weekday(day))) return false;
  return between === undefined || (between[0] <= day && day <= between[1]);
}

/** What the parts earn under the rules of a day, for a member of a level. */
export function earnedBy(programme: WholeProgramme, sale: Circumstances, parts: readonly Part[]): Earned {
  const earning = parts.filter(({ line }) => programme.points.earnsOn.includes(line.kind));
  const net = earning.reduce((sum, part) => plus(sum, part.net), nothing);
  const rules = programme.earn.filter((rule) => applies(rule, sale, net));
  const multiplier = programme.tiers.levels.find(({ id }) => id === sale.level)?.multiplier ?? '1';
  const byLife = new Map<PlainExpiry | undefined, Fraction>();
  const give = ({ expiry }: WholeRule, points: Fraction) => {
    byLife.set(expiry, plus(byLife.get(expiry) ?? nothing, points));
  };
  for (const part of earning) {
    const about = rules.filter((rule) => isAbout(part.line, rule.lines));
    const factors = about.flatMap((rule) => (rule.kind === 'multiply' ? [fractionOf(rule.by)] : []));
    const factor = factors.reduce(times, fractionOf(multiplier));
    const inMoney = isGoods(part.line) ? times(part.net, sale.money) : part.net;
    for (const rule of about) {
      if (rule.kind !== 'rate') continue;
      const rate: Fraction = [BigInt(rule.points), BigInt(rule.perMinor)];
      give(rule, times(times(inMoney, rate), factor));
    }
  }
  for (const rule of rules) {
    if (rule.kind !== 'fixed') continue;
    const about = earning.filter(({ line }) => isAbout(line, rule.lines));
    if (about.length === 0) continue;
    const units = rule.per === 'unit' ? about.reduce((sum, part) => plus(sum, part.quantity), nothing) : whole(1);
    give(rule, times(whole(rule.points), units));
  }
  const exact = [...byLife.values()].reduce(plus, nothing);
  return { points: roundFraction(exact, programme.points.rounding), byLife };
}

export type Share = { readonly points: bigint; readonly expiresOn: string | undefined };

/** The earned points by the day on which they end: exact shares rounded down, what is left over with the longest. */
export function sharesOf({ points, byLife }: Earned, ofProgramme: WholeProgramme, availableOn: string): Share[] {
  const { expiry } = ofProgramme.points;
  const usual = expiry.policy === 'inactivity' ? { policy: 'never' as const } : expiry;
  const byDay = new Map<string | undefined, Fraction>();
  for (const [life = usual, exact] of byLife) {
    const end = endOfLife(life, availableOn);
    byDay.set(end, plus(byDay.get(end) ?? nothing, exact));
  }
  // Sorting by text leaves what never ends for the end.
  const ends = [...byDay].filter(([, [numerator]]) => numerator > 0n).map(([end]) => end);
  let left = points;
  return ends.sort().map((expiresOn, index) => {
    const floor = roundFraction(byDay.get(expiresOn) ?? nothing, 'floor');
    const given = index === ends.length - 1 ? left : floor;
    left -= given;
    return { points: given, expiresOn };
  });
}
