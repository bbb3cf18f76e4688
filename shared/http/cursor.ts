/**
 * Where a page of entries ended, as a text that means nothing to whoever passes it on. It is bound to its member, so that
 * one that was changed or belongs to another list is told from one that was given; it protects nothing, for whoever may
 * ask for the page may read all of it.
 */
import { sha256 } from '../platform/digest.ts';

const markLength = 8;

function markOf(memberId: string, seq: string): string {
  return sha256(`entries:${memberId}:${seq}`).slice(0, markLength);
}

export function formatCursor(memberId: string, seq: number): string {
  const text = String(seq);
  return Buffer.from(`${markOf(memberId, text)}${text}`).toString('base64url');
}

/** The seq that the next page begins below; undefined when the text is no cursor of this member. */
export function parseCursor(memberId: string, cursor: string): number | undefined {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const seq = text.slice(markLength);
  if (!/^[1-9]\d{0,14}$/.test(seq) || formatCursor(memberId, Number(seq)) !== cursor) return undefined;
  return Number(seq);
}
