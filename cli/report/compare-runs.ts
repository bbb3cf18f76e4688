import type { RunDocument } from './document.ts';

function less(
  a: Readonly<Record<string, number | bigint>>,
  b: Readonly<Record<string, number | bigint>>,
): Record<string, bigint> {
  const names = new Set([...Object.keys(b), ...Object.keys(a)]);
  return Object.fromEntries([...names].map((name) => [name, BigInt(b[name] ?? 0) - BigInt(a[name] ?? 0)]));
}

/** What the second run has more (or less) than the first, in totals and in members by level. */
export function compareRuns(first: RunDocument, second: RunDocument) {
  return { totals: less(first.totals, second.totals), tiers: less(first.tiers, second.tiers) };
}
