/** Numbers of what the active members of a month are made of: new + retained + returning = active. */
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { byMonth } from '../shapes.ts';
import type { Bins } from '../shapes.ts';
import type { Sums } from '../sums.ts';

function streaksOf(sums: Sums): Bins {
  const runs = new Map<number, bigint>();
  for (const { key, amount } of sums.entries('streak')) runs.set(Number(key[0]), amount);
  const longest = Math.max(0, ...runs.keys());
  const lengths = Array.from({ length: longest }, (_, index) => index + 1);
  return { bins: lengths.map((length) => ({ bin: String(length), value: runs.get(length) ?? 0n })) };
}

export const compositionNumbers: readonly NumberDefinition[] = [
  define(
    'comp.retained',
    'series',
    { en: 'Retained members', 'zh-CN': '留存会员' },
    { en: 'active in the month and in the month before', 'zh-CN': '当月与上月均活跃的会员数' },
    byMonth('retained'),
  ),
  define(
    'comp.returning',
    'series',
    { en: 'Returning members', 'zh-CN': '回流会员' },
    {
      en: 'active in the month, not in the month before, and not new',
      'zh-CN': '当月活跃、上月未活跃且非新增的会员数',
    },
    byMonth('returning'),
  ),
  define(
    'comp.lost',
    'series',
    { en: 'Lost members', 'zh-CN': '流失会员' },
    { en: 'active in the month before and not in the month', 'zh-CN': '上月活跃而当月未活跃的会员数' },
    byMonth('lost'),
  ),
  define(
    'comp.streak',
    'bins',
    { en: 'Months in a row', 'zh-CN': '连续活跃月数' },
    {
      en: 'members active in the month of the report, by the length of the run of active months that ends with it',
      'zh-CN': '报告当月活跃的会员，按截至当月连续活跃的月数分布',
    },
    streaksOf,
  ),
  define(
    'comp.loyal',
    'series',
    { en: 'Loyal members', 'zh-CN': '忠诚会员' },
    {
      en: 'a run of 3 active months or more that ends with the month, or 6 purchases or more in the 12 months to its end',
      'zh-CN': '截至当月连续活跃 ≥ 3 个月，或近 12 个月购买 ≥ 6 次的会员数',
    },
    byMonth('loyal'),
  ),
  define(
    'comp.high',
    'series',
    { en: 'High-value members', 'zh-CN': '高价值会员' },
    {
      en: 'buyers of the 12 months to its end with fewer than 20 % of these buyers strictly above them in net spend; ties together',
      'zh-CN': '近 12 个月净消费严格高于其者不足 20 % 的购买会员数；并列者同属',
    },
    byMonth('high'),
  ),
];
