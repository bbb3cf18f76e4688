/** What a basket would bring, asked before it is paid. */
import { quoteRoutes } from '../../../shared/http/quotes.ts';
import { deployedQuotes } from '../../../shared/runtime/http-handler.ts';

export const handler = deployedQuotes(quoteRoutes);
