import type { Difference } from '../../shared/commands/difference.ts';
import { defineCommand } from '../command.ts';
import { Failure, UsageError } from '../failure.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'verify',
  summary: 'Rebuild every account from its entries, check the chains, and compare with a root',
  usage: `
npx perennial verify [--member KIND:VALUE] [--root FILE [--public-key PEM]] [--stage STAGE] [--json]

  --member KIND:VALUE  one member, for example externalId:A17
  --root FILE          compare with the root of a day too: its file roots/YYYY-MM-DD.json as it was downloaded. Its
                       leaves are read beside it, or from the bucket, which keeps them for 35 days. Finds histories that
                       were cut off or deleted since, which their own chains cannot tell
  --public-key PEM     the key that roots are signed with, as it was put by; without it KMS is asked
  ${stageUsage}
  --json               print one JSON document

Exits 1 when anything differs. Of a chain only the first wrong entry is named: what comes after it proves nothing.`,
  options: {
    member: { type: 'string' },
    root: { type: 'string' },
    'public-key': { type: 'string' },
    stage: { type: 'string' },
    json: { type: 'boolean' },
  },
  async run({ values }, io) {
    const stage = stageOption(values.stage);
    const { root, 'public-key': publicKey } = values;
    if (publicKey !== undefined && root === undefined) throw new UsageError('--public-key checks a --root FILE');
    const { openDeployment } = await import('../deployment.ts');
    const { findMember, memberOption } = await import('../member-option.ts');
    const { backOff } = await import('../../shared/platform/back-off.ts');
    const { digestsWith } = await import('../../shared/platform/digest.ts');
    const { verifyLedger } = await import('../../shared/commands/verify-ledger.ts');
    const { checkRoot } = await import('../roots/check-root.ts');
    const { verifyById } = await import('../../shared/commands/verify-member.ts');
    const reference = values.member === undefined ? undefined : memberOption(values.member);
    const deployment = await openDeployment(stage, io);
    // Chains are hashed without a key, so that anyone can check them.
    const digests = digestsWith(Buffer.alloc(0));
    const memberId = reference === undefined ? undefined : await findMember(deployment, reference);
    const ofRoot = root === undefined ? [] : await checkRoot(deployment, { file: root, publicKey, memberId }, io);
    const one = async (id: string) => {
      const found = await verifyById({ ledger: deployment.ledger, digests }, id);
      if (found !== undefined) return { members: 1, ...found };
      // Whom the root knows is somebody who was here.
      if (ofRoot.length > 0) return { members: 0, entries: 0, differences: [] };
      throw new Failure('This member has no account.', 'Check the id, or name another identity.');
    };
    const progress = (members: number) => {
      if (members % 1000 === 0) io.progress(`${String(members)} members checked …`);
    };
    const verification =
      memberId === undefined
        ? await verifyLedger({ ledger: deployment.ledger, digests, backOff, progress })
        : await one(memberId);
    const { members, entries } = verification;
    const differences = [...verification.differences, ...ofRoot];
    if (values.json === true) {
      await io.json({ members, entries, differences });
    } else {
      io.out(`${String(members)} members, ${String(entries)} entries, ${String(differences.length)} differences`);
      for (const difference of differences) io.out(lineOf(difference));
    }
    return differences.length === 0 ? 0 : 1;
  },
});

function lineOf({ memberId, seq, entryId, rule, message }: Difference): string {
  const who = memberId === '' ? 'the root' : memberId;
  return `  ${who}${seq === null ? '' : ` #${String(seq)}`} ${entryId ?? ''}: ${rule}: ${message}`;
}
