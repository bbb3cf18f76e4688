/** An explanation as text: headings, sentences under them, and the rows that a sum is made of under those. */
import type { EntryFacts, EntryLine, MemberFacts, Movement } from '../../shared/explain/facts.ts';
import { sayFact, sayHeadline } from '../../shared/explain/say.ts';
import type { Section, Texts } from '../../shared/explain/texts/texts.ts';

/** Lines of a section, without the space before them. */
export type Part = { readonly section: Section | null; readonly lines: readonly string[] };

const indent = (lines: readonly string[]) => lines.map((line) => `  ${line}`);

/** Rows that begin with points, which stand under each other. */
function rows(list: readonly { readonly points: bigint; readonly text: string }[], texts: Texts): readonly string[] {
  const numbers = list.map(({ points }) => `${points > 0n ? '+' : ''}${texts.number(points)}`);
  const width = Math.max(...numbers.map((number) => number.length));
  return list.map(({ text }, index) => `${(numbers[index] ?? '').padStart(width)}  ${text}`);
}

function movementRows(movements: readonly Movement[], texts: Texts): readonly string[] {
  const list = movements.map(({ points, reference }) => {
    return { points, text: texts.reference(reference) };
  });
  return indent(rows(list, texts));
}

/** One sentence with its day for an entry of a list. */
export function entrySentence({ reference, headline }: EntryLine, texts: Texts): string {
  return texts.dated(reference.day, sayHeadline(headline, texts));
}

function nextSentences({ next, inactivity }: MemberFacts, texts: Texts): readonly string[] {
  const sentences = [
    ...(next === null ? [] : [texts.next(next)]),
    ...(inactivity === null ? [] : [texts.inactivity(inactivity)]),
  ];
  return sentences.length === 0 ? [texts.neverEnds] : sentences;
}

function sumRows({ sums, balance }: MemberFacts, texts: Texts): readonly string[] {
  const held = balance.available + balance.pending + balance.reserved - balance.debt;
  const parts = sums.map(({ name, points }) => ({ points, text: texts.sums[name] }));
  return rows([...parts, { points: held, text: `= ${texts.total(balance)}` }], texts);
}

/** The parts of what explains a balance; those about nothing are left out. */
export function memberParts(facts: MemberFacts, texts: Texts): readonly Part[] {
  const { balance, due, level, lots, holds, debt, last, entries } = facts;
  const part = (section: Section, lines: readonly string[]): Part => ({ section, lines });
  if (entries === 0) return [{ section: null, lines: [texts.memberTitle(facts), texts.noEntries] }];
  return [
    { section: null, lines: [texts.memberTitle(facts)] },
    part('balance', texts.balance(balance, due?.balance)),
    part('due', due === null ? [] : due.entries.map((entry) => entrySentence(entry, texts))),
    part('level', texts.level(level)),
    part('next', lots.length === 0 ? [] : nextSentences(facts, texts)),
    part('holds', holds.map(texts.hold)),
    part('debt', balance.debt === 0n ? [] : [texts.debt(balance.debt), ...movementRows(debt, texts)]),
    part(
      'lots',
      lots.flatMap((lot) => [texts.lot(lot), ...movementRows(lot.movements, texts)]),
    ),
    part('sums', sumRows(facts, texts)),
    part('last', [
      ...(last.length < entries ? [texts.last(last.length, entries)] : []),
      ...last.map((entry) => entrySentence(entry, texts)),
    ]),
  ].filter(({ lines }) => lines.length > 0);
}

/** The parts of what explains an entry. */
export function entryParts(facts: EntryFacts, texts: Texts): readonly Part[] {
  const { headline, reasons, balanceBefore, balanceAfter, related } = facts;
  const parts: readonly Part[] = [
    { section: null, lines: [texts.entryTitle(facts), sayHeadline(headline, texts)] },
    { section: 'why', lines: reasons.map((fact) => sayFact(fact, texts)) },
    { section: 'balance', lines: [texts.balanceChange(balanceBefore, balanceAfter)] },
    { section: 'related', lines: related.map((of) => `${of.entryId}  ${texts.reference(of)}`) },
  ];
  return parts.filter(({ lines }) => lines.length > 0);
}

/** The parts as lines to print. */
export function printedLines(parts: readonly Part[], texts: Texts): readonly string[] {
  return parts.flatMap(({ section, lines }) => {
    return section === null ? lines : ['', texts.headings[section], ...indent(lines)];
  });
}
