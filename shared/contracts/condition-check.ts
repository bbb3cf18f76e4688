/** Names in conditions that may be of any shape: levels and segments that are not there, and segments within themselves. */
import { fault } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';

/** A key of a condition with its value, and where it is. */
type Part = { readonly key: string; readonly value: unknown; readonly path: string };

/** What a condition says, in itself and in those that it is made of. */
function partsOf(condition: unknown, path: string): readonly Part[] {
  if (typeof condition !== 'object' || condition === null || Array.isArray(condition)) return [];
  return Object.entries(condition).flatMap(([key, value]: [string, unknown]): readonly Part[] => {
    const at = `${path}.${key}`;
    if (key === 'not') return partsOf(value, at);
    if (key !== 'all' && key !== 'any') return [{ key, value, path: at }];
    return listOf(value).flatMap((one, index) => partsOf(one, `${at}[${String(index)}]`));
  });
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function unknownNames(
  condition: unknown,
  path: string,
  known: { readonly levels: readonly string[]; readonly segments: readonly string[] },
): Fault[] {
  return partsOf(condition, path).flatMap((part) => {
    if (part.key === 'segment') {
      const isMissing = typeof part.value === 'string' && !known.segments.includes(part.value);
      return isMissing ? [fault(part.path, 'unreachable: no such segment')] : [];
    }
    if (part.key !== 'tier') return [];
    return listOf(part.value).flatMap((level, index) =>
      typeof level === 'string' && !known.levels.includes(level)
        ? [fault(`${part.path}[${String(index)}]`, 'unreachable: no such level')]
        : [],
    );
  });
}

/** The segments that a condition names. */
function namedBy(condition: unknown): readonly string[] {
  return partsOf(condition, '').flatMap(({ key, value }) =>
    key === 'segment' && typeof value === 'string' ? [value] : [],
  );
}

/** A fault for every segment that is a part of itself. */
export function segmentCycles(segments: Readonly<Record<string, unknown>>): Fault[] {
  const named = new Map(Object.entries(segments).map(([name, condition]) => [name, namedBy(condition)]));
  const isWithin = (name: string, from: string, seen: Set<string>): boolean =>
    (named.get(from) ?? []).some((next) => {
      if (next === name) return true;
      if (seen.has(next)) return false;
      seen.add(next);
      return isWithin(name, next, seen);
    });
  return [...named.keys()].flatMap((name) =>
    isWithin(name, name, new Set()) ? [fault(`segments.${name}`, 'a segment is no part of itself')] : [],
  );
}
