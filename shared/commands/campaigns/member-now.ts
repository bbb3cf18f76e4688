/** A member at the moment of sending: nothing of it is older than the read that it came with. */
import type { Account } from '../../domain/account.ts';
import type { Day } from '../../domain/calendar.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import { waysTo } from '../../domain/campaigns/choose-channel.ts';
import type { Way } from '../../domain/campaigns/choose-channel.ts';
import { programmeAt } from '../../domain/programme.ts';
import type { Programme, ProgrammeVersions } from '../../domain/programme.ts';
import { businessDay } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Profile } from '../../store/member-store.ts';
import type { Step } from '../../domain/campaigns/campaign.ts';
import { suppressionOf } from '../suppress-address.ts';
import { accountAt } from './plan-row.ts';
import type { SendDependencies } from './send-dependencies.ts';

export type MemberNow = {
  readonly memberId: string;
  /** With everything posted that is due by now. */
  readonly account: Account;
  readonly person: Profile;
  readonly day: Day;
  readonly programme: Programme;
  readonly versions: ProgrammeVersions;
};

type Reading = Pick<SendDependencies, 'ledger' | 'members' | 'programmes'>;

/** Reads a member, strongly consistent; undefined for who was erased, or merged into another. */
export async function memberNow(deps: Reading, memberId: string, now: Instant): Promise<MemberNow | undefined> {
  const [{ accounts }, person, versions] = await Promise.all([
    deps.ledger.read({ memberIds: [memberId], entryIds: [] }),
    deps.members.profile(memberId),
    deps.programmes(),
  ]);
  const found = accounts.get(memberId)?.account;
  if (found === undefined || person === undefined || found.left !== null) return undefined;
  const programme = programmeAt(versions, now);
  const account = accountAt(found, now, versions);
  return { memberId, account, person, day: businessDay(now, programme.timeZone), programme, versions };
}

export type WayNow = Way | { readonly reason: 'no-consent' | 'no-address' | 'suppressed' };

/** The way that a step takes now: the first that the member allows, has an address for, and that nobody has barred. */
export async function wayNow(
  deps: Pick<SendDependencies, 'suppressions' | 'digests' | 'webhook'>,
  { person }: Pick<MemberNow, 'person'>,
  { channels }: Pick<Step, 'channels'>,
  { purpose }: Pick<Campaign, 'purpose'>,
): Promise<WayNow> {
  const { ways, reason } = waysTo(person, channels, purpose, deps.webhook);
  for (const way of ways) {
    if (way.goesBy === null) return way;
    const address = { channel: way.goesBy, value: way.address };
    if ((await suppressionOf(deps, address)) === undefined) return way;
  }
  return { reason: ways.length === 0 ? reason : 'suppressed' };
}
