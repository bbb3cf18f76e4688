import { parseMessage } from '../../contracts/messages.ts';
import type { Message } from '../../contracts/messages.ts';
import type { MessageList, MessageStore } from '../message-store.ts';

/** Messages in memory, with all that were claimed, in the order in which they were. */
export function memoryMessages(): MessageStore & MessageList & { readonly claimed: readonly Message[] } {
  const claimed: Message[] = [];
  const byMember = new Map<string, Map<string, Message>>();
  return {
    claimed,
    async claim(message) {
      const { memberId, occasion } = message;
      const own = byMember.get(memberId) ?? new Map<string, Message>();
      if (own.has(occasion)) return Promise.resolve('exists');
      byMember.set(memberId, own.set(occasion, message));
      claimed.push(message);
      return Promise.resolve('claimed');
    },
    async list(memberId) {
      const own = [...(byMember.get(memberId)?.values() ?? [])];
      return Promise.resolve(own.sort((a, b) => (a.occasion < b.occasion ? -1 : 1)).map(parseMessage));
    },
    async newest(memberId, kind) {
      const of = [...(byMember.get(memberId)?.values() ?? [])].filter((message) => message.kind === kind);
      const last = of.reduce<Message | undefined>(
        (newest, message) => (newest === undefined || message.occasion > newest.occasion ? message : newest),
        undefined,
      );
      return Promise.resolve(last === undefined ? undefined : parseMessage(last));
    },
  };
}
