/**
 * A member's whole story, told from the beginning for each question that is asked: every sale is one credit with its own
 * dates, days pass one by one, and nothing is kept but what happened.
 */
import { localDate, monthNumber, plusDays, plusMonths } from './dates.ts';
import { endOfLife } from './life.ts';
import type { PlainProgramme, PlainSale } from './plain.ts';
import { pointsOf } from './points.ts';

/** What arrives, in the order in which it arrives: a sale, or the review of a day. */
export type Step = { readonly sale: PlainSale } | { readonly review: string };

export type Credit = {
  readonly points: bigint;
  readonly availableOn: string;
  /** Undefined is never. */
  readonly expiresOn: string | undefined;
  /** Whether it had to wait when it was posted. */
  readonly waited: boolean;
  /** Whether it expired with its own posting. */
  readonly stillborn: boolean;
};
/** An entry as it has to be posted: `~` stands for the member. */
export type Posted = { readonly id: string; readonly day: string; readonly points: bigint };
export type LevelChange = { readonly day: string; readonly to: string; readonly since: string; readonly why: string };
export type Story = {
  readonly credits: readonly Credit[];
  readonly posted: readonly Posted[];
  readonly changes: readonly LevelChange[];
  readonly level: string;
  readonly since: string | undefined;
};

export function tellStory(versions: readonly PlainProgramme[], steps: readonly Step[]): Story {
  const teller = new Teller(versions);
  for (const step of steps) {
    if ('review' in step) teller.passDays(step.review);
    else teller.sell(step.sale);
  }
  return teller.story();
}

class Teller {
  readonly #versions: readonly PlainProgramme[];
  /** The first day that begins with each version: it was in force in the last moment before, or begins with the day. */
  readonly #firstDays: readonly string[];
  readonly #credits: Credit[] = [];
  readonly #sold: { readonly month: number; readonly points: bigint }[] = [];
  readonly #posted: Posted[] = [];
  readonly #changes: LevelChange[] = [];
  #level: string | undefined;
  #since: string | undefined;
  /** The newest sale that was posted, and the newest day on which something due was. */
  #newestSale: number | undefined;
  #newestDue = '';

