import type { ConsentChannel, ConsentPurpose } from '../../domain/consent.ts';
import type { PageTexts } from './texts.ts';

const what: Readonly<Record<ConsentPurpose, string>> = {
  loyalty: 'messages about your membership',
  promotions: 'offers and news',
  profiling: 'messages chosen by your purchases',
};
const by: Readonly<Record<ConsentChannel, string>> = {
  email: 'by email',
  sms: 'by text message',
  push: 'as app notifications',
  wechat: 'on WeChat',
};

export const english: PageTexts = {
  version: 1,
  wording: {
    purposes: {
      loyalty: { name: 'Your membership', about: 'Points that are about to expire, and changes to your level.' },
      promotions: { name: 'Offers and news', about: 'Sales, member days, birthday gifts and coupons.' },
      profiling: {
        name: 'Chosen for you',
        about: 'We may use your purchases to choose what to send you in these ways.',
      },
    },
    channels: { email: 'Email', sms: 'Text message', push: 'App notification', wechat: 'WeChat' },
    preferences: {
      title: 'What may we send you?',
      lead: 'Tick what you would like to get, and how. You can change this at any time, from any of our messages.',
      save: 'Save my choices',
      nothing: 'Send me nothing',
    },
    unsubscribe: {
      title: 'Unsubscribe?',
      ask: (purpose, channel) => `We will no longer send you ${what[purpose]} ${by[channel]}.`,
      confirm: 'Unsubscribe',
    },
  },
  otherLanguage: { locale: 'zh-CN', name: '中文' },
  languageLabel: 'Language',
  noAddress: {
    title: 'We have nowhere to write to',
    paragraphs: ['We know no address of yours, so nothing is sent to you. You can leave us one in our shops.'],
  },
  saved: {
    title: 'Your choices are saved',
    paragraphs: ['From now on we send you this. A message that is already on its way may still arrive.'],
    none: 'Nothing',
    comma: ', ',
    change: 'Change my choices',
  },
  unsubscribed: (purpose, channel) => ({
    title: 'You are unsubscribed',
    paragraphs: [
      `We no longer send you ${what[purpose]} ${by[channel]}. A message that is already on its way may still arrive.`,
      'Whatever else you have allowed stays as it is.',
    ],
  }),
  nothingYet: 'Nothing has changed yet.',
  gone: {
    title: 'There is nothing to choose here',
    paragraphs: ['Nothing is sent to you by this link any more, so you need do nothing.'],
  },
  expiredPreferences: {
    title: 'This link has expired',
    paragraphs: [
      'To protect your choices, the link to this page works for 90 days. Every newer message from us has a new one at its end; our staff can help you as well.',
      'To stop messages at once, use the unsubscribe link of any message, however old it is.',
    ],
  },
  expiredClick: {
    title: 'This link has expired',
    paragraphs: ['The message is more than a year old. Please go to our website or app directly.'],
  },
  broken: {
    title: 'This link does not work',
    paragraphs: [
      'Part of it may be missing. Please open it from the message once more, or copy it as a whole.',
      'Nothing has been changed.',
    ],
  },
  failed: {
    title: 'That did not work',
    paragraphs: ['It is our fault, not yours. Please try again in a minute.'],
  },
};
