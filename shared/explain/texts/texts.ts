/** What each language has a text for. A language is complete when it compiles. */
import type { Balance } from '../../domain/account.ts';
import type { SumName } from '../../domain/movement-sums.ts';
import type {
  EntryFacts,
  EntryKind,
  FactName,
  Facts,
  Headlines,
  LevelFacts,
  LotFact,
  MemberFacts,
  Reference,
} from '../facts.ts';

export const languages = ['en', 'zh-CN'] as const;
export type Language = (typeof languages)[number];

/** What sentences need to know beside their facts. */
export type Setting = {
  readonly timeZone: string;
  readonly currency: string;
  /** A level's name in the language; its id where nobody named it. */
  readonly levelName: (id: string) => string;
};

export const sections = [
  'balance',
  'due',
  'level',
  'lots',
  'next',
  'holds',
  'debt',
  'sums',
  'last',
  'why',
  'related',
] as const;
export type Section = (typeof sections)[number];

export type Texts = {
  readonly headings: Readonly<Record<Section, string>>;
  readonly number: (value: bigint) => string;
  /** An entry as a noun, with its day. */
  readonly reference: (reference: Reference) => string;
  /** A sentence about an entry, with its day. */
  readonly dated: (day: string, sentence: string) => string;
  /** One sentence for what an entry did. */
  readonly headlines: { readonly [Kind in EntryKind]: (headline: Headlines[Kind]) => string };
  /** One sentence for each reason. */
  readonly facts: { readonly [Name in FactName]: (fact: Facts[Name]) => string };
  readonly memberTitle: (facts: Pick<MemberFacts, 'memberId' | 'program' | 'asOf' | 'entries'>) => string;
  readonly entryTitle: (
    facts: Pick<EntryFacts, 'memberId' | 'entryId' | 'seq' | 'occurredAt' | 'program' | 'eventId'>,
  ) => string;
  readonly noEntries: string;
  /** @param now the balance with what is due and not posted yet, where anything is */
  readonly balance: (balance: Balance, now: Balance | undefined) => readonly string[];
  readonly balanceChange: (before: Balance, after: Balance) => string;
  readonly level: (level: LevelFacts) => readonly string[];
  readonly lot: (lot: LotFact) => string;
  readonly next: (next: NonNullable<MemberFacts['next']>) => string;
  readonly inactivity: (facts: NonNullable<MemberFacts['inactivity']>) => string;
  readonly neverEnds: string;
  readonly hold: (hold: MemberFacts['holds'][number]) => string;
  readonly debt: (points: bigint) => string;
  readonly sums: Readonly<Record<SumName, string>>;
  /** What the sums come to, as what a balance holds. */
  readonly total: (balance: Balance) => string;
  readonly last: (shown: number, all: number) => string;
};

export type TextsOf = (setting: Setting) => Texts;
