/** Every field of the events that move points by request: what each may not be, and the rule that says so. */
import type { RequestType } from './events.ts';

type Fields = Readonly<Record<string, unknown>>;
/** A change of the smallest event, the field that it breaks, and the rule. */
export type Broken = readonly [change: Fields, field: string, rule: string];

const idRule = 'a string of 1 to 256 UTF-16 units, well-formed Unicode';
const textRule = 'a string of at most 256 UTF-16 units, well-formed Unicode';
const moneyRule = 'an integer of minor units from 0 to 2^53 - 1';
const memberRule = 'an object with exactly one of memberId, externalId, email, phone, card';
const currencyRule = 'three capital letters (ISO 4217)';
const decimalRule = 'a decimal number as a string, for example "1.5"';
const dateRule = 'a date YYYY-MM-DD that exists';
const signedRule = `an integer from ${String(-Number.MAX_SAFE_INTEGER)}`;
const fromOne = 'an integer from 1';
const fromNone = 'an integer from 0';
const minutesRule = 'an integer from 1 to 527040';

/** Wrong values of a field, all of which break one rule. */
const wrong = (field: string, rule: string, ...values: readonly unknown[]): Broken[] =>
  values.map((value) => [{ [field]: value }, field, rule]);
const required = (field: string, rule: string): Broken => [{ [field]: undefined }, field, `required: ${rule}`];

const anId = (field: string): Broken[] =>
  wrong(field, idRule, '', 7, null, true, ['a'], 'x'.repeat(257), '🛍'.repeat(129));
const aKey = (field: string): Broken[] => [required(field, idRule), ...anId(field)];
const aText = (field: string): Broken[] => [
  required(field, textRule),
  ...wrong(field, textRule, 5, null, 'x'.repeat(257), {}),
];
const aMember = (field: string): Broken[] => [
  ...wrong(field, memberRule, 'ann', null, [], {}, { memberId: 'm', email: 'a@b' }, { name: 'Ann' }),
  [{ [field]: { externalId: '' } }, `${field}.externalId`, idRule],
  [{ [field]: { email: 'ann' } }, `${field}.email`, 'an e-mail address'],
  [
    { [field]: { phone: '13800000001' } },
    `${field}.phone`,
    'a phone number in E.164 form, beginning with + and the country code',
  ],
];
const ofMember = [required('member', memberRule), ...aMember('member')];
const noAmounts = [2 ** 53, 1.5, '5', null, true, [], {}];

const line = { lineId: 'a', net: 5 };
const lot = { points: 5, expiresOn: null };
const ofLine = (change: Fields, field: string, rule: string): Broken => {
  return [{ lines: [line, { ...line, ...change }] }, `lines[1].${field}`, rule];
};
const ofLot = (change: Fields, field: string, rule: string): Broken => {
  return [{ lots: [lot, { ...lot, ...change }] }, `lots[1].${field}`, rule];
};

export const brokenFields: Readonly<Record<RequestType, readonly Broken[]>> = {
  'purchase.returned': [
    ...aKey('returnId'),
    ...anId('purchaseId'),
    ...aMember('member'),
    ...wrong('currency', currencyRule, 'eur', 'EURO', '', 978, null),
    ...wrong('lines', 'a list of lines', {}, 'a', null),
    [{ lines: ['a'] }, 'lines[0]', 'an object'],
    ofLine({ lineId: undefined }, 'lineId', `required: ${idRule}`),
    ofLine({ lineId: 1 }, 'lineId', idRule),
    ofLine({ net: undefined }, 'net', `required: ${moneyRule}`),
    ...[...noAmounts, -1].map((net) => ofLine({ net }, 'net', moneyRule)),
    ...[1, '-1', '1e3', '', '1,5', '0x1', null, '1'.repeat(65)].map((quantity) =>
      ofLine({ quantity }, 'quantity', decimalRule),
    ),
    ...wrong('net', moneyRule, ...noAmounts, -1),
    ...wrong('full', 'true or false', 'true', 1, null),
    ...wrong('kind', 'one of return, cancellation, chargeback', 'refund', '', 'Return', null),
    ...wrong('reason', textRule, 5, null, 'x'.repeat(257)),
    [{ net: undefined }, 'net', 'at least one of lines, net, full: true'],
    [{ net: undefined, full: false }, 'net', 'at least one of lines, net, full: true'],
    [{ purchaseId: undefined, currency: 'EUR' }, 'member', 'required when there is no purchaseId'],
    [{ purchaseId: undefined, member: { externalId: 'ann' } }, 'currency', 'required when there is no purchaseId'],
    [
      { purchaseId: undefined, member: { externalId: 'ann' }, currency: 'EUR', full: true },
      'full',
      'only with a purchaseId: without a sale nothing says what is left',
    ],
  ],
  'redemption.requested': [
    ...ofMember,
    ...aKey('requestId'),
    required('points', fromOne),
    ...wrong('points', fromOne, ...noAmounts, 0, -1),
    [{ points: undefined, rewardId: 'w' }, 'rewardId', 'rewards are not built yet'],
    [{ rewardId: 'w' }, 'rewardId', 'rewards are not built yet'],
    ...anId('rewardId'),
    ...anId('purchaseId'),
    ...wrong('hold', 'an object', 5, null, 'now', []),
    [{ hold: {} }, 'hold.minutes', `required: ${minutesRule}`],
    ...[0, -1, 1.5, '5', 366 * 24 * 60 + 1].map((minutes): Broken => {
      return [{ hold: { minutes } }, 'hold.minutes', minutesRule];
    }),
  ],
  'redemption.committed': [...ofMember, ...aKey('requestId')],
  'redemption.cancelled': [...ofMember, ...aKey('requestId')],
  'points.adjusted.requested': [
    ...ofMember,
    ...aKey('requestId'),
    required('points', signedRule),
    ...wrong('points', signedRule, ...noAmounts, -(2 ** 53)),
    ...aText('reason'),
    ...aText('actor'),
  ],
  'points.transfer.requested': [
    required('from', memberRule),
    ...aMember('from'),
    required('to', memberRule),
    ...aMember('to'),
    ...aKey('requestId'),
    required('points', fromOne),
    ...wrong('points', fromOne, ...noAmounts, 0, -1),
  ],
  'points.imported': [
    ...ofMember,
    ...aKey('requestId'),
    required('lots', 'a list of lots'),
    ...wrong('lots', 'a list of lots', {}, null, 'all'),
    [{ lots: [5] }, 'lots[0]', 'an object'],
    ofLot({ points: undefined }, 'points', `required: ${fromOne}`),
    ...[...noAmounts, 0, -1].map((points) => ofLot({ points }, 'points', fromOne)),
    ...['2026-02-29', '2026-3-1', '2026-03-01T00:00:00Z', 5, null].map((availableOn) =>
      ofLot({ availableOn }, 'availableOn', dateRule),
    ),
    ofLot({ expiresOn: undefined }, 'expiresOn', `required: ${dateRule}`),
    ...['2026-02-29', '--04-01', 'never', 5, ''].map((expiresOn) => ofLot({ expiresOn }, 'expiresOn', dateRule)),
    ...wrong('lifetimeEarned', fromNone, ...noAmounts, -1),
  ],
  'tier.assigned': [
    ...ofMember,
    ...aKey('requestId'),
    ...aText('level'),
    ...wrong('until', dateRule, '2026-02-29', '2026-3-1', '2026-03-01T00:00:00Z', 5, null),
    ...aText('reason'),
    ...aText('actor'),
  ],
};
