/**
 * Who is who, told plainly: the rules of identities, profiles, consent, merges and erasures in Maps, sharing no code with
 * the commands and knowing nothing of stores, accounts or retries. Deeds are named by their place among the steps.
 */
import type { UnknownMemberPolicy } from '../../../shared/domain/programme.ts';
import { kindOf } from './any-people.ts';
import type { Answer, Deed, Enrolment, Erasure, Merge, Named, Purchase, Return, Update } from './any-people.ts';

export type Person = {
  /** With the newest day on which somebody said that the name is theirs. */
  readonly names: Map<string, number>;
  /** By kind, the newest day on which the names so far were replaced; half a day more where by none. */
  readonly replaced: Map<string, number>;
  calledBy: { readonly value: string | null; readonly day: number } | undefined;
  /** Names that were theirs, or somebody's who is one with them now, until a day. */
  readonly givenUp: { readonly name: string; readonly person: number; readonly until: number }[];
  /** Everything ever answered. */
  answers: readonly Answer[];
  left: 'erased' | { readonly into: number } | undefined;
};
type Sale = { readonly person: number; readonly delivery: string; isBack: boolean };
type Waiting = { readonly name: string; readonly day: number; readonly delivery: string };

/** The newest counts; on one day, taking back before saying something, and else the one later in the alphabet. */
function newer(one: Person['calledBy'], other: Person['calledBy']): Person['calledBy'] {
  if (one === undefined || other === undefined) return one ?? other;
  if (one.day !== other.day) return one.day > other.day ? one : other;
  if (one.value === null || other.value === null) return one.value === null ? one : other;
  return one.value > other.value ? one : other;
}

/** What counts of all answers: the newest, and of those of one day the refusal. */
export function allowedBy(answers: readonly Answer[]): boolean | undefined {
  const newest = Math.max(...answers.map(({ day }) => day));
  const last = answers.filter(({ day }) => day === newest);
  return last.length === 0 ? undefined : last.every(({ granted }) => granted);
}

export class PlainPeople {
  readonly people: Person[] = [];
  readonly owners = new Map<string, number>();
  readonly erasedOn = new Map<string, number>();
  /** Who had a name before, and until when; the last comes last. */
  readonly former = new Map<string, readonly { readonly person: number; readonly until: number }[]>();
  readonly sales = new Map<number, Sale>();
  readonly waiting = new Map<number, Waiting>();
  /** Returns that were applied or that wait for their sale, by their place. */
  readonly #returns = new Map<number, { readonly delivery: string; readonly sale: number; applied: boolean }>();
  /** What was done to whom, by its place; of purchases and returns the above says it. */
  readonly #done = new Map<number, { readonly delivery: string; readonly person: number }>();
  readonly #unknown: UnknownMemberPolicy;

  constructor(unknown: UnknownMemberPolicy) {
    this.#unknown = unknown;
  }

  /** What is told of a deed. */
  take(place: number, deed: Deed, delivery: string): string {
    switch (deed.kind) {
      case 'enrol':
        return this.#enrol(place, deed, delivery);
      case 'update':
        return this.#update(place, deed, delivery);
      case 'erase':
        return this.#erase(place, deed, delivery);
      case 'merge':
        return this.#merge(place, deed, delivery);
      case 'buy':
        return this.#buy(place, deed, delivery);
      case 'return':
        return this.#return(place, deed, delivery);
    }
  }

  /** Who somebody is by now. */
  present(person: number): number {
    const left = this.#person(person).left;
    return typeof left === 'object' ? this.present(left.into) : person;
  }

