/** Random histories of people against the plain model: who is who, what they allow, what they bought, and who is gone. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { applyEvents } from '../../../shared/commands/apply-events.ts';
import type { Dependencies } from '../../../shared/commands/dependencies.ts';
import type { Outcome } from '../../../shared/commands/outcome.ts';
import { verifyMember } from '../../../shared/commands/verify-member.ts';
import type { ParsedEvent } from '../../../shared/contracts/parse-event.ts';
import type { UnknownMemberPolicy } from '../../../shared/domain/programme.ts';
import { digests } from '../../fixtures/ledger.ts';
import { runs } from '../../property-runs.ts';
import { CallFailedError, anyFates, failing } from '../failing-stores.ts';
import { anySteps, kindOf, names } from './any-people.ts';
import type { Answer, Deed, Named, Step } from './any-people.ts';
import { PlainPeople, allowedBy } from './plain-people.ts';
import type { Person } from './plain-people.ts';
import { Town, eventOf, noonOf } from './town.ts';

const policies = fc.constantFrom<UnknownMemberPolicy>('enrol', 'park', 'refuse');
const valueOf = (name: string) => name.slice(kindOf(name).length + 1);

/** Noon of a day; of a day and a half, what comes right after it. */
function instantOn(day: number): number {
  return Date.parse(noonOf(Math.floor(day))) + (Number.isInteger(day) ? 0 : 1);
}

function consentOf({ granted, day, text }: Answer) {
  return { purpose: 'promotions', channel: 'email', granted, at: noonOf(day), text, how: 'form', by: 'them' };
}

/** The event of a deed; people are named by the ids that they have in the town. */
function eventFor(place: number, deed: Deed, idOf: (person: number) => string): ParsedEvent {
  const memberOf = (named: Named) =>
    'person' in named ? { memberId: idOf(named.person) } : { [kindOf(named.name)]: valueOf(named.name) };
  const send = (type: string, data: object) => eventOf(type, deed.day, { ...data }, { id: `e${String(place)}` });
  const requestId = `q${String(place)}`;
  switch (deed.kind) {
    case 'enrol':
    case 'update': {
      const given = new Map<string, string | null>();
      if (deed.kind === 'enrol') for (const name of deed.names) given.set(kindOf(name), valueOf(name));
      else for (const [kind, name] of Object.entries(deed.names)) given.set(kind, name === null ? null : valueOf(name));
      const called = deed.calledBy === undefined ? {} : { name: deed.calledBy };
      const told = { ...Object.fromEntries<unknown>(given), ...called, consents: deed.answers.map(consentOf) };
      return deed.kind === 'enrol'
        ? send('member.enrolled', told)
        : send('member.updated', { ...told, member: memberOf(deed.who) });
    }
    case 'erase':
      return send('member.erased', { requestId, member: memberOf(deed.who) });
    case 'merge':
      return send('member.merged', { requestId, kept: memberOf(deed.kept), removed: memberOf(deed.removed) });
    case 'buy': {
      const sale = { purchaseId: `p${String(place)}`, currency: 'CNY', net: 10_000 };
      return send('purchase.completed', { ...sale, member: memberOf(deed.who) });
    }
    case 'return':
      return send('purchase.returned', {
        returnId: `r${String(place)}`,
        purchaseId: `p${String(deed.sale)}`,
        full: true,
      });
  }
}

const noSuchPerson = Number.MAX_SAFE_INTEGER;

/** A town and the plain model of it, side by side. */
class Side {
  readonly town: Town;
  readonly model: PlainPeople;
  /** Ids that the town has given to the people of the model, by their number. */
  readonly ids: string[] = [];
  readonly #deeds = new Map<number, { readonly deed: Deed; readonly event: ParsedEvent }>();

  constructor(unknown: UnknownMemberPolicy) {
    this.town = new Town(unknown);
    this.model = new PlainPeople(unknown);
  }

