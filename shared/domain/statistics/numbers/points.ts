/** Numbers of points: what was issued and what became of it, what is outstanding, and what it may cost. */
import { sumNames } from '../../movement-sums.ts';
import type { SumName } from '../../movement-sums.ts';
import { monthOfDay } from '../../calendar.ts';
import { rational, round } from '../../rational.ts';
import { expiringDays } from '../count-points.ts';
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { cohortsOf, rate, seriesOf } from '../shapes.ts';
import type { Cohorts, Liability, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';
import { firstMonthOf, yearOfMonths } from '../windows.ts';

const moved = (sums: Sums, name: SumName, month: number) => sums.get('points', name, month);
const issuedIn = (sums: Sums, month: number) => moved(sums, 'earned', month) + moved(sums, 'bonus', month);
const held = ['available', 'pending', 'reserved'] as const;
const outstanding = (sums: Sums) => held.reduce((sum, part) => sum + sums.get('balance', part), 0n);

function breakageOf(sums: Sums, report: Report): Cohorts {
  return cohortsOf(
    sums,
    report,
    (month) => issuedIn(sums, month),
    (month, ages) => {
      let expired = 0n;
      return ages.map((age) => (expired += sums.get('broken', month, age)));
    },
  );
}

/** What went out is negative in the bridge. */
const outgoing: readonly SumName[] = ['returned', 'redeemed', 'expired'];

/** From the points at the start of the window to those at its end, by kind of movement; a debt is below zero. */
function bridgeOf(sums: Sums, { asOf, window }: Report): Readonly<Record<string, bigint>> {
  const first = firstMonthOf(window, asOf);
  const flows = new Map<string, bigint>(sumNames.map((name) => [name, 0n]));
  for (const { key, amount } of sums.entries('points')) {
    const [name = '', month] = key;
    if (first !== null && Number(month) < first) continue;
    const signed = outgoing.some((out) => out === name) ? -amount : amount;
    flows.set(name, (flows.get(name) ?? 0n) + signed);
  }
  const closing = outstanding(sums) - sums.get('balance', 'debt');
  const opening = [...flows.values()].reduce((rest, points) => rest - points, closing);
  return { opening, ...Object.fromEntries(flows), closing };
}

function liabilityOf(sums: Sums, report: Report): Liability {
  const last = monthOfDay(report.asOf);
  let [redeemed, expired] = [0n, 0n];
  for (let month = last - yearOfMonths + 1; month <= last; month += 1) {
    redeemed += moved(sums, 'redeemed', month);
    expired += moved(sums, 'expired', month);
  }
  const { valueOfPointMinor } = report.programme.points;
  const bridge = bridgeOf(sums, report);
  if (valueOfPointMinor === null || redeemed + expired === 0n) return { value: null, bridge };
  const exact = rational(outstanding(sums) * valueOfPointMinor * redeemed, redeemed + expired);
  return { value: round(exact, 'nearest'), bridge };
}

export const pointsNumbers: readonly NumberDefinition[] = [
  define(
    'pts.issued',
    'series',
    { en: 'Points issued', 'zh-CN': '发放积分' },
    {
      en: 'points that purchases and bonuses earned in the month, gross',
      'zh-CN': '当月购买与奖励所得积分（未扣退货）',
    },
    (sums, report) => seriesOf(sums, report, (month) => issuedIn(sums, month)),
  ),
  define(
    'pts.redeemed',
    'series',
    { en: 'Points redeemed', 'zh-CN': '兑换积分' },
    {
      en: 'points spent in the month; of a hold when it is committed',
      'zh-CN': '当月使用的积分；预留积分以提交时为准',
    },
    (sums, report) => seriesOf(sums, report, (month) => moved(sums, 'redeemed', month)),
  ),
  define(
    'pts.expired',
    'series',
    { en: 'Points expired', 'zh-CN': '过期积分' },
    { en: 'points that ended in the month', 'zh-CN': '当月到期失效的积分' },
    (sums, report) => seriesOf(sums, report, (month) => moved(sums, 'expired', month)),
  ),
  define(
    'pts.returned',
    'series',
    { en: 'Points returned', 'zh-CN': '退回积分' },
    { en: 'points that returns took back in the month', 'zh-CN': '当月因退货收回的积分' },
    (sums, report) => seriesOf(sums, report, (month) => moved(sums, 'returned', month)),
  ),
  define(
    'pts.balance',
    'value',
    { en: 'Points outstanding', 'zh-CN': '积分余额' },
    { en: 'available + pending + reserved', 'zh-CN': '可用 + 待生效 + 预留' },
    (sums) => ({ value: outstanding(sums) }),
  ),
  define(
    'pts.expiring',
    'bins',
    { en: 'Points expiring soon', 'zh-CN': '即将过期积分' },
    {
      en: 'outstanding points whose expiry day is at most 30, 60, 90 days ahead; each contains the one before',
      'zh-CN': '未来 30、60、90 天内到期的积分（后者包含前者）',
    },
    (sums) => ({ bins: expiringDays.map((days) => ({ bin: String(days), value: sums.get('expiring', days) })) }),
  ),
  define(
    'pts.redeem_rate',
    'series',
    { en: 'Redemption rate', 'zh-CN': '兑换率' },
    { en: 'points redeemed ÷ points issued in the month', 'zh-CN': '当月兑换积分 ÷ 当月发放积分' },
    (sums, report) => seriesOf(sums, report, (month) => rate(moved(sums, 'redeemed', month), issuedIn(sums, month))),
  ),
  define(
    'pts.breakage',
    'cohorts',
    { en: 'Breakage by month of issue', 'zh-CN': '过期沉没率' },
    {
      en: 'of the points issued in month c: those that had expired by the end of month c + n; the rate is value ÷ size',
      'zh-CN': '第 c 月发放的积分中，截至第 c + n 月末已过期者；比率 = 值 ÷ 规模',
    },
    breakageOf,
  ),
  define(
    'pts.liability',
    'value',
    { en: 'Liability, management estimate', 'zh-CN': '积分负债（估）' },
    {
      en: 'outstanding points × value of a point × redeemed ÷ (redeemed + expired) of the last 12 months, in minor units; the bridge tells the points from the start of the window to its end, net of debts',
      'zh-CN':
        '积分余额 × 单位积分价值 × 近 12 个月兑换 ÷（兑换 + 过期），最小货币单位；bridge 为窗口期初至期末的积分变动（扣除欠分）',
    },
    liabilityOf,
  ),
];
