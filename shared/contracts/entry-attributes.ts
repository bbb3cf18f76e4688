/** The attributes of an entry's record that not every entry has: what it moves, and what its kind says. */
import type { Floor } from '../domain/account.ts';
import type { Cause, EntryDraft, ExpiredLot, MergeDraft, ReturnDraft, SaleLine } from '../domain/entry.ts';
import type { Contribution } from '../domain/earning.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { formatRational } from '../domain/rational.ts';
import { formatInstant } from '../domain/zone.ts';
import { formatAccount } from './account-record.ts';
import { formatLots } from './stored-lots.ts';
import { formatAmount } from './stored-values.ts';

const dayText = (day: Day | null) => (day === null ? null : formatDay(day));

function formatCause({ revision, ...cause }: Cause) {
  return revision === 1 ? cause : { ...cause, revision };
}

function formatLine({ lineId, netMinor, group, quantity, kind }: SaleLine): unknown[] {
  const line = [lineId, formatAmount(netMinor), group];
  if (kind !== 'product') return [...line, quantity, kind];
  return quantity === '1' ? line : [...line, quantity];
}

function formatContributions(contributions: readonly Contribution[]): unknown[] {
  return contributions.flatMap(({ rule, kind, points }) => {
    if (kind === 'rounding') return [];
    return [kind === 'level' ? [rule, formatRational(points)] : [rule, formatRational(points), kind]];
  });
}

/** What most entries have none of is left out: zero amounts, empty lists, nothing. */
function filled(attributes: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const some: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(attributes)) {
    const isNothing = value === 0 || value === null || value === false || (Array.isArray(value) && value.length === 0);
    if (!isNothing) some[name] = value;
  }
  return some;
}

/** Credits, debits, debts and causes look the same in every kind of entry. */
export function formatMovement(entry: EntryDraft): Record<string, unknown> {
  const attributes: Record<string, unknown> = {};
  if ('cause' in entry && entry.cause !== null) attributes['cause'] = formatCause(entry.cause);
  if ('debtPaid' in entry) {
    if (entry.debtPaid !== 0n) attributes['debtPaid'] = formatAmount(entry.debtPaid);
    attributes['lots'] = formatLots(entry.lots);
  }
  if ('taken' in entry) attributes['taken'] = formatLots(entry.taken);
  if ('debtMade' in entry && entry.debtMade !== 0n) attributes['debtMade'] = formatAmount(entry.debtMade);
  if ('progress' in entry) {
    const { points, month, keepFrom } = entry.progress;
    attributes['progress'] = [formatAmount(points), month, keepFrom];
  }
  if (entry.act === true) attributes['act'] = true;
  return attributes;
}

function formatExpired({ points, credited, expiresOn, issued, moved }: ExpiredLot): unknown[] {
  const lot = [formatAmount(points), formatAmount(credited), dayText(expiresOn)];
  if (moved !== undefined) return [...lot, [formatDay(moved.from), moved.through, dayText(moved.waiting)]];
  return issued === undefined ? lot : [...lot, issued];
}

function formatFloor(floor: Floor | null) {
  return floor === null ? null : [floor.level, dayText(floor.until), floor.carries];
}

function formatReturn(entry: ReturnDraft): Record<string, unknown> {
  const { lines, amountMinor, full } = entry.goods;
  const goods = {
    lines: lines.map(({ lineId, netMinor, quantity }) => {
      return [lineId, formatAmount(netMinor), ...(quantity === undefined ? [] : [formatRational(quantity)])];
    }),
    amountMinor: formatAmount(amountMinor),
    full,
  };
  return {
    netMinor: formatAmount(entry.netMinor),
    goods: filled(goods),
    undone: formatAmount(entry.undone),
    ...filled({
      purchaseId: entry.purchaseId,
      soldOn: dayText(entry.soldOn),
      units: entry.units.numerator === 0n ? null : formatRational(entry.units),
      forgiven: formatAmount(entry.forgiven),
      orderReturned: entry.orderReturned,
    }),
  };
}

function formatMerge({ removed, standing: { level, since, before }, floor }: MergeDraft): Record<string, unknown> {
  const standing = level === null ? null : [level, dayText(since)];
  const held = before.map((place) => [place.level, formatDay(place.since)]);
  return { removed: formatAccount(removed), ...filled({ standing, before: held, floor: formatFloor(floor) }) };
}

/** What is an entry's own by its kind. */
export function formatKind(entry: EntryDraft): Record<string, unknown> {
  switch (entry.kind) {
    case 'earn': {
      const { paid, lines, ...sale } = entry.sale;
      return {
        netMinor: formatAmount(entry.netMinor),
        sale: { ...sale, lines: lines.map(formatLine), ...filled({ paid: formatLots(paid) }) },
        contributions: formatContributions(entry.contributions),
        ...filled({ hour: entry.hour, returnsBefore: entry.returnsBefore }),
      };
    }
    case 'return':
      return formatReturn(entry);
    case 'restore':
      return { purchaseId: entry.purchaseId };
    case 'redeem':
      return filled({ purchaseId: entry.purchaseId });
    case 'reserve':
      return { requestId: entry.requestId, until: formatInstant(entry.until) };
    case 'commit':
    case 'cancel':
    case 'release':
      return { requestId: entry.requestId };
    case 'adjust':
      return { reason: entry.reason, actor: entry.actor };
    case 'transfer-out':
      return { to: entry.to };
    case 'transfer-in':
      return { from: entry.from };
    case 'import':
      return entry.lifetimeEarned === null ? {} : { lifetimeEarned: formatAmount(entry.lifetimeEarned) };
    case 'bonus': {
      const { campaignId, occasion, step } = entry.grant;
      return { grant: ['campaign', campaignId, occasion, step] };
    }
    case 'mature':
      return { lots: entry.lots.map((lot) => [formatAmount(lot.points), dayText(lot.expiresOn)]) };
    case 'expire':
      return {
        lots: entry.lots.map(formatExpired),
        ...filled({ lapsed: entry.lapsed }),
      };
    case 'tier': {
      const { from, to, since, reason, before } = entry.tier;
      const held = before.map((place) => [place.level, formatDay(place.since)]);
      return {
        tier: [from, to, formatDay(since), reason],
        ...filled({ before: held, floor: formatFloor(entry.floor), assigned: entry.assigned }),
      };
    }
    case 'merge':
      return formatMerge(entry);
    case 'merge-removed':
      return { into: entry.into, intoSeq: entry.intoSeq };
  }
}
