import type { EntryDraft } from './entry.ts';
import type { Posting } from './posting.ts';
import { heldBelow, levelAt, levelIndex, qualifyingAmount, supportedIndex } from './tiers.ts';

/** Posts the rise that an entry reached, judged as of the newest posting, if it reached one. */
export function rise(posting: Posting, cause: EntryDraft): void {
  const { account, today } = posting;
  const { tiers } = posting.judging;
  const current = levelIndex(account.standing, tiers);
  const supported = supportedIndex(qualifyingAmount(account.progress, tiers, today), tiers);
  if (supported <= current) return;
  const [from, to] = [levelAt(current, tiers).id, levelAt(supported, tiers).id];
  const before = heldBelow(account, tiers, supported, today);
  // Of a floor nothing changes: a judgement or a return may bring the member back to it.
  posting.changeLevel(cause, { from, to, since: today, reason: 'reached', before }, null);
}
