/** The birthday of a member who buys, read only where a rule asks for it. */
import { birthdayOf } from '../domain/birthday.ts';
import type { Birthday } from '../domain/birthday.ts';
import { asksForBirthdays, programmeAt } from '../domain/programme.ts';
import type { ProgrammeVersions } from '../domain/programme.ts';
import type { Instant } from '../domain/zone.ts';
import type { BirthdaysOf } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';

/** Something that may earn by rules, and when. */
type Occurred = { readonly type: string; readonly occurredAt: Instant };

/** What is read with the account: nothing where the versions that decide about purchases among the events do not ask. */
export function birthdayToRead(
  memberId: string,
  events: readonly Occurred[],
  versions: ProgrammeVersions,
  consistency: BirthdaysOf['consistency'],
): BirthdaysOf | undefined {
  const asks = events.some(({ type, occurredAt }) => {
    return type === 'purchase.completed' && asksForBirthdays(programmeAt(versions, occurredAt));
  });
  return asks ? { memberIds: [memberId], consistency } : undefined;
}

/** The birthday that was read, if it was asked for. A profile that an eventual read did not find is looked for again, strongly consistent. */
export async function birthdayRead(
  members: Pick<Dependencies['members'], 'profile'>,
  memberId: string,
  birthdays: ReadonlyMap<string, Birthday | null> | undefined,
): Promise<Birthday | undefined> {
  if (birthdays === undefined) return undefined;
  const read = birthdays.get(memberId);
  if (read !== undefined) return read ?? undefined;
  const profile = await members.profile(memberId);
  return profile && birthdayOf(profile);
}
