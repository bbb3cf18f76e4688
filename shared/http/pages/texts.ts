/**
 * What the pages behind the links in messages say. What a member reads before answering is part of the proof of the
 * answer: whoever changes `wording` counts its version up (a test holds its digest), and old versions stay in the history
 * of this file.
 */
import type { Locale } from '../../domain/campaigns/campaign.ts';
import type { ConsentChannel, ConsentPurpose } from '../../domain/consent.ts';

/** What is asked, in the words that are kept as proof by the name of their version. */
export type Wording = {
  readonly purposes: Readonly<Record<ConsentPurpose, { readonly name: string; readonly about: string }>>;
  readonly channels: Readonly<Record<ConsentChannel, string>>;
  readonly preferences: {
    readonly title: string;
    readonly lead: string;
    readonly save: string;
    /** Takes back everything at once. */
    readonly nothing: string;
  };
  readonly unsubscribe: {
    readonly title: string;
    readonly ask: (purpose: ConsentPurpose, channel: ConsentChannel) => string;
    readonly confirm: string;
  };
};

/** A title and what there is to say under it. */
export type Notice = { readonly title: string; readonly paragraphs: readonly string[] };

export type PageTexts = {
  readonly version: number;
  readonly wording: Wording;
  /** Of the other language, in that language. */
  readonly otherLanguage: { readonly locale: Locale; readonly name: string };
  readonly languageLabel: string;
  readonly noAddress: Notice;
  readonly saved: Notice & { readonly none: string; readonly comma: string; readonly change: string };
  readonly unsubscribed: (purpose: ConsentPurpose, channel: ConsentChannel) => Notice;
  readonly nothingYet: string;
  readonly gone: Notice;
  readonly expiredPreferences: Notice;
  readonly expiredClick: Notice;
  readonly broken: Notice;
  readonly failed: Notice;
};
