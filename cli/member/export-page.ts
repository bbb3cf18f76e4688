import type { exportMember } from '../../shared/commands/export-member.ts';
import { programmeAt } from '../../shared/domain/programme.ts';
import { entryFactsOf } from '../../shared/explain/entry-facts.ts';
import { publishedLevelNames } from '../../shared/explain/level-names.ts';
import { memberFactsOf } from '../../shared/explain/member-facts.ts';
import { textsIn } from '../../shared/explain/texts/languages.ts';
import type { Language } from '../../shared/explain/texts/texts.ts';
import { memberParts } from '../explain/lines.ts';
import type { Desk } from './desk.ts';
import { memberPage } from './html/page.ts';

type Exported = Extract<Awaited<ReturnType<typeof exportMember>>, { document: unknown }>;

/** An export as a page to read, in the words in which `explain` tells of points. */
export async function exportPage(
  desk: Desk,
  { document, account, history }: Exported,
  language: Language,
): Promise<string> {
  const versions = await desk.programmes();
  const now = desk.now();
  const programme = programmeAt(versions, now);
  const levelNames = await publishedLevelNames(desk.settings);
  const texts = textsIn(language, programme, levelNames);
  // The last entries are told with all the others.
  const parts = memberParts(memberFactsOf(account, history, versions, now), texts);
  const subject = {
    document,
    account: parts.filter(({ section }) => section !== 'last'),
    entries: entryFactsOf(account, history, versions, () => true),
    texts,
    timeZone: programme.timeZone,
    levelName: (id: string) => levelNames.get(id)?.[language] ?? id,
  };
  return memberPage(subject, language);
}
