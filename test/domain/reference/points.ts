/** What a sale earns, line by line: no groups, no indexes, one sum. */
import { isAround, weekday } from './dates.ts';
import { fractionOf, nothing, plus, roundFraction, times, whole } from './fraction.ts';
import type { Fraction } from './fraction.ts';
import type { PlainAttributes, PlainLine, PlainLineFilter, PlainProgramme, PlainRule, PlainSale } from './plain.ts';

/** The lines of a sale; one that names none is one product. */
function linesOf(sale: PlainSale): readonly PlainLine[] {
  const { net = 0 } = sale;
  return sale.lines ?? [{ lineId: '', kind: 'product', net, quantity: '1', category: [], tags: [] }];
}

function has(line: PlainLine, { sku, category, tags, brand }: PlainAttributes): boolean {
  if (sku !== undefined && !sku.some((one) => one === line.sku)) return false;
  if (category !== undefined && !category.some((one) => line.category.includes(one))) return false;
  if (tags !== undefined && !tags.some((one) => line.tags.includes(one))) return false;
  return brand === undefined || brand.some((one) => one === line.brand);
}

export function isAbout(line: PlainLine, filter: PlainLineFilter | undefined): boolean {
  if (filter === undefined) return true;
  return has(line, filter) && !(filter.not !== undefined && has(line, filter.not));
}

/**
 * @param day the sale's business day
 * @param level id of the member's level before the sale; `birthday` as the member told it
 */
export function pointsOf(
  programme: PlainProgramme,
  sale: PlainSale,
  day: string,
  { level, birthday }: { readonly level: string; readonly birthday?: string | undefined },
): bigint {
  const lines = linesOf(sale).filter((line) => programme.points.earnsOn.includes(line.kind));
  const net = lines.reduce((sum, line) => sum + BigInt(line.net), 0n);
  const applies = ({ when = {}, from, until }: PlainRule) => {
    const { minNetMinor, channel, storeId, tier, birthday: span, weekday: weekdays, between } = when;
    if (from !== undefined && day < from) return false;
    if (until !== undefined && day > until) return false;
    if (minNetMinor !== undefined && net < BigInt(minNetMinor)) return false;
    if (channel !== undefined && !channel.some((one) => one === sale.channel)) return false;
    if (storeId !== undefined && !storeId.some((one) => one === sale.storeId)) return false;
    if (tier !== undefined && !tier.includes(level)) return false;
    if (span !== undefined && (birthday === undefined || !isAround(birthday, span, day))) return false;
    if (weekdays !== undefined && !weekdays.some((one) => one === weekday(day))) return false;
    return between === undefined || (between[0] <= day && day <= between[1]);
  };
  const rules = programme.earn.filter(applies);
  const multiplier = programme.tiers.levels.find(({ id }) => id === level)?.multiplier ?? '1';

  let sum = nothing;
  for (const line of lines) {
    let ofLine = nothing;
    for (const rule of rules) {
      if (rule.kind !== 'rate' || !isAbout(line, rule.lines)) continue;
      ofLine = plus(ofLine, [BigInt(rule.points) * BigInt(line.net), BigInt(rule.perMinor)]);
    }
    for (const rule of rules) {
      if (rule.kind === 'multiply' && isAbout(line, rule.lines)) ofLine = times(ofLine, fractionOf(rule.by));
    }
    sum = plus(sum, times(ofLine, fractionOf(multiplier)));
  }
  for (const rule of rules) {
    if (rule.kind !== 'fixed') continue;
    const about = lines.filter((line) => isAbout(line, rule.lines));
    if (about.length === 0) continue;
    const units = about.reduce((total: Fraction, { quantity }) => plus(total, fractionOf(quantity)), nothing);
    sum = plus(sum, times(whole(rule.points), rule.per === 'unit' ? units : whole(1)));
  }
  return roundFraction(sum, programme.points.rounding);
}
