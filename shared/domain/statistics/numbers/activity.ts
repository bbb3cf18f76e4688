/** Numbers of who is active, and of who is new. */
import { weekdays } from '../../calendar.ts';
import { define } from '../definition.ts';
import type { NumberDefinition } from '../definition.ts';
import { days, weeks } from '../periods.ts';
import { byMonth, rateByMonth, rateInWindow, seriesOf } from '../shapes.ts';
import type { Hours, Report } from '../shapes.ts';
import type { Sums } from '../sums.ts';
import { firstMonthOf } from '../windows.ts';

/** Counts by weekday and hour of the months in the window, added up. */
function inWindow(sums: Sums, name: 'hour.purchases' | 'hour.members', { asOf, window }: Report) {
  const first = firstMonthOf(window, asOf);
  const counts = new Map<string, bigint>();
  for (const { key, amount } of sums.entries(name)) {
    const [month, ...place] = key;
    if (first !== null && Number(month) < first) continue;
    counts.set(place.join(), (counts.get(place.join()) ?? 0n) + amount);
  }
  return (...place: readonly number[]) => counts.get(place.join()) ?? 0n;
}

function hoursOf(sums: Sums, report: Report): Hours {
  const [purchases, members] = [inWindow(sums, 'hour.purchases', report), inWindow(sums, 'hour.members', report)];
  return {
    rows: weekdays.flatMap((weekday, position) =>
      Array.from({ length: 24 }, (_, hour) => ({
        weekday,
        hour,
        purchases: purchases(position, hour),
        memberDays: members(position, hour),
      })),
    ),
  };
}

export const activityNumbers: readonly NumberDefinition[] = [
  define(
    'act.dau',
    'series',
    { en: 'Active members by day', 'zh-CN': '日活跃会员' },
    { en: 'members with a purchase on the day that is not fully returned', 'zh-CN': '当日有未全额退货购买的会员数' },
    (sums, report) => seriesOf(sums, report, (day) => sums.get('active.day', day), days),
  ),
  define(
    'act.wau',
    'series',
    { en: 'Active members by week', 'zh-CN': '周活跃会员' },
    {
      en: 'members with a purchase in the ISO week that is not fully returned',
      'zh-CN': '该 ISO 周内有未全额退货购买的会员数',
    },
    (sums, report) => seriesOf(sums, report, (week) => sums.get('active.week', week), weeks),
  ),
  define(
    'act.mau',
    'series',
    { en: 'Active members by month', 'zh-CN': '月活跃会员' },
    { en: 'members with a purchase in the month that is not fully returned', 'zh-CN': '当月有未全额退货购买的会员数' },
    byMonth('active.month'),
  ),
  define(
    'act.hour',
    'hours',
    { en: 'Activity by hour and weekday', 'zh-CN': '高低峰时段' },
    {
      en: 'purchases in the window, returned or not, by local hour and weekday; member-days: distinct members per hour of each day, added up',
      'zh-CN': '窗口内按当地小时与星期的购买数（含退货）；会员日：每天每小时的不同会员数之和',
    },
    hoursOf,
  ),
  define(
    'act.new',
    'series',
    { en: 'New members', 'zh-CN': '新增会员' },
    { en: 'members whose first active month it is', 'zh-CN': '首个活跃月为该月的会员数' },
    byMonth('first.month'),
  ),
  define(
    'act.new_share',
    'series',
    { en: 'Share of new members', 'zh-CN': '新增会员占比' },
    { en: 'new members ÷ active members of the month', 'zh-CN': '新增会员 ÷ 当月活跃会员' },
    rateByMonth('first.month', 'active.month'),
  ),
  define(
    'act.enrol',
    'series',
    { en: 'Enrolments', 'zh-CN': '入会' },
    { en: 'members who enrolled in the month', 'zh-CN': '当月入会的会员数' },
    byMonth('enrolled'),
  ),
  define(
    'act.enrol_to_first',
    'rate',
    { en: 'First purchase in 30 days', 'zh-CN': '入会首购率' },
    {
      en: 'of the members enrolled in the window and observed for 30 days since: those with a first purchase by the 30th day',
      'zh-CN': '窗口内入会且已观察满 30 天的会员中，30 天内有首次购买者的比例',
    },
    rateInWindow('enrolled.bought', 'enrolled.observed'),
  ),
];
