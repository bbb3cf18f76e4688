/** The rows of a run, a few at a time, each of them once. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { LeastByText } from './least-by-text.ts';

/** As many as one batch read takes. */
const rowsAtOnce = 100;

/**
 * The rows in the order of their parts. A row that was written twice, of the same member and occasion, comes once: events
 * are delivered at least once, and each delivery may have made a part.
 */
export async function* manifestRows(
  manifests: Pick<ManifestStore, 'parts' | 'readPart'>,
  run: string,
): AsyncGenerator<readonly ManifestRow[]> {
  const seen = new LeastByText();
  for (const part of await manifests.parts(run)) {
    const rows = await manifests.readPart(run, part);
    const once = rows.filter(({ memberId, occasion }) => seen.note(JSON.stringify([memberId, occasion]), 0));
    for (let at = 0; at < once.length; at += rowsAtOnce) yield once.slice(at, at + rowsAtOnce);
  }
}

/** The same work for each of a list, so many at the same time, answers in the list's order. */
export async function inParallel<Item, Answer>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (let at = 0; at < items.length; at += atOnce) {
    answers.push(...(await Promise.all(items.slice(at, at + atOnce).map(work))));
  }
  return answers;
}
