/** The result page in Chinese. */
import { day } from '../../../shared/explain/texts/chinese-words.ts';
import type { Words } from './words.ts';

export const chinese: Words = {
  report: '营销活动效果',
  contents: '目录',
  asOf: (moment) => `截至${moment}`,
  day,
  moment: (iso, time) => `${day(iso)} ${time}`,
  facts: {
    campaign: '活动',
    run: '批次',
    ownOccasions: '按会员各自的时机',
    outcome: '事先选定的指标',
    window: '观察期',
    members: '会员',
  },
  measures: { purchase: '会员是否购买', spend: '会员消费金额' },
  window: (days, closes, closed) => {
    const until = closes === null ? '' : closed ? `，已于${closes}结束` : `，至${closes}结束`;
    return `自计划发送时间起 ${days} 天${until}`;
  },
  members: (treatment, control) => `实验组 ${treatment} 人，对照组 ${control} 人`,
  sections: {
    effect: { title: '效果', asks: '没有这次活动就不会发生的部分。' },
    money: { title: '收支', asks: '带来多少，花费多少。' },
    messages: { title: '消息', asks: '触达到哪一步，按会员计。' },
    arms: { title: '分组', asks: '比较是否公平。' },
  },

  headline: (verdict, measure) => {
    switch (verdict) {
      case 'positive':
        return measure === 'purchase' ? '有效：购买的会员更多' : '有效：会员消费更多';
      case 'negative':
        return measure === 'purchase' ? '适得其反：购买的会员更少' : '适得其反：会员消费更少';
      case 'not distinguishable from zero':
        return '与零无法区分';
      case 'do not trust':
        return '这些数字不可信';
      case 'window open':
        return '尚早，无法下结论';
    }
  },
  meaning: {
    open: (closes) =>
      `${closes === null ? '该批次尚无会员。' : `观察期于${closes}结束。`}在此之前不看效果：提前看会看到并不存在的效果。以下只是消息触达的情况。`,
    distrust: (p) =>
      `各组人数与设定不符（p ${p}）：公平分组出现这种情况的概率不到千分之一。说明有因素影响了谁进入哪一组，请先查明原因。`,
    certain: (difference, interval) => `与对照组相差 ${difference}；95% 置信区间为 ${interval}。`,
    zero: (interval) =>
      `差异的 95% 置信区间为 ${interval}，其中包含零：活动可能有效果，也可能没有，凭这一批次无法判断。`,
    unsure: '会员太少，无法说明差异的把握有多大。',
    noControl: '没有对照组可比：无法得知活动带来了什么。',
  },

  interval: (least, most) => `${least} 至 ${most}`,
  points: (signed) => `${signed} 个百分点`,
  differenceTitle: { purchase: '购买会员占比与对照组之差（百分点）', spend: '人均净消费与对照组之差' },
  netTitle: '活动带来的净销售额（实验组全体会员合计）',
  zeroLabel: '无效果',
  compared: { purchase: '购买会员占比', spend: '人均净消费' },
  treatment: '实验组',
  control: '对照组',
  difference: { purchase: '差异（百分点）', spend: '差异' },
  relative: '相对提升',
  interval95: '95% 置信区间',
  value: '数值',
  p: 'p 值（双侧）',
  rough: '某一组的购买者或未购买者不足十人：区间只是粗略的。',

  incrementalBuyers: '增量购买会员',
  incrementalNet: '增量净销售额',
  cost: '成本',
  returnOnCost: '投入产出比',
  noCost: '没有花费，因此没有投入产出比。',
  couponsLeftOut: '消息按活动设定的单价、积分按其价值计入；优惠券未计入。',
  influenced: '触达会员销售额',
  influencedMeans: '收到消息的会员在观察期内的全部购买。其中许多人本来就会购买：它不是效果，也不计入其他任何数字。',

  funnel: { targeted: '目标会员', sent: '已发送', delivered: '已送达', opened: '已打开', clicked: '已点击' },
  membersLabel: '会员数',
  shareLabel: '占目标会员',
  leftOut: '未发送或暂缓的会员，按原因',
  nobodyLeftOut: '没有会员被略过。',
  reasons: {
    control: '对照组：有意不发送',
    'no-consent': '未授权',
    'no-address': '无地址',
    suppressed: '地址已停用',
    capped: '已达频次上限',
    'quiet-hours': '免打扰时段，暂缓',
    'fact-changed': '情况已变',
    expired: '已过期',
    cancelled: '已取消',
    'over-budget': '超出预算',
    erased: '已删除',
    failed: '服务商拒绝',
  },
  bySteps: '各步骤的消息',
  step: '步骤',
  messages: {
    sent: '发送',
    delivered: '送达',
    opened: '打开',
    clicked: '点击',
    skipped: '未发送',
    waiting: '待发送',
    unknown: '不明',
  },
  channels: { email: '电子邮件', sms: '短信', push: '推送', webhook: 'Webhook', log: '日志' },

  arm: '分组',
  assigned: '实际占比',
  meant: '设定占比',
  sampleRatio: (p) => `样本比例检验：p ${p}。低于 0.001 时，本页任何数字都不可信。`,
  noSampleRatio: '没有对照组，无比例可检验。',
  nothing: '–',
  notes: [
    '凡被分组的会员都计入，无论是否收到消息；两组的观察期都自第一步的计划时间开始。',
    '购买不含已全部退货的，销售额为扣除退货后的净额，均截至本页时间。',
    '送达、打开与点击以服务商告知的为准，并不完整；部分打开由机器产生。',
  ],
  eventNote: '本活动按会员各自的时机进行：会员在自己的观察期结束后才计入。',
  zone: (zone) => `时间均为 ${zone} 时区。`,
};
