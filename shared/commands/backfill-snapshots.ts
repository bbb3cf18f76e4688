/**
 * Writes the snapshots of the past from the entries: of every month's end, and of the last day. Every member's entries are
 * read once, in their order, and the member is counted at each month's end as the nightly pass would have counted them
 * then: what comes late is in the snapshots from then on.
 *
 * Of a month only what it changed is kept, so memory is that of the counts of one snapshot, of what each month changes of
 * them, and of a row for each member and month up to `rowsAtMost` bytes; more rows wait in the store of the passes.
 */
import { formatSnapshot } from '../contracts/snapshot.ts';
import type { Account } from '../domain/account.ts';
import { addDays, formatDay, monthOf, monthOfDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeName } from '../domain/programme.ts';
import type { Programme } from '../domain/programme.ts';
import { levelsBetween } from '../domain/statistics/carry.ts';
import { countFacts } from '../domain/statistics/count-member.ts';
import { levelNow } from '../domain/statistics/count-points.ts';
import { Cube } from '../domain/statistics/cube.ts';
import type { MemberFold } from '../domain/statistics/member-fold.ts';
import { firstDayOfMonth } from '../domain/statistics/periods.ts';
import { RankReading } from '../domain/statistics/rank.ts';
import { Rows } from '../domain/statistics/rows.ts';
import { sumsContext } from '../domain/statistics/sums-context.ts';
import { Sums } from '../domain/statistics/sums.ts';
import { addTotals, noTotals, totalsOf } from '../domain/statistics/totals.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { PassStore } from '../store/pass-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';
import type { LedgerStore } from '../store/store.ts';
import { foldHistory } from './fold-history.ts';

export type BackfillDependencies = {
  readonly ledger: Pick<LedgerStore, 'history' | 'scanAccounts'>;
  readonly passes: PassStore;
  readonly snapshots: SnapshotStore;
  readonly now: () => Instant;
  /** A name that no pass has had. */
  readonly run: string;
};

export type BackfillOptions = {
  /** Only days from here on get a snapshot; every day when null. The earlier ones are counted for what these carry of them. */
  readonly from: Day | null;
  /** The last day; it gets a snapshot even where no month ends with it. */
  readonly to: Day;
  /** The version that was in force at the end of a day. */
  readonly programmeOn: (day: Day) => Programme;
  /** For tests of what is put by: another limit of the bytes of rows that are held. */
  readonly rowsAtMost?: number;
  /** Told the number of members after each. */
  readonly progress: (members: number) => void;
};

/** Bytes of rows that are held before they are put by. */
const rowsAtMost = 64 * 2 ** 20;

/** The place of a member at the last day that they were counted on. */
type Counted = { readonly cell: number; readonly sums: Sums };

/** How far a member was counted: the next day to count on, undefined after the last. */
type Progress = { counted: Counted | undefined; cut: Day | undefined; hasBegun: boolean };

/** A day that members are counted on. */
type Cut = {
  readonly programme: Programme;
  /** What changed in every cell since the cut before; of the cells' first days and newest entries what they are now. */
  readonly changes: Map<number, Sums>;
  rows: Rows;
  /** Parts of rows that were put by. */
  parts: number;
  members: number;
  totals: typeof noTotals;
};

class Backfill {
  readonly #deps: BackfillDependencies;
  readonly #options: BackfillOptions;
  /** Gives the cells their positions; its levels have no names, for they are another version's in every cut. */
  readonly #places = new Cube([]);
  readonly #cuts = new Map<Day, Cut>();
  #bytes = 0;

  constructor(deps: BackfillDependencies, options: BackfillOptions) {
    this.#deps = deps;
    this.#options = options;
  }

