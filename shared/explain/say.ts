/** Facts in the words of a language. */
import type { EntryFacts, EntryKind, Fact, FactName, Facts, Headline, Headlines } from './facts.ts';
import type { Texts } from './texts/texts.ts';

function say<Kind extends EntryKind>(kind: Kind, headline: Headlines[Kind], { headlines }: Texts): string {
  return headlines[kind](headline);
}

function sayOf<Name extends FactName>(name: Name, fact: Facts[Name], { facts }: Texts): string {
  return facts[name](fact);
}

export function sayHeadline(headline: Headline, texts: Texts): string {
  return say(headline.kind, headline, texts);
}

export function sayFact(fact: Fact, texts: Texts): string {
  return sayOf(fact.fact, fact, texts);
}

/** What explains an entry, with a sentence for what it did and one for each reason. */
export function sayEntry(facts: EntryFacts, texts: Texts) {
  return {
    ...facts,
    headline: { ...facts.headline, sentence: sayHeadline(facts.headline, texts) },
    reasons: facts.reasons.map((fact) => ({ ...fact, sentence: sayFact(fact, texts) })),
  };
}
