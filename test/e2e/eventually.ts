import { setTimeout } from 'node:timers/promises';

const pollMs = 40;
/** Proves nothing: it only ends what would wait for ever, and says what it waited for. */
const limitMs = 120_000;

/** Looks again and again until there is something to see. @throws Error when that takes far too long */
export async function eventually<Seen>(what: string, look: () => Promise<Seen | undefined>): Promise<Seen> {
  const giveUp = Date.now() + limitMs;
  for (;;) {
    const seen = await look();
    if (seen !== undefined) return seen;
    if (Date.now() > giveUp) throw new Error(`waited in vain for ${what}`);
    await setTimeout(pollMs);
  }
}
