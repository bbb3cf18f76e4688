/** The result page in English. */
import { day } from '../../../shared/explain/texts/english-words.ts';
import type { Words } from './words.ts';

export const english: Words = {
  report: 'Result of a campaign',
  contents: 'On this page',
  asOf: (moment) => `as of ${moment}`,
  day,
  moment: (iso, time) => `${day(iso)}, ${time}`,
  facts: {
    campaign: 'Campaign',
    run: 'Run',
    ownOccasions: 'each member’s own occasion',
    outcome: 'Chosen before launch',
    window: 'Window',
    members: 'Members',
  },
  measures: { purchase: 'whether a member buys', spend: 'what a member spends' },
  window: (days, closes, closed) => {
    const until = closes === null ? '' : closed ? `, closed ${closes}` : `, open until ${closes}`;
    return `${days} days from the planned time${until}`;
  },
  members: (treatment, control) => `${treatment} treated, ${control} control`,
  sections: {
    effect: { title: 'Effect', asks: 'What there would not have been without the campaign.' },
    money: { title: 'Money', asks: 'What it brought in and what it cost.' },
    messages: { title: 'Messages', asks: 'How far they came, in members.' },
    arms: { title: 'Arms', asks: 'Whether the comparison is a fair one.' },
  },

  headline: (verdict, measure) => {
    switch (verdict) {
      case 'positive':
        return measure === 'purchase' ? 'It worked: more members bought' : 'It worked: members spent more';
      case 'negative':
        return measure === 'purchase' ? 'It did harm: fewer members bought' : 'It did harm: members spent less';
      case 'not distinguishable from zero':
        return 'Not distinguishable from zero';
      case 'do not trust':
        return 'Do not trust these numbers';
      case 'window open':
        return 'Too early to tell';
    }
  },
  meaning: {
    open: (closes) =>
      `${closes === null ? 'The run has no members yet.' : `The window closes on ${closes}.`} Until then nobody looks at the effect: whoever looks early finds effects that are not there. Below is how far the messages came.`,
    distrust: (p) =>
      `The arms are not as large as they were meant to be (p ${p}): a fair assignment does that less than once in a thousand times. Something chose who came into which arm. Find it first.`,
    certain: (difference, interval) => `${difference} beside the control; with 95 % confidence ${interval}.`,
    zero: (interval) =>
      `With 95 % confidence the difference is ${interval}, and that spans zero: the campaign may have done something or nothing, and this run cannot tell which.`,
    unsure: 'There are too few members to say how certain the difference is.',
    noControl: 'There is no control to compare with: what the campaign caused cannot be told.',
  },

  interval: (least, most) => `${least} to ${most}`,
  points: (signed) => `${signed} percentage points`,
  differenceTitle: {
    purchase: 'Share of buyers, difference to the control in percentage points',
    spend: 'Net spend a member, difference to the control',
  },
  netTitle: 'Net sales the campaign brought, all treated members together',
  zeroLabel: 'no effect',
  compared: { purchase: 'Share of members who bought', spend: 'Net spend a member' },
  treatment: 'Treatment',
  control: 'Control',
  difference: { purchase: 'Difference, percentage points', spend: 'Difference' },
  relative: 'Relative to the control',
  interval95: '95 % interval',
  value: 'Value',
  p: 'p, two-sided',
  rough: 'One arm has fewer than ten buyers or fewer than ten others: the interval is rough.',

  incrementalBuyers: 'Incremental buyers',
  incrementalNet: 'Incremental net sales',
  cost: 'Cost',
  returnOnCost: 'Return on cost',
  noCost: 'Nothing was spent, so there is no return on it.',
  couponsLeftOut: 'Messages by the plan’s prices and points at their value; coupons are not in it.',
  influenced: 'Influenced sales',
  influencedMeans:
    'Everything that members bought in the window to whom something was sent. Many would have bought anyway: it is no effect, and part of no other number here.',

  funnel: {
    targeted: 'Targeted',
    sent: 'Sent',
    delivered: 'Delivered',
    opened: 'Opened',
    clicked: 'Clicked',
  },
  membersLabel: 'Members',
  shareLabel: 'Of targeted',
  leftOut: 'Left out or held back, members by reason',
  nobodyLeftOut: 'Nobody was left out.',
  reasons: {
    control: 'Control: sent nothing on purpose',
    'no-consent': 'No consent',
    'no-address': 'No address',
    suppressed: 'Address suppressed',
    capped: 'Enough messages already',
    'quiet-hours': 'Quiet hours, deferred',
    'fact-changed': 'No longer true',
    expired: 'Too late',
    cancelled: 'Cancelled',
    'over-budget': 'Over budget',
    erased: 'Erased',
    failed: 'Refused by the provider',
  },
  bySteps: 'Messages by step',
  step: 'Step',
  messages: {
    sent: 'Sent',
    delivered: 'Delivered',
    opened: 'Opened',
    clicked: 'Clicked',
    skipped: 'Left out',
    waiting: 'To come',
    unknown: 'Unknown',
  },
  channels: { email: 'e-mail', sms: 'text message', push: 'push', webhook: 'webhook', log: 'log' },

  arm: 'Arm',
  assigned: 'Share',
  meant: 'Meant to be',
  sampleRatio: (p) => `Sample ratio: p ${p}. Below 0.001 nothing on this page is to be trusted.`,
  noSampleRatio: 'Without a control there is no ratio to check.',
  nothing: '–',
  notes: [
    'Everybody who was assigned counts in both arms, whether a message reached them or not, from the planned time of the first step.',
    'Purchases are those not fully returned, and sales are net of returns, as of the time of this page.',
    'Deliveries, opens and clicks are what providers told, which is not all of it; some opens are made by machines.',
  ],
  eventNote: 'This plan follows events: members count once their own window has closed.',
  zone: (zone) => `Times are those of ${zone}.`,
};
