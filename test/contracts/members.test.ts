import { describe, expect, it } from 'vitest';
import { identitiesOf, referenceOf } from '../../shared/contracts/members.ts';
import { enrolment, enrolmentOf, purchase, purchaseOf, refusalOf } from './events.ts';

const memberRule = 'an object with exactly one of memberId, externalId, email, phone, card';
const referred = (member: object) => purchaseOf({ member }).member;

describe('a member object', () => {
  it.each([
    [{ memberId: 'M-1' }, { kind: 'memberId', value: 'M-1' }],
    [{ externalId: ' A17 ' }, { kind: 'externalId', value: ' A17 ' }],
    [{ email: 'ann@example.com' }, { kind: 'email', value: 'ann@example.com' }],
    [{ phone: '+4915112345678' }, { kind: 'phone', value: '+4915112345678' }],
    [{ card: '12345' }, { kind: 'card', value: '12345' }],
  ])('%j names one', (member, expected) => {
    expect(referred(member)).toEqual(expected);
  });

  it.each([
    [{}],
    [{ nickname: 'ann' }],
    [{ externalId: 'a', email: 'a@b.c' }],
    [{ memberId: 'm', externalId: 'a' }],
    [{ memberId: 'm', externalId: 'a', email: 'a@b.c', phone: '+49151123', card: '1' }],
    [null],
    [[]],
    ['ann'],
    [5],
  ])('%j names none, or more than one', (member) => {
    expect(refusalOf(purchase({ member }))).toEqual({ code: 'invalid-event', field: 'data.member', rule: memberRule });
  });

  it('with something that is no identity is refused for that', () => {
    expect(refusalOf(purchase({ member: { externalId: 'a', email: null } }))?.field).toBe('data.member.email');
    expect(refusalOf(purchase({ member: { memberId: 5 } }))?.field).toBe('data.member.memberId');
  });
});

describe('an e-mail address', () => {
  it.each([
    ['Ann@Example.COM', 'ann@example.com'],
    ['  ann@example.com\t', 'ann@example.com'],
    ['ＡＮＮ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ann@example.com'],
    ['MÜLLER@EXAMPLE.DE', 'müller@example.de'],
    ['mu\u0308ller@example.de', 'müller@example.de'],
    ['ann+shop@example.com', 'ann+shop@example.com'],
    ['a@b', 'a@b'],
  ])('%j is compared as %s', (email, value) => {
    expect(referred({ email })).toEqual({ kind: 'email', value });
  });

  it.each(['ann', '@example.com', 'ann@', 'ann@home@example.com', 'ann smith@example.com', ' ', '@'])(
    'is not %j',
    (email) => {
      expect(refusalOf(purchase({ member: { email } }))).toEqual({
        code: 'invalid-event',
        field: 'data.member.email',
        rule: 'an e-mail address',
      });
    },
  );

  it('is at most 256 units long as it is given', () => {
    expect(refusalOf(purchase({ member: { email: `${'a'.repeat(252)}@b.c` } }))).toBeUndefined();
    expect(refusalOf(purchase({ member: { email: `${'a'.repeat(253)}@b.c` } }))?.field).toBe('data.member.email');
  });
});

describe('a phone number', () => {
  it.each([
    ['+49 151 123-456 78', '+4915112345678'],
    ['+1 (212) 555.0100', '+12125550100'],
    ['＋86 138 0013 8000', '+8613800138000'],
    [' +4915112345678 ', '+4915112345678'],
    ['+49–151–12345678', '+4915112345678'],
    ['+861', '+861'],
    ['+123456789012345', '+123456789012345'],
  ])('%j is compared as %s', (phone, value) => {
    expect(referred({ phone })).toEqual({ kind: 'phone', value });
  });

  it.each([
    '015112345678',
    '004915112345678',
    '+0151123',
    '+',
    '+4',
    '+1234567890123456',
    '+49abc',
    'tel:+49151123',
    '49151123',
  ])('is not %j', (phone) => {
    expect(refusalOf(purchase({ member: { phone } }))).toEqual({
      code: 'invalid-event',
      field: 'data.member.phone',
      rule: 'a phone number in E.164 form, beginning with + and the country code',
    });
  });

  it('is no number', () => {
    expect(refusalOf(purchase({ member: { phone: 4_915_112_345_678 } }))?.field).toBe('data.member.phone');
  });
});

describe('a card', () => {
  it.each([
    ['1234 5678-9', '123456789'],
    ['ab-12', 'AB12'],
    ['ＡＢ１２', 'AB12'],
    ['007', '007'],
  ])('%j is compared as %s', (card, value) => {
    expect(referred({ card })).toEqual({ kind: 'card', value });
  });

  it.each([' ', '---', '. .'])('is not %j', (card) => {
    expect(refusalOf(purchase({ member: { card } }))?.rule).toBe('a card number of at least one letter or digit');
  });
});

