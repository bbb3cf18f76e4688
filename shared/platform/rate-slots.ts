/** Keeps what one process asks of a provider under a rate. */

const msPerSecond = 1000;

/**
 * Turns at a rate, in the order in which they are asked for. After a time without any, none is made up for: a provider that
 * takes fourteen a second takes no burst of a minute's.
 *
 * @param nowMs a clock that never goes back
 */
export function rateSlots(nowMs: () => number, sleep: (ms: number) => Promise<void>) {
  let freeAt = 0;
  /** @param perSecond the rate that this turn is under, above zero */
  return async (perSecond: number): Promise<void> => {
    const now = nowMs();
    const at = Math.max(now, freeAt);
    freeAt = at + msPerSecond / perSecond;
    if (at > now) await sleep(at - now);
  };
}
