/** What the answers of the HTTP API are made of. */
import * as z from 'zod/mini';
import { outgoingAmount } from '../outgoing-values.ts';

export const balance = z
  .object({ available: outgoingAmount, pending: outgoingAmount, reserved: outgoingAmount, debt: outgoingAmount })
  .register(z.globalRegistry, { id: 'balance' });
