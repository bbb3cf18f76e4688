import type { Refusal } from '../../shared/contracts/refusals.ts';

export type LineStatus = 'applied' | 'duplicate' | 'refused' | 'parked' | 'test';

export type RefusedLine = {
  readonly line: number;
  /** Named only when there is more than one file. */
  readonly file?: string | undefined;
  readonly refusal: Refusal;
};

/** Counts what became of the lines of a run. A line that waited and was claimed later is moved to `applied`. */
export class Tally {
  readonly #counts: Record<LineStatus, number> = { applied: 0, duplicate: 0, refused: 0, parked: 0, test: 0 };
  readonly #refused: RefusedLine[] = [];

  add(status: Exclude<LineStatus, 'refused'>): void {
    this.#counts[status] += 1;
  }

  refuse(line: RefusedLine): void {
    this.#counts.refused += 1;
    this.#refused.push(line);
  }

  /** Moves lines that waited and have been claimed since. */
  claim(lines: number): void {
    this.#counts.parked -= lines;
    this.#counts.applied += lines;
  }

  /** Moves a line that waited and has been refused since. */
  refuseParked(line: RefusedLine): void {
    this.#counts.parked -= 1;
    this.refuse(line);
  }

  /** `events` of the document. */
  events() {
    const { applied, duplicate: duplicates, refused, parked, test } = this.#counts;
    return { read: applied + duplicates + refused + parked + test, applied, duplicates, refused, parked, test };
  }

  /** `refusals` of the document, in the order of the lines. */
  refusals() {
    const order = (a: RefusedLine, b: RefusedLine) =>
      a.file === b.file ? a.line - b.line : (a.file ?? '') < (b.file ?? '') ? -1 : 1;
    return this.#refused.sort(order).map(({ line, file, refusal: { code, field, rule, message } }) => {
      return { line, file, code, field, rule, message };
    });
  }
}
