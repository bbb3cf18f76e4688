/** Somebody whose points are put on hold. */
import { formatDay } from '../../shared/domain/calendar.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { Books } from './books.ts';
import { programmeWith } from './build.ts';

export const at = '2026-03-02T12:00:00Z';

/** A member with ten points until 1 April and ten for ever. */
export function holder(points: Parameters<typeof programmeWith>[0] = {}): Books {
  const books = new Books(programmeWith(points));
  books.bring('i', '2026-03-01T12:00:00Z', { points: 10n, until: '2026-04-01' }, { points: 10n });
  return books;
}

/** Ids, points, times and days. */
export const posted = (drafts: readonly EntryDraft[]) =>
  drafts.map(({ entryId, points, occurredAt, day: on }) => [entryId, points, formatInstant(occurredAt), formatDay(on)]);
