/** Entries in words. */
import type { EntryDocument } from '../contracts/http/accounts.ts';
import type { Account } from '../domain/account.ts';
import type { Entry } from '../domain/entry.ts';
import { programmeAt } from '../domain/programme.ts';
import { entryFactsOf } from '../explain/entry-facts.ts';
import { publishedLevelNames } from '../explain/level-names.ts';
import { sayEntry } from '../explain/say.ts';
import { textsIn } from '../explain/texts/languages.ts';
import type { Language } from '../explain/texts/texts.ts';
import type { ViewDependencies } from '../commands/view-account.ts';

type WordsDependencies = ViewDependencies & { readonly settings: Parameters<typeof publishedLevelNames>[0] };

/**
 * What each of some entries did and why, in sentences, by seq. What an entry did depends on those before it and is told of
 * those after it, so this reads the whole history: whoever wants facts alone does without.
 */
export async function wordsFor(
  { ledger, programmes, now, settings }: WordsDependencies,
  account: Account,
  entries: readonly Entry[],
  language: Language,
): Promise<ReadonlyMap<number, NonNullable<EntryDocument['words']>>> {
  const history: Entry[] = [];
  for await (const entry of ledger.history(account.memberId)) history.push(entry);
  const versions = await programmes();
  const texts = textsIn(language, programmeAt(versions, now()), await publishedLevelNames(settings));
  const asked = new Set(entries.map(({ seq }) => seq));
  return new Map(
    entryFactsOf(account, history, versions, ({ seq }) => asked.has(seq)).map((facts) => {
      const { headline, reasons } = sayEntry(facts, texts);
      return [facts.seq, { headline: headline.sentence, reasons: reasons.map(({ sentence }) => sentence) }];
    }),
  );
}
