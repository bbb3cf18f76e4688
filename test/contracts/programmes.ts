/** Shortcuts for tests of the programme document: the smallest valid one, changed in what a test is about. */
import { parseProgramme } from '../../shared/contracts/parse-programme.ts';
import type { ProgrammeDocument } from '../../shared/contracts/programme-document.ts';
import type { Programme } from '../../shared/domain/programme.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What is required, and nothing else. */
export const smallest = {
  id: 'main',
  version: 1,
  effectiveFrom: '2026-01-01T00:00:00Z',
  name: { en: 'Club', 'zh-CN': '会员' },
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  points: { expiry: { policy: 'after', months: 12 } },
  earn: [],
  tiers: { levels: [{ id: 'ordinary', from: 0 }] },
} as const;

export const rate = { id: 'base', kind: 'rate', points: 1, perMinor: 100 } as const;
export const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
] as const;

export const withPoints = (points: Fields): Fields => ({ ...smallest, points: { ...smallest.points, ...points } });
export const withTiers = (tiers: Fields): Fields => ({ ...smallest, tiers: { ...smallest.tiers, ...tiers } });
/** A rate rule with further keys, or other ones. */
export const withRule = (...rules: readonly Fields[]): Fields => ({
  ...smallest,
  tiers: { levels },
  earn: rules.map((rule) => ({ ...rate, ...rule })),
});
export function without(key: string, document: Fields = smallest): Fields {
  return Object.fromEntries(Object.entries(document).filter(([other]) => other !== key));
}

/** The faults of a document as `path: rule`, read from JSON as a file is. */
export function faultsOf(document: unknown): string[] {
  const result = parseProgramme(JSON.parse(JSON.stringify(document)));
  return result.ok ? [] : result.faults.map(({ path, rule }) => `${path}: ${rule}`);
}

export function accepted(document: unknown): { readonly programme: Programme; readonly document: ProgrammeDocument } {
  const result = parseProgramme(JSON.parse(JSON.stringify(document)));
  if (result.ok) return result;
  throw new Error(result.faults.map(({ message }) => message).join('; '));
}
