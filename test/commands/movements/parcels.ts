/**
 * One person's points, each group of them tracked on its own from where it came to where it went: no lots, no sums, no
 * hints of what is due. Days pass one by one.
 */
import { plusDays, plusMonths } from '../../domain/reference/dates.ts';
import type { WholeProgramme } from '../../domain/reference/whole.ts';

/** Points with one past. */
export type Parcel = {
  points: bigint;
  /** What of them was ever new: points that are given back are not. */
  readonly everNew: bigint;
  readonly availableOn: string;
  /** Undefined is never. */
  readonly expiresOn: string | undefined;
  readonly pending: boolean;
};
export type Gone = { readonly points: bigint; readonly availableOn: string; readonly expiresOn: string | undefined };
type Hold = {
  readonly requestId: string;
  readonly until: number;
  readonly on: string;
  readonly parcels: readonly Gone[];
};

/** Texts of days compare as they are; never is after all of them. */
const byExpiry = (a: { expiresOn: string | undefined }, b: { expiresOn: string | undefined }) => {
  const [x, y] = [a.expiresOn ?? '9999', b.expiresOn ?? '9999'];
  return x < y ? -1 : Number(x > y);
};

const byAvailable = (a: { availableOn: string }, b: { availableOn: string }) =>
  a.availableOn < b.availableOn ? -1 : Number(a.availableOn > b.availableOn);

export const sumOf = (parcels: readonly { readonly points: bigint }[]): bigint =>
  parcels.reduce((sum, { points }) => sum + points, 0n);

export class Purse {
  parcels: Parcel[] = [];
  holds: Hold[] = [];
  debt = 0n;
  /** Points that ended. */
  expired = 0n;
  /** The newest day that has begun for this person; empty before the first entry. */
  today = '';
  lastAct: string | undefined;
  lapsedOn: string | undefined;
  /** Points that were ever new in the lot of an expiry day. */
  readonly #everNew = new Map<string, bigint>();
  /** What ended on a day with the lot of that day, and what was ever new in it by then. */
  readonly ended = new Map<string, { readonly points: bigint; readonly everNew: bigint }>();
  readonly #programme: WholeProgramme;
  readonly #localDay: (at: number) => string;

  constructor(programme: WholeProgramme, localDay: (at: number) => string) {
    this.#programme = programme;
    this.#localDay = localDay;
  }

  /** Lets time pass up to an instant of a day, or to its end: holds run out, days bring what they bring. */
  passTo(day: string, at?: number): void {
    if (this.today !== '') {
      while (this.today < day && (this.parcels.length > 0 || this.holds.length > 0)) {
        const next = plusDays(this.today, 1);
        this.#endHolds((until) => this.#localDay(until) < next);
        this.today = next;
        this.#begin(next);
      }
    }
    this.#endHolds((until) => (at === undefined ? this.#localDay(until) <= day : until <= at));
    if (this.today < day) this.today = day;
  }

