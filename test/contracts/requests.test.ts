/** Returns, redemptions, adjustments, transfers and imports on their way in. */
import { describe, expect, it } from 'vitest';
import { toImport } from '../../shared/contracts/points-requests.ts';
import { toReturn } from '../../shared/contracts/purchase-returned.ts';
import { canonicalJson } from '../../shared/platform/digest.ts';
import { day } from '../domain/build.ts';
import { refusalOf, request, requestOf, smallestData } from './events.ts';
import type { RequestType } from './events.ts';
import { brokenFields } from './request-fields.ts';

type Fields = Readonly<Record<string, unknown>>;

const types: readonly RequestType[] = [
  'purchase.returned',
  'redemption.requested',
  'redemption.committed',
  'redemption.cancelled',
  'points.adjusted.requested',
  'points.transfer.requested',
  'points.imported',
];
const contentOf = (type: RequestType, data: Fields = {}, metadata: Fields = {}) =>
  canonicalJson(requestOf(type, data, metadata).content);
const line = { lineId: 'a', net: 5 };
const lot = { points: 5, expiresOn: null };
const ann = { externalId: 'ann' };

describe.each(types)('%s', (type) => {
  it('of what is required alone is read, without unknown fields, wherever they are', () => {
    const extra = { weather: 'fine', nested: { deep: [1] } };
    const fields: Fields = smallestData[type];
    const people = ['member', 'from', 'to'].filter((who) => who in fields);
    const named = Object.fromEntries(people.map((who) => [who, { externalId: who, ...extra }]));
    const odd = requestOf(type, { ...extra, ...named }, extra);
    const plain = requestOf(type, Object.fromEntries(people.map((who) => [who, { externalId: who }])));
    expect(odd.content).toEqual(plain.content);
    expect(JSON.stringify(odd)).not.toContain('weather');
  });

  it.each(brokenFields[type])('is invalid with %j: %s', (change, field, rule) => {
    expect(refusalOf(request(type, change))).toEqual({ code: 'invalid-event', field: `data.${field}`, rule });
  });

  it('is the same in whatever order the keys came, and for whatever id the producer gave the event', () => {
    const turned = { 'detail-type': type, detail: turnedKeys(request(type)['detail']) };
    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(request(type)));
    const about = { id: 'another', correlationId: 'c', receipt: true, test: false, version: '1.9' };
    expect(contentOf(type, {}, about)).toBe(contentOf(type));
    expect(contentOf(type, {}, { occurredAt: '2026-03-02T20:00:00.000+08:00' })).toBe(contentOf(type));
    expect(contentOf(type, {}, { occurredAt: '2026-03-02T12:00:01Z' })).not.toBe(contentOf(type));
    const data = turnedKeys(smallestData[type]);
    if (typeof data !== 'object' || data === null) throw new TypeError('data is an object');
    const whole = requestOf(type, { ...Object.fromEntries(Object.keys(data).map((key) => [key, undefined])), ...data });
    expect(canonicalJson(whole.content)).toBe(contentOf(type));
  });

  it('does not have the members in its content, who are compared as the ones that they resolve to', () => {
    const fields: Fields = smallestData[type];
    for (const who of ['member', 'from', 'to'].filter((name) => name in fields)) {
      expect(contentOf(type, { [who]: { memberId: 'somebody' } })).toBe(contentOf(type));
    }
  });
});

/** The same JSON with the keys of every object from the last to the first. */
function turnedKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(turnedKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, turnedKeys(inner)] as const)
      .reverse(),
  );
}

