/** Messages of campaigns with their facts, and what counts for caps. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, inject, it } from 'vitest';
import { createTables, localClient, storesOver } from '../../bench/local-stores.ts';
import type { Stores } from '../../bench/local-stores.ts';
import { newsAttribute } from '../../shared/config/names.ts';
import { messageFacts } from '../../shared/domain/campaigns/sent-message.ts';
import type { MessageFact, SentMessage } from '../../shared/domain/campaigns/sent-message.ts';
import { stageMessage } from '../../shared/contracts/messages.ts';
import { day, instant } from '../domain/build.ts';
import { bothStores } from './both-stores.ts';

const noon = instant('2026-12-01T12:00:00Z');
const lease = instant('2026-12-01T12:01:00Z');

function messageTo(memberId: string, messageId = 'first-message', changes: Partial<SentMessage> = {}): SentMessage {
  return {
    memberId,
    messageId,
    campaignId: 'win-back',
    run: 'win-back#2026-12-01T10:00:00Z',
    occasion: '2026-06-01',
    step: 'first',
    channel: 'email',
    ordinal: 17,
    claimedAt: noon,
    leaseUntil: lease,
    attempts: 1,
    skipped: null,
    failedAt: null,
    unknownSince: null,
    presumedSentAt: null,
    facts: {},
    ...changes,
  };
}

const notSent = { channel: null, claimedAt: null, leaseUntil: null, attempts: 0 } as const;

describe.each(bothStores)('messages of campaigns in the $store store', ({ open }) => {
  let stores: Stores;
  let outbox: Stores['outbox'];
  beforeEach(async () => {
    stores = await open();
    ({ outbox } = stores);
  });

  const found = async (memberId: string, messageId = 'first-message') =>
    (await outbox.read(memberId, messageId)).message;

  it('are claimed by one of many who try at once, and read as they were put', async () => {
    const tries = Array.from({ length: 8 }, async () => outbox.putMessage(messageTo('ann')));
    expect((await Promise.all(tries)).filter((result) => result === 'put')).toHaveLength(1);
    expect(await found('ann')).toEqual(messageTo('ann'));
    expect(await outbox.putMessage(messageTo('ann', 'first-message', { attempts: 2 }))).toBe('exists');
    expect(await found('ann')).toEqual(messageTo('ann'));
  });

  it('are found by their keys, however many, and those that are not there are left out', async () => {
    const keys = Array.from({ length: 120 }, (_, index) => ({
      memberId: `member-${String(index)}`,
      messageId: 'second',
    }));
    for (const { memberId, messageId } of keys.slice(0, 110)) await outbox.putMessage(messageTo(memberId, messageId));
    await outbox.putMessage(messageTo('member-0', 'first-message'));
    const messages = await outbox.found([...keys, { memberId: 'member-0', messageId: 'first-message' }]);
    expect(messages).toHaveLength(111);
    expect(messages).toContainEqual(messageTo('member-109', 'second'));
    expect(messages).toContainEqual(messageTo('member-0', 'first-message'));
    expect(await outbox.found([])).toEqual([]);
  });

  it('keep every value that there is', async () => {
    const full = messageTo('ann', 'first-message', {
      skipped: { reason: 'fact-changed', at: noon },
      failedAt: instant('2026-12-01T12:00:01Z'),
      unknownSince: instant('2026-12-01T12:00:02Z'),
      presumedSentAt: instant('2026-12-01T12:00:03Z'),
      facts: Object.fromEntries(
        messageFacts.map((fact, index) => [fact, instant(`2026-12-02T00:00:0${String(index)}Z`)]),
      ),
    });
    const skipped = messageTo('ann', 'second', { ...notSent, skipped: { reason: 'capped', at: noon } });
    for (const message of [full, skipped]) expect(await outbox.putMessage(message)).toBe('put');
    expect(await found('ann')).toEqual(full);
    expect(await found('ann', 'second')).toEqual(skipped);
  });

  it('are refused where they could not be read again', async () => {
    await expect(outbox.putMessage(messageTo('ann', 'no id'))).rejects.toThrow();
    await expect(outbox.putMessage(messageTo('ann', 'one', { attempts: -1 }))).rejects.toThrow();
    expect(await outbox.messages('ann')).toEqual([]);
  });

  it('take facts in any order, each once', async () => {
    await outbox.putMessage(messageTo('ann'));
    const [early, late] = [instant('2026-12-01T13:00:00Z'), instant('2026-12-01T14:00:00Z')];
    expect(await outbox.setFact('ann', 'first-message', 'clickedAt', late)).toBe('set');
    expect(await outbox.setFact('ann', 'first-message', 'acceptedAt', early)).toBe('set');
    expect(await outbox.setFact('ann', 'first-message', 'clickedAt', early)).toBe('exists');
    expect(await found('ann')).toEqual(
      messageTo('ann', 'first-message', { facts: { clickedAt: late, acceptedAt: early } }),
    );
    expect(await outbox.setFact('ann', 'another', 'acceptedAt', early)).toBe('unknown');
    expect(await found('ann', 'another')).toBeUndefined();
  });

  it('are changed by whoever holds the lease that was read, and keep facts that came meanwhile', async () => {
    const read = messageTo('ann');
    await outbox.putMessage(read);
    await outbox.setFact('ann', 'first-message', 'deliveredAt', noon);
    const again = messageTo('ann', 'first-message', { attempts: 2, leaseUntil: instant('2026-12-01T13:01:00Z') });
    const tries = Array.from({ length: 5 }, async () => outbox.changeMessage(again, read));
    expect((await Promise.all(tries)).filter((result) => result === 'committed')).toHaveLength(1);
    expect(await found('ann')).toEqual({ ...again, facts: { deliveredAt: noon } });
    expect(await outbox.changeMessage(again, { ...again, leaseUntil: null })).toBe('conflict');
    expect(await outbox.changeMessage(messageTo('bob'), read)).toBe('conflict');
    expect(await found('bob')).toBeUndefined();
  });

  it('lose what a change takes away, and gain what it adds', async () => {
    await outbox.putMessage(messageTo('ann', 'first-message', { unknownSince: noon }));
    const failed = messageTo('ann', 'first-message', {
      leaseUntil: null,
      skipped: { reason: 'failed', at: noon },
      failedAt: noon,
    });
    expect(await outbox.changeMessage(failed, { attempts: 1, leaseUntil: lease })).toBe('committed');
    expect(await found('ann')).toEqual(failed);
    const released = { ...failed, channel: null, skipped: null, failedAt: null, attempts: 2 };
    expect(await outbox.changeMessage(released, { attempts: 1, leaseUntil: null })).toBe('committed');
    expect(await found('ann')).toEqual(released);
  });

  it('lie beside notices and sends, each list its own', async () => {
    const about = {
      memberId: 'ann',
      programId: 'main',
      day: day('2026-12-01'),
      occurredAt: '2026-12-01T15:59:59.999Z',
    };
    const notice = stageMessage(about, null, 'active');
    await stores.messages.claim(notice);
    await outbox.putSends('ann', [{ at: noon, channel: 'email', messageId: 'first-message' }], 0);
    for (const id of ['b-message', 'a-message']) await outbox.putMessage(messageTo('ann', id));
    await outbox.putMessage(messageTo('bob'));
    expect(await stores.messages.list('ann')).toEqual([notice]);
    expect(await outbox.messages('ann')).toEqual([messageTo('ann', 'a-message'), messageTo('ann', 'b-message')]);
    expect(await stores.messages.newest('ann', 'tier.at-risk')).toBeUndefined();
    expect(await outbox.messages('nobody')).toEqual([]);
  });
});

describe.each(bothStores)('sends that count for caps in the $store store', ({ open }) => {
  let outbox: Stores['outbox'];
  beforeEach(async () => {
    ({ outbox } = await open());
  });
  const sendAt = (hour: number) => {
    return {
      at: instant(`2026-12-01T0${String(hour)}:00:00Z`),
      channel: 'sms' as const,
      messageId: `m-${String(hour)}`,
    };
  };
  const sends = async () => (await outbox.read('ann', 'first-message')).sends;

  it('are none at first, and then what was put, in its order', async () => {
    expect(await sends()).toEqual({ sends: [], version: 0 });
    expect(await outbox.putSends('ann', [sendAt(1), sendAt(2)], 0)).toBe('committed');
    expect(await sends()).toEqual({ sends: [sendAt(1), sendAt(2)], version: 1 });
    expect(await outbox.putSends('ann', [], 1)).toBe('committed');
    expect(await sends()).toEqual({ sends: [], version: 2 });
  });

  it('are put by one of those who read the same', async () => {
    const hours = [1, 2, 3, 4, 5];
    const first = await Promise.all(hours.map(async (hour) => outbox.putSends('ann', [sendAt(hour)], 0)));
    expect(first.filter((result) => result === 'committed')).toHaveLength(1);
    const then = await Promise.all(hours.map(async (hour) => outbox.putSends('ann', [sendAt(hour)], 1)));
    expect(then.filter((result) => result === 'committed')).toHaveLength(1);
    expect((await sends()).version).toBe(2);
    expect(await outbox.putSends('bob', [sendAt(1)], 3)).toBe('conflict');
  });
});

describe.each(bothStores)('coupons in the $store store', ({ open }) => {
  const coupon = (memberId: string, messageId: string, code = '7Q2K-9FHT-0WXZ-M4NB') => {
    return {
      memberId,
      messageId,
      campaignId: 'birthday',
      code,
      issuedAt: noon,
      endsOn: '2027-01-01',
      terms: { gives: 'amount' as const, offMinor: 2n ** 60n, minNetMinor: 10_000n, days: 30 },
    };
  };

  it('are issued once for a message, and listed for their member', async () => {
    const { coupons } = await open();
    expect(await coupons.issue(coupon('ann', 'm-2'))).toEqual(coupon('ann', 'm-2'));
    expect(await coupons.issue(coupon('ann', 'm-2', 'AAAA-BBBB-CCCC-DDDD'))).toEqual(coupon('ann', 'm-2'));
    const percent = {
      ...coupon('ann', 'm-1'),
      terms: { gives: 'percent' as const, percent: 15, minNetMinor: 0n, days: 7 },
    };
    expect(await coupons.issue(percent)).toEqual(percent);
    await coupons.issue(coupon('bob', 'm-2'));
    expect(await coupons.list('ann')).toEqual([percent, coupon('ann', 'm-2')]);
    expect(await coupons.list('nobody')).toEqual([]);
  });

  it('have codes that can be read aloud', async () => {
    const { coupons } = await open();
    await expect(coupons.issue(coupon('ann', 'm-1', 'OOOO-IIII-LLLL-UUUU'))).rejects.toThrow();
    expect(await coupons.list('ann')).toEqual([]);
  });
});

it('a claim that got no answer and was sent again is still the sender’s own, a change as well', async () => {
  const client = localClient(inject('endpoint'));
  const { outbox } = storesOver(client, await createTables(client));
  // Every request arrives, its answer is lost, and it is sent once more.
  client.middlewareStack.add(
    (next) => async (args) => {
      await next(args);
      return next(args);
    },
    { step: 'build', name: 'answers-are-lost' },
  );
  expect(await outbox.putMessage(messageTo('ann'))).toBe('put');
  const again = messageTo('ann', 'first-message', { attempts: 2 });
  expect(await outbox.changeMessage(again, messageTo('ann'))).toBe('committed');
  expect(await outbox.putMessage(messageTo('ann'))).toBe('exists');
});

it('the write that decides what becomes of a message marks it, and every other takes the mark away', async () => {
  const client = localClient(inject('endpoint'));
  const { outbox, tables } = storesOver(client, await createTables(client));
  const marked = async () => {
    const Key = { memberId: 'ann', occasion: 'message#first-message' };
    const { Item } = await client.send(new GetCommand({ TableName: tables.messages, Key, ConsistentRead: true }));
    return newsAttribute in (Item ?? {});
  };
  const set = async (fact: MessageFact) => outbox.setFact('ann', 'first-message', fact, noon);
  await outbox.putMessage(messageTo('ann'));
  expect(await marked()).toBe(false);
  await set('deliveredAt');
  expect(await marked()).toBe(false);
  await set('acceptedAt');
  expect(await marked()).toBe(true);
  await set('openedAt');
  expect(await marked()).toBe(false);
  await outbox.changeMessage(messageTo('ann', 'first-message', { presumedSentAt: noon }), messageTo('ann'));
  expect(await marked()).toBe(true);
  await outbox.changeMessage(messageTo('ann', 'first-message', { attempts: 2 }), messageTo('ann'));
  expect(await marked()).toBe(false);
});
