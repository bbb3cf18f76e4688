/** Counts the accounts of one stretch of a pass, one after the other, into a part that `takeSnapshot` puts together. */
import { formatPart } from '../contracts/pass-part.ts';
import type { PartPlace } from '../contracts/pass-part.ts';
import { held, moved } from '../domain/account.ts';
import type { Account } from '../domain/account.ts';
import { formatDay } from '../domain/calendar.ts';
import type { Day } from '../domain/calendar.ts';
import { programmeName } from '../domain/programme.ts';
import type { Programme } from '../domain/programme.ts';
import { factsOfAccount } from '../domain/statistics/account-facts.ts';
import { countMember } from '../domain/statistics/count-member.ts';
import { Cube } from '../domain/statistics/cube.ts';
import { Rows } from '../domain/statistics/rows.ts';
import { sumsContext } from '../domain/statistics/sums-context.ts';
import type { SumsContext } from '../domain/statistics/sums-context.ts';
import { addTotals, noTotals, totalsOf } from '../domain/statistics/totals.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Pass, PassStore } from '../store/pass-store.ts';

export type SumAccountsOptions = {
  /** The day at whose end the numbers hold. */
  readonly asOf: Day;
  /** The version that is in force at the end of the day. */
  readonly programme: Programme;
  readonly now: () => Instant;
};

/** Name of a part: the same stretch read again writes it again, in the place of what it was. */
function partName({ segment, part }: Pick<PartPlace, 'segment' | 'part'>): string {
  return [segment, part].map((number) => String(number).padStart(5, '0')).join('-');
}

export class AccountSums {
  readonly #options: SumAccountsOptions;
  readonly #context: SumsContext;
  readonly #cube: Cube;
  readonly #rows = new Rows();
  readonly #readFrom: Instant;
  #members = 0;
  #unbalanced = 0;
  #totals = noTotals;

  /** Begins at the time of the call: that is from when the accounts are read. */
  constructor(options: SumAccountsOptions) {
    const { asOf, programme } = options;
    this.#options = options;
    this.#context = sumsContext(asOf, programme);
    this.#cube = new Cube(programme.tiers.levels.map(({ id }) => id));
    this.#readFrom = options.now();
  }

  /** Adds an account as it is after its review. */
  add(account: Account): void {
    const totals = totalsOf(account);
    this.#totals = addTotals(this.#totals, totals);
    // Whose points do not add up is counted all the same: the numbers would lack somebody.
    if (held(totals) !== moved(totals)) this.#unbalanced += 1;
    const facts = factsOfAccount(account, this.#options.asOf);
    if (facts === undefined) return;
    countMember({ cube: this.#cube, rows: this.#rows }, facts, this.#context);
    if (facts.leftOn === null) this.#members += 1;
  }

  /** Writes the part; after it nothing more is to be added. */
  async put(passes: PassStore, run: string, place: PartPlace): Promise<void> {
    const { asOf, programme, now } = this.#options;
    const part = {
      ...place,
      program: programmeName(programme),
      readFrom: formatInstant(this.#readFrom),
      readTo: formatInstant(now()),
      members: this.#members,
      unbalanced: this.#unbalanced,
      totals: this.#totals,
      cube: this.#cube,
      rows: this.#rows,
    };
    const pass: Pass = { day: formatDay(asOf), run };
    await passes.putPart(pass, partName(place), formatPart(part));
  }
}