describe('an enrolment', () => {
  it('names a person by all identities that it has, in one order', () => {
    const { identities } = enrolmentOf({ card: 'c 1', phone: '+49 151 1', email: 'A@B.C', externalId: 'x' });
    expect(identities).toEqual([
      { kind: 'externalId', value: 'x' },
      { kind: 'email', value: 'a@b.c' },
      { kind: 'phone', value: '+491511' },
      { kind: 'card', value: 'C1' },
    ]);
    expect(identitiesOf({})).toEqual([]);
  });

  it('has at least one', () => {
    expect(refusalOf(enrolment({ externalId: undefined, name: 'Ann' }))).toEqual({
      code: 'invalid-event',
      field: 'data.externalId',
      rule: 'at least one of externalId, email, phone, card',
    });
  });

  it('happened when it says, or with the event', () => {
    expect(enrolmentOf().enrolledAt).toBe(Date.parse('2026-03-02T12:00:00Z'));
    expect(enrolmentOf({ enrolledAt: '2020-01-01T00:00:00+08:00', channel: 'web' })).toMatchObject({
      enrolledAt: Date.parse('2019-12-31T16:00:00Z'),
      channel: 'web',
    });
  });

  const consent = {
    purpose: 'promotions',
    channel: 'email',
    granted: true,
    at: '2026-01-01T00:00:00Z',
    text: 'v3',
    how: 'checkbox',
    by: 'ann',
  };

  it.each([
    [{ birthday: '1990-02-28' }],
    [{ birthday: '--02-29' }],
    [{ timeZone: 'Asia/Shanghai' }],
    [{ consents: [consent] }],
    [{ consents: [] }],
    [{ interests: ['shoes'] }],
    [{ contacts: { pushToken: 't', wechatOpenId: 'o' } }],
    [{ attributes: { vip: true, visits: 3.5, note: 'x'.repeat(256) } }],
    [{ attributes: Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`a${index}`, index])) }],
    [{ name: 'Ann', gender: 'f', occupation: 'o', locale: 'en-GB', referralCode: 'r' }],
  ])('may say %j', (data) => {
    expect(refusalOf(enrolment(data))).toBeUndefined();
  });

  it.each([
    [{ birthday: '1990-02-29' }, 'birthday'],
    [{ birthday: '--02-30' }, 'birthday'],
    [{ birthday: '--2-3' }, 'birthday'],
    [{ birthday: 19_900_228 }, 'birthday'],
    [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    [{ timeZone: '+08:00' }, 'timeZone'],
    [{ enrolledAt: '2020-01-01' }, 'enrolledAt'],
    [{ consents: [{ ...consent, purpose: 'spam' }] }, 'consents[0].purpose'],
    [{ consents: [{ ...consent, channel: 'fax' }] }, 'consents[0].channel'],
    [{ consents: [{ ...consent, granted: 'yes' }] }, 'consents[0].granted'],
    [{ consents: [{ ...consent, at: 'now' }] }, 'consents[0].at'],
    [{ consents: [{ ...consent, by: undefined }] }, 'consents[0].by'],
    [{ consents: consent }, 'consents'],
    [{ interests: 'shoes' }, 'interests'],
    [{ contacts: { pushToken: 5 } }, 'contacts.pushToken'],
    [{ attributes: { nested: {} } }, 'attributes'],
    [{ attributes: { note: 'x'.repeat(257) } }, 'attributes'],
    [{ attributes: { ['x'.repeat(257)]: true } }, 'attributes'],
    [{ attributes: { '\uD800': true } }, 'attributes'],
    [{ attributes: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`a${index}`, index])) }, 'attributes'],
    [{ name: null }, 'name'],
    [{ email: 'no address' }, 'email'],
  ])('may not say %j', (data, field) => {
    expect(refusalOf(enrolment(data))).toMatchObject({ code: 'invalid-event', field: `data.${field}` });
  });

  it.each([
    [{ ['x'.repeat(257)]: true }, 'names of at most 256 UTF-16 units, well-formed Unicode'],
    [['a list'], 'an object of at most 50 attributes'],
    [{ note: null }, 'a string of at most 256 UTF-16 units, a number or a boolean'],
  ])('is told which rule the attributes %j break', (attributes, rule) => {
    expect(refusalOf(enrolment({ attributes }))).toMatchObject({ rule });
  });
});

it('a parsed member object without an identity is a bug of ours', () => {
  expect(() => referenceOf({})).toThrow(TypeError);
});
