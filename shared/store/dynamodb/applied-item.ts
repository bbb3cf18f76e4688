/** What is remembered of an event about a person, as an item of the members table. */
import * as z from 'zod/mini';
import type { AppliedRecord } from '../member-store.ts';
import { memberKeys } from './keys.ts';

const appliedItem = z.object({
  type: z.enum(['member.enrolled', 'member.updated', 'member.erased']),
  content: z.string(),
  named: z.optional(z.string()),
  delivery: z.string(),
  memberId: z.string(),
  occurredAt: z.string(),
});

export function formatApplied({ key, ...record }: AppliedRecord): Record<string, unknown> {
  return { ...memberKeys.applied(key), ...record };
}

/** @throws ZodError when the item is none */
export function parseApplied(item: unknown): Omit<AppliedRecord, 'key'> {
  return appliedItem.parse(item);
}
