import { describe, expect, it } from 'vitest';
import { toPurchase } from '../../shared/contracts/purchase-completed.ts';
import { canonicalJson } from '../../shared/platform/digest.ts';
import { purchase, purchaseOf, refusalOf } from './events.ts';

const idRule = 'a string of 1 to 256 UTF-16 units, well-formed Unicode';
const moneyRule = 'an integer of minor units from 0 to 2^53 - 1';
const instantRule = 'an RFC 3339 date-time with offset';
const invalid = (field: string, rule: string) => ({ code: 'invalid-event', field, rule });

const types = [
  'purchase.completed',
  'purchase.returned',
  'redemption.requested',
  'redemption.committed',
  'redemption.cancelled',
  'points.adjusted.requested',
  'points.imported',
  'tier.assigned',
  'points.transfer.requested',
  'member.merged',
  'member.enrolled',
  'member.updated',
  'member.erased',
];

describe('a line or a message', () => {
  it.each([undefined, null, 5, 'purchase.completed', true, [], [purchase()]])('that is %j is unparsable', (value) => {
    expect(refusalOf(value)).toEqual({ code: 'unparsable' });
  });

  it.each([{}, { detail: {} }, { 'detail-type': 5 }, { 'detail-type': null, detail: {} }])(
    'without a type is of an unknown type: %j',
    (value) => {
      expect(refusalOf(value)).toMatchObject({ code: 'unknown-type', field: 'detail-type' });
    },
  );

  it.each(['', 'purchase', 'Purchase.Completed', ' purchase.completed', '__proto__', 'constructor', 'toString'])(
    'of the type %j is of an unknown one',
    (type) => {
      expect(refusalOf({ ...purchase(), 'detail-type': type })).toEqual({
        code: 'unknown-type',
        field: 'detail-type',
        rule: `one of ${types.join(', ')}`,
      });
    },
  );

  it.each(['activity.recorded'])('of the type %s, which is not built yet, is refused by name', (type) => {
    expect(refusalOf({ ...purchase(), 'detail-type': type })).toMatchObject({
      code: 'unknown-type',
      field: 'detail-type',
      rule: 'this type is not built yet',
    });
  });

  it.each([undefined, null, 5, 'text', []])('with the detail %j is invalid', (detail) => {
    expect(refusalOf({ 'detail-type': 'purchase.completed', detail })).toEqual(
      invalid('detail', 'required: an object with metadata and data'),
    );
  });

  it('without metadata or without data is invalid', () => {
    const { metadata } = purchaseOf();
    for (const type of types) {
      expect(refusalOf({ 'detail-type': type, detail: { data: {} } })).toEqual(
        invalid('metadata', 'required: an object'),
      );
      expect(refusalOf({ 'detail-type': type, detail: { metadata } })).toEqual(invalid('data', 'required: an object'));
      expect(refusalOf({ 'detail-type': type, detail: { metadata, data: [] } })).toEqual(invalid('data', 'an object'));
      expect(refusalOf({ 'detail-type': type, detail: { metadata, data: 'text' } })).toEqual(
        invalid('data', 'an object'),
      );
    }
  });
});

describe('metadata', () => {
  it.each([
    ['id', undefined, `required: ${idRule}`],
    ['id', '', idRule],
    ['id', 7, idRule],
    ['version', undefined, 'required: a version such as "1.0"'],
    ['version', 1, 'a version such as "1.0"'],
    ['version', null, 'a version such as "1.0"'],
    ['occurredAt', undefined, `required: ${instantRule}`],
    ['occurredAt', 1_772_452_800_000, instantRule],
    ['occurredAt', '2026-03-02', instantRule],
    ['occurredAt', '2026-03-02T12:00:00', instantRule],
    ['occurredAt', '2026-03-02 12:00:00Z', instantRule],
    ['occurredAt', '2026-02-29T12:00:00Z', instantRule],
    ['occurredAt', '2026-03-02T24:00:00Z', instantRule],
    ['occurredAt', 'yesterday', instantRule],
    ['correlationId', '', idRule],
    ['correlationId', 5, idRule],
    ['test', 'true', 'true or false'],
    ['test', 1, 'true or false'],
    ['receipt', null, 'true or false'],
  ])('%s %j: %s', (field, value, rule) => {
    expect(refusalOf(purchase({}, { [field]: value }))).toEqual(invalid(`metadata.${field}`, rule));
  });

  it.each(['1.0', '1.1', '1.27'])('of version %s is read', (version) => {
    expect(refusalOf(purchase({}, { version }))).toBeUndefined();
  });

  it.each(['2.0', '0.9', '1', '1.x', '1.0.0', '10.0', 'v1.0', ''])('of version %j is not', (version) => {
    expect(refusalOf(purchase({}, { version }))).toEqual({
      code: 'unsupported-version',
      field: 'metadata.version',
      rule: 'a version 1.x',
    });
  });

  it('of an unsupported version is said to be so, whatever else the event holds', () => {
    expect(refusalOf(purchase({ purchaseId: 5, net: 'x' }, { version: '2.0' }))?.code).toBe('unsupported-version');
  });

  it('keeps what it says of tests, receipts and correlation', () => {
    expect(purchaseOf({}, { test: true, receipt: true, correlationId: 'c' }).metadata).toEqual({
      id: 'event-1',
      version: '1.0',
      occurredAt: '2026-03-02T12:00:00Z',
      test: true,
      receipt: true,
      correlationId: 'c',
    });
  });
});