  #person(index: number): Person {
    const person = this.people[index];
    if (person === undefined) throw new RangeError('nobody');
    return person;
  }

  #wasErasedSince(name: string, day: number): boolean {
    return day < (this.erasedOn.get(name) ?? 0);
  }

  /** Who had a name on a day and has it no more, by whoever that is now. */
  #formerly(name: string, day: number): number | undefined {
    const former = this.former.get(name)?.find(({ until }) => day < until);
    return former && this.present(former.person);
  }

  /** Whose a name was on a day. */
  #holder(name: string, day: number): number | undefined {
    return this.#formerly(name, day) ?? this.owners.get(name);
  }

  #giveUp(name: string, person: number, until: number): void {
    const before = this.former.get(name) ?? [];
    const others = before.at(-1)?.person === person ? before.slice(0, -1) : before;
    this.former.set(name, [...others, { person, until }].toSorted((a, b) => a.until - b.until).slice(-5));
    this.#person(person).givenUp.push({ name, person, until });
  }

  #forget(name: string, day: number, who: ReadonlySet<number>): void {
    const erasedOn = Math.max(day, this.erasedOn.get(name) ?? day);
    this.erasedOn.set(name, erasedOn);
    const left = (this.former.get(name) ?? []).filter(({ person, until }) => until > erasedOn && !who.has(person));
    this.former.set(name, left);
  }

  /** Whom a name means on a day: somebody, or why nobody; a number may be of somebody who left. */
  #meant(named: Named, day: number): number | 'member-erased' | 'unknown-member' {
    if ('person' in named) return named.person < this.people.length ? named.person : 'unknown-member';
    if (this.#wasErasedSince(named.name, day)) return 'member-erased';
    return this.#holder(named.name, day) ?? 'unknown-member';
  }

  /** The same, and who that is by now. */
  #whoIs(named: Named, day: number): number | 'member-erased' | 'unknown-member' {
    const meant = this.#meant(named, day);
    if (typeof meant === 'string') return meant;
    const present = this.present(meant);
    return this.#person(present).left === 'erased' ? 'member-erased' : present;
  }

  #again(place: number, delivery: string): string | undefined {
    const done = this.#done.get(place);
    return done && (done.delivery === delivery ? 'applied' : 'duplicate');
  }

  #newcomer(): number {
    const nobody = { calledBy: undefined, answers: [], left: undefined };
    return this.people.push({ ...nobody, names: new Map(), replaced: new Map(), givenUp: [] }) - 1;
  }

  /** What a person is called by after all: names that are older than what replaced them are theirs no more. */
  #settleNames(index: number): void {
    const { names, replaced } = this.#person(index);
    for (const [name, day] of names) {
      const until = replaced.get(kindOf(name)) ?? day;
      if (day >= until) continue;
      names.delete(name);
      this.#giveUp(name, index, until);
    }
    for (const [name, owner] of this.owners) if (owner === index && !names.has(name)) this.owners.delete(name);
    for (const name of names.keys()) this.owners.set(name, index);
    for (const [place, { name, day, delivery }] of this.waiting) {
      if (this.#holder(name, day) !== index) continue;
      this.waiting.delete(place);
      this.#post(place, index, delivery);
    }
  }

  #learn(index: number, day: number, { calledBy, answers }: Enrolment | Update, names: readonly string[]): void {
    const person = this.#person(index);
    for (const name of names) {
      // What was given up since does not come back; what was replaced already was theirs for a time, if it is nobody's.
      if (this.#formerly(name, day) === index) continue;
      const until = person.replaced.get(kindOf(name)) ?? day;
      const known = person.names.get(name);
      if (day >= until || known !== undefined) person.names.set(name, Math.max(day, known ?? day));
      else if (this.#holder(name, day) === undefined) this.#giveUp(name, index, until);
    }
    if (calledBy !== undefined) person.calledBy = newer({ value: calledBy, day }, person.calledBy);
    person.answers = [...person.answers, ...answers];
    this.#settleNames(index);
  }

  #enrol(place: number, deed: Enrolment, delivery: string): string {
    const { day, names } = deed;
    if (names.some((name) => this.#wasErasedSince(name, day))) return 'member-erased';
    const again = this.#again(place, delivery);
    if (again !== undefined) return again;
    const [owner, another] = new Set(names.flatMap((name) => this.#holder(name, day) ?? []));
    if (another !== undefined) return 'identity-taken';
    const person = owner ?? this.#newcomer();
    this.#done.set(place, { delivery, person });
    this.#learn(person, day, deed, names);
    return 'applied';
  }

  #update(place: number, deed: Update, delivery: string): string {
    const { day, who, names } = deed;
    if (this.#meant(who, day) === 'member-erased') return 'member-erased';
    const given = Object.values(names).flatMap((name) => name ?? []);
    if (given.some((name) => this.#wasErasedSince(name, day))) return 'member-erased';
    const again = this.#again(place, delivery);
    if (again !== undefined) return again;
    const person = this.#whoIs(who, day);
    if (typeof person === 'string') return person;
    const { replaced } = this.#person(person);
    const isTaken = (name: string) => {
      const owner = this.#holder(name, day);
      // What is theirs already is not asked for, nor a name that something newer has replaced.
      if (this.owners.get(name) === person) return false;
      return owner !== undefined && owner !== person && day >= (replaced.get(kindOf(name)) ?? day);
    };
    if (given.some(isTaken)) return 'identity-taken';
    for (const [kind, name] of Object.entries(names)) {
      const since = name === null ? day + 0.5 : day;
      replaced.set(kind, Math.max(since, replaced.get(kind) ?? since));
    }
    this.#done.set(place, { delivery, person });
    this.#learn(person, day, deed, given);
    return 'applied';
  }

  #erase(place: number, { day, who }: Erasure, delivery: string): string {
    if (this.#meant(who, day) === 'member-erased') return 'member-erased';
    const again = this.#again(place, delivery);
    if (again !== undefined) return again;
    const index = this.#whoIs(who, day);
    if (typeof index === 'string') return index;
    const person = this.#person(index);
    const all = new Set([index, ...person.givenUp.map((one) => one.person)]);
    for (const { name, until } of person.givenUp) this.#forget(name, Math.min(until, day), all);
    for (const name of person.names.keys()) {
      this.#forget(name, day, all);
      this.owners.delete(name);
    }
    person.names.clear();
    Object.assign(person, { calledBy: undefined, answers: [], givenUp: [], left: 'erased' });
    this.#done.set(place, { delivery, person: index });
    return 'applied';
  }

  #merge(place: number, { day, kept, removed }: Merge, delivery: string): string {
    const both = [this.#meant(kept, day), this.#meant(removed, day)] as const;
    for (const [index, named] of [kept, removed].entries()) {
      const meant = both[index];
      // Whether there is anybody of our own id is asked later.
      if (meant === 'member-erased' || (meant === 'unknown-member' && 'name' in named)) return meant;
    }
    const [one, other] = both;
    const done = this.#done.get(place);
    if (done !== undefined && typeof one === 'number' && typeof other === 'number') {
      const all = new Set([one, other, done.person].map((person) => this.present(person)));
      if (all.size > 1) return 'conflicting-duplicate';
      return done.delivery === delivery ? 'applied' : 'duplicate';
    }
    if (typeof one === 'string' || typeof other === 'string') return 'unknown-member';
    for (const { left } of [this.#person(one), this.#person(other)]) {
      if (left !== undefined) return left === 'erased' ? 'member-erased' : 'invalid-merge';
    }
    if (one === other) return 'invalid-merge';
    this.#done.set(place, { delivery, person: one });
    this.#makeOne(one, other, day);
    return 'applied';
  }

  #makeOne(one: number, other: number, day: number): void {
    const [kept, removed] = [this.#person(one), this.#person(other)];
    for (const [name, since] of removed.names) {
      // All names of both find this person, whatever replaced others before.
      kept.names.set(name, Math.max(since, day, kept.replaced.get(kindOf(name)) ?? day));
    }
    kept.calledBy = newer(kept.calledBy, removed.calledBy);
    kept.answers = [...kept.answers, ...removed.answers];
    kept.givenUp.push(...removed.givenUp);
    removed.names.clear();
    Object.assign(removed, { calledBy: undefined, answers: [], givenUp: [], left: { into: one } });
    this.#settleNames(one);
  }

  #buy(place: number, { day, who }: Purchase, delivery: string): string {
    const person = this.#whoIs(who, day);
    if (person === 'member-erased') return person;
    const sale = this.sales.get(place);
    if (typeof person === 'number') {
      if (sale === undefined) return this.#post(place, person, delivery);
      if (this.present(sale.person) !== person) return 'conflicting-duplicate';
      return sale.delivery === delivery ? 'applied' : 'duplicate';
    }
    if ('person' in who) return 'unknown-member';
    if (this.#unknown === 'refuse') {
      // Of a name that was somebody's once it is told that the sale is another's.
      const hasMoved = this.erasedOn.has(who.name) || (this.former.get(who.name) ?? []).length > 0;
      return hasMoved && sale !== undefined ? 'conflicting-duplicate' : 'unknown-member';
    }
    if (sale !== undefined) return 'conflicting-duplicate';
    if (this.#unknown === 'park') {
      const before = this.waiting.get(place);
      if (before !== undefined) return before.delivery === delivery ? 'parked' : 'duplicate';
      this.waiting.set(place, { name: who.name, day, delivery });
      return 'parked';
    }
    const newcomer = this.#newcomer();
    this.#person(newcomer).names.set(who.name, day);
    this.#settleNames(newcomer);
    return this.#post(place, newcomer, delivery);
  }

  #post(place: number, person: number, delivery: string): string {
    const back = [...this.#returns.values()].filter(({ sale }) => sale === place);
    for (const one of back) one.applied = true;
    this.sales.set(place, { person, delivery, isBack: back.length > 0 });
    return 'applied';
  }

  #return(place: number, { sale }: Return, delivery: string): string {
    const before = this.#returns.get(place);
    if (before !== undefined) {
      if (before.delivery !== delivery) return 'duplicate';
      return before.applied ? 'applied' : 'parked';
    }
    const bought = this.sales.get(sale);
    this.#returns.set(place, { delivery, sale, applied: bought !== undefined });
    if (bought === undefined) return 'parked';
    bought.isBack = true;
    return 'applied';
  }
}
