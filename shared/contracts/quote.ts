/** A quote: what a basket would bring at the till, asked before it is paid. */
import * as z from 'zod/mini';
import { formatDay } from '../domain/calendar.ts';
import type { Quote } from '../domain/quote.ts';
import { bases } from '../domain/programme.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import { contributionReasons } from './explanation.ts';
import { member } from './members.ts';
import { outgoingAmount as amount, outgoingLots, outgoingReasons } from './outgoing-values.ts';
import { dateTime, id } from './primitives.ts';
import { basketChecks, purchaseCompleted } from './purchase-completed.ts';
import { formatAmount } from './stored-values.ts';

const { currency, lines, net, pointsRedeemed, channel, storeId } = purchaseCompleted.shape;

const redemptionId = z.optional(id).register(z.globalRegistry, {
  description: 'A reservation that is committed before the purchase, or a redemption: of exactly `pointsRedeemed`.',
});

export const quoteRequest = z
  .object({ member, currency, lines, net, pointsRedeemed, redemptionId, channel, storeId }, { error: 'an object' })
  .check(...basketChecks)
  .register(z.globalRegistry, { id: 'quoteRequest' });
export type QuoteRequest = z.output<typeof quoteRequest>;

export const quoteAnswer = z
  .object({
    memberId: z.nullable(id).register(z.globalRegistry, {
      description: 'Null for somebody whom nobody knows yet and whom the purchase would enrol.',
    }),
    program: z.string().register(z.globalRegistry, { description: 'The version that decides, for example main@1.' }),
    at: dateTime.clone().register(z.globalRegistry, { description: 'The instant that the quote holds for.' }),
    points: amount.clone().register(z.globalRegistry, { description: 'To be earned.' }),
    debtPaid: amount.clone().register(z.globalRegistry, { description: 'Of them, those that would pay a debt.' }),
    lots: outgoingLots,
    explanation: outgoingReasons,
    discountPercent: z
      .number()
      .register(z.globalRegistry, { description: "The level's discount, for information: it is not in the amounts." }),
    usable: z.object({ points: amount, worthMinor: amount }).register(z.globalRegistry, {
      description: 'Points that can pay for goods of the basket, those of its redemption among them, and their worth.',
    }),
    level: z.object({ before: id, after: id }).register(z.globalRegistry, {
      description: 'Ids of the level at which the sale is earned, and of that after it.',
    }),
    next: z
      .nullable(z.object({ level: id, from: amount, missing: amount, basis: z.enum(bases) }))
      .register(z.globalRegistry, {
        description: 'The level above after the sale, in the unit of its basis; null at the top.',
      }),
  })
  .register(z.globalRegistry, { id: 'quote' });
export type QuoteAnswer = z.output<typeof quoteAnswer>;

/** @param memberId null for somebody whom the purchase would enrol */
export function formatQuote(quote: Quote, memberId: string | null, at: Instant): QuoteAnswer {
  const { program, earned, usable, level, basis, next } = quote;
  return {
    memberId,
    program,
    at: formatInstant(at),
    points: formatAmount(earned.points),
    debtPaid: formatAmount(earned.debtPaid),
    lots: earned.lots.map(({ points, availableOn, expiresOn, pending }) => ({
      points: formatAmount(points),
      availableOn: formatDay(availableOn),
      expiresOn: expiresOn === null ? null : formatDay(expiresOn),
      pending,
    })),
    explanation: [...contributionReasons(earned)],
    discountPercent: level.before.discountPercent,
    usable: { points: formatAmount(usable.points), worthMinor: formatAmount(usable.worthMinor) },
    level: { before: level.before.id, after: level.after.id },
    next:
      next === null
        ? null
        : {
            level: next.level.id,
            from: formatAmount(next.level.from),
            missing: formatAmount(next.missing),
            basis,
          },
  };
}
