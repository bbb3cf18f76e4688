/** Addresses that nothing is sent to, whoever has them and whatever was consented to. */
import type { Consent, SuppressionReason } from '../domain/consent.ts';

export type Suppression = {
  /** Keyed hash of channel and address: nobody can read it there, and it outlives whoever is erased. */
  readonly key: string;
  readonly channel: Consent['channel'];
  readonly reason: SuppressionReason;
  /** RFC 3339. */
  readonly at: string;
};

export type SuppressionStore = {
  /** Suppresses an address; one that is suppressed already stays as it is. */
  readonly suppress: (suppression: Suppression) => Promise<'suppressed' | 'exists'>;
  /** Lifts a suppression; where there is none nothing changes. */
  readonly lift: (key: string) => Promise<void>;
  /** Those of the given addresses that are suppressed, strongly consistent. */
  readonly suppressed: (keys: readonly string[]) => Promise<ReadonlyMap<string, Suppression>>;
};
