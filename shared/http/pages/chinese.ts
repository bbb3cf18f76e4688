import type { ConsentChannel, ConsentPurpose } from '../../domain/consent.ts';
import type { PageTexts } from './texts.ts';

const what: Readonly<Record<ConsentPurpose, string>> = {
  loyalty: '会员通知',
  promotions: '优惠与活动消息',
  profiling: '个性化推荐消息',
};
const by: Readonly<Record<ConsentChannel, string>> = {
  email: '通过邮件',
  sms: '通过短信',
  push: '通过 App 推送',
  wechat: '通过微信',
};

export const chinese: PageTexts = {
  version: 1,
  wording: {
    purposes: {
      loyalty: { name: '会员通知', about: '积分即将到期、会员等级变动等提醒。' },
      promotions: { name: '优惠与活动', about: '促销、会员日、生日礼遇和优惠券。' },
      profiling: { name: '个性化推荐', about: '允许我们根据您的购买记录，为您挑选通过以下方式发送的内容。' },
    },
    channels: { email: '邮件', sms: '短信', push: 'App 推送', wechat: '微信' },
    preferences: {
      title: '您愿意接收哪些消息？',
      lead: '请勾选愿意接收的内容和方式。您可以随时通过我们发送的任意一条消息更改。',
      save: '保存我的选择',
      nothing: '全部不接收',
    },
    unsubscribe: {
      title: '确认退订？',
      ask: (purpose, channel) => `退订后，我们将不再${by[channel]}向您发送${what[purpose]}。`,
      confirm: '确认退订',
    },
  },
  otherLanguage: { locale: 'en', name: 'English' },
  languageLabel: '语言',
  noAddress: {
    title: '我们没有您的联系方式',
    paragraphs: ['由于没有您的联系方式，我们不会向您发送任何消息。您可以到门店登记。'],
  },
  saved: {
    title: '您的选择已保存',
    paragraphs: ['今后我们只向您发送以下内容。已在发送途中的消息仍可能送达。'],
    none: '不接收',
    comma: '、',
    change: '重新选择',
  },
  unsubscribed: (purpose, channel) => ({
    title: '您已退订',
    paragraphs: [
      `我们不再${by[channel]}向您发送${what[purpose]}。已在发送途中的消息仍可能送达。`,
      '您允许的其他内容不受影响。',
    ],
  }),
  nothingYet: '目前尚未做任何更改。',
  gone: {
    title: '这里没有需要选择的内容',
    paragraphs: ['我们不再通过此链接向您发送任何消息，您无需进行任何操作。'],
  },
  expiredPreferences: {
    title: '链接已过期',
    paragraphs: [
      '为保护您的选择，此页面的链接有效期为 90 天。我们之后发送的每条消息末尾都有新的链接，您也可以请店员协助。',
      '如需立即停止接收，请使用任意一条消息中的退订链接，无论该消息是多久以前发送的。',
    ],
  },
  expiredClick: {
    title: '链接已过期',
    paragraphs: ['该消息已超过一年。请直接访问我们的网站或 App。'],
  },
  broken: {
    title: '链接无法使用',
    paragraphs: ['链接可能不完整。请从消息中重新打开，或完整复制后再试。', '未做任何更改。'],
  },
  failed: {
    title: '操作未成功',
    paragraphs: ['这是我们的问题，请稍后再试。'],
  },
};
