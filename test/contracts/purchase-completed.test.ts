import { describe, expect, it } from 'vitest';
import { toPurchase } from '../../shared/contracts/purchase-completed.ts';
import { formatRational } from '../../shared/domain/rational.ts';
import { canonicalJson } from '../../shared/platform/digest.ts';
import { enrolment, enrolmentOf, purchase, purchaseOf, refusalOf, take } from './events.ts';

const idRule = 'a string of 1 to 256 UTF-16 units, well-formed Unicode';
const invalid = (field: string, rule: string) => ({ code: 'invalid-event', field, rule });

describe('the net of a purchase with lines', () => {
  const lines = [
    { lineId: '1', net: 500 },
    { lineId: '2', net: 300, kind: 'service' },
    { lineId: '3', net: 9000, kind: 'gift_card' },
    { lineId: '4', net: 400, kind: 'shipping' },
  ];

  it.each([798, 799, 800, 801, 802])('may be %i: within one minor unit for each product and service', (net) => {
    expect(refusalOf(purchase({ lines, net }))).toBeUndefined();
  });

  it.each([0, 797, 803, 10_200])('may not be %i', (net) => {
    expect(refusalOf(purchase({ lines, net }))).toEqual(
      invalid('data.net', 'the sum of the product and service lines, within one minor unit per line'),
    );
  });

  it('may be absent, and what counts are the lines', () => {
    const event = purchaseOf({ lines, net: 801 });
    expect(toPurchase(event.data, event.occurredAt).lines.map(({ netMinor }) => netMinor)).toEqual([
      500n,
      300n,
      9000n,
      400n,
    ]);
    expect(refusalOf(purchase({ lines, net: undefined }))).toBeUndefined();
  });

  it('is nothing where no line is a product or a service', () => {
    const cards = lines.slice(2);
    expect(refusalOf(purchase({ lines: cards, net: 0 }))).toBeUndefined();
    expect(refusalOf(purchase({ lines: cards, net: 1 }))?.field).toBe('data.net');
  });

  it('has to be there where there are no lines', () => {
    expect(refusalOf(purchase({ net: undefined }))).toEqual(invalid('data.net', 'required when there are no lines'));
  });
});

describe('lines', () => {
  const line = { lineId: '1', net: 1000 };
  it.each([
    [{ lines: [] }, 'lines', 'a list of at least one line'],
    [{ lines: null }, 'lines', 'a list of at least one line'],
    [{ lines: line }, 'lines', 'a list of at least one line'],
    [{ lines: [null] }, 'lines[0]', 'an object'],
    [{ lines: [line, 'x'] }, 'lines[1]', 'an object'],
    [{ lines: [{ net: 1000 }] }, 'lines[0].lineId', `required: ${idRule}`],
    [{ lines: [{ ...line, lineId: 1 }] }, 'lines[0].lineId', idRule],
    [{ lines: [line, line] }, 'lines', 'each lineId once'],
    [
      { lines: [{ ...line, kind: 'Product' }] },
      'lines[0].kind',
      'one of product, service, gift_card, shipping, tip, fee, donation',
    ],
    [{ lines: [{ ...line, sku: 5 }] }, 'lines[0].sku', idRule],
    [{ lines: [{ ...line, category: 'shoes' }] }, 'lines[0].category', 'a list of strings'],
    [
      { lines: [{ ...line, tags: [5] }] },
      'lines[0].tags[0]',
      'a string of at most 256 UTF-16 units, well-formed Unicode',
    ],
    [{ lines: [{ ...line, brand: 5 }] }, 'lines[0].brand', 'a string of at most 256 UTF-16 units, well-formed Unicode'],
  ])('%j', (data, field, rule) => {
    expect(refusalOf(purchase({ net: undefined, ...data }))).toEqual(invalid(`data.${field}`, rule));
  });

  it.each([2, '-1', '1e3', '1,5', '.5', '', ' 1', null, '9'.repeat(65)])('have no quantity %j', (quantity) => {
    expect(refusalOf(purchase({ net: undefined, lines: [{ ...line, quantity }] }))).toEqual(
      invalid('data.lines[0].quantity', 'a decimal number as a string, for example "1.5"'),
    );
  });

  it('are taken as the rules need them, with what is absent filled in', () => {
    const given = [
      { lineId: 'a', sku: 'S', category: ['c'], tags: ['t'], brand: 'b', kind: 'tip', quantity: '2.50', net: 7 },
      { lineId: 'b', net: 8 },
    ];
    const { data, occurredAt } = purchaseOf({ net: undefined, lines: given, channel: 'web', storeId: 's' });
    const taken = toPurchase(data, occurredAt);
    expect(taken).toMatchObject({ purchaseId: 'p-1', channel: 'web', storeId: 's' });
    expect(taken.lines.map((one) => ({ ...one, quantity: formatRational(one.quantity) }))).toEqual([
      { lineId: 'a', sku: 'S', category: ['c'], tags: ['t'], brand: 'b', kind: 'tip', quantity: '2.5', netMinor: 7n },
      { lineId: 'b', category: [], tags: [], kind: 'product', quantity: '1', netMinor: 8n },
    ]);
  });

  it('where there are none are one product without attributes', () => {
    const { data, occurredAt } = purchaseOf({ net: 5 });
    expect(toPurchase(data, occurredAt).lines).toMatchObject([
      { lineId: null, kind: 'product', netMinor: 5n, category: [], tags: [] },
    ]);
  });
});