  constructor(versions: readonly PlainProgramme[]) {
    this.#versions = versions;
    this.#firstDays = versions.map(({ effectiveFrom, timeZone }) =>
      plusDays(localDate(Date.parse(effectiveFrom) - 1, timeZone), 1),
    );
  }

  story(): Story {
    return {
      credits: this.#credits,
      posted: this.#posted,
      changes: this.#changes,
      level: this.#level ?? this.#version(0).tiers.levels[0]?.id ?? '',
      since: this.#since,
    };
  }

  sell(sale: PlainSale): void {
    const version = this.#versionAt(sale.at);
    const day = localDate(sale.at, version.timeZone);
    const newest = this.#newestSale;
    const late = newest !== undefined && (sale.at < newest || day < this.#newestDue);
    if (!late && newest !== undefined) this.passDays(day);
    const today = late ? this.#newestDay() : day;
    // A late sale's level is judged by the version of the newest posting.
    const judging = late ? this.#newestVersion() : version;

    const points = pointsOf(version, sale, day, { level: this.#levelIn(version) });
    this.#sold.push({ month: monthNumber(day), points });
    this.#posted.push({ id: `purchase:${sale.purchaseId}`, day, points });
    if (!late) this.#newestSale = sale.at;
    if (points > 0n) this.#credit(sale, version, { points, day, today });
    this.#rise(judging, today, `tier:purchase:${sale.purchaseId}`);
  }

  /** Lets every day up to and including `through` bring what it brings. */
  passDays(through: string): void {
    if (this.#newestSale === undefined) return;
    const dates = new Set(this.#credits.flatMap(({ availableOn, expiresOn }) => [availableOn, expiresOn]));
    const newest = this.#newestDay();
    for (let day = newest; day <= through; day = plusDays(day, 1)) {
      // What happened on the newest day of all was posted then.
      if (day > newest && dates.has(day)) this.#passDay(day);
      this.#judge(day);
    }
  }

  #passDay(day: string): void {
    const matured = this.#credits.filter((credit) => credit.waited && credit.availableOn === day);
    const expired = this.#credits.filter((credit) => !credit.stillborn && credit.expiresOn === day);
    if (matured.length > 0) this.#due(`mature:~:${day}`, day, 0n);
    if (expired.length === 0) return;
    this.#due(`expire:~:${day}`, day, -expired.reduce((sum, { points }) => sum + points, 0n));
  }

  #due(id: string, day: string, points: bigint): void {
    this.#posted.push({ id, day, points });
    this.#newestDue = day;
  }

  #credit(
    sale: PlainSale,
    { points: { expiry, pendingDays } }: PlainProgramme,
    { points, day, today }: { readonly points: bigint; readonly day: string; readonly today: string },
  ): void {
    const availableOn = plusDays(day, pendingDays);
    const expiresOn = endOfLife(expiry, availableOn);
    const over = expiresOn !== undefined && expiresOn <= today;
    const stillborn = over || (expiresOn !== undefined && expiresOn <= availableOn);
    this.#credits.push({ points, availableOn, expiresOn, stillborn, waited: availableOn > today && !stillborn });
    if (!stillborn) return;
    const goneOn = over && expiresOn > day ? expiresOn : day;
    this.#posted.push({ id: `expire:purchase:${sale.purchaseId}`, day: goneOn, points: -points });
  }

  /** Points that count on a day: those of its month and of so many months before. */
  #counting({ tiers: { window } }: PlainProgramme, day: string): bigint {
    const now = monthNumber(day);
    return this.#sold
      .filter(({ month }) => 'lifetime' in window || (month <= now && month + window.months >= now))
      .reduce((sum, { points }) => sum + points, 0n);
  }

  #supported(version: PlainProgramme, ...days: string[]): number {
    const best = days.map((day) => this.#counting(version, day)).reduce((a, b) => (a > b ? a : b));
    return version.tiers.levels.filter(({ from }) => BigInt(from) <= best).length - 1;
  }

  #rise(version: PlainProgramme, today: string, id: string): void {
    const supported = this.#supported(version, today);
    if (supported > this.#index(version))
      this.#change(version, supported, { day: today, since: today, why: 'reached', id });
  }

  #judge(day: string): void {
    if (this.#since === undefined) return;
    const version = this.#versionOn(day);
    const { window, review } = version.tiers;
    const index = this.#index(version);
    if (index === 0 || 'lifetime' in window || review.drop === 'never') return;
    const due = plusDays(plusMonths(this.#since, review.afterMonths), review.graceDays);
    if (due > day) return;
    const reviewDay = plusDays(day, -review.graceDays);
    const supported = this.#supported(version, reviewDay, day);
    const id = `tier:~:${day}`;
    this.#newestDue = day;
    if (supported >= index) {
      this.#change(version, index, { day, since: reviewDay, why: 'confirmed', id });
      return;
    }
    const to = review.drop === 'one-level' ? index - 1 : supported;
    this.#change(version, to, { day, since: day, why: 'not-supported', id });
  }

  #change(
    version: PlainProgramme,
    index: number,
    { id, ...change }: { readonly id: string; readonly day: string; readonly since: string; readonly why: string },
  ): void {
    const to = version.tiers.levels[index]?.id ?? '';
    this.#posted.push({ id, day: change.day, points: 0n });
    this.#changes.push({ ...change, to });
    this.#level = to;
    this.#since = change.since;
  }

  #index({ tiers }: PlainProgramme): number {
    return Math.max(
      0,
      tiers.levels.findIndex(({ id }) => id === this.#level),
    );
  }

  #levelIn(version: PlainProgramme): string {
    return version.tiers.levels[this.#index(version)]?.id ?? '';
  }

  #version(index: number): PlainProgramme {
    const version = this.#versions[index];
    if (version === undefined) throw new RangeError('a story has a programme');
    return version;
  }

  #versionAt(at: number): PlainProgramme {
    return this.#versions.filter(({ effectiveFrom }) => Date.parse(effectiveFrom) <= at).at(-1) ?? this.#version(0);
  }

  #versionOn(day: string): PlainProgramme {
    return this.#versions.filter((_, index) => (this.#firstDays[index] ?? '') <= day).at(-1) ?? this.#version(0);
  }

  #newestDay(): string {
    const at = this.#newestSale;
    const day = at === undefined ? '' : localDate(at, this.#versionAt(at).timeZone);
    return day > this.#newestDue ? day : this.#newestDue;
  }

  #newestVersion(): PlainProgramme {
    const at = this.#newestSale ?? 0;
    const version = this.#versionAt(at);
    return localDate(at, version.timeZone) < this.#newestDue ? this.#versionOn(this.#newestDue) : version;
  }
}

export type Holdings = {
  readonly available: bigint;
  readonly pending: bigint;
  readonly expired: bigint;
  /** Points that can be used, by their last day, in spending order. */
  readonly lots: readonly {
    readonly points: bigint;
    readonly availableOn: string;
    readonly expiresOn: string | undefined;
  }[];
};

/** What the credits of a story are worth on a day that is not before its newest posting. */
export function holdingsOn(day: string, credits: readonly Credit[]): Holdings {
  const sum = (which: (credit: Credit) => boolean) =>
    credits.filter(which).reduce((total, { points }) => total + points, 0n);
  const gone = ({ stillborn, expiresOn }: Credit) => stillborn || (expiresOn !== undefined && expiresOn <= day);
  const waits = (credit: Credit) => !gone(credit) && credit.availableOn > day;
  const usable = (credit: Credit) => !gone(credit) && !waits(credit);
  const lastDays = [...new Set(credits.filter(usable).map(({ expiresOn }) => expiresOn))];
  return {
    available: sum(usable),
    pending: sum(waits),
    expired: sum(gone),
    // Sorting leaves undefined for the end.
    lots: lastDays.sort().map((expiresOn) => {
      const same = credits.filter((credit) => usable(credit) && credit.expiresOn === expiresOn);
      return {
        points: same.reduce((total, { points }) => total + points, 0n),
        availableOn: same.map(({ availableOn }) => availableOn).sort()[0] ?? '',
        expiresOn,
      };
    }),
  };
}