  /** The first cut on a day or after it; undefined after the last. */
  #cutFrom(day: Day): Day | undefined {
    const { to } = this.#options;
    if (day > to) return undefined;
    const end = addDays(firstDayOfMonth(monthOf(monthOfDay(day) + 1)), -1);
    return end < to ? end : to;
  }

  #cutOn(day: Day): Cut {
    const known = this.#cuts.get(day);
    if (known !== undefined) return known;
    const programme = this.#options.programmeOn(day);
    const cut: Cut = { programme, changes: new Map(), rows: new Rows(), parts: 0, members: 0, totals: noTotals };
    this.#cuts.set(day, cut);
    return cut;
  }

  async add(account: Account): Promise<void> {
    const at: Progress = { counted: undefined, cut: undefined, hasBegun: false };
    const begin = (day: Day) => {
      if (!at.hasBegun) at.cut = this.#cutFrom(day);
      at.hasBegun = true;
    };
    const countNext = (fold: MemberFold, cut: Day) => {
      at.counted = this.#count(fold, cut, at.counted);
      at.cut = this.#cutFrom(addDays(cut, 1));
    };
    const { on } = account.enrolment;
    const fold = await foldHistory(this.#deps.ledger, account, { asOf: this.#options.to }, ({ day }, before) => {
      begin(day < on ? day : on);
      while (at.cut !== undefined && day > at.cut) countNext(before, at.cut);
    });
    begin(on);
    while (at.cut !== undefined) countNext(fold, at.cut);
    if (this.#bytes > (this.#options.rowsAtMost ?? rowsAtMost)) await this.#putRowsBy();
  }

  #count(fold: MemberFold, day: Day, before: Counted | undefined): Counted | undefined {
    const facts = fold.facts(day);
    if (facts === undefined) {
      // Whoever has left is counted no more.
      if (before !== undefined) changesOf(this.#cutOn(day), before.cell).addCounts(before.sums, -1n);
      return undefined;
    }
    const cut = this.#cutOn(day);
    const context = sumsContext(day, cut.programme);
    const cell = this.#places.position(levelNow(facts, context), facts.channel);
    const sums = new Sums();
    countFacts(sums, facts, context);
    if (before !== undefined) changesOf(cut, before.cell).addCounts(before.sums, -1n);
    changesOf(cut, cell).merge(sums);
    if (facts.leftOn === null) {
      const bytes = cut.rows.bytes().length;
      cut.rows.add(cell, facts, day);
      this.#bytes += cut.rows.bytes().length - bytes;
      cut.members += 1;
    }
    cut.totals = addTotals(cut.totals, totalsOf(fold.account));
    return { cell, sums };
  }

  async #putRowsBy(): Promise<void> {
    for (const [day, cut] of this.#cuts) {
      if (cut.rows.count === 0) continue;
      await this.#deps.passes.putPart(this.#passOf(day), String(cut.parts), cut.rows.bytes());
      cut.parts += 1;
      cut.rows = new Rows();
    }
    this.#bytes = 0;
  }

  #passOf(day: Day) {
    return { day: formatDay(day), run: this.#deps.run };
  }

  async *#rowsOf(day: Day, { parts, rows }: Cut): AsyncGenerator<Rows> {
    for (let part = 0; part < parts; part += 1) {
      yield new Rows(await this.#deps.passes.readPart(this.#passOf(day), String(part)));
    }
    yield rows;
  }

  /** Writes the snapshots, the oldest day first. */
  async put(readFrom: Instant): Promise<readonly string[]> {
    const times = { readFrom: formatInstant(readFrom), readTo: formatInstant(this.#deps.now()), wholeFrom: null };
    const { from } = this.#options;
    const written: string[] = [];
    /** What was counted at the cut before, by cell: without ranks, which are counted anew at every cut. */
    const counted = new Map<number, Sums>();
    let before: Cube | null = null;
    for (const [day, cut] of [...this.#cuts].sort(([a], [b]) => a - b)) {
      const cube = this.#cubeOf(cut, counted);
      await this.#rank(day, cut, cube);
      before = withEarlierHigh(cube, before, day);
      this.#cuts.delete(day);
      if (from !== null && day < from) continue;
      const facts = {
        ...times,
        day: formatDay(day),
        program: programmeName(cut.programme),
        members: cut.members,
        totals: cut.totals,
      };
      await this.#deps.snapshots.put(facts, new TextEncoder().encode(formatSnapshot({ facts, cube })));
      written.push(facts.day);
    }
    return written;
  }

  /** The cells with anybody in them at a cut. @param counted what was at the cut before, changed into what is at this one */
  #cubeOf({ programme, changes }: Cut, counted: Map<number, Sums>): Cube {
    const cube = new Cube(programme.tiers.levels.map(({ id }) => id));
    for (const [position, change] of changes) {
      const sums = counted.get(position) ?? new Sums();
      counted.set(position, sums);
      sums.addCounts(change);
      const { firstDay, newestAt } = change;
      if (firstDay === null) continue;
      const cell = this.#cellIn(cube, position);
      cell.addCounts(sums);
      cell.seen(firstDay, newestAt);
    }
    return cube;
  }

  #cellIn(cube: Cube, position: number): Sums {
    const place = this.#places.cells[position];
    if (place === undefined) throw new RangeError(`no cell ${String(position)}`);
    return cube.cell(place.level, place.channel);
  }

  async #rank(day: Day, cut: Cut, cube: Cube): Promise<void> {
    const reading = new RankReading();
    for await (const rows of this.#rowsOf(day, cut)) reading.read(rows);
    const ranks = reading.ranks();
    const sumsOf = (cell: number) => this.#cellIn(cube, cell);
    for await (const rows of this.#rowsOf(day, cut)) ranks.count(rows, sumsOf, day);
  }
}

/**
 * Adds those of high value in months that the rows of the cut do not tell, as the cut before told them: by the levels that
 * there are now, as every snapshot carries what is older.
 */
function withEarlierHigh(cube: Cube, before: Cube | null, day: Day): Cube {
  const positionOf = levelsBetween(before?.levels ?? [], cube.levels);
  for (const { level, channel, sums } of before?.cells ?? []) {
    for (const { key, amount } of sums.entries('high')) {
      if (Number(key[0]) < monthOfDay(day) - 1) cube.cell(positionOf(level), channel).add('high', key, amount);
    }
  }
  return cube;
}

function changesOf({ changes }: Cut, cell: number): Sums {
  const known = changes.get(cell) ?? new Sums();
  changes.set(cell, known);
  return known;
}

/**
 * Writes the snapshots of the past, each in the place of an earlier one of its day.
 *
 * @returns their days, the oldest first
 * @throws Error when an account cannot be read: the numbers would lack somebody
 */
export async function backfillSnapshots(
  deps: BackfillDependencies,
  options: BackfillOptions,
): Promise<readonly string[]> {
  const readFrom = deps.now();
  const backfill = new Backfill(deps, options);
  let members = 0;
  for (let startKey: string | undefined, first = true; first || startKey !== undefined; first = false) {
    const page = await deps.ledger.scanAccounts(startKey);
    if (page.unreadable !== undefined) throw new Error(`accounts cannot be read: ${page.unreadable.join(', ')}`);
    for (const { account } of page.accounts) {
      await backfill.add(account);
      members += 1;
      options.progress(members);
    }
    startKey = page.nextKey;
  }
  return backfill.put(readFrom);
}
