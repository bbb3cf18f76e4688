/** When a run pauses by itself (messaging.md, "One send"): its first messages tell what the others would do. */

/** So many messages of a run are looked at, by their ordinal. */
const firstMessages = 2000;
/** Over so many in a thousand of them. */
const bouncedOver = 50;
const complainedOver = 1;

/** Whether what becomes of a message counts. @param ordinal place among the messages of the run, from 0 */
export function countsForPause(ordinal: number): boolean {
  return ordinal < firstMessages;
}

const isOver = (count: number, perThousand: number) => count * 1000 > perThousand * firstMessages;

/**
 * Why a run pauses, or null. Complaints come first: they are what costs a sender its good name.
 *
 * @param seen how many of the first messages bounced for good, and how many were complained of
 */
export function pauseFor(seen: {
  readonly bounced: number;
  readonly complained: number;
}): 'complaints' | 'bounces' | null {
  if (isOver(seen.complained, complainedOver)) return 'complaints';
  return isOver(seen.bounced, bouncedOver) ? 'bounces' : null;
}
