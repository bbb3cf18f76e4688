import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../shared/domain/entry.ts';
import { eventOfEntry, eventOfRejection, eventsOut } from '../../shared/contracts/events-out.ts';
import type { OutgoingEvent } from '../../shared/contracts/events-out.ts';
import { explanationOf } from '../../shared/contracts/explanation.ts';
import { refusal } from '../../shared/contracts/refusals.ts';
import { runs } from '../property-runs.ts';
import { arrivals } from '../domain/arbitrary/history.ts';
import { versions } from '../domain/arbitrary/programme.ts';
import { Ledger, ledgerOf, programmeWith, sale } from '../domain/build.ts';
import { fractionOf, plus } from '../domain/reference/fraction.ts';
import type { Fraction } from '../domain/reference/fraction.ts';

/** As it goes over the bus: JSON, checked against the event's own schema. */
function published(event: OutgoingEvent): unknown {
  return eventsOut[event.detailType].parse(JSON.parse(JSON.stringify(event.detail)));
}

const levels = [
  { id: 'ordinary', from: 0 },
  { id: 'silver', from: 100 },
];

function entriesOf(ledger: Ledger, kind: Entry['kind']): Entry[] {
  return ledger.entries().filter((entry) => entry.kind === kind);
}

/** The value of a text such as `12`, `-0.5` or `1/3`. */
function valueOf(text: string): Fraction {
  const [numerator = '', denominator] = text.replace('-', '').split('/');
  const [n, d] = fractionOf(numerator);
  return [text.startsWith('-') ? -n : n, d * BigInt(denominator ?? 1)];
}

