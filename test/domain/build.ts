/** Shortcuts for tests of the rules: programmes, sales and a member's ledger in as few words as an example needs. */
import type * as z from 'zod/mini';
import { seal } from '../../shared/commands/append.ts';
import { parseEntry } from '../../shared/contracts/entry-record.ts';
import type { EntryRecord } from '../../shared/contracts/entry-record.ts';
import { parseProgramme } from '../../shared/contracts/parse-programme.ts';
import type { programmeDocument } from '../../shared/contracts/programme-document.ts';
import { purchaseCompleted, toPurchase } from '../../shared/contracts/purchase-completed.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Account } from '../../shared/domain/account.ts';
import { parseDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import type { Cause, Entry, EntryDraft } from '../../shared/domain/entry.ts';
import type { Programme, ProgrammeVersions } from '../../shared/domain/programme.ts';
import type { Purchase } from '../../shared/domain/purchase.ts';
import type { Decision, Posted } from '../../shared/domain/posting.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { endOfDay, review } from '../../shared/domain/review.ts';
import { accountAfter, stepOf } from '../../shared/domain/step.ts';
import { parseInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import type { Digests } from '../../shared/platform/digest.ts';
import type { PlainProgramme, PlainSale } from './reference/plain.ts';
import type { Step } from './reference/story.ts';

type Document = z.input<typeof programmeDocument>;

export function day(text: string): Day {
  const found = parseDay(text);
  if (found === undefined) throw new RangeError(`no day: ${text}`);
  return found;
}

export function instant(text: string): Instant {
  const found = parseInstant(text);
  if (found === undefined) throw new RangeError(`no instant: ${text}`);
  return found;
}

/** One point for each 100 minor units, a year of life, one level; an example changes what it is about. */
const simplest: Document = {
  id: 'main',
  version: 1,
  effectiveFrom: '2000-01-01T00:00:00Z',
  name: { en: 'Perennial', 'zh-CN': '常青' },
  timeZone: 'UTC',
  currency: 'EUR',
  points: { expiry: { policy: 'after', months: 12 } },
  earn: [{ id: 'base', kind: 'rate', points: 1, perMinor: 100 }],
  tiers: { levels: [{ id: 'ordinary', from: 0 }] },
};

type Changes = Partial<Omit<Document, 'points' | 'tiers'>> & {
  readonly points?: Partial<Document['points']>;
  readonly tiers?: Partial<Document['tiers']>;
};

export function documentWith(changes: Changes = {}): Document {
  const { points, tiers, ...others } = changes;
  return { ...simplest, ...others, points: { ...simplest.points, ...points }, tiers: { ...simplest.tiers, ...tiers } };
}

/** @throws Error naming the faults when the document has any */
export function compile(document: unknown): Programme {
  const parsed = parseProgramme(document);
  if (!parsed.ok) throw new Error(parsed.faults.map(({ message }) => message).join('; '));
  return parsed.programme;
}

export const programmeWith = (changes: Changes = {}): Programme => compile(documentWith(changes));

export function versionsOf(first: Programme, ...others: readonly Programme[]): ProgrammeVersions {
  return [first, ...others];
}

type SaleData = Omit<z.input<typeof purchaseCompleted>, 'currency' | 'purchaseId'>;

/** A sale at an instant, with `data` as in the event. */
export function sale(at: string, data: SaleData, purchaseId = at): Purchase {
  return toPurchase(purchaseCompleted.parse({ purchaseId, currency: 'EUR', ...data }), instant(at));
}

/** The sale that the reference reads, as the rules take it. */
export function saleOfPlain({ at, ...data }: PlainSale): Purchase {
  return toPurchase(purchaseCompleted.parse({ currency: 'EUR', ...data }), instant(new Date(at).toISOString()));
}

const cause: Cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };

const digests = digestsWith(Buffer.from('a key of tests'));
const enrolment = { on: day('2020-01-01'), channel: null };

/** All that a decision posts. @throws TypeError when it is refused */
export function draftsOf(decision: Decision): readonly EntryDraft[] {
  if ('refused' in decision) throw new TypeError(decision.refused);
  return [...decision.due, ...decision.own].map(({ draft }) => draft);
}

/** The entry of a record that went through a store. */
export function readBack(record: EntryRecord): Entry {
  return parseEntry(JSON.parse(JSON.stringify(record)));
}

/** The records of drafts that are posted one after the other, chained by their hashes. */
export function sealAll(by: Digests, account: Account, drafts: readonly EntryDraft[]): EntryRecord[] {
  let [current, previous] = [account, account.head];
  return drafts.map((draft) => {
    const step = stepOf(current, draft);
    const record = seal(by, previous, step);
    [current, previous] = [step.account, record.hash];
    return record;
  });
}

/** A member's account with what was decided about it. */
export class Ledger {
  readonly #versions: ProgrammeVersions;
  readonly drafts: EntryDraft[] = [];
  account = newAccount('member', enrolment);

  constructor(first: Programme, ...others: readonly Programme[]) {
    this.#versions = [first, ...others];
  }

  sell(purchase: Purchase): readonly EntryDraft[] {
    const decision = decidePurchase(this.account, purchase, cause, { versions: this.#versions });
    if ('refused' in decision) throw new TypeError(decision.refused);
    return this.#post([...decision.due, ...decision.own]);
  }

  review(through: string): readonly EntryDraft[] {
    return this.#post(review(this.account, endOfDay(day(through), this.#versions), this.#versions));
  }

  take(step: Step): readonly EntryDraft[] {
    return 'review' in step ? this.review(step.review) : this.sell(saleOfPlain(step.sale));
  }

  /** Another ledger that has come to the same point. */
  fork(): Ledger {
    const other = new Ledger(...this.#versions);
    other.drafts.push(...this.drafts);
    other.account = this.account;
    return other;
  }

  /** The records as they are stored, chained by their hashes. */
  records(): EntryRecord[] {
    return sealAll(digests, newAccount('member', enrolment), this.drafts);
  }

  /** The entries, read back from what is stored. */
  entries(): Entry[] {
    return this.records().map(readBack);
  }

  /** The account is taken from the steps, as the commands take it: that it is the fold of the entries has to be proved. */
  #post(steps: Posted['own']): readonly EntryDraft[] {
    const drafts = steps.map(({ draft }) => draft);
    this.drafts.push(...drafts);
    this.account = accountAfter(this.account, steps);
    return drafts;
  }
}

export function ledgerOf([first, ...others]: readonly PlainProgramme[]): Ledger {
  if (first === undefined) throw new RangeError('a programme has a version');
  return new Ledger(compile(first), ...others.map(compile));
}
