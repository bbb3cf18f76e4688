/**
 * The published promises (messaging.md, "One send"): whatever dies before or after whatever step, and however queues and
 * providers double and reorder what they deliver, promotions by text message and push arrive at most once, promotions by
 * e-mail once, twice only where a crash and a lost event meet, and what is owed at least once.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { standingOf } from '../../../shared/commands/campaigns/message-standing.ts';
import { verifyMember } from '../../../shared/commands/verify-member.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { digests } from '../../fixtures/ledger.ts';
import { ProcessDied } from '../../fixtures/provider-fake.ts';
import type { Fate, Mishap } from '../../fixtures/provider-fake.ts';
import { planOf } from './plan-documents.ts';
import { PostOffice } from './post-office.ts';
import type { Step } from './post-office.ts';

const minute = 60_000;
const members = ['ann', 'ben'];
const plans = [
  ['mail', 'promotions', 'email'],
  ['text', 'promotions', 'sms'],
  ['push', 'promotions', 'push'],
  ['owed-mail', 'loyalty', 'email'],
  ['owed-text', 'loyalty', 'sms'],
] as const;

/** Happenings in turn; when they are over, all goes well. */
type Course = {
  readonly steps: readonly Step[];
  readonly mishaps: readonly Mishap[];
  /** Which of the waiting messages is delivered next, and whether it is delivered again later although it was taken. */
  readonly deliveries: readonly { readonly pick: number; readonly again: boolean; readonly waits: number }[];
  /** How often each event is told; none is lost where `loses` is false. */
  readonly copies: readonly number[];
};

function courses(loses: boolean): fc.Arbitrary<Course> {
  const step = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Step>('done') },
    { weight: 1, arbitrary: fc.constant<Step>('dies before') },
    { weight: 1, arbitrary: fc.constant<Step>('dies after') },
  );
  // Nothing is refused: what a provider refuses for good is promised to nobody.
  const mishap = fc.constantFrom<Mishap>(
    'none',
    'none',
    'throttled',
    'lost before',
    'lost after',
    'crash before',
    'crash after',
  );
  const delivery = fc.record({ pick: fc.nat(100), again: fc.boolean(), waits: fc.constantFrom(0, 0, 1, 7) });
  return fc.record({
    steps: fc.array(step, { maxLength: 120, size: 'max' }),
    mishaps: fc.array(mishap, { maxLength: 30, size: 'max' }),
    deliveries: fc.array(delivery, { maxLength: 60, size: 'max' }),
    copies: fc.array(fc.integer({ min: loses ? 0 : 1, max: 2 }), { maxLength: 40, size: 'max' }),
  });
}

/** Does something until it is done: whoever invokes it tries again when the process died. */
async function untilDone(work: () => Promise<unknown>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
    }
  }
}

class Day {
  readonly office: PostOffice;
  readonly #course: Course;
  #deliveries = 0;
  #events = 0;

  constructor(course: Course, fate: Fate) {
    this.#course = course;
    this.office = new PostOffice({ mishap: (call) => course.mishaps[call] ?? 'none', fate: () => fate });
  }

  async begin(): Promise<void> {
    for (const memberId of members) await this.office.member(memberId);
    for (const [id, purpose, channel] of plans) {
      const offer = id === 'mail' ? { offer: { points: 5 } } : {};
      const steps = [{ id: 'first', afterDays: 0, channels: [channel], template: 'words', ...offer }];
      const own = purpose === 'loyalty' ? { caps: undefined } : {};
      await this.office.publish(planOf({ id, purpose, steps, expiresAfterHours: 240, ...own }));
    }
    this.office.stepOf = (write) => this.#course.steps[write] ?? 'done';
    for (const [id] of plans) await untilDone(async () => this.office.plan(id));
  }

