/** The texts of every language. */
import type { Programme } from '../../domain/programme.ts';
import type { LevelNames } from '../level-names.ts';
import { chinese } from './chinese.ts';
import { english } from './english.ts';
import type { Language, Texts, TextsOf } from './texts.ts';

const textsOf = { en: english, 'zh-CN': chinese } as const satisfies Record<Language, TextsOf>;

/** The texts of a language, with the clock and the money of a programme, and its levels' names. */
export function textsIn(
  language: Language,
  { timeZone, currency }: Pick<Programme, 'timeZone' | 'currency'>,
  levelNames: LevelNames,
): Texts {
  return textsOf[language]({ timeZone, currency, levelName: (id) => levelNames.get(id)?.[language] ?? id });
}
