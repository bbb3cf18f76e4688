import { defineCommand } from '../command.ts';
import { UsageError } from '../failure.ts';
import { languageOption } from '../language-option.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

export const command = defineCommand({
  name: 'explain',
  summary: 'Say in words where a member’s balance, or one entry, comes from',
  usage: `
npx perennial explain KIND:VALUE [ENTRY-ID] [--lang en|zh-CN] [--stage STAGE] [--json]

  KIND:VALUE   the member, for example externalId:A17 or email:ann@example.com
  ENTRY-ID     one entry, for example purchase:P1, return:R1 or expire:~:2026-05-06 (~ is the member's id);
               without it the balance, its points and their days, the level, and the last entries
  --lang LANG  en (default) or zh-CN
  ${stageUsage}
  --json       print one JSON document: the facts, and the sentences in that language`,
  options: { lang: { type: 'string' }, stage: { type: 'string' }, json: { type: 'boolean' } },
  positionals: true,
  async run({ values, positionals: [member, entryId, ...rest] }, io) {
    if (member === undefined) throw new UsageError('explain needs a member, KIND:VALUE');
    if (rest.length > 0) throw new UsageError(`explain takes one entry, not also ${rest.join(' ')}`);
    const language = languageOption(values.lang);
    const stage = stageOption(values.stage);
    const { openDeployment } = await import('../deployment.ts');
    const { findMember, memberOption } = await import('../member-option.ts');
    const { explain } = await import('../explain/explain.ts');
    const { publishedLevelNames } = await import('../../shared/explain/level-names.ts');
    const { instantOf } = await import('../../shared/domain/zone.ts');
    const reference = memberOption(member);
    const deployment = await openDeployment(stage, io);
    const memberId = await findMember(deployment, reference);
    const versions = await deployment.programmes();
    const levelNames = await publishedLevelNames(deployment.settings);
    const sources = { ledger: deployment.ledger, versions, levelNames };
    const { lines, document } = await explain(sources, { memberId, entryId, language, now: instantOf(Date.now()) });
    if (values.json === true) await io.json(document);
    else for (const line of lines) io.out(line);
    return 0;
  },
});