  async #track(): Promise<void> {
    for (const provider of Object.values(this.office.providers)) {
      const copies = () => this.#course.copies[this.#events++] ?? 1;
      const told = provider.takeEvents({ copies, order: (events) => events.toReversed() });
      for (const event of told) await untilDone(async () => this.office.track(event));
    }
  }

  /** One message from the queues; it stays there until somebody says that it is done with. */
  async #deliver(): Promise<void> {
    const { office } = this;
    const { pick, again, waits } = this.#course.deliveries[this.#deliveries] ?? { pick: 0, again: false, waits: 0 };
    this.#deliveries += 1;
    const index = pick % office.queues.length;
    const [one] = office.queues.splice(index, 1);
    if (one === undefined) return;
    office.later(waits * minute);
    try {
      const { is } = await office.send(one);
      if (is === 'later' || again) office.queues.push(one);
    } catch (error) {
      if (!(error instanceof ProcessDied)) throw error;
      office.queues.push(one);
    }
  }

  /** Until nothing waits any more: the clock ticks every six minutes, as long as a queue hides what it has handed out. */
  async run(): Promise<void> {
    const { office } = this;
    for (let round = 0; round < 600; round += 1) {
      await untilDone(async () => office.handOut());
      const waiting = office.queues.length;
      for (let count = 0; count < waiting && office.queues.length > 0; count += 1) await this.#deliver();
      await this.#track();
      const toCome = await office.campaigns.due(instantOf(office.now + 24 * 60 * minute));
      if (office.queues.length === 0 && toCome.length === 0) return;
      office.later(6 * minute);
    }
    throw new Error('a day ends');
  }

  counts(id: string, channel: 'email' | 'sms' | 'push'): readonly number[] {
    const { messages } = this.office.providers[channel];
    return members.map(
      (memberId) => messages.filter((one) => one.memberId === memberId && one.campaignId === id).length,
    );
  }

  /** Points that a message promises are there once, whoever reads it and however often it was tried. */
  async #expectOffers(memberId: string): Promise<void> {
    const { accounts } = await this.office.store.read({ memberIds: [memberId], entryIds: [] });
    const account = accounts.get(memberId);
    if (account === undefined) throw new TypeError('a member has an account');
    const { bonus } = account.account.sums;
    const isTold = this.office.providers.email.messages.some(
      (message) => message.memberId === memberId && message.campaignId === 'mail',
    );
    expect(isTold ? [5n] : [0n, 5n]).toContain(bonus);
    const { differences } = await verifyMember({ ledger: this.office.store, digests }, account.account);
    expect(differences).toEqual([]);
  }

  async expectFacts(): Promise<void> {
    const { office } = this;
    for (const memberId of members) await this.#expectOffers(memberId);
    for (const memberId of members) {
      const messages = await office.messages(memberId);
      expect(messages).toHaveLength(plans.length);
      for (const message of messages) {
        const { messageId, channel, facts } = message;
        const taken = channel === null ? 0 : (office.providers[channel].accepted.get(`${memberId} ${messageId}`) ?? 0);
        // What is known to be sent was: no fact of what the provider never had.
        if (Object.keys(facts).length > 0) expect(taken).toBeGreaterThan(0);
        if (taken === 0) expect(['unknown', 'overdue', 'over']).toContain(standingOf(message, office.now));
        expect(message.skipped).toBeNull();
        expect(message.failedAt).toBeNull();
      }
    }
  }
}

const never = (counts: readonly number[], most: number) => counts.every((count) => count <= most);

it('hold where every event arrives', async () => {
  await fc.assert(
    fc.asyncProperty(courses(false), async (course) => {
      const day = new Day(course, 'delivered');
      await day.begin();
      await day.run();
      expect(never(day.counts('text', 'sms'), 1)).toBe(true);
      expect(never(day.counts('push', 'push'), 1)).toBe(true);
      expect(never(day.counts('mail', 'email'), 1)).toBe(true);
      expect(day.counts('owed-mail', 'email').every((count) => count >= 1)).toBe(true);
      expect(day.counts('owed-text', 'sms').every((count) => count >= 1)).toBe(true);
      await day.expectFacts();
    }),
  );
});

it('hold where events are lost', async () => {
  await fc.assert(
    fc.asyncProperty(courses(true), fc.constantFrom<Fate>('silent', 'delivered', 'read'), async (course, fate) => {
      const day = new Day(course, fate);
      await day.begin();
      await day.run();
      expect(never(day.counts('text', 'sms'), 1)).toBe(true);
      expect(never(day.counts('push', 'push'), 1)).toBe(true);
      expect(never(day.counts('mail', 'email'), 2)).toBe(true);
      expect(day.counts('owed-mail', 'email').every((count) => count >= 1)).toBe(true);
      expect(day.counts('owed-text', 'sms').every((count) => count >= 1)).toBe(true);
      await day.expectFacts();
    }),
  );
});

it('come to exactly one message each where nothing goes wrong, though queues deliver everything twice', async () => {
  const deliveries = Array.from({ length: 10 }, (_, pick) => ({ pick, again: true, waits: 0 }));
  const day = new Day({ steps: [], mishaps: [], deliveries, copies: [] }, 'silent');
  await day.begin();
  await day.run();
  for (const [id, , channel] of plans) expect(day.counts(id, channel)).toEqual([1, 1]);
});
