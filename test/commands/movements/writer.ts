/** Ids are new for each movement; what a movement refers to is one that is there. */
import { plusDays } from '../../domain/reference/dates.ts';
import type { PlainReturn } from '../../domain/reference/kept.ts';
import { linesOf } from '../../domain/reference/kept.ts';
import type { Draft, Returned } from './any-drafts.ts';
import type { Redeem, Reserve, Sale, Step } from './movement.ts';

const msPerDay = 86_400_000;

const utcDay = (at: number) => new Date(at).toISOString().slice(0, 10);

/** Gives drafts their ids, their time and what they refer to. */
export class Writer {
  readonly #sales: Sale[] = [];
  readonly #requests: (Redeem | Reserve)[] = [];

  /** A return may refer to a sale that comes later, so all sales are written first. */
  write(given: readonly { readonly draft: Draft; readonly at: number }[]): Step[] {
    const known = given.map(({ draft, at }, index) => this.#firstPass(draft, at, String(index)));
    return given.map(({ draft, at }, index) => known[index] ?? this.#secondPass(draft, at, String(index)));
  }

  #firstPass(draft: Draft, at: number, index: string): Step | undefined {
    switch (draft.kind) {
      case 'sale': {
        const { who: buyer, goods: bought, channel: where } = draft;
        return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: buyer, ...bought, ...where });
      }
      case 'paid-sale': {
        const { who: buyer, goods: bought, channel: where, points: pointsRedeemed } = draft;
        return this.#sale({
          kind: 'sale',
          at,
          purchaseId: `p${index}`,
          who: buyer,
          ...bought,
          ...where,
          pointsRedeemed,
        });
      }
      case 'redeem':
        return this.#request({ ...draft, at, requestId: `q${index}` });
      case 'reserve':
        return this.#request({ ...draft, at, requestId: `q${index}` });
      case 'redeemed-sale': {
        const request = this.#requests[draft.of % Math.max(1, this.#requests.length)];
        if (request === undefined)
          return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: 'bob', ...draft.goods });
        const { who: buyer, points: pointsRedeemed, requestId: redemptionId } = request;
        const paid = { pointsRedeemed, redemptionId };
        return this.#sale({ kind: 'sale', at, purchaseId: `p${index}`, who: buyer, ...draft.goods, ...paid });
      }
      case 'return':
      case 'return-without-sale':
      case 'commit':
      case 'cancel':
      case 'adjust':
      case 'import':
      case 'transfer':
      case 'enrol':
      case 'review':
        return undefined;
    }
  }

  #sale(sale: Sale): Sale {
    this.#sales.push(sale);
    return sale;
  }

  #request<Request extends Redeem | Reserve>(request: Request): Request {
    this.#requests.push(request);
    return request;
  }

  #secondPass(draft: Draft, at: number, index: string): Step {
    switch (draft.kind) {
      case 'return':
        return this.#return(draft.of, draft.returned, at, index);
      case 'return-without-sale':
        return { ...draft, at, returnId: `r${index}` };
      case 'commit':
      case 'cancel': {
        const holds = this.#requests.filter(({ kind }) => kind === 'reserve');
        const { requestId, who: holder } = holds[draft.of % Math.max(1, holds.length)] ?? {
          requestId: 'none',
          who: 'ann',
        };
        return { kind: draft.kind, at, requestId, who: holder };
      }
      case 'adjust':
        return { ...draft, at, requestId: `q${index}` };
      case 'import': {
        const day = utcDay(at);
        const lots = draft.lots.map(({ points: given, availableIn, expiresIn }) => ({
          points: given,
          ...(availableIn === undefined ? {} : { availableOn: plusDays(day, availableIn) }),
          expiresOn: expiresIn === null ? null : plusDays(day, expiresIn),
        }));
        return { kind: 'import', at, requestId: `q${index}`, who: draft.who, lots };
      }
      case 'transfer':
        return { ...draft, at, requestId: `q${index}` };
      case 'enrol':
        return { ...draft, at, eventId: `e${index}` };
      case 'review':
        // The last day that is over by then in every zone.
        return { kind: 'review', day: utcDay(at - 2 * msPerDay) };
      case 'sale':
      case 'paid-sale':
      case 'redeemed-sale':
      case 'redeem':
      case 'reserve':
        throw new TypeError(`a ${draft.kind} is written first`);
    }
  }

  #return(of: number, how: Returned, at: number, index: string): Step {
    const sale = this.#sales[of % Math.max(1, this.#sales.length)];
    const ofSale = sale === undefined ? [] : linesOf(sale);
    const partOf = (amount: number, quarters: number) =>
      quarters > 4 ? amount + 1 : Math.floor((amount * quarters) / 4);
    let back: PlainReturn;
    if ('full' in how) {
      back = how;
    } else if ('part' in how) {
      back = {
        net: partOf(
          ofSale.reduce((sum, { net: ofLine }) => sum + ofLine, 0),
          how.part,
        ),
      };
    } else {
      const named = how.lines.map(({ part: quarters, quantity }, position) => {
        const { lineId, net: ofLine } = ofSale[position] ?? { lineId: 'none', net: 1 };
        return { lineId, net: partOf(ofLine, quarters), ...(quantity === undefined ? {} : { quantity }) };
      });
      const known = named.filter(({ lineId }) => lineId !== 'none' && lineId !== '(whole)');
      back = { lines: known.length === 0 ? named : known };
    }
    return { kind: 'return', at, returnId: `r${index}`, purchaseId: sale?.purchaseId ?? 'none', goods: back };
  }
}
