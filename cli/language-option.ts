import { languages } from '../shared/explain/texts/texts.ts';
import type { Language } from '../shared/explain/texts/texts.ts';
import { UsageError } from './failure.ts';

/** The language that `--lang` names; English without it. @throws UsageError for one that there are no texts in */
export function languageOption(text: string | undefined): Language {
  if (text === undefined) return 'en';
  const language = languages.find((name) => name === text);
  if (language === undefined) throw new UsageError(`--lang is one of ${languages.join(', ')}, not '${text}'`);
  return language;
}
