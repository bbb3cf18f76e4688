import { describe, expect, it } from 'vitest';
import { estimate } from '../../../shared/domain/campaigns/throughput.ts';
import { usualQuietHours } from '../../../shared/domain/campaigns/send-time.ts';
import { formatInstant } from '../../../shared/domain/zone.ts';
import { instant } from '../build.ts';

const promotion = { purpose: 'promotions', quietHours: usualQuietHours, expiresAfterHours: 48 } as const;
const batch = (channel: 'email' | 'sms' | 'log', at: string, messages: number) => ({
  channel,
  at: instant(at),
  messages,
});

function estimated(
  campaign: Parameters<typeof estimate>[0],
  batches: Parameters<typeof estimate>[1],
  zone = 'Asia/Shanghai',
): readonly [string | null, string | null] {
  const { finishesAt, refused } = estimate(campaign, batches, { email: 10, sms: 1 }, zone);
  return [finishesAt === null ? null : formatInstant(finishesAt), refused];
}

describe('a run', () => {
  it('sends promotions at 80 % of the rate, and what is owed at all of it', () => {
    const batches = [batch('email', '2026-03-02T02:00:00Z', 36_000)];
    expect(estimated(promotion, batches)).toEqual(['2026-03-02T03:15:00Z', null]);
    expect(estimated({ ...promotion, purpose: 'loyalty' }, batches)).toEqual(['2026-03-02T03:00:00Z', null]);
  });

  it('sends each channel by itself, one message after the other', () => {
    const batches = [
      batch('email', '2026-03-02T02:00:00Z', 28_800),
      batch('sms', '2026-03-02T02:00:00Z', 2880),
      batch('email', '2026-03-02T02:30:00Z', 28_800),
      batch('log', '2026-03-02T01:00:00Z', 1_000_000),
    ];
    expect(estimated(promotion, batches)).toEqual(['2026-03-02T04:00:00Z', null]);
  });

  it('rounds up to the millisecond, and takes no time without messages', () => {
    expect(estimated(promotion, [batch('email', '2026-03-02T02:00:00Z', 1)])).toEqual([
      '2026-03-02T02:00:00.125Z',
      null,
    ]);
    expect(estimated(promotion, [batch('email', '2026-03-02T02:00:00Z', 0)])).toEqual([null, null]);
  });

  it('is refused when messages would leave after their expiry', () => {
    // 48 hours at 8 a second.
    const fits = 48 * 3600 * 8;
    expect(estimated(promotion, [batch('email', '2026-03-02T02:00:00Z', fits)])[1]).toBeNull();
    expect(estimated(promotion, [batch('email', '2026-03-02T02:00:00Z', fits + 1)])[1]).toBe('expired');
  });

  it('is refused when a channel with quiet hours would still send in them', () => {
    // 10:00 to 21:00 in Shanghai at 0.8 a second.
    const fits = Math.floor(11 * 3600 * 0.8) - 1;
    expect(estimated(promotion, [batch('sms', '2026-03-02T02:00:00Z', fits)])[1]).toBeNull();
    expect(estimated(promotion, [batch('sms', '2026-03-02T02:00:00Z', fits + 1)])[1]).toBe('quiet-hours');
    // Through the night and out of it again.
    expect(estimated(promotion, [batch('sms', '2026-03-02T02:00:00Z', 2 * fits + 10_000)])[1]).toBe('quiet-hours');
    // E-mail may come at night.
    expect(estimated(promotion, [batch('email', '2026-03-02T02:00:00Z', 12 * 3600 * 8)])[1]).toBeNull();
  });

  it('does not mind that it is night at home for members who are awake elsewhere', () => {
    expect(estimated(promotion, [batch('sms', '2026-03-02T15:00:00Z', 10)])[1]).toBeNull();
  });
});
