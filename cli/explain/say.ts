/** Facts in the words of a language. */
import type { EntryKind, Fact, FactName, Facts, Headline, Headlines } from './facts.ts';
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
