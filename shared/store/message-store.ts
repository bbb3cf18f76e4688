/** What the pass needs of the messages: notices and changes of stage, each told once. */
import type { Message, MessageKind } from '../contracts/messages.ts';

export type MessageStore = {
  /** Puts a message if there is none of its member and occasion: whoever puts it has told it, and nobody else has. */
  readonly claim: (message: Message) => Promise<'claimed' | 'exists'>;
  /** The newest of a kind that a member was told, by the day of its occasion; strongly consistent. */
  readonly newest: <Kind extends MessageKind>(
    memberId: string,
    kind: Kind,
  ) => Promise<Extract<Message, { readonly kind: Kind }> | undefined>;
};
