/** Puts the parts of a pass together into the snapshot of its day. */
import { parsePart, rowsOfPart } from '../contracts/pass-part.ts';
import type { PartPlace, PassPart } from '../contracts/pass-part.ts';
import { formatSnapshot, parseSnapshot } from '../contracts/snapshot.ts';
import type { SnapshotFacts } from '../contracts/snapshot.ts';
import { formatDay, monthOfDay, parseDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { carry, newestMonthOf } from '../domain/statistics/carry.ts';
import type { Previous } from '../domain/statistics/carry.ts';
import { Cube } from '../domain/statistics/cube.ts';
import { RankReading } from '../domain/statistics/rank.ts';
import type { Ranks } from '../domain/statistics/rank.ts';
import { addTotals, growing, noTotals } from '../domain/statistics/totals.ts';
import type { TotalName, Totals } from '../domain/statistics/totals.ts';
import { windowNames } from '../domain/statistics/windows.ts';
import type { WindowName } from '../domain/statistics/windows.ts';
import { parseInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Pass, PassStore } from '../store/pass-store.ts';
import type { SnapshotStore } from '../store/snapshot-store.ts';

export type TakeSnapshotDependencies = { readonly passes: PassStore; readonly snapshots: SnapshotStore };

/** What does not add up; the snapshot is kept all the same, for whoever looks into it. */
export type FailedCheck =
  /** So many accounts whose credits less debits are not what they hold. */
  | { readonly check: 'conservation'; readonly accounts: number }
  /** A lifetime total below that of the snapshot before. */
  | { readonly check: 'total-fell'; readonly total: TotalName; readonly before: bigint; readonly now: bigint };

export type TakenSnapshot =
  | { readonly status: 'taken'; readonly facts: SnapshotFacts; readonly failed: readonly FailedCheck[] }
  /** The pass has not come to its end, or its parts do not belong together; nothing was written. */
  | { readonly status: 'incomplete'; readonly reason: string };

/**
 * The windows before which accounts tell what was bought in twelve months. An account tells it of 24 months: where one knows
 * of a month after the day's, as when the pass is days late, not of all the year before a window of twelve.
 */
function windowsKnown(cube: Cube, day: Day): readonly WindowName[] {
  const isLate = newestMonthOf(cube, day) > monthOfDay(day);
  return windowNames.filter((window) => window !== '12m' || !isLate);
}

type PlacedPart = { readonly name: string; readonly cells: readonly number[] };

/** What the first reading of the parts leaves: everything but the rows. */
class Gathering {
  readonly #reading = new RankReading();
  readonly #places: PartPlace[] = [];
  readonly parts: PlacedPart[] = [];
  cube: Cube | null = null;
  totals: Totals = noTotals;
  program = '';
  readFrom = '';
  readTo = '';
  members = 0;
  unbalanced = 0;
  isMixed = false;

  add(name: string, part: PassPart): void {
    const { segment, segments, last, rows, cube } = part;
    if (this.cube === null) {
      this.cube = new Cube(cube.levels);
      this.program = part.program;
      this.readFrom = part.readFrom;
    }
    // Levels are those of the version, so sums of another one do not merge.
    if (part.program !== this.program) {
      this.isMixed = true;
      return;
    }
    this.cube.merge(cube);
    this.#reading.read(rows);
    this.#places.push({ segment, segments, part: part.part, last });
    const whole = this.cube;
    this.parts.push({ name, cells: cube.cells.map(({ level, channel }) => whole.position(level, channel)) });
    this.totals = addTotals(this.totals, part.totals);
    this.members += part.members;
    this.unbalanced += part.unbalanced;
    if (instantOfText(part.readFrom) < instantOfText(this.readFrom)) this.readFrom = part.readFrom;
    if (this.readTo === '' || instantOfText(part.readTo) > instantOfText(this.readTo)) this.readTo = part.readTo;
  }

  ranks(): Ranks {
    return this.#reading.ranks();
  }

  /** Why the parts are not the whole; undefined when they are. */
  lack(): string | undefined {
    if (this.isMixed) return 'parts were counted by different versions of the programme';
    const [first] = this.#places;
    if (first === undefined) return 'there are no parts';
    for (let segment = 0; segment < first.segments; segment += 1) {
      const own = this.#places.filter((place) => place.segment === segment).sort((a, b) => a.part - b.part);
      const isWhole = own.every(({ part, last, segments }, index) => {
        return part === index && segments === first.segments && last === (index === own.length - 1);
      });
      if (own.length === 0 || !isWhole) return `segment ${String(segment)} is not whole`;
    }
    return undefined;
  }
}

/** @throws RangeError when the text, which went through a contract, is no instant */
function instantOfText(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === undefined) throw new RangeError(`not an instant: ${text}`);
  return instant;
}

