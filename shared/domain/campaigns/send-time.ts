/**
 * Quiet hours (messaging.md, "One send"): when nothing is sent on some channels, by the clock of the member's own zone. Of
 * a member whose zone nobody knows, hours that are quiet in no zone of the programme's country.
 */
import { aheadOfUtc, instantOf, isTimeZone, timeOfDay } from '../zone.ts';
import type { Instant } from '../zone.ts';
import type { Channel, QuietHours } from './campaign.ts';
import { zonesOfCountry } from './country-zones.ts';

const msPerMinute = 60_000;
const msPerDay = 86_400_000;

/** What a plan that says nothing of quiet hours means. */
export const usualQuietHours: QuietHours = { from: 21 * 60, to: 9 * 60, channels: ['sms', 'push'] };

/** Whose hours count: the member's zone as the profile tells it, null where it does not, and the programme's. */
export type Zones = { readonly member: string | null; readonly programme: string };

/** How long it still is to the end of quiet hours by a clock that is not changed meanwhile, in ms; 0 when it is not quiet. */
function quietFor(instant: Instant, { from, to }: QuietHours, timeZone: string): number {
  const time = timeOfDay(instant, timeZone);
  const [start, end] = [from * msPerMinute, to * msPerMinute];
  if (start <= end) return time >= start && time < end ? end - time : 0;
  if (time >= start) return msPerDay - time + end;
  return time < end ? end - time : 0;
}

/** The first instant after `before` at which the zone's clock is set otherwise than at it; it is by `until`. */
function changeOfClock(before: Instant, until: Instant, timeZone: string): Instant {
  const ahead = aheadOfUtc(before, timeZone);
  let [same, changed] = [before, until];
  while (changed - same > 1) {
    const middle = instantOf(Math.floor((same + changed) / 2));
    if (aheadOfUtc(middle, timeZone) === ahead) same = middle;
    else changed = middle;
  }
  return changed;
}

/** An instant not after the end of the quiet hours that contain `instant`, and after it; or `instant` when it is not quiet. */
function towardsTheirEnd(instant: Instant, hours: QuietHours, timeZone: string): Instant {
  const left = quietFor(instant, hours, timeZone);
  if (left === 0) return instant;
  const end = instantOf(instant + left);
  const isChanged = aheadOfUtc(instantOf(end - 1), timeZone) !== aheadOfUtc(instant, timeZone);
  return isChanged ? changeOfClock(instant, instantOf(end - 1), timeZone) : end;
}

/** Every awake hour comes by within two days, also where a clock is changed; or there is none. */
const searchedMs = 2 * msPerDay;

/** The earliest instant from `instant` on that is quiet in none of the zones; undefined when there is none. */
function awakeIn(timeZones: readonly string[], instant: Instant, hours: QuietHours): Instant | undefined {
  let at = instant;
  while (at - instant <= searchedMs) {
    const next = timeZones.reduce((reached, timeZone) => towardsTheirEnd(reached, hours, timeZone), at);
    if (next === at) return at;
    at = next;
  }
  return undefined;
}

/** What must be awake when a message is sent: the member's zone, or every zone that may be it. */
function zonesOf({ member, programme }: Zones): readonly string[] {
  return member !== null && isTimeZone(member) ? [member] : zonesOfCountry(programme);
}

/**
 * The earliest instant from `instant` on at which a message may be sent. A country so wide that some place is always asleep
 * goes by the programme's own zone.
 *
 * @param zones the programme's is one that the runtime knows; a member's that it does not know is as good as none
 */
export function sendTimeFrom(instant: Instant, channel: Channel, hours: QuietHours, zones: Zones): Instant {
  if (!hours.channels.includes(channel)) return instant;
  return awakeIn(zonesOf(zones), instant, hours) ?? awakeIn([zones.programme], instant, hours) ?? instant;
}

/** Whether a message has to wait. */
export function isQuiet(instant: Instant, channel: Channel, hours: QuietHours, zones: Zones): boolean {
  return sendTimeFrom(instant, channel, hours, zones) !== instant;
}
