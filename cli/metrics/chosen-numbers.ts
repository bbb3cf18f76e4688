import { allNumbers } from '../../shared/domain/statistics/numbers/all.ts';
import type { NumberDefinition } from '../../shared/domain/statistics/definition.ts';
import { UsageError } from '../failure.ts';

/** The numbers of these ids, in the order asked for; all of them without ids. @throws UsageError for an unknown one */
export function chosenNumbers(ids: readonly string[]): readonly NumberDefinition[] {
  if (ids.length === 0) return allNumbers;
  const known = new Map(allNumbers.map((definition) => [definition.id, definition]));
  const unknown = ids.filter((id) => !known.has(id));
  if (unknown.length > 0) {
    const there = [...known.keys()].map((id) => `  ${id}`).join('\n');
    throw new UsageError(`there is no number ${unknown.join(', ')}. There are:\n${there}`);
  }
  return [...new Set(ids)].flatMap((id) => known.get(id) ?? []);
}
