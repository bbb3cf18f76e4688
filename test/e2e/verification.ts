/** What `perennial verify --json` prints, to the letter (contracts.md). */
import * as z from 'zod/mini';
import { perennialJson } from './perennial.ts';

const verification = z.strictObject({
  members: z.int(),
  entries: z.int(),
  differences: z.array(
    z.strictObject({
      memberId: z.string(),
      seq: z.nullable(z.int()),
      entryId: z.nullable(z.string()),
      rule: z.string(),
      message: z.string(),
    }),
  ),
});

/** Runs `verify` on the stage of the tests. */
export async function verify(...words: readonly string[]) {
  const { code, document } = await perennialJson('verify', ...words);
  return { code, ...verification.parse(document) };
}
