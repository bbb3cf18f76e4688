/**
 * Sums of members apart by their level and by the channel they enrolled through: every member is counted once, in one
 * cell, and the sums of a scope are those of its cells together.
 */
import type { Scope } from './sums-context.ts';
import { Sums } from './sums.ts';

export type Cell = {
  /** Position of the level. */
  readonly level: number;
  readonly channel: string | null;
  readonly sums: Sums;
};

export class Cube {
  /** Ids of the levels in their order; keys of sums name levels by their positions. */
  readonly levels: readonly string[];
  readonly #cells: Cell[] = [];
  /** Positions of the cells, by channel and level. */
  readonly #places = new Map<string | null, Map<number, number>>();

  constructor(levels: readonly string[]) {
    this.levels = levels;
  }

  /** The cells in the order in which members were first counted in them. */
  get cells(): readonly Cell[] {
    return this.#cells;
  }

  /** Position of a cell, which is made when it is not there yet. */
  position(level: number, channel: string | null): number {
    let places = this.#places.get(channel);
    if (places === undefined) this.#places.set(channel, (places = new Map<number, number>()));
    const known = places.get(level);
    if (known !== undefined) return known;
    places.set(level, this.#cells.length);
    return this.#cells.push({ level, channel, sums: new Sums() }) - 1;
  }

  /** @throws RangeError when there is no cell at the position */
  at(position: number): Sums {
    const cell = this.#cells[position];
    if (cell === undefined) throw new RangeError(`no cell ${String(position)}`);
    return cell.sums;
  }

  cell(level: number, channel: string | null): Sums {
    return this.at(this.position(level, channel));
  }

  /** The sums of all members in a scope. */
  of({ tier, channel }: Scope): Sums {
    const sums = new Sums();
    for (const cell of this.#cells) {
      if (tier !== null && this.levels[cell.level] !== tier) continue;
      if (channel === null || cell.channel === channel) sums.merge(cell.sums);
    }
    return sums;
  }

  /** Adds the sums of other members. @throws RangeError when they were counted with other levels */
  merge(other: Cube): void {
    if (other.levels.join('\n') !== this.levels.join('\n')) throw new RangeError('sums of other levels do not merge');
    for (const { level, channel, sums } of other.cells) this.cell(level, channel).merge(sums);
  }
}