describe('content', () => {
  it.each([
    ['purchase.returned', { returnId: 'r-2' }],
    ['purchase.returned', { purchaseId: 'p-2' }],
    ['purchase.returned', { net: 501 }],
    ['purchase.returned', { lines: [line] }],
    ['purchase.returned', { full: true }],
    ['purchase.returned', { kind: 'chargeback' }],
    ['purchase.returned', { reason: 'too small' }],
    ['redemption.requested', { requestId: 'q-2' }],
    ['redemption.requested', { points: 101 }],
    ['redemption.requested', { purchaseId: 'p-1' }],
    ['redemption.requested', { hold: { minutes: 10 } }],
    ['redemption.committed', { requestId: 'q-2' }],
    ['redemption.cancelled', { requestId: 'q-2' }],
    ['points.adjusted.requested', { points: 5 }],
    ['points.adjusted.requested', { reason: 'another' }],
    ['points.adjusted.requested', { actor: 'another' }],
    ['points.transfer.requested', { points: 101 }],
    ['points.imported', { lots: [lot, lot] }],
    ['points.imported', { lots: [{ ...smallestData['points.imported'].lots[0], availableOn: '2026-01-01' }] }],
    ['points.imported', { lifetimeEarned: 0 }],
  ] as const)('of %s is another with %j', (type, change) => {
    expect(contentOf(type, change)).not.toBe(contentOf(type));
  });

  it('of a return is the same with a default said and with it left out', () => {
    expect(contentOf('purchase.returned', { kind: 'return' })).toBe(contentOf('purchase.returned'));
    const quantity = (text: string) => contentOf('purchase.returned', { lines: [{ ...line, quantity: text }] });
    expect(quantity('2.50')).toBe(quantity('2.5'));
    // Without one it is in proportion to the net, which nobody knows before the sale.
    expect(quantity('1')).not.toBe(contentOf('purchase.returned', { lines: [line] }));
  });

  it('of a return that names its sale has neither member nor currency: the sale says them', () => {
    const named = { member: ann, currency: 'USD' };
    expect(contentOf('purchase.returned', named)).toBe(contentOf('purchase.returned'));
    expect(contentOf('purchase.returned', { ...named, currency: 'EUR' })).toBe(contentOf('purchase.returned'));
    expect(requestOf('purchase.returned', named)).toMatchObject({ member: { kind: 'externalId', value: 'ann' } });
    expect(requestOf('purchase.returned')).toMatchObject({ member: undefined });
  });

  it('of a return without a sale has the currency', () => {
    const lost = { purchaseId: undefined, member: ann };
    const inEuros = contentOf('purchase.returned', { ...lost, currency: 'EUR' });
    expect(contentOf('purchase.returned', { ...lost, currency: 'USD' })).not.toBe(inEuros);
    expect(contentOf('purchase.returned', { ...lost, currency: 'EUR', member: { email: 'a@b' } })).toBe(inEuros);
  });
});

describe('a return', () => {
  const goodsOf = (data: Fields) => {
    const event = requestOf('purchase.returned', { net: undefined, ...data });
    if (event.type !== 'purchase.returned') throw new TypeError('a return');
    return toReturn(event.data, event.occurredAt).goods;
  };

  it.each([{ lines: [] }, { lines: [line] }, { net: 0 }, { full: true }, { lines: [line], net: 5, full: true }])(
    'may bring back %j',
    (data) => {
      expect(refusalOf(request('purchase.returned', { net: undefined, ...data }))).toBeUndefined();
    },
  );

  it('brings back lines by their net, with the exact quantity where it says one', () => {
    const lines = [line, { lineId: 'b', net: Number.MAX_SAFE_INTEGER, quantity: '0.25' }];
    expect(goodsOf({ lines, net: 7 })).toEqual({
      lines: [
        { lineId: 'a', netMinor: 5n },
        { lineId: 'b', netMinor: 9_007_199_254_740_991n, quantity: { numerator: 25n, denominator: 100n } },
      ],
      amountMinor: 7n,
      full: false,
    });
    expect(goodsOf({ full: true })).toEqual({ lines: [], amountMinor: 0n, full: true });
  });
});

describe('points that are moved', () => {
  it.each([
    ['redemption.requested', { points: Number.MAX_SAFE_INTEGER }],
    ['redemption.requested', { points: 1, hold: { minutes: 1 } }],
    ['redemption.requested', { hold: { minutes: 366 * 24 * 60 }, purchaseId: 'p-1' }],
    ['points.adjusted.requested', { points: 0 }],
    ['points.adjusted.requested', { points: -Number.MAX_SAFE_INTEGER, reason: '', actor: 'x'.repeat(256) }],
    ['points.imported', { lots: [] }],
    ['points.imported', { lots: [lot], lifetimeEarned: Number.MAX_SAFE_INTEGER }],
  ] as const)('in %s may be %j', (type, change) => {
    expect(refusalOf(request(type, change))).toBeUndefined();
  });

  it('name both members of a transfer', () => {
    expect(
      requestOf('points.transfer.requested', { from: { memberId: 'm' }, to: { email: ' Bob@B.example ' } }),
    ).toMatchObject({
      from: { kind: 'memberId', value: 'm' },
      to: { kind: 'email', value: 'bob@b.example' },
    });
  });

  it('come with the days of their lots', () => {
    const lots = [lot, { points: 7, availableOn: '2026-03-01', expiresOn: '2027-03-01' }];
    const event = requestOf('points.imported', { lots, lifetimeEarned: 50 });
    if (event.type !== 'points.imported') throw new TypeError('an import');
    expect(toImport(event.data, event.occurredAt)).toEqual({
      requestId: 'q-1',
      occurredAt: event.occurredAt,
      lots: [
        { points: 5n, expiresOn: null },
        { points: 7n, availableOn: day('2026-03-01'), expiresOn: day('2027-03-01') },
      ],
      lifetimeEarned: 50n,
    });
    expect(toImport({ ...event.data, lifetimeEarned: undefined }, event.occurredAt).lifetimeEarned).toBeNull();
  });
});