describe('ids', () => {
  it.each([
    ['one unit', 'x'],
    ['256 units', 'x'.repeat(256)],
    ['128 emoji, which are 256 units', '🛍'.repeat(128)],
    ['a name that every object has', '__proto__'],
    ['another', 'constructor'],
    ['a space', ' '],
    ['spaces around', '  pos 12  '],
    ['a line break', 'a\nb'],
    ['a nul', 'a\u0000b'],
    ['combining marks', 'e\u0301'],
    ['right to left', 'מספר'],
    ['colons and hashes', 'pos:store-12#1:~'],
  ])('of %s are taken as they are', (_, purchaseId) => {
    expect(purchaseOf({ purchaseId, member: { externalId: purchaseId } })).toMatchObject({
      data: { purchaseId },
      member: { kind: 'externalId', value: purchaseId },
    });
  });

  it.each([
    ['no unit', ''],
    ['257 units', 'x'.repeat(257)],
    ['129 emoji', '🛍'.repeat(129)],
    ['half an emoji', '\ud83d'],
    ['a number', 9_007_199_254_740_993],
    ['a boolean', true],
    ['null', null],
    ['a list', ['p']],
  ])('of %s are refused', (_, purchaseId) => {
    expect(refusalOf(purchase({ purchaseId }))).toEqual(invalid('data.purchaseId', idRule));
    expect(refusalOf(purchase({ member: { externalId: purchaseId } }))).toEqual(
      invalid('data.member.externalId', idRule),
    );
  });

  it('differ by case, by spaces and by how a letter is composed', () => {
    const contents = ['a', 'A', ' a', 'a ', 'é', 'e\u0301'].map((purchaseId) =>
      canonicalJson(purchaseOf({ purchaseId }).content),
    );
    expect(new Set(contents).size).toBe(6);
  });
});

describe('money', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('of %i minor units is taken', (net) => {
    const event = purchaseOf({ net });
    expect(toPurchase(event.data, event.occurredAt).lines.map(({ netMinor }) => netMinor)).toEqual([BigInt(net)]);
  });

  it.each([2 ** 53, 1e21, 1.5, -1, '5', '', true, false, null, [], {}])('of %j is refused', (net) => {
    expect(refusalOf(purchase({ net }))).toEqual(invalid('data.net', moneyRule));
    expect(refusalOf(purchase({ net: undefined, lines: [{ lineId: '1', net }] }))).toEqual(
      invalid('data.lines[0].net', moneyRule),
    );
  });

  it('of a line has to be there', () => {
    expect(refusalOf(purchase({ lines: [{ lineId: '1' }] }))).toEqual(
      invalid('data.lines[0].net', `required: ${moneyRule}`),
    );
    expect(refusalOf(purchase({ lines: [{ lineId: '1', net: 1000, tax: -1 }] }))).toEqual(
      invalid('data.lines[0].tax', moneyRule),
    );
  });

  it('adds up beyond 2^53 over lines', () => {
    const lines = ['1', '2', '3'].map((lineId) => ({ lineId, net: Number.MAX_SAFE_INTEGER }));
    expect(refusalOf(purchase({ net: undefined, lines }))).toBeUndefined();
  });

  it.each(['eur', 'EURO', 'EU', '€', '', 'EUR ', 978, null])('has no currency %j', (currency) => {
    expect(refusalOf(purchase({ currency }))).toEqual(invalid('data.currency', 'three capital letters (ISO 4217)'));
  });

  it('has a currency', () => {
    expect(refusalOf(purchase({ currency: undefined }))).toEqual(
      invalid('data.currency', 'required: three capital letters (ISO 4217)'),
    );
  });
});
