/**
 * Addresses that nothing is sent to: one that bounces, or whose owner complained. It is no consent, which a member gives
 * and takes back: it belongs to the address, whoever has it, and stays when the member is forgotten.
 */
import { email, phone } from '../contracts/members.ts';
import { id } from '../contracts/primitives.ts';
import type { Consent, SuppressionReason } from '../domain/consent.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { Digests } from '../platform/digest.ts';
import type { Suppression, SuppressionStore } from '../store/suppression-store.ts';

export type SuppressionDependencies = { readonly suppressions: SuppressionStore; readonly digests: Digests };

/** Where a channel reaches somebody: an e-mail address, a phone number, a push token, a WeChat open id. */
export type Address = { readonly channel: Consent['channel']; readonly value: string };

const valueOf = { email, sms: phone, push: id, wechat: id } as const;

/** The key of an address as it is compared; undefined for what is none of its channel. */
function keyOf({ lookUp }: Digests, { channel, value }: Address): string | undefined {
  const parsed = valueOf[channel].safeParse(value);
  return parsed.success ? lookUp(`suppressed ${channel}`, parsed.data) : undefined;
}

/** Suppresses an address from now on. @returns `invalid` for what is no address of the channel */
export async function suppressAddress(
  { suppressions, digests }: SuppressionDependencies,
  address: Address,
  { reason, at }: { readonly reason: SuppressionReason; readonly at: Instant },
): Promise<'suppressed' | 'exists' | 'invalid'> {
  const key = keyOf(digests, address);
  if (key === undefined) return 'invalid';
  return suppressions.suppress({ key, channel: address.channel, reason, at: formatInstant(at) });
}

/** Lets an address be reached again. @returns `invalid` for what is no address of the channel */
export async function liftSuppression(
  { suppressions, digests }: SuppressionDependencies,
  address: Address,
): Promise<'lifted' | 'invalid'> {
  const key = keyOf(digests, address);
  if (key === undefined) return 'invalid';
  await suppressions.lift(key);
  return 'lifted';
}

/** Why nothing is sent to an address; undefined where it may be reached. */
export async function suppressionOf(
  { suppressions, digests }: SuppressionDependencies,
  address: Address,
): Promise<Suppression | undefined> {
  const key = keyOf(digests, address);
  return key === undefined ? undefined : (await suppressions.suppressed([key])).get(key);
}
