/** Provider events in the shapes that their documentation shows, and what is not one: foreign, broken, hostile. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDeliveryEvents } from '../../shared/contracts/delivery-events.ts';
import { keyOfTags, keyTextOf, tagsOf } from '../../shared/contracts/message-tags.ts';

const key = { memberId: 'm 1/王芳', messageId: 'abcDEF_-0123456789abcd' };
const tags = tagsOf(key);
const sesTags = {
  'ses:configuration-set': ['perennial'],
  ...Object.fromEntries(Object.entries(tags).map(([name, value]) => [name, [value]])),
};
const mail = {
  timestamp: '2026-11-22T10:30:00.000Z',
  source: 'hello@shop.example',
  messageId: '0100018d-0000-000000',
  destination: ['wang@example.com'],
  tags: sesTags,
};
const at = '2026-11-22T10:30:02.000Z';

function onBus(eventType: string, detail: object) {
  return {
    version: '0',
    source: 'aws.ses',
    'detail-type': 'Email',
    region: 'eu-central-1',
    detail: { eventType, mail, ...detail },
  };
}

const recipients = [{ emailAddress: 'wang@example.com', action: 'failed', status: '5.1.1' }];
const bounce = (bounceType: string) => ({
  bounce: { bounceType, bounceSubType: 'General', bouncedRecipients: recipients, timestamp: at, feedbackId: 'f' },
});
const complaint = (more: object) => ({
  complaint: { complainedRecipients: recipients, timestamp: at, complaintSubType: null, ...more },
});
const fact = (name: string, when: string, suppress: string | null = null, channel = 'email') => [
  { ...key, fact: name, at: when, channel, suppress },
];

describe('events of SES', () => {
  it.each<[string, unknown, unknown]>([
    ['a message that was taken', onBus('Send', { send: {} }), fact('acceptedAt', mail.timestamp)],
    [
      'a delivery',
      onBus('Delivery', { delivery: { timestamp: at, recipients: ['wang@example.com'] } }),
      fact('deliveredAt', at),
    ],
    ['a bounce for good', onBus('Bounce', bounce('Permanent')), fact('bouncedAt', at, 'wang@example.com')],
    ['a bounce for now', onBus('Bounce', bounce('Transient')), fact('bouncedAt', at)],
    ['a bounce of a kind that nobody knows', onBus('Bounce', bounce('Undetermined')), fact('bouncedAt', at)],
    [
      'a complaint',
      onBus('Complaint', complaint({ complaintFeedbackType: 'abuse' })),
      fact('complainedAt', at, 'wang@example.com'),
    ],
    [
      'a message that was not sent for an earlier complaint',
      onBus('Complaint', complaint({ complaintSubType: 'OnAccountSuppressionList' })),
      fact('bouncedAt', at, 'wang@example.com'),
    ],
    ['somebody who takes it out of the junk', onBus('Complaint', complaint({ complaintFeedbackType: 'not-spam' })), []],
    ['a virus', onBus('Reject', { reject: { reason: 'Bad content' } }), fact('bouncedAt', mail.timestamp)],
    [
      'an opening',
      onBus('Open', { open: { timestamp: at, userAgent: 'Mozilla/5.0 (iPhone)', ipAddress: '192.0.2.1' } }),
      fact('openedAt', at),
    ],
    ['an opening by a machine', onBus('Open', { open: { timestamp: at, userAgent: 'Mozilla/5.0' } }), []],
    ['a click', onBus('Click', { click: { timestamp: at, link: 'https://shop.example/' } }), fact('clickedAt', at)],
    ['a delay', onBus('DeliveryDelay', { deliveryDelay: { timestamp: at } }), []],
  ])('tell of %s', (_, event, events) => {
    expect(parseDeliveryEvents(event)).toEqual(events);
  });
});

const sms = {
  eventType: 'TEXT_DELIVERED',
  eventVersion: '1.0',
  eventTimestamp: Date.parse(at),
  isFinal: true,
  destinationPhoneNumber: '+8613800138000',
  messageId: '862a8790-60c0-4430-9b2b-658bd0000000',
  messageStatus: 'DELIVERED',
  context: tags,
};

describe('events of text messages', () => {
  const smsAt = '2026-11-22T10:30:02Z';
  it.each<[string, unknown]>([
    ['TEXT_QUEUED', fact('acceptedAt', smsAt, null, 'sms')],
    ['TEXT_SUCCESSFUL', fact('deliveredAt', smsAt, null, 'sms')],
    ['TEXT_DELIVERED', fact('deliveredAt', smsAt, null, 'sms')],
    ['TEXT_INVALID', fact('bouncedAt', smsAt, '+8613800138000', 'sms')],
    ['TEXT_CARRIER_UNREACHABLE', fact('bouncedAt', smsAt, null, 'sms')],
    ['TEXT_UNKNOWN', []],
    ['VOICE_ANSWERED', []],
  ])('tell of %s, raw, in the envelope of a topic, and on the bus', (eventType, events) => {
    const event = { ...sms, eventType };
    expect(parseDeliveryEvents(event)).toEqual(events);
    expect(parseDeliveryEvents({ Type: 'Notification', Message: JSON.stringify(event) })).toEqual(events);
    expect(parseDeliveryEvents({ source: 'aws.sms-voice', detail: event })).toEqual(events);
  });

  it('tell nothing without the context', () => {
    expect(parseDeliveryEvents({ ...sms, context: undefined })).toEqual([]);
  });
});

describe('callbacks of a webhook', () => {
  const { memberId, messageId: id } = key;
  const callback = (events: unknown) => ({ source: 'perennial.webhook', detail: { events } });

  it('tell of several messages at once', () => {
    const events = [
      { id, memberId, fact: 'delivered', at, suppress: 'openid' },
      { id, memberId, fact: 'bounced', at, suppress: 'openid' },
      { id, memberId, fact: 'opened', at, machine: true },
      { id, memberId, fact: 'opened', at, machine: false },
    ];
    expect(parseDeliveryEvents(callback(events))).toEqual([
      ...fact('deliveredAt', at, null, 'webhook'),
      ...fact('bouncedAt', at, 'openid', 'webhook'),
      ...fact('openedAt', at, null, 'webhook'),
    ]);
  });

  it.each([
    [[{ id: 'not an id', memberId, fact: 'opened', at }]],
    [[{ id, memberId: '', fact: 'opened', at }]],
    [[{ id, memberId, fact: 'erased', at }]],
    [[{ id, memberId, fact: 'opened', at: 'yesterday' }]],
    [Array.from({ length: 101 }, () => ({ id, memberId, fact: 'opened', at }))],
    ['none'],
  ])('tell nothing when they are not understood', (events) => {
    expect(parseDeliveryEvents(callback(events))).toEqual([]);
  });
});

describe('what is no event of a message of ours', () => {
  it.each<[string, unknown]>([
    ['nothing', null],
    ['a text', 'Bounce'],
    ['a list', [onBus('Send', {})]],
    ['another source', { ...onBus('Send', {}), source: 'aws.s3' }],
    ['no tags', onBus('Send', { mail: { ...mail, tags: {} } })],
    ['a tag of somebody else', onBus('Send', { mail: { ...mail, tags: { message: ['x'], member: ['%'] } } })],
    ['a tag that is no text', onBus('Send', { mail: { ...mail, tags: { message: [1], member: [2] } } })],
    ['no time', onBus('Send', { mail: { ...mail, timestamp: 'soon' } })],
    ['a prototype', JSON.parse('{"source":"aws.ses","detail":{"eventType":"__proto__","mail":{}}}')],
    ['a topic that says no JSON', { Type: 'Notification', Message: '{' }],
    ['a source of the prototype', { source: 'constructor', detail: {} }],
  ])('says nothing: %s', (_, event) => {
    expect(parseDeliveryEvents(event)).toEqual([]);
  });

  it('throws nothing, whatever it is', () => {
    const detail = fc.record({ eventType: fc.constantFrom('Send', 'Bounce', 'TEXT_DELIVERED'), mail: fc.anything() });
    fc.assert(
      fc.property(
        fc.constantFrom('aws.ses', 'aws.sms-voice', 'perennial.webhook'),
        fc.oneof(detail, fc.anything()),
        (source, given) => {
          expect(parseDeliveryEvents({ source, detail: given })).toEqual([]);
          expect(Array.isArray(parseDeliveryEvents(given))).toBe(true);
        },
      ),
    );
  });
});

describe('tags of a message', () => {
  const memberId = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }).filter((text) => text.length <= 256);
  const messageId = fc.stringMatching(/^[A-Za-z0-9_-]{22}$/);

  it('carry any id through the characters of SES and back', () => {
    fc.assert(
      fc.property(memberId, messageId, (member, message) => {
        const written = tagsOf({ memberId: member, messageId: message });
        const names = Object.keys(written);
        expect(names.length).toBeLessThanOrEqual(5);
        for (const text of [...names, ...Object.values(written)]) expect(text).toMatch(/^[A-Za-z0-9_-]{1,256}$/);
        const back = new Map(Object.entries(written));
        expect(keyOfTags((name) => back.get(name))).toEqual({ memberId: member, messageId: message });
      }),
    );
  });

  it('are at most five for the longest id', () => {
    expect(Object.keys(tagsOf({ memberId: '王'.repeat(256), messageId: 'm' }))).toHaveLength(5);
  });

  it('are made of nothing else, and tell messages apart in one text', () => {
    expect(() => tagsOf({ memberId: 'm', messageId: 'a b' })).toThrow(RangeError);
    expect(keyTextOf({ memberId: 'm1', messageId: 'x' })).toBe('bTE.x');
  });
});
