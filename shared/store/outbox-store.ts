/** Messages of campaigns with what became of them, and what counts for a member's frequency caps. */
import type { CountedSend, MessageFact, SentMessage } from '../domain/campaigns/sent-message.ts';
import type { Instant } from '../domain/zone.ts';

/** The oldest first. `version` is the number of times they were put, and what the next put expects. */
export type VersionedSends = { readonly sends: readonly CountedSend[]; readonly version: number };

/** For whoever goes through a whole run. */
export type SentMessages = {
  /**
   * Messages by their keys, each key named once; eventually consistent, which costs half. In no order, and those that are
   * not there are left out.
   */
  readonly found: (
    keys: readonly { readonly memberId: string; readonly messageId: string }[],
  ) => Promise<readonly SentMessage[]>;
};

export type OutboxStore = {
  /** A message and the sends that count for its member's caps, in one strongly consistent read. */
  readonly read: (
    memberId: string,
    messageId: string,
  ) => Promise<{ readonly message: SentMessage | undefined; readonly sends: VersionedSends }>;
  /** All messages of a member, in the order of their ids; strongly consistent. */
  readonly messages: (memberId: string) => Promise<readonly SentMessage[]>;
  /** Puts the sends of a member; `conflict` when somebody else did since they were read. */
  readonly putSends: (
    memberId: string,
    sends: readonly CountedSend[],
    expected: number,
  ) => Promise<'committed' | 'conflict'>;
  /** Puts a message that is not there yet: a claim, or a skip. `put` to one alone of all who try. */
  readonly putMessage: (message: SentMessage) => Promise<'put' | 'exists'>;
  /**
   * Changes what a sender knows of its own message: channel, claim, lease, attempts, skip, failure, what is unknown. Facts
   * stay as they are, whatever the message given says of them: they may have come meanwhile.
   *
   * @returns `conflict` when its attempts or its lease are not as expected, or there is no such message
   */
  readonly changeMessage: (
    message: SentMessage,
    expected: Pick<SentMessage, 'attempts' | 'leaseUntil'>,
  ) => Promise<'committed' | 'conflict'>;
  /** Sets a fact, once; the first time stays. `unknown` where there is no such message. */
  readonly setFact: (
    memberId: string,
    messageId: string,
    fact: MessageFact,
    at: Instant,
  ) => Promise<'set' | 'exists' | 'unknown'>;
};
