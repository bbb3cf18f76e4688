import { parseCountedSends, parseSentMessage } from '../../contracts/sent-message.ts';
import type { SentMessage } from '../../domain/campaigns/sent-message.ts';
import type { SentMessages, OutboxStore, VersionedSends } from '../outbox-store.ts';

const noSends: VersionedSends = { sends: [], version: 0 };

/** Messages of campaigns in memory. */
export function memoryOutbox(): OutboxStore & SentMessages {
  const members = new Map<string, Map<string, SentMessage>>();
  const sendsOf = new Map<string, VersionedSends>();
  const messageOf = (memberId: string, messageId: string) => members.get(memberId)?.get(messageId);
  const keep = (message: SentMessage) => {
    const own = members.get(message.memberId) ?? new Map<string, SentMessage>();
    members.set(message.memberId, own.set(message.messageId, parseSentMessage(message)));
  };
  return {
    read: async (memberId, messageId) =>
      Promise.resolve({ message: messageOf(memberId, messageId), sends: sendsOf.get(memberId) ?? noSends }),
    found: async (keys) =>
      Promise.resolve(keys.flatMap(({ memberId, messageId }) => messageOf(memberId, messageId) ?? [])),
    async messages(memberId) {
      const own = [...(members.get(memberId)?.values() ?? [])];
      return Promise.resolve(own.sort((a, b) => (a.messageId < b.messageId ? -1 : 1)));
    },
    async putSends(memberId, sends, expected) {
      if ((sendsOf.get(memberId) ?? noSends).version !== expected) return Promise.resolve('conflict');
      sendsOf.set(memberId, { sends: parseCountedSends(sends), version: expected + 1 });
      return Promise.resolve('committed');
    },
    async putMessage(message) {
      if (messageOf(message.memberId, message.messageId) !== undefined) return Promise.resolve('exists');
      keep(message);
      return Promise.resolve('put');
    },
    async changeMessage(message, expected) {
      const now = messageOf(message.memberId, message.messageId);
      if (now?.attempts !== expected.attempts || now.leaseUntil !== expected.leaseUntil)
        return Promise.resolve('conflict');
      const { channel, claimedAt, leaseUntil, attempts, skipped, failedAt, unknownSince, presumedSentAt } = message;
      const known = { channel, claimedAt, leaseUntil, attempts, skipped, failedAt, unknownSince, presumedSentAt };
      keep({ ...now, ...known });
      return Promise.resolve('committed');
    },
    async setFact(memberId, messageId, fact, at) {
      const now = messageOf(memberId, messageId);
      if (now === undefined) return Promise.resolve('unknown');
      if (now.facts[fact] !== undefined) return Promise.resolve('exists');
      keep({ ...now, facts: { ...now.facts, [fact]: at } });
      return Promise.resolve('set');
    },
  };
}
