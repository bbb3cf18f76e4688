/** Names of runs and messages (messaging.md, "Keys"). */
import { formatInstant } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';

/** The run of a scheduled time: started twice it is one run. */
export function runKey(campaignId: string, scheduledAt: Instant): string {
  return `${campaignId}#${formatInstant(scheduledAt)}`;
}

/** The one run of a plan that follows events: occasions come one by one, for as long as the plan does. */
export function standingRun(campaignId: string): string {
  return `${campaignId}#events`;
}

export function isStanding(run: string): boolean {
  return run.endsWith('#events');
}

/** What tells a member's messages apart, and what providers give back: letters, digits, `-` and `_`. */
export function messageIdOf(
  { content }: Pick<Digests, 'content'>,
  { campaignId, occasion, step }: { readonly campaignId: string; readonly occasion: string; readonly step: string },
): string {
  return content({ campaignId, occasion, step });
}