describe('a purchase', () => {
  it.each([
    [{ channel: 5 }, 'channel'],
    [{ storeId: 12 }, 'storeId'],
    [{ storeId: '' }, 'storeId'],
    [{ couponCodes: 'X' }, 'couponCodes'],
    [{ couponCodes: [5] }, 'couponCodes[0]'],
    [{ paymentToken: {} }, 'paymentToken'],
    [{ pointsRedeemed: -1 }, 'pointsRedeemed'],
    [{ pointsRedeemed: '5' }, 'pointsRedeemed'],
  ])('with %j is refused', (data, field) => {
    expect(refusalOf(purchase(data))).toMatchObject({ code: 'invalid-event', field: `data.${field}` });
  });

  it('may be paid with points, by itself or by a redemption that it names', () => {
    expect(purchaseOf({ pointsRedeemed: 5 }).data).toMatchObject({ pointsRedeemed: 5 });
    expect(purchaseOf({ pointsRedeemed: 0 }).data).toMatchObject({ pointsRedeemed: 0 });
    expect(purchaseOf({ pointsRedeemed: 5, redemptionId: 'q' }).data).toMatchObject({ redemptionId: 'q' });
  });

  it.each([-1, 1.5, '5', 2 ** 53, true, null])('is not paid with %j points', (pointsRedeemed) => {
    expect(refusalOf(purchase({ pointsRedeemed }))).toEqual(invalid('data.pointsRedeemed', 'an integer from 0'));
  });

  it('says how many points the redemption was of that it names', () => {
    expect(refusalOf(purchase({ redemptionId: 'q' }))).toEqual(
      invalid('data.pointsRedeemed', 'required beside a redemptionId: the points of that redemption'),
    );
    expect(refusalOf(purchase({ pointsRedeemed: 5, redemptionId: '' }))).toEqual(invalid('data.redemptionId', idRule));
  });

  it('without a member is a guest’s', () => {
    expect(purchaseOf().member).toBeUndefined();
  });
});

describe('content', () => {
  const contentOf = (data: object, metadata: object = {}) =>
    canonicalJson(purchaseOf({ ...data }, { ...metadata }).content);
  const line = { lineId: '1', net: 1000 };

  it('does not have unknown fields, which are ignored wherever they are', () => {
    const extra = { weather: 'fine', nested: { __proto__: null, deep: [1] } };
    const event = purchase(
      { ...extra, member: { externalId: 'a', ...extra }, lines: [{ ...line, ...extra }], net: undefined },
      extra,
    );
    const result = take({ ...event, ...extra });
    const plain = take(purchase({ member: { externalId: 'a' }, lines: [line], net: undefined }));
    expect(result.ok && result.event.content).toEqual(plain.ok && plain.event.content);
    expect(result).toMatchObject({ ok: true, event: { member: { kind: 'externalId', value: 'a' } } });
  });

  it('is the same with a field left out and with its default', () => {
    const full = { ...line, kind: 'product', quantity: '1', category: [], tags: [] };
    expect(contentOf({ lines: [full] })).toBe(contentOf({ lines: [line] }));
    expect(contentOf({ lines: [{ ...line, quantity: '1.0' }] })).toBe(contentOf({ lines: [line] }));
    expect(contentOf({ lines: [{ ...line, quantity: '01.00' }] })).toBe(contentOf({ lines: [line] }));
  });

  it('is the same in whatever order the keys came, and for whatever id the producer gave the event', () => {
    const turned = { net: 1000, currency: 'EUR', purchaseId: 'p-1' };
    expect(contentOf(turned)).toBe(contentOf({}));
    expect(contentOf({}, { id: 'another', correlationId: 'c', receipt: true, version: '1.3' })).toBe(contentOf({}));
  });

  it('has the instant, not the text that it was written in', () => {
    expect(contentOf({}, { occurredAt: '2026-03-02T20:00:00+08:00' })).toBe(contentOf({}));
    expect(contentOf({}, { occurredAt: '2026-03-02T12:00:00.000Z' })).toBe(contentOf({}));
    expect(contentOf({}, { occurredAt: '2026-03-02T12:00:00.001Z' })).not.toBe(contentOf({}));
  });

  it('does not have the member, who is compared as the one that it resolves to', () => {
    expect(contentOf({ member: { email: 'a@b' } })).toBe(contentOf({ member: { externalId: 'x' } }));
    expect(contentOf({ member: { email: 'a@b' } })).toBe(contentOf({}));
  });

  it.each([
    [{ net: 1001 }],
    [{ channel: 'web' }],
    [{ storeId: 's' }],
    [{ couponCodes: ['c'] }],
    [{ paymentToken: 't' }],
    [{ lines: [line] }],
    [{ lines: [{ ...line, sku: 's' }] }],
    [{ currency: 'USD' }],
    [{ pointsRedeemed: 5 }],
    [{ pointsRedeemed: 5, redemptionId: 'q' }],
  ])('is another with %j', (change) => {
    expect(contentOf(change)).not.toBe(contentOf({}));
  });

  it('is another with the lines in another order', () => {
    const other = { lineId: '2', net: 5 };
    expect(contentOf({ net: undefined, lines: [line, other] })).not.toBe(
      contentOf({ net: undefined, lines: [other, line] }),
    );
  });

  it('of an enrolment is all that it says', () => {
    const { content } = enrolmentOf({ email: ' Ann@Example.COM', name: 'Ann', unknown: 1 });
    expect(content).toEqual({
      data: { externalId: 'ann', email: 'ann@example.com', name: 'Ann' },
      occurredAt: '2026-03-02T12:00:00Z',
    });
    expect(take(enrolment())).toMatchObject({ ok: true });
  });
});
