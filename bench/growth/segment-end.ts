import * as z from 'zod/mini';

const whole = z.int().check(z.minimum(0));

/** How a segment has ended, as one process tells it to another. */
export const segmentEnd = z.object({
  segment: whole,
  part: whole,
  reviewed: whole,
  posted: whole,
  failed: whole,
  done: z.boolean(),
});
