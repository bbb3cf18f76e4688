/** The words of a message: templates as they are kept with a published plan, and what is made of them for one member. */
import * as z from 'zod/mini';
import type { Locale } from '../domain/campaigns/campaign.ts';
import { variableNames } from './template-variables.ts';

/** A template in one language: Liquid in each part, MJML already turned into HTML. */
const compiledTemplate = z.object({
  subject: z.string(),
  text: z.string(),
  /** Null where no step sends the template by e-mail. */
  html: z.nullable(z.string()),
  /** What the parts name, in the order of the list of variables: nothing else has to be read for a message. */
  uses: z.array(z.enum(variableNames)),
});
export type CompiledTemplate = z.output<typeof compiledTemplate>;

/** The templates of a plan by name, each in every language. */
export const compiledTemplates = z.record(z.string(), z.object({ en: compiledTemplate, 'zh-CN': compiledTemplate }));
export type CompiledTemplates = z.output<typeof compiledTemplates>;

/** A message as it is read: rendered, with every variable filled in. */
export type RenderedMessage = {
  readonly locale: Locale;
  /** One line without control characters. */
  readonly subject: string;
  /** Always there. */
  readonly text: string;
  /** Null for channels of text alone. */
  readonly html: string | null;
};
