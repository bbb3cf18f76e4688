import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { channels } from '../../../shared/domain/campaigns/campaign.ts';
import type { Caps } from '../../../shared/domain/campaigns/campaign.ts';
import { capDaysAtMost, capMessagesAtMost, reserve } from '../../../shared/domain/campaigns/caps.ts';
import type { Send } from '../../../shared/domain/campaigns/caps.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { instant } from '../build.ts';

const day = 86_400_000;
const usual = { messages: 3, days: 7 };

function send(at: string, messageId = at, channel: Send['channel'] = 'email'): Send {
  return { messageId, channel, at: instant(at) };
}

/** What became of messages that are reserved one after the other. */
function reserveAll(sends: readonly Send[], caps: Caps): readonly string[] {
  let had: readonly Send[] = [];
  return sends.map((one) => {
    const reservation = reserve(had, one, caps);
    if (reservation.is === 'reserved') had = reservation.sends;
    return reservation.is;
  });
}

describe('a frequency cap', () => {
  it('rolls by the timestamp: exactly so many days later there is room again', () => {
    const times = ['01T10:00:00Z', '02T10:00:00Z', '03T10:00:00Z', '08T09:59:59.999Z', '08T10:00:00Z', '08T10:00:01Z'];
    const all = times.map((time) => send(`2026-03-${time}`));
    expect(reserveAll(all, usual)).toEqual(['reserved', 'reserved', 'reserved', 'capped', 'reserved', 'capped']);
  });

  it('reserves a message once, however often it is asked for', () => {
    const one = send('2026-03-01T10:00:00Z');
    const again = { ...one, at: instant('2026-03-01T11:00:00Z') };
    const other = send('2026-03-01T12:00:00Z');
    expect(reserveAll([one, again, again, other, again], { messages: 2, days: 1 })).toEqual([
      'reserved',
      'known',
      'known',
      'reserved',
      'known',
    ]);
  });

  it('holds overall, and of a channel that has a cap of its own', () => {
    const caps = { ...usual, channels: { sms: { messages: 1, days: 2 } } };
    const all = [
      send('2026-03-01T10:00:00Z', 'a', 'sms'),
      send('2026-03-02T10:00:00Z', 'b', 'sms'),
      send('2026-03-02T10:00:00Z', 'c', 'email'),
      send('2026-03-03T10:00:00Z', 'd', 'sms'),
      send('2026-03-04T10:00:00Z', 'e', 'email'),
    ];
    expect(reserveAll(all, caps)).toEqual(['reserved', 'capped', 'reserved', 'reserved', 'capped']);
  });

  it('counts what a sender with a faster clock reserved', () => {
    const ahead = send('2026-03-01T10:00:05Z');
    expect(reserve([ahead], send('2026-03-01T10:00:00Z'), { messages: 1, days: 1 }).is).toBe('capped');
  });
});

const cap = fc.record({
  messages: fc.integer({ min: 1, max: capMessagesAtMost }),
  days: fc.oneof(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 1, max: capDaysAtMost })),
});
const caps: fc.Arbitrary<Caps> = fc
  .record(
    { messages: fc.constant(0), days: fc.constant(0), channels: fc.dictionary(fc.constantFrom(...channels), cap) },
    { requiredKeys: ['messages', 'days'] },
  )
  .chain((odd) => cap.map((overall) => ({ ...odd, ...overall })));
/** Messages of plans with different caps, some of them asked for twice. */
const asked = fc.array(
  fc.record({
    gap: fc.oneof(fc.integer({ min: 0, max: day / 4 }), fc.integer({ min: 0, max: 20 * day })),
    channel: fc.constantFrom(...channels),
    plan: fc.nat({ max: 2 }),
    isNew: fc.boolean(),
  }),
  { maxLength: 150 },
);

it('forgets nothing that the cap of any plan needs, and never remembers more than a fixed number', () => {
  fc.assert(
    fc.property(fc.tuple(caps, caps, caps), asked, (plans, messages) => {
      let [at, had]: [number, readonly Send[]] = [0, []];
      const everything: Send[] = [];
      for (const [index, { gap, channel, plan, isNew }] of messages.entries()) {
        at += gap;
        const known = had.at(-1);
        if (!isNew && known !== undefined) {
          expect(reserve(had, { ...known, at: instantOf(at) }, plans[plan] ?? plans[0]).is).toBe('known');
          continue;
        }
        const given = plans[plan] ?? plans[0];
        const within = (days: number) => everything.filter((one) => at - one.at < days * day);
        const ofChannel = given.channels?.[channel];
        const isCapped =
          within(given.days).length >= given.messages ||
          (ofChannel !== undefined &&
            within(ofChannel.days).filter((one) => one.channel === channel).length >= ofChannel.messages);
        const one = { messageId: String(index), channel, at: instantOf(at) };
        const reservation = reserve(had, one, given);
        expect(reservation.is).toBe(isCapped ? 'capped' : 'reserved');
        if (reservation.is !== 'reserved') continue;
        everything.push(one);
        had = reservation.sends;
        expect(had.length).toBeLessThanOrEqual(capMessagesAtMost * channels.length);
      }
    }),
  );
});
