/** Numbers of purchases: how many, how large, how often, and who buys again. */
import { intervalBins, recencyBins, timesBins } from '../bins.ts';
import { secondPurchaseDays } from '../count-buying.ts';
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { byMonth, rate, rateByMonth, rateInWindow, seriesOf, sixDecimals } from '../shapes.ts';
import type { Intervals, Rate, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';

/** Items may be parts of a unit: then numerator and denominator are both made whole. */
function itemsPerOrder(items: ReadonlyMap<number, readonly (readonly [bigint, bigint])[]>, orders: bigint) {
  return (month: number): Rate => {
    const parts = items.get(month) ?? [];
    const denominator = parts.reduce((product, [of]) => (product % of === 0n ? product : product * of), 1n);
    const numerator = parts.reduce((sum, [of, amount]) => sum + (amount * denominator) / of, 0n);
    const divisor = gcd(numerator, denominator);
    return rate(numerator / divisor, (orders * denominator) / divisor);
  };
}

function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}

function itemsOf(sums: Sums) {
  const items = new Map<number, (readonly [bigint, bigint])[]>();
  for (const { key, amount } of sums.entries('sales.items')) {
    const [month, denominator] = [Number(key[0]), BigInt(key[1] ?? '1')];
    items.set(month, [...(items.get(month) ?? []), [denominator, amount]]);
  }
  return (month: number) => itemsPerOrder(items, sums.get('sales.orders', month))(month);
}

function intervalsOf(sums: Sums, { window }: Report): Intervals {
  const n = sums.get('interval.count', window);
  const bins = intervalBins.map(({ name, to }) => ({ bin: name, to, value: sums.get('interval', window, name) }));
  const edge = (percent: bigint) => {
    let reached = 0n;
    const holder = bins.find(({ value }) => (reached += value) * 100n >= percent * n);
    return n === 0n ? null : (holder?.to ?? null);
  };
  return {
    n,
    mean: n === 0n ? null : sixDecimals(sums.get('interval.days', window), n),
    p50: edge(50n),
    p80: edge(80n),
    p90: edge(90n),
    bins: bins.map(({ bin, value }) => ({ bin, value })),
  };
}

const secondPurchases = secondPurchaseDays.map((days) =>
  define(
    `buy.second_${String(days)}`,
    'rate',
    { en: `Second purchase in ${String(days)} days`, 'zh-CN': `${String(days)} 天二购转化率` },
    {
      en: `of the members whose first purchase lies in the window and is ${String(days)} days ago or more: those who bought a second time within ${String(days)} days, be it on the same day`,
      'zh-CN': `首购在窗口内且距今满 ${String(days)} 天的会员中，${String(days)} 天内（含当天）再次购买者的比例`,
    },
    rateInWindow('second.bought', 'second.observed', days),
  ),
);

export const buyingNumbers: readonly NumberDefinition[] = [
  define(
    'buy.count',
    'series',
    { en: 'Purchases', 'zh-CN': '购买次数' },
    { en: 'purchases of the month that are not fully returned', 'zh-CN': '当月未全额退货的购买次数' },
    byMonth('sales.orders'),
  ),
  define(
    'buy.amount',
    'series',
    { en: 'Net sales', 'zh-CN': '净销售额' },
    {
      en: 'net of the goods bought in the month less what has come back of them, in minor units; a return without a receipt counts in its own month',
      'zh-CN': '当月购买商品的净额减去其退货（最小货币单位）；无小票退货计入退货当月',
    },
    byMonth('sales.net'),
  ),
  define(
    'buy.aov',
    'series',
    { en: 'Average order value', 'zh-CN': '客单价' },
    { en: 'net sales ÷ purchases, in minor units', 'zh-CN': '净销售额 ÷ 购买次数（最小货币单位）' },
    rateByMonth('sales.net', 'sales.orders'),
  ),
  define(
    'buy.items',
    'series',
    { en: 'Items per order', 'zh-CN': '连带率' },
    { en: 'units of goods kept ÷ purchases', 'zh-CN': '保留的商品件数 ÷ 购买次数' },
    (sums, report) => seriesOf(sums, report, itemsOf(sums)),
  ),
  define(
    'buy.frequency',
    'series',
    { en: 'Purchases per buyer', 'zh-CN': '购买频次' },
    { en: 'purchases of the month ÷ its buyers', 'zh-CN': '当月购买次数 ÷ 当月购买会员' },
    rateByMonth('sales.orders', 'active.month'),
  ),
  define(
    'buy.recency',
    'bins',
    { en: 'Days since the last purchase', 'zh-CN': '最近消费' },
    {
      en: 'members who ever bought, by days since their last purchase',
      'zh-CN': '曾购买会员按距最近一次购买的天数分布',
    },
    (sums) => ({ bins: recencyBins.map(({ name }) => ({ bin: name, value: sums.get('recency', name) })) }),
  ),
  define(
    'buy.times',
    'bins',
    { en: 'Purchases per member', 'zh-CN': '购次分布' },
    { en: 'buyers in the window by their purchases in it', 'zh-CN': '窗口内购买会员按窗口内购买次数分布' },
    (sums, { window }) => ({
      bins: timesBins.map(({ name }) => ({ bin: name, value: sums.get('times', window, name) })),
    }),
  ),
  define(
    'buy.interval',
    'intervals',
    { en: 'Days between purchases', 'zh-CN': '购买间隔' },
    {
      en: "days between a member's consecutive purchase days, those that end in the window; percentiles are the upper edge of the bin that holds them",
      'zh-CN': '会员相邻购买日之间的天数（后一购买日在窗口内）；分位数取所在区间的上界',
    },
    intervalsOf,
  ),
  define(
    'buy.repurchase',
    'rate',
    { en: 'Repurchase rate', 'zh-CN': '复购率' },
    {
      en: 'buyers with two purchases or more in the window ÷ buyers in the window',
      'zh-CN': '窗口内购买 ≥ 2 次的会员 ÷ 窗口内购买会员',
    },
    rateInWindow('buyers.again', 'buyers'),
  ),
  define(
    'buy.returning_share',
    'rate',
    { en: 'Returning-buyer share', 'zh-CN': '老客占比' },
    {
      en: 'buyers in the window who had bought before it ÷ buyers in the window',
      'zh-CN': '窗口内购买且此前曾购买的会员 ÷ 窗口内购买会员',
    },
    rateInWindow('buyers.known', 'buyers'),
  ),
  define(
    'buy.repeat_base',
    'rate',
    { en: 'Repeat rate of the base', 'zh-CN': '回购率' },
    {
      en: 'members who had bought before the window and bought again in it ÷ members who had bought before it',
      'zh-CN': '窗口前曾购买且窗口内再次购买的会员 ÷ 窗口前曾购买的会员',
    },
    rateInWindow('buyers.known', 'base'),
  ),
  ...secondPurchases,
];
