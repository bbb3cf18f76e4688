/**
 * When steps are handed to their queues. Those that were planned are handed out in steps of five minutes, so that a run has
 * few of them however many zones its members live in. What a sender gives back is handed out just after such an instant,
 * never at it: which of both a due step is, is seen from its time.
 */
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';

const everyMs = 5 * 60_000;

/** The first instant of the five minutes that a message planned for `sendAt` is handed out at; not before it. */
export function handedOutAt(sendAt: Instant): Instant {
  return instantOf(Math.ceil(sendAt / everyMs) * everyMs);
}

/** When a message is handed out again that is given back at `now` until `from`: after both. */
export function givenBackAt(from: Instant, now: Instant): Instant {
  return instantOf(handedOutAt(instantOf(Math.max(from, now + 1))) + 1);
}

/** Whether planned messages are handed out at an instant, or those that were given back. */
export function isPlannedTime(at: Instant): boolean {
  return at % everyMs === 0;
}
