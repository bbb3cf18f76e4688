/** What every part of the page needs. */
import type { MemberExport } from '../../../shared/contracts/member-document.ts';
import { localTimeFormat } from '../../../shared/explain/texts/formats.ts';
import type { Language, Texts } from '../../../shared/explain/texts/texts.ts';
import type { EntryFacts } from '../../../shared/explain/facts.ts';
import type { Part } from '../../explain/lines.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Words } from './words.ts';

const wordsOf: Readonly<Record<Language, Words>> = { en: english, 'zh-CN': chinese };

export type PageSubject = {
  readonly document: MemberExport;
  /** What `explain` says of the account. */
  readonly account: readonly Part[];
  /** What it knows of each entry, the oldest first. */
  readonly entries: readonly EntryFacts[];
  readonly texts: Texts;
  readonly timeZone: string;
  /** A level's name in the language. */
  readonly levelName: (id: string) => string;
};

export type PageContext = PageSubject & {
  readonly language: Language;
  readonly words: Words;
  /** An instant as people say it. @param iso RFC 3339 */
  readonly moment: (iso: string) => string;
};

export function contextOf(subject: PageSubject, language: Language): PageContext {
  const words = wordsOf[language];
  const local = localTimeFormat(subject.timeZone);
  return {
    ...subject,
    language,
    words,
    moment(iso) {
      const { day, time } = local(iso);
      return words.moment(day, time);
    },
  };
}