describe('the event of an entry', () => {
  const ledger = new Ledger(
    programmeWith({ points: { pendingDays: 1, expiry: { policy: 'after', days: 5 } }, tiers: { levels } }),
  );
  ledger.sell(sale('2026-03-02T12:00:00Z', { net: 10_050 }, 'p-1'));
  ledger.review('2026-04-01');

  it('says of a purchase what it earned, in which lots, and why', () => {
    const [earned] = entriesOf(ledger, 'earn').map(eventOfEntry);
    expect(earned).toEqual({
      source: 'perennial.ledger',
      detailType: 'points.earned',
      detail: {
        metadata: { id: 'purchase:p-1', version: '1.0', occurredAt: '2026-03-02T12:00:00Z' },
        data: {
          memberId: 'member',
          programId: 'main',
          entryId: 'purchase:p-1',
          seq: 1,
          points: 100,
          balanceAfter: { available: 0, pending: 100, reserved: 0, debt: 0 },
          lots: [{ points: 100, availableOn: '2026-03-03', expiresOn: '2026-03-08', pending: true }],
          debtPaid: 0,
          explanation: [
            { rule: 'base', kind: 'rate', points: '100.5' },
            { rule: 'rounding', kind: 'rounding', points: '-0.5' },
          ],
        },
      },
    });
  });

  it('says of a review what it did', () => {
    expect(ledger.entries().map((entry) => [entry.kind, eventOfEntry(entry).detailType])).toEqual([
      ['earn', 'points.earned'],
      ['tier', 'tier.changed'],
      ['mature', 'points.matured'],
      ['expire', 'points.expired'],
    ]);
    const [, ...others] = ledger.entries().map((entry) => eventOfEntry(entry).detail['data']);
    expect(others).toMatchObject([
      { seq: 2, points: 0, from: 'ordinary', to: 'silver', since: '2026-03-02', reason: 'reached' },
      { seq: 3, points: 0, explanation: [{ points: 100, expiresOn: '2026-03-08' }] },
      { seq: 4, points: -100, explanation: [{ points: 100, expiresOn: '2026-03-08' }] },
    ]);
  });

  it('has the programme without its version, also where its id has an @', () => {
    const odd = new Ledger(programmeWith({ id: 'club@home' }));
    odd.sell(sale('2026-03-02T12:00:00Z', { net: 100 }));
    expect(odd.entries().map((entry) => eventOfEntry(entry).detail['data'])).toMatchObject([
      { programId: 'club@home' },
    ]);
  });

  it('has points that never expire without a day', () => {
    const never = new Ledger(programmeWith({ points: { pendingDays: 1, expiry: { policy: 'never' } } }));
    never.sell(sale('2026-03-02T12:00:00Z', { net: 100 }));
    never.review('2026-03-03');
    expect(never.entries().map((entry) => published(eventOfEntry(entry)))).toMatchObject([
      { data: { lots: [{ expiresOn: null }] } },
      { data: { explanation: [{ points: 1, expiresOn: null }] } },
    ]);
  });

  it('keeps its schema with the longest id that a purchase can have, and with the largest amounts', () => {
    const large = new Ledger(programmeWith({ earn: [{ id: 'base', kind: 'rate', points: 1000, perMinor: 1 }] }));
    large.sell(sale('2026-03-02T12:00:00Z', { net: Number.MAX_SAFE_INTEGER }, '🛍'.repeat(128)));
    for (const entry of large.entries()) expect(published(eventOfEntry(entry))).toMatchObject({ data: { seq: 1 } });
  });

  it('keeps its schema in every history, and its explanation adds up to its points exactly', () => {
    fc.assert(
      fc.property(versions, arrivals(10), (documents, steps) => {
        const random = ledgerOf(documents);
        for (const step of steps) random.take(step);
        random.review('2029-01-01');
        for (const entry of random.entries()) {
          const event = eventOfEntry(entry);
          expect(published(event)).toEqual(JSON.parse(JSON.stringify(event.detail)));
          const reasons = explanationOf(entry);
          if (entry.kind === 'earn') {
            const [n, d] = reasons.reduce<Fraction>((sum, { points }) => plus(sum, valueOf(String(points))), [0n, 1n]);
            expect(n).toBe(entry.points * d);
          }
          if (entry.kind === 'expire') {
            expect(-reasons.reduce((sum, { points }) => sum + BigInt(points ?? 0), 0n)).toBe(entry.points);
          }
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

describe('an explanation', () => {
  it('names the level whose multiplier it was, and the level that changed', () => {
    const multiplied = levels.map((level) => ({ ...level, multiplier: '1.5' }));
    const ledger = new Ledger(programmeWith({ tiers: { levels: multiplied } }));
    ledger.sell(sale('2026-03-02T12:00:00Z', { net: 10_000 }, 'p-1'));
    expect(ledger.entries().map(explanationOf)).toEqual([
      [
        { rule: 'base', kind: 'rate', points: '100' },
        { rule: 'level', kind: 'level', level: 'ordinary', points: '50' },
      ],
      [{ from: 'ordinary', to: 'silver', since: '2026-03-02', reason: 'reached' }],
    ]);
  });
});

describe('the event of a rejection', () => {
  const notice = { id: 'delivery-1', receivedAt: '2026-03-02T12:00:00Z', detailType: 'purchase.completed' };

  it('says the reason, and never the event', () => {
    const event = eventOfRejection({
      ...notice,
      eventId: 'e-1',
      refusal: refusal('invalid-event', { field: 'data.net', rule: 'an integer' }),
    });
    expect(event).toMatchObject({ source: 'perennial.ledger', detailType: 'event.rejected' });
    expect(published(event)).toEqual({
      metadata: { id: 'rejected:delivery-1', version: '1.0', occurredAt: '2026-03-02T12:00:00Z' },
      data: {
        code: 'invalid-event',
        field: 'data.net',
        rule: 'an integer',
        detailType: 'purchase.completed',
        eventId: 'e-1',
      },
    });
  });

  it('comes from where the events of its kind go', () => {
    expect(eventOfRejection({ ...notice, detailType: 'member.enrolled', refusal: refusal('unparsable') }).source).toBe(
      'perennial.members',
    );
    const bare = eventOfRejection({ ...notice, detailType: '', refusal: refusal('unparsable') });
    expect(bare.source).toBe('perennial.ledger');
    expect(published(bare)).toMatchObject({ data: { code: 'unparsable', detailType: '' } });
  });
});
