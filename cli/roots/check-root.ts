import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Difference } from '../../shared/commands/difference.ts';
import { verifyRoot } from '../../shared/commands/verify-root.ts';
import { parseRootDocument } from '../../shared/contracts/root-document.ts';
import { backOff } from '../../shared/platform/back-off.ts';
import { canonicalJson, sha256OfBytes } from '../../shared/platform/digest.ts';
import type { Deployment } from '../deployment.ts';
import type { CommandIo } from '../io.ts';
import { leavesFile, linesOfLeaves } from './leaves-file.ts';
import { signatureCheck } from './signing-key.ts';

export type RootOptions = {
  /** The root of a day as it was downloaded. */
  readonly file: string;
  /** PEM of the key that signed it; without one KMS is asked. */
  readonly publicKey: string | undefined;
  /** The only member to look at. */
  readonly memberId: string | undefined;
};

const membersBetweenProgress = 1000;

/** What differs between the root in a file and the histories of a deployed stage. */
export async function checkRoot(
  deployment: Deployment,
  { file, publicKey, memberId }: RootOptions,
  io: CommandIo,
): Promise<readonly Difference[]> {
  const document = parseRootDocument(await readFile(file, 'utf8'));
  const folder = await mkdtemp(join(tmpdir(), 'perennial-root-'));
  try {
    const leaves = document && (await leavesFile(deployment, file, document, folder));
    const deps = {
      ledger: deployment.ledger,
      sha256: sha256OfBytes,
      canonicalJson,
      isSigned: await signatureCheck(deployment, publicKey),
      backOff,
      progress: (members: number) => {
        if (members % membersBetweenProgress === 0) io.progress(`${String(members)} members compared with the root …`);
      },
    };
    return await verifyRoot(deps, {
      document,
      leaves: leaves === undefined ? undefined : () => linesOfLeaves(leaves),
      memberId,
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
