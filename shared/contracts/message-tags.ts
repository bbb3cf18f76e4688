/**
 * Whose message it is and which, as providers carry it along and give it back. Tags of SES are ASCII letters, digits,
 * `_` and `-`, at most 256 of them; a text message has at most five. A member's id is any Unicode, so it is written as the
 * base64url of its UTF-8, over as many tags as it needs: at most four.
 * https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_MessageTag.html
 */
import * as z from 'zod/mini';
import { id } from './primitives.ts';

export type MessageKey = { readonly memberId: string; readonly messageId: string };

const valueAtMost = 256;
const memberTags = ['member', 'member-2', 'member-3', 'member-4'] as const;
const messageTag = 'message';

/** The id of a message of ours: a digest. */
export const messageId = z.string().check(z.regex(/^[A-Za-z0-9_-]{1,128}$/));
const isMessageId = (text: unknown) => messageId.safeParse(text).success;

function toBase64Url(text: string): string {
  const bytes = String.fromCharCode(...new TextEncoder().encode(text));
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(encoded: string): string | undefined {
  try {
    const bytes = atob(encoded.replaceAll('-', '+').replaceAll('_', '/'));
    return new TextDecoder('utf-8', { fatal: true }).decode(
      Uint8Array.from(bytes, (character) => character.charCodeAt(0)),
    );
  } catch {
    return undefined;
  }
}

/** The tags of a message, by their names. @throws RangeError when the message id is not made of a tag's characters */
export function tagsOf(key: MessageKey): Readonly<Record<string, string>> {
  if (!isMessageId(key.messageId)) throw new RangeError('not the id of a message');
  const encoded = toBase64Url(key.memberId);
  const parts = memberTags.flatMap((name, index) => {
    const part = encoded.slice(index * valueAtMost, (index + 1) * valueAtMost);
    return part === '' ? [] : [[name, part] as const];
  });
  return Object.fromEntries([...parts, [messageTag, key.messageId]]);
}

/** What tags say, in whatever order they came; undefined of tags that are not ours. */
export function keyOfTags(tagOf: (name: string) => unknown): MessageKey | undefined {
  const told = tagOf(messageTag);
  const parts = memberTags.map(tagOf).filter((part) => part !== undefined);
  if (typeof told !== 'string' || !isMessageId(told)) return undefined;
  if (parts.length === 0 || !parts.every((part) => typeof part === 'string')) return undefined;
  const member = id.safeParse(fromBase64Url(parts.join('')));
  return member.success ? { memberId: member.data, messageId: told } : undefined;
}

/** A member's message as one text of printable ASCII: what a receiver knows a message by that comes twice. */
export function keyTextOf({ memberId, messageId: message }: MessageKey): string {
  return `${toBase64Url(memberId)}.${message}`;
}
