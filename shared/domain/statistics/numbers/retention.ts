/** Numbers of who comes again, by the month of the first purchase, and of who does not. */
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { cohortsOf, rate, seriesOf } from '../shapes.ts';
import type { Cohorts, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';

const sizeOf = (sums: Sums) => (month: number) => sums.get('first.month', month);

/** Members of a cohort active in a month or later, by age. */
function rollingOf(sums: Sums, month: number, ages: readonly number[]): readonly bigint[] {
  let members = 0n;
  return ages
    .toReversed()
    .map((age) => (members += sums.get('cohort.last', month, age)))
    .reverse();
}

function churnOf(sums: Sums, report: Report): Cohorts {
  return cohortsOf(sums, report, sizeOf(sums), (month, ages) =>
    rollingOf(sums, month, ages).map((active) => sums.get('first.month', month) - active),
  );
}

export const retentionNumbers: readonly NumberDefinition[] = [
  define(
    'ret.n',
    'cohorts',
    { en: 'Retention in the n-th month', 'zh-CN': '第 n 期留存' },
    {
      en: 'of the members first active in month c: those active in month c + n; the rate is value ÷ size',
      'zh-CN': '首个活跃月为 c 的会员中，在第 c + n 月活跃者；比率 = 值 ÷ 规模',
    },
    (sums, report) =>
      cohortsOf(sums, report, sizeOf(sums), (month, ages) => ages.map((age) => sums.get('cohort.active', month, age))),
  ),
  define(
    'ret.rolling',
    'cohorts',
    { en: 'Rolling retention', 'zh-CN': '滚动留存' },
    {
      en: 'of the members first active in month c: those active in month c + n or later; the rate is value ÷ size',
      'zh-CN': '首个活跃月为 c 的会员中，在第 c + n 月或之后活跃者；比率 = 值 ÷ 规模',
    },
    (sums, report) => cohortsOf(sums, report, sizeOf(sums), (month, ages) => rollingOf(sums, month, ages)),
  ),
  define(
    'ret.churn_cohort',
    'cohorts',
    { en: 'Churn of cohorts', 'zh-CN': '同期群流失' },
    {
      en: 'size − rolling retention: members of the cohort not active in month c + n or later',
      'zh-CN': '规模 − 滚动留存：在第 c + n 月及之后均未活跃的会员数',
    },
    churnOf,
  ),
  define(
    'ret.churn_period',
    'series',
    { en: 'Churn rate', 'zh-CN': '流失率' },
    { en: 'lost members of the month ÷ active members of the month before', 'zh-CN': '当月流失会员 ÷ 上月活跃会员' },
    (sums, report) =>
      seriesOf(sums, report, (month) => rate(sums.get('lost', month), sums.get('active.month', month - 1))),
  ),
  define(
    'ret.silent',
    'value',
    { en: 'Silent members', 'zh-CN': '沉默会员' },
    {
      en: "days since the last purchase over the programme's limit for at-risk: its factor × the member's usual gap (the median interval, at least 7 days), or its fallback days with fewer than three purchases",
      'zh-CN':
        '距最近一次购买的天数超过方案的 at-risk 界限：系数 × 会员惯常间隔（间隔中位数，至少 7 天）；购买不足三次者用后备天数',
    },
    (sums) => ({ value: sums.get('silent') }),
  ),
];
