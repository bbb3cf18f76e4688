import { defineCommand } from '../command.ts';
import { Failure } from '../failure.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'verify',
  summary: 'Rebuild every account from its entries and check the chains',
  usage: `
npx perennial verify [--member KIND:VALUE] [--stage STAGE] [--json]

  --member KIND:VALUE  one member, for example externalId:A17
  ${stageUsage}
  --json               print one JSON document

Exits 1 when anything differs. Of a chain only the first wrong entry is named: what comes after it proves nothing.`,
  options: { member: { type: 'string' }, stage: { type: 'string' }, json: { type: 'boolean' } },
  async run({ values }, io) {
    const stage = stageOption(values.stage);
    const { openDeployment } = await import('../deployment.ts');
    const { findMember, memberOption } = await import('../member-option.ts');
    const { backOff } = await import('../../shared/platform/back-off.ts');
    const { digestsWith } = await import('../../shared/platform/digest.ts');
    const { verifyLedger } = await import('../../shared/commands/verify-ledger.ts');
    const { verifyById } = await import('../../shared/commands/verify-member.ts');
    const reference = values.member === undefined ? undefined : memberOption(values.member);
    const deployment = await openDeployment(stage, io);
    // Chains are hashed without a key, so that anyone can check them.
    const digests = digestsWith(Buffer.alloc(0));
    const one = async (memberId: string) => {
      const found = await verifyById({ ledger: deployment.ledger, digests }, memberId);
      if (found === undefined)
        throw new Failure('This member has no account.', 'Check the id, or name another identity.');
      return { members: 1, ...found };
    };
    const progress = (members: number) => {
      if (members % 1000 === 0) io.progress(`${String(members)} members checked …`);
    };
    const verification =
      reference === undefined
        ? await verifyLedger({ ledger: deployment.ledger, digests, backOff, progress })
        : await one(await findMember(deployment, reference));
    const { members, entries, differences } = verification;
    if (values.json === true) {
      await io.json({ members, entries, differences });
    } else {
      io.out(`${String(members)} members, ${String(entries)} entries, ${String(differences.length)} differences`);
      for (const { memberId, seq, entryId, rule, message } of differences) {
        io.out(`  ${memberId}${seq === null ? '' : ` #${String(seq)}`} ${entryId ?? ''}: ${rule}: ${message}`);
      }
    }
    return differences.length === 0 ? 0 : 1;
  },
});
