import { quotePurchase } from '../commands/quote-purchase.ts';
import { quoteBasket } from '../contracts/http/quotes.ts';
import type { Instant } from '../domain/zone.ts';
import { route } from './route.ts';

export type QuotesDependencies = Parameters<typeof quotePurchase>[0] & { readonly now: () => Instant };

/** The routes of the resource `quotes`. */
export const quoteRoutes = [
  route(quoteBasket, async (deps: QuotesDependencies, { body }) => {
    const result = await quotePurchase(deps, body, deps.now());
    return result.status === 'quoted' ? { document: result.quote } : { refusal: result.refusal };
  }),
];
