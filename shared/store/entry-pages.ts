/** Histories as people read them: the newest entries first, a page at a time. */
import type { Entry } from '../domain/entry.ts';

export type EntryPages = {
  /**
   * Entries of a member before a seq, the newest first. They are found through an index: one is there a moment after it
   * was posted.
   *
   * @param before the seq that none of them reaches; undefined for the newest
   */
  readonly page: (
    memberId: string,
    request: { readonly before: number | undefined; readonly limit: number },
  ) => Promise<readonly Entry[]>;
};
