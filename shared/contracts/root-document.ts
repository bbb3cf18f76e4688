/** The root of a day as it is kept: what every history was, in one hash, signed. `docs/data-model.md` describes it. */
import * as z from 'zod/mini';

/** What KMS signs with: ECDSA on the curve P-256 over SHA-256, written in DER. */
export const rootSigningAlgorithm = 'ECDSA_SHA_256';

const signature = z.object({
  /** The key as KMS names it. */
  keyId: z.string(),
  algorithm: z.literal(rootSigningAlgorithm),
  /** Base64. */
  value: z.base64(),
});
export type RootSignature = z.output<typeof signature>;

const statement = {
  /** The business day whose review it follows. */
  day: z.string(),
  /** Number of leaves: members with at least one entry. */
  members: z.int(),
  /** Accounts that stated no head, and are in the tree as little as those without entries. */
  unreadable: z.int(),
  takenFrom: z.string(),
  takenUntil: z.string(),
  /** Root of the tree over all leaves, base64url. */
  root: z.string(),
  /** Name of the file with the leaves, which lies beside this one. */
  leaves: z.string().check(z.regex(/^[\w-][\w.-]*$/)),
};

export type RootStatement = z.output<z.ZodMiniObject<typeof statement>>;

/** Attributes that are not here are signed with those that are. */
const rootDocument = z.looseObject({ ...statement, signature });
export type RootDocument = z.output<typeof rootDocument>;

/** The document of a text; undefined when it is none. */
export function parseRootDocument(text: string): RootDocument | undefined {
  try {
    return rootDocument.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Name of the leaves of a root: no other root has it, so two that are taken at once never change each other's. */
export function leavesName(day: string, root: string): string {
  return `${day}.${root}.leaves.ndjson.gz`;
}
