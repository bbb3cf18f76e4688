/** English sentences about levels: what moved one, what counts for it, what is needed to keep it. */
import type { Basis } from '../../domain/programme.ts';
import type { LevelFacts, Reference } from '../facts.ts';
import { day, month, number, plural, points } from './english-words.ts';
import { dayBefore } from './formats.ts';
import type { Texts } from './texts.ts';

export type LevelWords = {
  readonly money: (minor: bigint) => string;
  readonly level: (id: string) => string;
  readonly reference: (of: Reference) => string;
};

/** An amount of what levels rest on: with its unit, and as a number among such amounts. */
function amounts(money: LevelWords['money']) {
  const orders = (count: bigint) => (count === 0n ? 'no orders' : plural(count, 'order', 'orders'));
  return {
    amount: (basis: Basis, value: bigint) => ({ points, spend: money, orders })[basis](value),
    bare: (basis: Basis, value: bigint) => (basis === 'spend' ? money(value) : number(value)),
    /** Whether a sentence about it speaks of one thing. */
    isOne: (basis: Basis, value: bigint) => basis === 'spend' || value === 1n,
  };
}

export function levelHeadline({ level, reference }: LevelWords): Texts['headlines']['tier'] {
  return ({ from, to, reason, cause }) => {
    const by = cause === null ? '' : ` with ${reference(cause)}`;
    switch (reason) {
      case 'reached':
        return `The level rose from ${level(from)} to ${level(to)}${by}.`;
      case 'confirmed':
        return `The level ${level(to)} was confirmed at its review.`;
      case 'not-supported':
        return `The level fell from ${level(from)} to ${level(to)} at its review.`;
      case 'returned':
        return from === to
          ? `The level ${level(to)} is kept by hand alone${by}.`
          : `The level fell from ${level(from)} to ${level(to)}${by}.`;
      case 'assigned':
        return from === to
          ? `The level stays ${level(to)}: a level was set by hand.`
          : `The level was set by hand and rose from ${level(from)} to ${level(to)}.`;
    }
  };
}

export function levelReasons({ money, level }: LevelWords) {
  const { amount, bare, isOne } = amounts(money);
  return {
    progress: ({ basis, amount: given, month: iso }) =>
      given < 0n
        ? `For the level, ${amount(basis, -given)} of ${month(iso)} ${isOne(basis, -given) ? 'does' : 'do'} not count any more.`
        : `For the level, ${amount(basis, given)} ${isOne(basis, given) ? 'counts' : 'count'} in ${month(iso)}.`,
    standing: ({ level: id, since, judgedOn }) =>
      `${level(id)} counts from ${day(since)}${judgedOn === null ? '' : ` and is reviewed on ${day(judgedOn)}`}.`,
    counted: ({ basis, amount: counted, day: iso, level: id, from }) =>
      `On ${day(iso)}, ${amount(basis, counted)} counted for the level; ${level(id)} asks for ${bare(basis, from)}.`,
    floor: ({ level: id, until }) => floorSentence(level(id), until),
  } as const satisfies Partial<Texts['facts']>;
}

function floorSentence(level: string, until: string | null): string {
  const when = until === null ? '' : ` through ${day(dayBefore(until))}`;
  return `By hand, the level is at least ${level}${when}.`;
}

/** Why the level is what it is: what reached it, or the review that judged it. */
function levelChange(change: NonNullable<LevelFacts['change']>, reference: LevelWords['reference']): string {
  const { on, reason, cause } = change;
  switch (reason) {
    case 'reached':
      return cause === null ? ', reached' : `, reached with ${reference(cause)}`;
    case 'confirmed':
      return ', confirmed at its review';
    case 'not-supported':
      return `, after the review on ${day(on)}`;
    case 'returned':
      return `, after ${cause === null ? 'a return' : reference(cause)} on ${day(on)}`;
    case 'assigned':
      return ', set by hand';
  }
}

export function levelSentences({ money, level, reference }: LevelWords): Texts['level'] {
  const { amount, bare, isOne } = amounts(money);
  return ({ level: id, since, change, basis, counted, next, review, floor }) => {
    const from = since === null ? '' : ` since ${day(since)}`;
    const how = change === null ? '' : levelChange(change, reference);
    const far = next === null || next.missing === 0n ? '' : `, ${bare(basis, next.missing)} more`;
    const above = next === null ? '' : `; ${level(next.level)} asks for ${bare(basis, next.from)}${far}`;
    const counts = isOne(basis, counted) ? 'counts' : 'count';
    const sentences = [
      `The level is ${level(id)}${from}${how}.`,
      `${capital(amount(basis, counted))} ${counts} for the level today${above}.`,
    ];
    if (floor !== null) sentences.push(floorSentence(level(floor.level), floor.until));
    if (review === null) return sentences;
    const needed = `${bare(basis, review.from)} ${isOne(basis, review.from) ? 'is' : 'are'} needed to keep it`;
    const missing = `${bare(basis, review.missing)} more by ${day(review.by)}`;
    const state = review.missing === 0n ? 'there is enough already' : missing;
    return [...sentences, `At the review on ${day(review.on)}, ${needed}: ${state}.`];
  };
}

const capital = (text: string) => text.replace(/^n/, 'N');
