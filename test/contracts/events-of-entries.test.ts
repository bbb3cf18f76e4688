/** The event of an entry of each kind (contracts.md, "Entries and events out"). */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventOfEntry, eventsOut } from '../../shared/contracts/events-out.ts';
import type { OutgoingEvent } from '../../shared/contracts/events-out.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import { anyEntryOf } from '../fixtures/entries.ts';
import { runs } from '../property-runs.ts';
import { earn, examples } from './entry-examples.ts';
import { mergeExamples } from './merge-examples.ts';

/** As it goes over the bus. */
const sent = ({ detail }: OutgoingEvent): unknown => JSON.parse(JSON.stringify(detail));

const lot = { points: 5, availableOn: '2026-01-02', expiresOn: '2027-01-02', pending: false };
const fromLot = { reason: 'lot', points: -5, expiresOn: '2027-01-02' };
const intoLot = { reason: 'lot', points: 5, availableOn: '2026-01-02', expiresOn: '2027-01-02' };
const takenFrom = [fromLot, { reason: 'pending', points: -7, expiresOn: null }];

/** What each event says beside what all of them say. */
const told: Readonly<Record<string, { readonly type: string; readonly says: Readonly<Record<string, unknown>> }>> = {
  'return:r-1': {
    type: 'points.returned',
    says: {
      purchaseId: 'p-1',
      debtMade: 2,
      explanation: [
        { reason: 'undone', points: -12, purchaseId: 'p-1' },
        ...takenFrom,
        { reason: 'debt', points: -2 },
        { reason: 'forgiven', points: 3 },
      ],
    },
  },
  'return:r-2': {
    type: 'points.returned',
    says: { purchaseId: null, debtMade: 0, explanation: [{ reason: 'undone', points: 0, purchaseId: null }] },
  },
  'restore:r-1': {
    type: 'points.restored',
    says: { purchaseId: 'p-1', lots: [lot], debtPaid: 0, explanation: [{ ...intoLot, purchaseId: 'p-1' }] },
  },
  'redeem:q-1': {
    type: 'points.redeemed',
    says: { requestId: 'q-1', purchaseId: null, explanation: takenFrom },
  },
  'redeem-purchase:p': { type: 'points.redeemed', says: { purchaseId: 'p', explanation: takenFrom } },
  'reserve:q-1': {
    type: 'points.reserved',
    says: {
      requestId: 'q-1',
      reserved: 12,
      until: '2026-03-02T12:30:00.500Z',
      explanation: takenFrom.map((line) => ({ ...line, until: '2026-03-02T12:30:00.500Z' })),
    },
  },
  'commit:q-1': {
    type: 'points.redeemed',
    says: {
      requestId: 'q-1',
      purchaseId: null,
      explanation: [{ reason: 'reserved', points: -12, requestId: 'q-1' }],
    },
  },
  'cancel:q-1': {
    type: 'points.released',
    says: {
      requestId: 'q-1',
      released: 5,
      outcome: 'cancelled',
      lots: [lot],
      debtPaid: 0,
      explanation: [intoLot],
    },
  },
  'release:q-1': {
    type: 'points.released',
    says: {
      requestId: 'q-1',
      released: 9,
      outcome: 'run-out',
      lots: [lot],
      debtPaid: 4,
      explanation: [{ reason: 'debt-paid', points: 4 }, intoLot],
    },
  },
  'adjust:q-1': {
    type: 'points.adjusted',
    says: { lots: [], debtPaid: 0, debtMade: 9, explanation: [...takenFrom, { reason: 'debt', points: -9 }] },
  },
  'transfer-out:q': {
    type: 'points.transferred',
    says: { from: 'member', to: 'another', explanation: takenFrom },
  },
  'transfer-in:q': {
    type: 'points.transferred',
    says: { from: 'another', to: 'member', explanation: [intoLot] },
  },
  'import:q': { type: 'points.imported', says: { lots: [lot], debtPaid: 0, explanation: [intoLot] } },
  'bonus:campaign:win-back:2026-01-03:second:member': {
    type: 'points.earned',
    says: {
      lots: [lot],
      debtPaid: 0,
      explanation: [{ reason: 'campaign', campaign: 'win-back', occasion: '2026-01-03', step: 'second' }, intoLot],
    },
  },
  'mature:member:2026-03-02': {
    type: 'points.matured',
    says: {
      explanation: [
        { points: 5, expiresOn: null },
        { points: 6, expiresOn: '2027-01-01' },
      ],
    },
  },
  'expire:member:2026-03-02': {
    type: 'points.expired',
    says: { explanation: [{ points: 5, expiresOn: '2026-03-02' }] },
  },
  'expire:member:2026-03-03': {
    type: 'points.expired',
    says: { explanation: [{ points: 5, expiresOn: null, reason: 'inactivity' }] },
  },
  'tier:member:2026-03-02': {
    type: 'tier.changed',
    says: { from: 'silver', to: 'ordinary', since: '2026-03-02', reason: 'not-supported' },
  },
  'tier:return:r-1': {
    type: 'tier.changed',
    says: { from: 'gold', to: 'silver', since: '2025-05-01', reason: 'returned' },
  },
  'tier:assigned:t-1': {
    type: 'tier.changed',
    says: { from: 'silver', to: 'gold', since: '2026-03-02', reason: 'assigned' },
  },
  'merge:m-1': {
    type: 'member.merged.confirmed',
    says: { requestId: 'm-1', kept: 'member', removed: 'another' },
  },
  'merge-removed:m-1': {
    type: 'member.merged.confirmed',
    says: { requestId: 'm-1', kept: 'another', removed: 'member' },
  },
};

