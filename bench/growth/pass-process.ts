/**
 * One segment of a pass, or its end, in a process of its own, as it is a function of its own: prints what it has used, and
 * the most memory that was alive whenever it was looked at, in bytes. What is alive is what is left when garbage is
 * collected, of the heap and of the buffers beside it. Started with --expose-gc.
 */
import * as z from 'zod/mini';
import { measureFinish, measureSegment } from './measure-pass.ts';
import { segmentEnd } from './segment-end.ts';

const whole = z.int().check(z.minimum(0));
const order = z.object({
  accounts: whole,
  segments: whole,
  folder: z.string(),
  /** Which segment is to be reviewed, or the ends of all. */
  segment: z.optional(whole),
  ends: z.optional(z.array(segmentEnd)),
});

/** Looking takes as long as reviewing a hundred accounts. */
const pagesForALook = 4;

const { segment, ends, ...options } = order.parse(JSON.parse(process.argv[2] ?? ''));
const { gc } = globalThis;
if (gc === undefined) throw new Error('the process is to be started with --expose-gc');

let peakBytes = 0;
let seen = 0;
function look(): void {
  seen += 1;
  if (segment !== undefined && seen % pagesForALook !== 0 && seen > pagesForALook) return;
  gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  peakBytes = Math.max(peakBytes, heapUsed + arrayBuffers);
}

const measured =
  segment === undefined
    ? await measureFinish({ ...options, look }, ends ?? [])
    : await measureSegment({ ...options, look }, segment);
process.stdout.write(JSON.stringify({ ...measured, peakBytes }));
