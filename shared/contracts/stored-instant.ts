import * as z from 'zod/mini';
import { instantOf } from '../domain/zone.ts';

/** An instant as records of campaigns keep it: epoch milliseconds. */
export const storedInstant = z.pipe(z.int(), z.transform(instantOf));
