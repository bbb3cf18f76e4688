/** Points that a campaign gave, as `perennial explain` tells of them. */
import { expect, it } from 'vitest';
import { explain } from '../../cli/explain/explain.ts';
import { grantOffer } from '../../shared/commands/campaigns/grant-offer.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import { digests, emptyAccount } from '../fixtures/ledger.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { instant } from '../domain/build.ts';

const versions = [programmeWith({})] as const;
const now = instant('2026-03-10T12:00:00+08:00');

it.each([
  [
    'en',
    'Campaign win-back gave 200 points.',
    'Offered by message second of campaign win-back; occasion: silence-2025-12-01.',
  ],
  ['zh-CN', '活动 win-back 赠送 200 积分。', '由活动 win-back 的消息 second 赠送，事由：silence-2025-12-01。'],
] as const)('in %s: what gave them, and what for', async (language, headline, reason) => {
  const store = new MemoryStore();
  await store.commit([{ write: 'account', account: emptyAccount('ann'), expected: null }]);
  const deps = {
    ledger: store,
    digests,
    programmes: async () => Promise.resolve(versions),
    backOff: async () => Promise.resolve(),
  };
  const grant = { for: 'campaign', campaignId: 'win-back', occasion: 'silence-2025-12-01', step: 'second' } as const;
  const request = { grant, memberId: 'ann', occurredAt: now, points: 200n, expiry: null };
  expect(await grantOffer(deps, request)).toMatchObject({ status: 'granted', points: 200n });
  expect(await grantOffer(deps, request)).toMatchObject({ status: 'granted', points: 200n });
  expect(await grantOffer(deps, { ...request, memberId: 'nobody' })).toEqual({ status: 'gone' });
  const sources = { ledger: store, versions, levelNames: new Map() };
  const entryId = 'bonus:campaign:win-back:silence-2025-12-01:second:~';
  const { lines } = await explain(sources, { memberId: 'ann', entryId, language, now });
  const said = lines.join('\n');
  expect(said).toContain(headline);
  expect(said).toContain(reason);
});
