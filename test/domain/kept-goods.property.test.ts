/**
 * Returns beside a reference that runs the sale again with the kept lines (domain.md, "Returns"): the member keeps what
 * these would have earned on the day of the sale, whatever came back in which portions.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceOf, held, moved } from '../../shared/domain/account.ts';
import type { EntryDraft } from '../../shared/domain/entry.ts';
import { decideRedemption } from '../../shared/domain/redemption.ts';
import { decideReturn, returnsAfter } from '../../shared/domain/return-purchase.ts';
import type { PostedSale } from '../../shared/domain/sale-lots.ts';
import { nothingReturned } from '../../shared/domain/sale-returns.ts';
import { decidePurchase } from '../../shared/domain/record-purchase.ts';
import { decideAdjustment } from '../../shared/domain/adjustment.ts';
import { evolve } from '../../shared/domain/evolve.ts';
import { newAccount } from '../../shared/domain/account.ts';
import type { Decision } from '../../shared/domain/posting.ts';
import { parseDecimal } from '../../shared/domain/rational.ts';
import { runs } from '../property-runs.ts';
import { longLife, lifetimeLevels, oneLevel, wholeProgramme } from './arbitrary/whole-programme.ts';
import { compile, day, draftsOf, instant, sale as saleOf } from './build.ts';
import { earnedBy } from './reference/earned.ts';
import type { Fraction } from './reference/fraction.ts';
import { whole } from './reference/fraction.ts';
import { KeptGoods, linesOf } from './reference/kept.ts';
import type { PlainReturn } from './reference/kept.ts';
import type { PlainLine } from './reference/plain.ts';
import type { WholeProgramme } from './reference/whole.ts';

const plain = { noNullPrototype: true } as const;
const cause = { eventId: 'event', delivery: 'delivery', content: 'content', revision: 1 };
const saleDay = '2025-01-10';

type Goods = { readonly net?: number; readonly lines?: PlainLine[] };
const net = fc.oneof(
  { weight: 5, arbitrary: fc.integer({ min: 0, max: 4000 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, 1, 100) },
);
const line = fc.record(
  {
    kind: fc.constantFrom<PlainLine['kind'][]>('product', 'product', 'product', 'service', 'shipping', 'gift_card'),
    net,
    quantity: fc.constantFrom('1', '1', '2', '0', '0.5', '3', '0.333'),
    sku: fc.constantFrom('A', 'B'),
    category: fc.constant<string[]>([]),
    tags: fc.constant<string[]>([]),
  },
  plain,
);
const goods: fc.Arbitrary<Goods> = fc.oneof(
  { weight: 1, arbitrary: fc.record({ net }, plain) },
  {
    weight: 4,
    arbitrary: fc
      .array(line, { minLength: 1, maxLength: 4 })
      .map((given) => ({ lines: given.map((one, index) => ({ ...one, lineId: `line-${String(index)}` })) })),
  },
);

/** A return as it is drawn: parts of lines in eighths, an amount in eighths of the whole, or all that is left. */
const eighths = fc.constantFrom(0, 1, 1, 2, 3, 4, 5, 8, 8, 9);
const portion = fc.oneof(
  { weight: 4, arbitrary: fc.record({ line: fc.nat({ max: 4 }), eighths }, plain) },
  { weight: 2, arbitrary: fc.record({ eighths }, plain) },
  { weight: 1, arbitrary: fc.constant({ full: true as const }) },
);
type Portion = typeof portion extends fc.Arbitrary<infer Value> ? Value : never;

function returnOf(sold: Goods, drawn: Portion): PlainReturn {
  if ('full' in drawn) return drawn;
  const part = (amount: number) => (drawn.eighths > 8 ? amount + 1 : Math.floor((amount * drawn.eighths) / 8));
  const lines = linesOf(sold);
  if (!('line' in drawn)) return { net: part(lines.reduce((sum, { net: ofLine }) => sum + ofLine, 0)) };
  const { lineId, net: ofLine } = lines[drawn.line] ?? { lineId: 'none', net: 1 };
  return { lines: [{ lineId, net: part(ofLine) }] };
}

/** A member who had points before, sold something, and brings it back bit by bit. */
class Till {
  readonly #versions;
  readonly #document: WholeProgramme;
  readonly #sold: Goods;
  readonly kept: KeptGoods;
  readonly sale: PostedSale;
  readonly paid: bigint;
  account = newAccount('member', { on: day('2020-01-01'), channel: null });
  returns = nothingReturned;
  #count = 0;

