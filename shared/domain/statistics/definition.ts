/** One number: its id, what it is called and means in both languages, the kind of its shape, and how it is computed. */
import type { NumberValue, Report } from './shapes.ts';
import type { Sums } from './sums.ts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];
export type Texts = Readonly<Record<Language, string>>;

export const numberKinds = ['value', 'rate', 'series', 'cohorts', 'bins', 'intervals', 'matrix', 'hours'] as const;
export type NumberKind = (typeof numberKinds)[number];

export type NumberDefinition = {
  readonly id: string;
  readonly kind: NumberKind;
  readonly name: Texts;
  readonly definition: Texts;
  readonly compute: (sums: Sums, report: Report) => NumberValue;
  /** Whether the sums tell it over the window; a number that is not known is refused, never approximated. */
  readonly isKnown: (sums: Sums, report: Report) => boolean;
};

/**
 * @param compute of the sums of everybody in the scope
 * @param isKnown where all sums tell it, nothing need be said
 */
export function define(
  id: string,
  kind: NumberKind,
  name: Texts,
  definition: Texts,
  compute: NumberDefinition['compute'],
  isKnown: NumberDefinition['isKnown'] = () => true,
): NumberDefinition {
  return { id, kind, name, definition, compute, isKnown };
}
