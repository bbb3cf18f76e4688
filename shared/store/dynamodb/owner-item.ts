/** Whose an identity is, as an item of the members table. */
import * as z from 'zod/mini';
import { instantOf } from '../../domain/zone.ts';
import type { Ownership } from '../member-store.ts';

const instant = z.pipe(z.number(), z.transform(instantOf));
const former = z.pipe(
  z.string(),
  z.pipe(
    z.transform((text: string): unknown => JSON.parse(text)),
    z.array(z.object({ memberId: z.string(), until: instant })),
  ),
);
const ownerItem = z.object({
  key: z.string(),
  memberId: z._default(z.nullable(z.string()), null),
  erasedAt: z._default(z.nullable(instant), null),
  former: z.optional(former),
});

/** Its attributes; those that hold nothing are undefined. Former owners are a text, which a condition compares as a whole. */
export function formatOwnership({ memberId, erasedAt, former: before }: Ownership) {
  return {
    memberId: memberId ?? undefined,
    erasedAt: erasedAt ?? undefined,
    former: before && JSON.stringify(before.map(({ memberId: id, until }) => ({ memberId: id, until }))),
  };
}

/** @throws ZodError when the item is none */
export function parseOwner(item: unknown): { readonly key: string; readonly ownership: Ownership } {
  const { key, ...ownership } = ownerItem.parse(item);
  return { key, ownership };
}
