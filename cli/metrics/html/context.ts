/** What every part of the page needs to tell numbers. */
import type { NumberDefinition } from '../../../shared/domain/statistics/definition.ts';
import type { Language } from '../../../shared/domain/statistics/definition.ts';
import type { NumberValue } from '../../../shared/domain/statistics/shapes.ts';
import type { Formats } from './formats.ts';
import type { Words } from './words.ts';

/** A number of the document with its definition. */
export type Told<Value extends NumberValue = NumberValue> = {
  readonly definition: NumberDefinition;
  readonly value: Value;
};

export type PageContext = {
  readonly language: Language;
  readonly words: Words;
  readonly formats: Formats;
  /** The name of a level in the page's language; its id where the programme names none. */
  readonly levelName: (id: string) => string;
  /** Levels from the lowest. */
  readonly levels: readonly string[];
  /** Undefined where the document does not have it. */
  readonly number: (id: string) => Told | undefined;
};

export const nameOf = ({ definition }: Told, { language }: PageContext): string => definition.name[language];

/** An id of an element: letters, digits and hyphens. */
export const elementId = (id: string): string => id.replace(/[^a-z0-9]+/gi, '-');
