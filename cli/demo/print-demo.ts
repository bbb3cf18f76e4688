/** What `npm start` shows of a replayed shop: one member's history with its reasons, and what was refused. */
import type { Explanation } from '../../shared/contracts/explanation.ts';
import { formatDay } from '../../shared/domain/calendar.ts';
import { businessDay, parseInstant } from '../../shared/domain/zone.ts';
import type { Rejection } from '../../shared/store/store.ts';
import type { CommandIo } from '../io.ts';
import type { RunDocument } from '../report/document.ts';

type PrintedEntry = NonNullable<RunDocument['entries']>[number];

const byReason = ({ reason = '', points = '' }: Explanation) => `${String(points)} ${String(reason)}`;

const reasons = {
  earn: ({ rule = '', level, points = '' }: Explanation) =>
    rule === 'level' ? `${String(points)} for being ${String(level ?? '')}` : `${String(points)} ${String(rule)}`,
  mature: ({ points = '' }: Explanation) => `${String(points)} can be used from today`,
  expire: ({ points = '', expiresOn = '' }: Explanation) =>
    `${String(points)} could be used before ${String(expiresOn)}`,
  return: byReason,
  restore: byReason,
  redeem: byReason,
  reserve: byReason,
  commit: byReason,
  cancel: byReason,
  release: byReason,
  adjust: byReason,
  'transfer-out': byReason,
  'transfer-in': byReason,
  import: byReason,
  tier: ({ from = '', to = '', reason = '' }: Explanation) => `${String(from)} → ${String(to)} (${String(reason)})`,
} as const satisfies Record<PrintedEntry['kind'], (reason: Explanation) => string>;

function reasonOf({ kind, explanation }: PrintedEntry): string {
  return explanation.map(reasons[kind]).join(', ');
}

/** Prints the entries of a member: business day, kind, points, what was held after, and why. */
export function printHistory(io: CommandIo, title: string, entries: readonly PrintedEntry[], timeZone: string): void {
  io.out('');
  io.out(title);
  io.out(`  ${'day'.padEnd(10)}  ${'what'.padEnd(7)}  ${'points'.padStart(7)}  ${'held'.padStart(7)}  why`);
  let held = 0n;
  for (const entry of entries) {
    held += entry.points;
    const points = entry.points === 0n ? '' : entry.points > 0n ? `+${String(entry.points)}` : String(entry.points);
    const occurredAt = parseInstant(entry.occurredAt);
    const day = occurredAt === undefined ? '' : formatDay(businessDay(occurredAt, timeZone));
    io.out(`  ${day}  ${entry.kind.padEnd(7)}  ${points.padStart(7)}  ${String(held).padStart(7)}  ${reasonOf(entry)}`);
  }
  io.out('');
}

/** Prints rejections: which event, why, and that it lies in the rejected store. */
export function printRejections(io: CommandIo, rejections: readonly Rejection[]): void {
  io.out('Refused, and kept with the reason for 14 days');
  for (const { refusal, detailType, eventId } of rejections) {
    const where = refusal.field === undefined ? '' : ` in ${refusal.field}`;
    io.out(`  ${eventId ?? 'an event without an id'} (${detailType}): ${refusal.code}${where}`);
    io.out(`      rule: ${refusal.rule ?? refusal.message}`);
  }
  io.out('');
}
