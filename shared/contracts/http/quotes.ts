/** What a basket would bring, asked before it is paid. */
import { quoteAnswer, quoteRequest } from '../quote.ts';
import { noParameters, operation } from './operation.ts';

export const quoteBasket = operation({
  name: 'quoteBasket',
  summary: 'Quote a basket',
  description:
    'What a basket would earn if it were paid now, for what reasons, and what points could pay of it. The purchase that ' +
    'follows gives what the quote said, as long as nothing else of the member happens in between and the day is the same. A ' +
    'basket that names a reservation is quoted as if that had been committed just before.',
  query: noParameters,
  body: quoteRequest,
  writes: false,
  status: 200,
  answer: quoteAnswer,
  problems: ['wrong-currency', 'unknown-member', 'member-erased', 'insufficient-points', 'unknown-reservation'],
});
