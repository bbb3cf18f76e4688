/** The rows of runs, in objects of some thousand rows. */
import type { ManifestRow } from '../contracts/manifest-row.ts';

export type ManifestStore = {
  /**
   * Keeps a part; one of the same name is replaced.
   *
   * @param name letters, digits and dashes
   * @throws RangeError when it has another name, or more rows than a part may have
   */
  readonly putPart: (run: string, name: string, rows: readonly ManifestRow[]) => Promise<void>;
  /**
   * Names of the parts of a run, in the order of their characters.
   *
   * @param after only names that come after this text: a run that follows events has parts for years, and names that begin
   * with a day let a reader begin late
   */
  readonly parts: (run: string, after?: string) => Promise<readonly string[]>;
  /** @throws Error when there is no such part */
  readonly readPart: (run: string, name: string) => Promise<readonly ManifestRow[]>;
};

/** Rows of a part: some 2 MB of text. */
export const manifestRowsAtMost = 5000;

/** @throws RangeError as `putPart` does */
export function checkPart(name: string, rows: readonly ManifestRow[]): void {
  if (!/^[\dA-Za-z-]+$/.test(name)) throw new RangeError('a part is called by letters, digits and dashes');
  if (rows.length > manifestRowsAtMost) {
    throw new RangeError(`a part has at most ${String(manifestRowsAtMost)} rows, not ${String(rows.length)}`);
  }
}
