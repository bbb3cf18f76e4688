/** The page in English. */
import { day, month } from '../../../shared/explain/texts/english-words.ts';
import type { Words } from './words.ts';

const short = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function period(iso: string): string {
  const [year = '', rest = ''] = iso.split('-');
  if (rest.startsWith('W')) return `week ${String(Number(rest.slice(1)))} of ${year}`;
  return iso.length === 10 ? day(iso) : month(`${iso}-01`);
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
const plural = (bin: string, one: string, many: string) => `${bin.replace('-', '–')} ${bin === '1' ? one : many}`;

export const english: Words = {
  report: 'Member report',
  contents: 'Contents',
  asOf: (iso) => `As of the end of ${day(iso)}`,
  window: { month: 'the month', '12m': 'the last 12 months', all: 'everything so far' },
  windowLabel: 'Window',
  scopeLabel: 'Members',
  programmeLabel: 'Programme',
  currencyLabel: 'Currency',
  everybody: 'all',
  level: (name) => `level ${name}`,
  channel: (name) => `enrolled through ${name}`,
  sections: {
    overview: { title: 'At a glance', asks: 'The last month that is over, beside the one before it.' },
    members: { title: 'Active members', asks: 'Who bought, who was new, who came back, and who stayed away?' },
    retention: { title: 'Retention', asks: 'Of those who first bought in a month, how many still do?' },
    buying: { title: 'Purchases', asks: 'How much, how often, and who buys again?' },
    groups: { title: 'Customer groups', asks: 'Who is worth a word, and which one?' },
    points: { title: 'Points', asks: 'What was issued, what became of it, and what may it still cost?' },
    levels: { title: 'Levels', asks: 'Who is where, and who moves?' },
    hours: { title: 'Time of day', asks: 'When are members in the shop?' },
    others: { title: 'More numbers', asks: 'Everything else that was counted.' },
  },

  period,
  shortMonth: (iso) => short[Number(iso.slice(5, 7)) - 1] ?? iso,
  year: (iso) => iso.slice(0, 4),
  weekdays: { mon: 'Mon', tue: 'Tue', wed: 'Wed', thu: 'Thu', fri: 'Fri', sat: 'Sat', sun: 'Sun' },
  hour: (hour) => String(hour).padStart(2, '0'),
  durationUnits: ['d', 'h', 'min', 's'],

  notOver: 'not over',
  soFar: (iso, value) => `${capital(period(iso))}, not over: ${value} so far`,
  notYet: (iso, value) => `${capital(period(iso))}, not over: ${value} have not come yet`,
  runningNote: (iso) =>
    `${capital(period(iso))} is not over. What is told of it is “so far”, drawn hollow, and compared with nothing.`,
  youngNote: 'In a dashed frame: a month that is not over; its value may still change.',
  versus: (iso) => `against ${period(iso)}`,
  same: 'no change',
  percentagePoints: (change) => `${change} points`,
  nothing: 'Nothing to tell yet.',
  noRate: 'Nobody to take a share of.',
  quotient: (numerator, denominator) => `${numerator} of ${denominator}`,
  share: (whole) => `of ${whole}`,

  values: 'Values',
  periodLabel: 'Period',
  value: 'Value',
  numerator: 'Numerator',
  denominator: 'Denominator',
  members: 'Members',
  points: 'Points',
  shareLabel: 'Share',
  cohort: 'First month',
  issued: 'Issued in',
  size: 'Size',
  monthsAfter: 'Months after',
  from: 'From',
  to: 'To',
  total: 'Total',
  weekday: 'Weekday',
  hourOfDay: 'Hour of the day',
  show: 'Show',
  less: 'little',
  more: 'much',

  composition: 'What each month’s active members are made of',
  compositionNote:
    'Above the line, the active members of the month; below it, those of the month before who did not come, told when the month is over.',
  flow: 'Points by month',
  flowNote: 'Above the line, points that members got; below it, points that went.',
  netSales: 'Net sales by month',
  netSalesNote: 'Each month’s purchases less what has come back of them.',
  range: (from, to) => `From ${from} to ${to}.`,
  hollowNote: (iso) => `The pale bar, ${period(iso)}, is not over.`,
  intervalsLabel: 'Intervals',
  seriesText: ({ from, to, largest, largestIn, last, lastIn }) =>
    `From ${from} to ${to}. Largest: ${largest} in ${largestIn}. Last that is over: ${last} in ${lastIn}.`,
  heatNote: (largest) => `The darker, the more; darkest: ${largest}.`,
  percentNote: 'Per cent of the size.',

  days: (bin) => plural(bin, 'day', 'days'),
  orders: (bin) => plural(bin, 'purchase', 'purchases'),
  monthsInARow: (bin) => plural(bin, 'month', 'months'),
  withinDays: (bin) => `within ${bin} days`,
  intervals: ({ n, mean, p50, p80, p90 }) =>
    `${n} intervals of ${mean} days on average; half are at most ${p50} days, 80 % ${p80}, 90 % ${p90}.`,

  groups: {
    champions: 'Champions',
    loyal: 'Loyal',
    active: 'Active',
    new: 'New',
    promising: 'Promising',
    'needs attention': 'Needs attention',
    'almost lost': 'Almost lost',
    'at risk': 'At risk',
    'previously loyal': 'Previously loyal',
    dormant: 'Dormant',
    prospects: 'Prospects',
  },
  joined: 'joined in the window',
  allJoined: 'Everybody joined within this window. A shorter one shows who moved: --window 12m or --window month.',
  stayedNote: 'Per cent of the row; framed: stayed where they were.',
  recencyScore: 'Recency',
  strengthScore: 'Orders and spend',
  elsewhere: 'counted in its other field',
  outsideGrid:
    'Dormant includes members who bought nothing in these 12 months; prospects, who never bought, have no field.',
  bridge: {
    opening: 'At the start of the window',
    earned: 'Earned',
    bonus: 'Bonuses',
    returned: 'Taken back by returns',
    redeemed: 'Redeemed',
    restored: 'Restored by returns',
    expired: 'Expired',
    adjusted: 'Adjusted',
    transferred: 'Transferred',
    imported: 'Imported',
    closing: 'At its end',
  },
  bridgeTitle: 'Points outstanding less debts, from the start of the window to its end',
  noLiability:
    'No estimate: the programme states no value of a point, or nothing was redeemed or expired in the last 12 months.',
  purchases: 'Purchases',
  memberDays: 'Member-days',

  reading: [
    'A member is active in a period with a purchase in it that is not fully returned. Numbers are net of returns as of the report’s day unless they say otherwise.',
    'A period that is not over and a young cohort are marked, and never compared.',
  ],
  money: (currency) =>
    `Money is shown in ${currency}; where a definition says minor units, it speaks of the JSON document.`,
  zone: (zone) => `Days, ISO weeks and months are those of ${zone}.`,
};