function dayOfText(text: string): Day {
  const day = parseDay(text);
  if (day === undefined) throw new RangeError('day is a date YYYY-MM-DD');
  return day;
}

async function previousOf({ snapshots }: TakeSnapshotDependencies, day: string): Promise<PreviousSnapshot | null> {
  const facts = await snapshots.latestBefore(day);
  const body = facts === undefined ? undefined : await snapshots.read(facts.day);
  if (body === undefined) return null;
  const snapshot = parseSnapshot(new TextDecoder().decode(body));
  const { wholeFrom } = snapshot.facts;
  return {
    totals: snapshot.facts.totals,
    day: dayOfText(snapshot.facts.day),
    cube: snapshot.cube,
    wholeFrom: wholeFrom === null ? null : dayOfText(wholeFrom),
  };
}

type PreviousSnapshot = Previous & { readonly totals: Totals };

function failedChecks({ totals, unbalanced }: Gathering, previous: PreviousSnapshot | null): readonly FailedCheck[] {
  const fallen = growing.flatMap((total): FailedCheck[] => {
    const [before, now] = [previous?.totals[total] ?? 0n, totals[total]];
    return now < before ? [{ check: 'total-fell', total, before, now }] : [];
  });
  return [...(unbalanced === 0 ? [] : [{ check: 'conservation', accounts: unbalanced } as const]), ...fallen];
}

/**
 * Takes the snapshot of a day from the parts of a pass, in the place of an earlier one of that day. The parts are read
 * twice, one after the other: once for sums and for the edges between ranks, and again for what depends on those. Memory
 * is that of one part, of the counts, and of three spends a buyer, eight bytes each (twice that while they grow).
 *
 * @throws RangeError when the day is no date
 */
export async function takeSnapshot(deps: TakeSnapshotDependencies, pass: Pass): Promise<TakenSnapshot> {
  const day = dayOfText(pass.day);
  const gathered = new Gathering();
  for (const name of await deps.passes.parts(pass)) {
    gathered.add(name, parsePart(await deps.passes.readPart(pass, name)));
  }
  const { cube } = gathered;
  const reason = gathered.lack();
  if (reason !== undefined || cube === null) return { status: 'incomplete', reason: reason ?? 'there are no parts' };
  const [ranks, windows] = [gathered.ranks(), windowsKnown(cube, day)];
  for (const { name, cells } of gathered.parts) {
    const rows = rowsOfPart(await deps.passes.readPart(pass, name));
    ranks.count(rows, (cell) => cube.at(cells[cell] ?? -1), day, windows);
  }
  const previous = await previousOf(deps, pass.day);
  const { readFrom, readTo, members, totals, program } = gathered;
  const carried = carry(previous, cube, day);
  const wholeFrom = carried.wholeFrom === null ? null : formatDay(carried.wholeFrom);
  const facts = { day: pass.day, program, readFrom, readTo, members, totals, wholeFrom };
  await deps.snapshots.put(facts, new TextEncoder().encode(formatSnapshot({ facts, cube: carried.cube })));
  return { status: 'taken', facts, failed: failedChecks(gathered, previous) };
}