  /** Whoever is not there yet when a deed names them is nobody, for as often as it is said. */
  #settled(deed: Deed): Deed {
    const named = (one: Named): Named =>
      'person' in one && one.person >= this.ids.length ? { person: noSuchPerson } : one;
    if (deed.kind === 'merge') return { ...deed, kept: named(deed.kept), removed: named(deed.removed) };
    return 'who' in deed ? { ...deed, who: named(deed.who) } : deed;
  }

  /** What the model and the town say of a step; undefined for one that says nothing again. */
  async take(place: number, step: Step, deliver: (event: ParsedEvent, delivery: string) => Promise<string>) {
    const of = 'deed' in step ? place : step.again % Math.max(place, 1);
    if ('deed' in step) {
      const deed = this.#settled(step.deed);
      this.#deeds.set(place, { deed, event: eventFor(place, deed, (person) => this.ids[person] ?? 'nobody') });
    }
    const found = this.#deeds.get(of);
    if (found === undefined) return undefined;
    const delivery = `d${String('redelivered' in step && step.redelivered ? of : place)}`;
    const expected = this.model.take(of, found.deed, delivery);
    const told = await deliver(found.event, delivery);
    for (const { names: own } of this.model.people.slice(this.ids.length)) {
      const [name = ''] = own.keys();
      this.ids.push((await this.town.owner(kindOf(name), valueOf(name)))?.memberId ?? 'nobody has the name');
    }
    return { expected, told };
  }

  #ordersOf(index: number): number {
    const own = [...this.model.sales.values()].filter(({ person }) => this.model.present(person) === index);
    return own.filter(({ isBack }) => !isBack).length;
  }

  async #expectPerson(index: number, { names: own, calledBy, answers, left }: Person): Promise<void> {
    const { town } = this;
    const id = this.ids[index] ?? '';
    const account = await town.account(id);
    if (account === undefined) throw new TypeError('everybody has an account');
    expect(account.left).toMatchObject(
      left === undefined ? {} : left === 'erased' ? { how: 'erased' } : { how: 'merged', into: this.ids[left.into] },
    );
    expect(account.orders).toBe(typeof left === 'object' ? 0 : this.#ordersOf(index));
    expect((await verifyMember({ ledger: town.store, digests }, account)).differences).toEqual([]);
    const profile = await town.profile(id);
    expect(profile === undefined).toBe(left !== undefined);
    expect(profile?.identities.map(({ kind, value }) => `${kind}:${value}`).toSorted() ?? []).toEqual(
      [...own.keys()].toSorted(),
    );
    expect(profile?.facts['name']?.value).toBe(calledBy?.value);
    expect(profile?.consents[0]?.granted).toBe(allowedBy(answers));
    const proof = (await town.store.consents(id)).flatMap(({ consents }) => consents);
    const kept = proof.map(({ granted, at, text }) => `${String(at)} ${text} ${String(granted)}`);
    const given = answers.map(
      ({ granted, day, text }) => `${String(Date.parse(noonOf(day)))} ${text} ${String(granted)}`,
    );
    expect(kept.toSorted()).toEqual(given.toSorted());
  }

  /** Everything that is kept is what the model keeps. */
  async expectAlike(): Promise<void> {
    const { town, model, ids } = this;
    const { accounts } = await town.store.scanAccounts();
    expect(accounts.map(({ account }) => account.memberId).toSorted()).toEqual(ids.toSorted());
    for (const [index, person] of model.people.entries()) await this.#expectPerson(index, person);
    for (const name of names) {
      const { memberId = null, erasedAt = null, former = [] } = (await town.owner(kindOf(name), valueOf(name))) ?? {};
      const before = (model.former.get(name) ?? []).map(({ person, until }) => {
        return { memberId: ids[person], until: instantOn(until) };
      });
      expect(former).toEqual(before);
      const owner = model.owners.get(name);
      expect(memberId).toBe(owner === undefined ? null : ids[owner]);
      const erasedOn = model.erasedOn.get(name);
      expect(erasedAt).toBe(erasedOn === undefined ? null : instantOn(erasedOn));
      const waiting = [...model.waiting]
        .filter(([, one]) => one.name === name)
        .map(([place]) => `purchase:p${String(place)}`);
      expect((await town.parked(kindOf(name), valueOf(name))).toSorted()).toEqual(waiting.toSorted());
    }
    // Every sale is in somebody's books, once, and nobody has another.
    const sold: string[] = [];
    for (const id of ids) {
      for await (const { kind, entryId } of town.store.history(id)) if (kind === 'earn') sold.push(`${id} ${entryId}`);
    }
    const expected = [...model.sales].map(([place, { person }]) => `${ids[person] ?? ''} purchase:p${String(place)}`);
    expect(sold.toSorted()).toEqual(expected.toSorted());
  }
}

function said(outcome: Outcome | undefined): string {
  return outcome?.status === 'refused' ? outcome.refusal.code : String(outcome?.status);
}

it('tells of every event what the plain model tells, and keeps what it keeps', async () => {
  await fc.assert(
    fc.asyncProperty(policies, anySteps, async (unknown, steps) => {
      const side = new Side(unknown);
      for (const [place, step] of steps.entries()) {
        const both = await side.take(place, step, async (event, delivery) =>
          said(await side.town.deliver(event, delivery)),
        );
        expect(both?.told).toBe(both?.expected);
      }
      await side.expectAlike();
    }),
    { numRuns: runs(750) },
  );
});

/** Delivers an event again and again until nothing fails any more, as a queue does; what it was told in the end. */
async function untilDone(deps: Dependencies, event: ParsedEvent, delivery: string): Promise<string> {
  for (;;) {
    const { outcomes, failed } = await applyEvents(deps, [{ event, delivery }]);
    for (const error of failed.values()) if (!(error instanceof CallFailedError)) throw error;
    if (failed.size === 0) return said(outcomes.get(delivery));
  }
}

it('comes to the same when calls fail, races are lost and every delivery comes again until it is done', async () => {
  await fc.assert(
    fc.asyncProperty(policies, anySteps, anyFates, async (unknown, steps, fates) => {
      const rest = [...fates];
      const side = new Side(unknown);
      const { store, deps } = side.town;
      const rough = { ...deps, ...failing({ ledger: store, members: store }, () => rest.shift() ?? 'done') };
      for (const [place, step] of steps.entries()) {
        const both = await side.take(place, step, async (event, delivery) => untilDone(rough, event, delivery));
        expect(both?.told).toBe(both?.expected);
      }
      await side.expectAlike();
    }),
    { numRuns: runs(750) },
  );
});
