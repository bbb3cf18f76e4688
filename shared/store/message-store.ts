/** What the pass needs of the messages: notices and changes of stage, each told once. */
import type { Message, MessageKind } from '../contracts/messages.ts';

export type MessageStore = {
  /** Puts a message if there is none of its member and occasion: whoever puts it has told it, and nobody else has. */
  readonly claim: (message: Message) => Promise<'claimed' | 'exists'>;
  /** The newest of a kind that a member was told, in the order of the days of occasions; strongly consistent. */
  readonly newest: (memberId: string, kind: MessageKind) => Promise<Message | undefined>;
};

/** For whoever asks what a member was told. */
export type MessageList = {
  /** All messages of a member, by kind and then in the order of the days; strongly consistent. */
  readonly list: (memberId: string) => Promise<readonly Message[]>;
};
