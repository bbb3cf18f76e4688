/** Addresses that nothing is sent to, whoever has them: the list is apart from consent, and outlives an erasure. */
import { liftSuppression, suppressAddress } from '../../shared/commands/suppress-address.ts';
import type { Address } from '../../shared/commands/suppress-address.ts';
import { consentChannels, suppressionReasons } from '../../shared/domain/consent.ts';
import type { SuppressionReason } from '../../shared/domain/consent.ts';
import { UsageError } from '../failure.ts';
import type { Desk } from './desk.ts';

/** The address that `CHANNEL:ADDRESS` names. @throws UsageError when it is not of that form */
export function addressOption(text: string): Address {
  const [name, ...value] = text.split(':');
  const channel = consentChannels.find((known) => known === name);
  if (channel === undefined || value.length === 0) {
    throw new UsageError(`an address is named CHANNEL:ADDRESS, CHANNEL being one of ${consentChannels.join(', ')}`);
  }
  return { channel, value: value.join(':') };
}

/** The reason that `--reason` names. @throws UsageError when it names none */
export function reasonOption(text: string | undefined): SuppressionReason {
  const reason = suppressionReasons.find((known) => known === text);
  if (reason === undefined) throw new UsageError(`suppress needs --reason, one of ${suppressionReasons.join(', ')}`);
  return reason;
}

function badAddress({ channel }: Address): UsageError {
  return new UsageError(`this is no address that the channel ${channel} reaches`);
}

/** @throws UsageError for what is no address of its channel */
export async function suppress(
  desk: Desk,
  address: Address,
  reason: SuppressionReason,
): Promise<'suppressed' | 'exists'> {
  const done = await suppressAddress(desk, address, { reason, at: desk.now() });
  if (done === 'invalid') throw badAddress(address);
  return done;
}

/** @throws UsageError for what is no address of its channel */
export async function unsuppress(desk: Desk, address: Address): Promise<void> {
  if ((await liftSuppression(desk, address)) === 'invalid') throw badAddress(address);
}