describe('the event of an entry', () => {
  it.each([...examples, ...mergeExamples])('$entry.entryId tells what it did, and of whom', ({ entry }) => {
    const { entryId, points } = entry;
    const event = eventOfEntry(entry);
    const { metadata, data } = event.detail;
    const balanceAfter = { available: 12, pending: 0, reserved: 0, debt: 0 };
    const common = { memberId: 'member', programId: 'main', entryId, seq: 1, points: Number(points), balanceAfter };
    expect(event.source).toBe(event.detailType.startsWith('member.') ? 'perennial.members' : 'perennial.ledger');
    expect(metadata).toEqual({ id: entryId, version: '1.0', occurredAt: '2026-03-02T12:00:00.500Z' });
    expect({ type: event.detailType, data }).toEqual({
      type: told[entryId]?.type,
      data: { ...common, ...told[entryId]?.says },
    });
  });

  it.each(anyEntryOf)('of the kind $kind keeps its own schema, whatever the entry holds', ({ entry: any }) => {
    fc.assert(
      fc.property(any, (entry) => {
        const event = eventOfEntry(entry);
        // What the schema does not know would be dropped here.
        expect(eventsOut[event.detailType].parse(sent(event))).toEqual(sent(event));
      }),
      { numRuns: runs(100) },
    );
  });

  it('says of a return which part of what is undone had expired', () => {
    const returned = examples.map(({ entry }) => entry).find(({ kind }) => kind === 'return');
    if (returned?.kind !== 'return') throw new TypeError('there is a return');
    const entry: Entry = { ...returned, undone: 20n, forgiven: 0n };
    expect(eventOfEntry(entry).detail['data']).toMatchObject({
      explanation: expect.arrayContaining([{ reason: 'expired', points: 8 }]),
    });
  });

  it('says of a sale what paid a debt', () => {
    expect(eventOfEntry({ ...earn, debtPaid: 7n }).detail['data']).toMatchObject({ debtPaid: 7 });
  });

  it('never says why somebody adjusted points or set a level, or who: people write that', () => {
    const adjusted = anyEntryOf.filter(({ kind }) => kind === 'adjust' || kind === 'tier');
    expect(adjusted).toHaveLength(2);
    for (const { entry: any } of adjusted) {
      fc.assert(
        fc.property(any, (entry) => {
          const why = { reason: 'ann@example.com called', actor: 'Ann of the desk' };
          const written = entry.kind === 'tier' ? { ...entry, assigned: why } : { ...entry, ...why };
          const text = JSON.stringify(eventOfEntry(written));
          expect(text).not.toContain('ann@example.com');
          expect(text).not.toContain('Ann of the desk');
        }),
        { numRuns: runs(100) },
      );
    }
  });
});
