/** The clock of a deployment. */
import { instantOf } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';

/** What time it is. */
export const clock = (): Instant => instantOf(Date.now());