  #endHolds(isOver: (until: number) => boolean): void {
    const over = this.holds.filter(({ until }) => isOver(until)).sort((a, b) => a.until - b.until);
    for (const hold of over) this.giveBack(hold.requestId);
  }

  #begin(day: string): void {
    for (const parcel of this.parcels.filter(({ pending, availableOn }) => pending && availableOn <= day)) {
      this.#remove(parcel);
      if (parcel.points > 0n) this.#add({ ...parcel, pending: false });
      else this.#count(parcel);
    }
    const { expiry } = this.#programme.points;
    const months = expiry.policy === 'inactivity' ? expiry.months : undefined;
    const lapses = months !== undefined && this.lastAct !== undefined && plusMonths(this.lastAct, months) <= day;
    if (lapses && sumOf(this.parcels) > 0n) {
      this.#end(day, this.parcels);
      this.parcels = [];
      this.lapsedOn = day;
      // The act has done its part: the next one, or the next credit, begins anew.
      this.lastAct = undefined;
    } else {
      const dead = this.parcels.filter(
        ({ pending, expiresOn }) => !pending && expiresOn !== undefined && expiresOn <= day,
      );
      this.#end(day, dead);
      for (const parcel of dead) this.#remove(parcel);
    }
  }

  #end(day: string, parcels: readonly Parcel[]): void {
    this.expired += sumOf(parcels);
    const ofDay = parcels.filter(({ expiresOn, points }) => expiresOn === day && points > 0n);
    if (ofDay.length === 0) return;
    this.ended.set(day, { points: sumOf(ofDay), everNew: this.#everNew.get(day) ?? 0n });
  }

  #remove(parcel: Parcel): void {
    this.parcels = this.parcels.filter((other) => other !== parcel);
  }

  #add(parcel: Parcel): void {
    this.parcels.push(parcel);
    if (!parcel.pending) this.#count(parcel);
  }

  #count({ expiresOn, everNew }: Parcel): void {
    if (expiresOn !== undefined) this.#everNew.set(expiresOn, (this.#everNew.get(expiresOn) ?? 0n) + everNew);
  }

  /** The act of a movement, if it is one of those that count; a first credit always is one. */
  act(day: string, acts: readonly ('purchase' | 'earning' | 'redeeming')[], credited = 0n): void {
    const { expiry } = this.#programme.points;
    if (expiry.policy !== 'inactivity') return;
    // So is the first credit after the time of the last act was over.
    const isOver = this.lastAct === undefined || plusMonths(this.lastAct, expiry.months) <= day;
    const counts = acts.some((act) => expiry.acts.includes(act)) || (isOver && credited > 0n);
    if (this.lapsedOn !== undefined && day < this.lapsedOn) return;
    if (counts && (this.lastAct === undefined || day > this.lastAct)) this.lastAct = day;
  }

  /**
   * Points come in: a debt is paid first, by those that end first; those whose day has come are gone at once.
   * @returns those that were left when the debt was paid, and those of them that are gone
   */
  credit(
    given: readonly Gone[],
    isNew: boolean,
    areAllGone = false,
  ): { readonly lots: Parcel[]; readonly gone: Parcel[] } {
    const lots: Parcel[] = [];
    const gone: Parcel[] = [];
    for (const { points, availableOn, expiresOn } of [...given].sort(byAvailable).sort(byExpiry)) {
      const pays = points < this.debt ? points : this.debt;
      this.debt -= pays;
      if (points === pays) continue;
      const endsUnused = expiresOn !== undefined && expiresOn <= availableOn;
      const pending = isNew && availableOn > this.today && !endsUnused;
      const left = points - pays;
      const parcel = { points: left, everNew: isNew ? left : 0n, availableOn, expiresOn, pending };
      lots.push({ ...parcel });
      const isOver = expiresOn !== undefined && expiresOn <= this.today;
      if (areAllGone || endsUnused || (isOver && !pending)) gone.push(parcel);
      else this.#add(parcel);
    }
    this.expired += sumOf(gone);
    return { lots, gone };
  }

  get usable(): Parcel[] {
    return this.parcels.filter(({ pending }) => !pending).sort(byExpiry);
  }

  get waiting(): Parcel[] {
    return this.parcels
      .filter(({ pending }) => pending)
      .sort(byExpiry)
      .sort(byAvailable);
  }

  /** Takes up to so many points from parcels in their order. */
  take(points: bigint, from: readonly Parcel[] = this.usable): Gone[] {
    let wanted = points;
    const taken: Gone[] = [];
    for (const parcel of from) {
      const given = parcel.points < wanted ? parcel.points : wanted;
      if (given === 0n) continue;
      wanted -= given;
      parcel.points -= given;
      taken.push({ points: given, availableOn: parcel.availableOn, expiresOn: parcel.expiresOn });
    }
    // Pending points that were taken have been there all the same when their day comes.
    this.parcels = this.parcels.filter((parcel) => parcel.points > 0n || parcel.pending);
    return taken;
  }

  giveBack(requestId: string): void {
    const hold = this.holds.find((other) => other.requestId === requestId);
    if (hold === undefined) throw new RangeError(requestId);
    this.holds = this.holds.filter((other) => other !== hold);
    this.credit(hold.parcels, false, this.lapsedOn !== undefined && hold.on < this.lapsedOn);
  }
}