  constructor(document: WholeProgramme, sold: Goods, { before, paid }: { before: number; paid: number }) {
    this.#versions = [compile(document)] as const;
    this.#document = document;
    this.#sold = sold;
    this.kept = new KeptGoods(linesOf(sold), document.points.earnsOn);
    const given = { requestId: 'before', points: BigInt(before), reason: 'a gift', actor: 'desk' };
    this.post(
      decideAdjustment(this.account, { ...given, occurredAt: instant('2025-01-01T12:00:00Z') }, cause, this.#versions),
    );
    this.paid = BigInt(Math.min(paid, before));
    const payment = this.paid === 0n ? undefined : { redeem: this.paid };
    const purchase = saleOf(`${saleDay}T12:00:00Z`, sold, 'p');
    const drafts = this.post(decidePurchase(this.account, purchase, cause, { versions: this.#versions, payment }));
    const earned = drafts.find(({ kind }) => kind === 'earn');
    if (earned?.kind !== 'earn') throw new TypeError('a sale earns');
    this.sale = { ...earned, seq: this.account.seq - drafts.length + drafts.indexOf(earned) + 1 };
  }

  post(decision: Decision): readonly EntryDraft[] {
    const drafts = draftsOf(decision);
    this.account = drafts.reduce(evolve, this.account);
    return drafts;
  }

  spend(points: bigint): void {
    const request = { requestId: 'spent', points, purchaseId: null, occurredAt: instant('2025-02-01T12:00:00Z') };
    if (points > 0n) this.post(decideRedemption(this.account, request, cause, this.#versions));
  }

  /** @returns what the return posted, or why it was refused */
  bringBack(given: PlainReturn): readonly EntryDraft[] | string {
    const lines = (given.lines ?? []).map(({ lineId, net: ofLine, quantity }) => {
      return {
        lineId,
        netMinor: BigInt(ofLine),
        quantity: quantity === undefined ? undefined : parseDecimal(quantity),
      };
    });
    const back = { lines, amountMinor: BigInt(given.net ?? 0), full: given.full === true };
    const request = {
      returnId: `r${String((this.#count += 1))}`,
      occurredAt: instant('2025-02-10T12:00:00Z'),
      goods: back,
    };
    const context = { versions: this.#versions, find: () => undefined };
    const decision = decideReturn(this.account, { sale: this.sale, returns: this.returns }, request, cause, context);
    if ('refused' in decision) return decision.refused;
    const drafts = this.post(decision);
    this.returns = drafts.reduce(returnsAfter, this.returns);
    expect(this.returns).toEqual(decision.returns);
    return drafts;
  }

  /** What the kept goods earn when the sale is run again with them, under its rules and for its level. */
  earnedByKept(): bigint {
    const { valueOfPointMinor = 0 } = this.#document.points;
    const ofGoods = this.kept.net;
    const inMoney = Math.max(0, ofGoods - Number(this.paid) * valueOfPointMinor);
    const money: Fraction = ofGoods === 0 ? whole(1) : [BigInt(inMoney), BigInt(ofGoods)];
    return earnedBy(this.#document, { day: saleDay, level: this.sale.sale.level, money }, this.kept.parts()).points;
  }

  /** A till with the same sale, of which nothing has come back. */
  again(before: number, paid: number): Till {
    return new Till(this.#document, this.#sold, { before, paid });
  }
}

const before = fc.constantFrom(0, 0, 10, 50);
const paid = fc.constantFrom(0, 0, 1, 7, 30, 50);
const portions = fc.array(portion, { minLength: 1, maxLength: 6 });

describe('after any returns', () => {
  it('the member keeps what the kept goods would have earned on the day of the sale, and never more than before', () => {
    const programmes = wholeProgramme({ expiry: longLife, ruleLife: longLife, levels: lifetimeLevels });
    const spent = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(programmes, goods, before, paid, spent, portions, (document, sold, had, pays, percent, drawn) => {
        const till = new Till(document, sold, { before: had, paid: pays });
        expect(till.sale.points).toBe(till.earnedByKept());
        till.spend((balanceOf(till.account).available * BigInt(percent)) / 100n);
        let keeps = till.sale.points;
        for (const one of drawn) {
          const given = returnOf(sold, one);
          const { account: earlier, returns } = till;
          const refused = till.kept.refusalOf(given);
          const drafts = till.bringBack(given);
          expect(typeof drafts === 'string' ? drafts : undefined).toBe(refused);
          if (typeof drafts === 'string') {
            expect(till.returns).toBe(returns);
            continue;
          }
          till.kept.add(given);
          const due = till.earnedByKept();
          if (due < keeps) keeps = due;
          const undone = till.sale.points - keeps;
          expect(till.returns).toMatchObject({ undone, settled: undone, restored: till.kept.restored(till.paid) });
          // It never credits: what moves up is only what paid, and that is no earning.
          const taken = held(balanceOf(earlier)) - held(balanceOf(till.account));
          expect(taken + till.returns.restored - returns.restored >= 0n).toBe(true);
          expect(till.account.progress.total).toBe(keeps);
          expect(till.account.orders).toBe(till.kept.isAllBack ? 0 : 1);
          expect(Number(till.account.netMinor)).toBe(till.kept.net - till.kept.netBack);
          expect(held(balanceOf(till.account))).toBe(moved(till.account.sums));
        }
      }),
      { numRuns: runs(4000) },
    );
  });
});

/** Cuts a number into as many parts as there are weights. */
function cut(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let left = amount;
  return weights.map((weight, index) => {
    const part = index === weights.length - 1 ? left : Math.floor((amount * weight) / total);
    left -= part;
    return part;
  });
}

describe('ten small returns and one big one', () => {
  it('come to the same, in any order', () => {
    const programmes = wholeProgramme({
      ...{ expiry: longLife, ruleLife: longLife, levels: oneLevel },
      // A factor below one with a minimum lets a smaller sale earn more: the points kept do not rise again, so the path
      // has its say there.
      factors: ['1', '2', '1.5', '3'],
    });
    const share = fc.constantFrom(0, 1, 2, 4, 4);
    const returned = fc.tuple(fc.array(share, { minLength: 4, maxLength: 4 }), share);
    const weights = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 10 });
    const keys = fc.array(fc.nat(), { minLength: 60, maxLength: 60 });
    fc.assert(
      fc.property(
        programmes,
        goods,
        before,
        paid,
        returned,
        weights,
        keys,
        (document, sold, had, pays, [ofLines, rest], parts, order) => {
          const once = new Till(document, sold, { before: had, paid: pays });
          const lines = linesOf(sold).map((one, index) => {
            return { lineId: one.lineId, net: Math.floor((one.net * (ofLines[index] ?? 0)) / 4) };
          });
          const named = lines.filter(({ lineId, net: back }) => lineId !== '(whole)' && back > 0);
          const earning = linesOf(sold).filter(({ kind }) => document.points.earnsOn.includes(kind));
          const backOf = (id: string) => named.find(({ lineId }) => lineId === id)?.net ?? 0;
          const left = earning.reduce((sum, one) => sum + one.net - backOf(one.lineId), 0);
          const amount = Math.floor((left * rest) / 4);
          once.bringBack({ lines: named, net: amount });
          const small: PlainReturn[] = [
            ...named.flatMap(({ lineId, net: back }) =>
              cut(back, parts).map((one) => ({ lines: [{ lineId, net: one }] })),
            ),
            ...cut(amount, parts).map((one) => ({ net: one })),
          ];
          const shuffled = small
            .map((one, index) => ({ one, key: order[index % order.length] ?? 0 }))
            .sort((a, b) => a.key - b.key);
          const often = once.again(had, pays);
          for (const { one } of shuffled) expect(typeof often.bringBack(one)).not.toBe('string');
          const { undone, settled, restored } = once.returns;
          expect(often.returns).toMatchObject({ undone, settled, restored });
          const { sums, orders, netMinor, progress, available, pending, debt } = once.account;
          expect(often.account).toMatchObject({ sums, orders, netMinor, progress, debt });
          // What paid goes back in between, and may go to the very lots that the next return takes from.
          if (once.paid > 0n) return;
          const lots = (all: typeof available) => all.map(({ points, expiresOn }) => [points, expiresOn]);
          expect([lots(often.account.available), lots(often.account.pending)]).toEqual([
            lots(available),
            lots(pending),
          ]);
        },
      ),
      { numRuns: runs(3000) },
    );
  });
});
