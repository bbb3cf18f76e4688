/** Chinese sentences about levels: what moved one, what counts for it, what is needed to keep it. */
import type { Basis } from '../../domain/programme.ts';
import type { LevelFacts } from '../facts.ts';
import { day, month, number, points } from './chinese-words.ts';
import type { LevelWords } from './english-level.ts';
import { dayBefore } from './formats.ts';
import type { Texts } from './texts.ts';

/** An amount of what levels rest on, with its unit. */
function amounts(money: LevelWords['money']) {
  const orders = (count: bigint) => `${number(count)} 单`;
  return (basis: Basis, value: bigint) => ({ points, spend: money, orders })[basis](value);
}

export function levelHeadline({ level, reference }: LevelWords): Texts['headlines']['tier'] {
  return ({ from, to, reason, cause }) => {
    const by = cause === null ? '' : `因${reference(cause)}，`;
    switch (reason) {
      case 'reached':
        return `${by}等级由${level(from)}升为${level(to)}。`;
      case 'confirmed':
        return `等级复核通过，保持${level(to)}。`;
      case 'not-supported':
        return `等级复核未达标，由${level(from)}降为${level(to)}。`;
      case 'returned':
        return from === to ? `${by}${level(to)}仅凭人工设定保留。` : `${by}等级由${level(from)}降为${level(to)}。`;
      case 'assigned':
        return from === to ? `人工设定等级，保持${level(to)}。` : `人工设定等级，由${level(from)}升为${level(to)}。`;
    }
  };
}

export function levelReasons({ money, level }: LevelWords) {
  const amount = amounts(money);
  return {
    progress: ({ basis, amount: given, month: iso }) =>
      given < 0n
        ? `等级累计：${month(iso)}减少 ${amount(basis, -given)}。`
        : `等级累计：${month(iso)}计入 ${amount(basis, given)}。`,
    standing: ({ level: id, since, judgedOn }) =>
      `${level(id)}自${day(since)}起计${judgedOn === null ? '' : `，${day(judgedOn)}复核`}。`,
    counted: ({ basis, amount: counted, day: iso, level: id, from }) =>
      `${day(iso)}等级累计 ${amount(basis, counted)}，${level(id)}需要 ${amount(basis, from)}。`,
    floor: ({ level: id, until }) => floorSentence(level(id), until),
  } as const satisfies Partial<Texts['facts']>;
}

function floorSentence(level: string, until: string | null): string {
  return `人工设定：${until === null ? '长期' : `至${day(dayBefore(until))}（含当天）`}不低于${level}。`;
}

/** Why the level is what it is: what reached it, or the review that judged it. */
function levelChange(change: NonNullable<LevelFacts['change']>, reference: LevelWords['reference']): string {
  const { on, reason, cause } = change;
  const by = cause === null ? '' : `：${reference(cause)}`;
  switch (reason) {
    case 'reached':
      return `（达标升级${by}）`;
    case 'confirmed':
      return '（复核通过）';
    case 'not-supported':
      return `（${day(on)}复核未达标）`;
    case 'returned':
      return `（${day(on)}因退货调整${by}）`;
    case 'assigned':
      return '（人工设定）';
  }
}

export function levelSentences({ money, level, reference }: LevelWords): Texts['level'] {
  const amount = amounts(money);
  return ({ level: id, since, change, basis, counted, next, review, floor }) => {
    const from = since === null ? '' : `，自${day(since)}起`;
    const far = next === null || next.missing === 0n ? '' : `，还差 ${amount(basis, next.missing)}`;
    const above = next === null ? '' : `，${level(next.level)}需要 ${amount(basis, next.from)}${far}`;
    const sentences = [
      `${level(id)}${from}${change === null ? '' : levelChange(change, reference)}。`,
      `目前等级累计 ${amount(basis, counted)}${above}。`,
    ];
    if (floor !== null) sentences.push(floorSentence(level(floor.level), floor.until));
    if (review === null) return sentences;
    const missing = `还差 ${amount(basis, review.missing)}，须在${day(review.by)}（含当天）之前达到`;
    const state = review.missing === 0n ? '目前已满足' : missing;
    const needed = `届时累计满 ${amount(basis, review.from)}可保级`;
    return [...sentences, `${day(review.on)}复核等级，${needed}，${state}。`];
  };
}
