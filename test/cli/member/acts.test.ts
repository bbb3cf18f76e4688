import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, test } from 'vitest';
import { plainDocument, programmeWith } from '../../fixtures/programme.ts';
import { sale } from '../../fixtures/events.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { openMemoryDesk } from './desk.ts';
import type { MemoryDesk } from './desk.ts';

let desk: MemoryDesk;
beforeEach(() => {
  desk = openMemoryDesk();
});

const proof = [
  ...['--consent-at', '2026-03-01T10:00:00+08:00', '--consent-text', 'terms-3'],
  ...['--consent-how', 'form', '--consent-by', 'clerk-7'],
];

describe('words that make no sense are refused before a stage is asked', () => {
  test.each([
    [[], 'member is followed by one of enrol, find, show'],
    [['dance'], 'member is followed by one of enrol, find, show'],
    [['find'], 'member find takes 1 name, not 0'],
    [['merge', 'card:1'], 'member merge takes 2 names, not 1'],
    [['find', 'A17'], 'a member is named KIND:VALUE'],
    [['show', 'email:none'], 'a member is named KIND:VALUE'],
    [['find', 'card:1', '--yes'], 'member find takes no --yes'],
    [['show', 'card:1', '--name', 'Ann'], 'member show takes no --name'],
    [['enrol', 'memberId:x'], 'a memberId is ours'],
    [['enrol', 'card:1', 'card:2'], 'only one card'],
    [['enrol', 'card:1', '--attribute', 'size'], '--attribute takes NAME=VALUE'],
    [['enrol', 'card:1', '--consent', 'promotions:email=yes'], 'a --consent needs its proof'],
    [['enrol', 'card:1', '--consent-by', 'me'], 'is the proof of a --consent'],
    [['enrol', 'card:1', '--consent', 'promotions:email=perhaps', ...proof], '=yes or =no'],
    [['enrol', 'card:1', '--consent', 'promotions:fax=yes', ...proof], 'PURPOSE:CHANNEL=yes|no of loyalty'],
    [['update', 'card:1'], 'update needs something to change'],
    [['update', 'card:1', '--remove', 'nmae'], '--remove takes attributes.NAME'],
    [['update', 'card:1', '--remove', 'consents'], '--remove takes attributes.NAME'],
    [['erase', 'card:1'], 'say --yes'],
    [['suppress', 'fax:1', '--reason', 'asked'], 'an address is named CHANNEL:ADDRESS'],
    [['suppress', 'email:a@b.c'], 'suppress needs --reason'],
    [['suppress', 'email:none', '--reason', 'asked'], 'no address that the channel email reaches'],
    [['find', 'card:1', '--stage', 'moon'], '--stage is one of'],
  ])('%j', async (words, message) => {
    const { code, out, err } = await desk.ask(...words);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });
});

test('--help says how members and fields are named', async () => {
  const { code, out } = await desk.ask('--help');
  expect(code).toBe(0);
  expect(out).toContain('npx perennial member enrol KIND:VALUE…');
});

describe('enrol', () => {
  it('makes a member with everything that is told, in a file and on the line', async () => {
    const folder = await temporaryFolder();
    const file = join(folder, 'ann.json');
    const attributes = { size: 'M', vip: true };
    await writeFile(file, JSON.stringify({ name: 'Anna', email: 'Ann@Example.com', attributes }));
    const words = ['card:88 00-1', '--name', 'Ann', '--birthday=--02-29', '--time-zone', 'Asia/Shanghai'];
    const more = ['--interest', 'tea', '--interest', 'red', '--attribute', 'size=L', '--push-token', 'p'];
    const consents = ['--consent', 'promotions:email=yes', '--consent', 'loyalty:sms=no', ...proof];
    const done = await desk.json('enrol', ...words, ...more, ...consents, '--file', file, '--request-id', 'e1');
    expect(done).toEqual({ requestId: 'e1', memberId: 'member-1', occurredAt: '2026-03-10T04:00:00Z' });
    const answer = { at: '2026-03-01T02:00:00Z', text: 'terms-3', how: 'form', by: 'clerk-7' };
    expect(await desk.json('show', 'email:ann@example.com')).toMatchObject({
      memberId: 'member-1',
      identities: [
        { kind: 'card', value: '88001' },
        { kind: 'email', value: 'ann@example.com' },
      ],
      profile: {
        name: 'Ann',
        birthday: '--02-29',
        timeZone: 'Asia/Shanghai',
        interests: ['tea', 'red'],
        contacts: { pushToken: 'p' },
        attributes: { size: 'L', vip: true },
      },
      consents: [
        { purpose: 'loyalty', channel: 'sms', granted: false, ...answer },
        { purpose: 'promotions', channel: 'email', granted: true, ...answer },
      ],
    });
  });

  it('does nothing twice under one request id, and says which it was', async () => {
    const first = await desk.ask('enrol', 'card:1', '--name', 'Ann');
    const [, requestId = ''] = /\(request (\S+),/.exec(first.out) ?? [];
    desk.at('2026-04-01T12:00:00+08:00');
    const again = await desk.ask('enrol', 'card:1', '--name', 'Ann', '--request-id', requestId);
    expect([first.code, again.out]).toEqual([0, first.out]);
    const other = await desk.ask('enrol', 'card:1', '--name', 'Bo', '--request-id', requestId);
    expect([other.code, other.out]).toEqual([1, '']);
    expect(other.err).toContain('Refused, conflicting-duplicate: ');
  });

  it('is refused without an identity, with a broken field, or with identities of two', async () => {
    await desk.json('enrol', 'card:1');
    await desk.json('enrol', 'email:bo@example.com');
    for (const [words, message] of [
      [['--name', 'Ann'], 'invalid-event: externalId: at least one of'],
      [['card:2', '--birthday', '2026-02-30'], 'invalid-event: birthday: a date'],
      [['card:1', 'email:bo@example.com'], 'identity-taken'],
    ] as const) {
      const { code, out, err } = await desk.ask('enrol', ...words);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain(`Refused, ${message}`);
      expect(err).not.toContain('bo@');
    }
  });

  it('takes no file that is no JSON object', async () => {
    const file = join(await temporaryFolder(), 'list.json');
    await writeFile(file, '[1]');
    const { code, err } = await desk.ask('enrol', 'card:1', '--file', file);
    expect(code).toBe(1);
    expect(err).toContain(`${file} is no JSON object.`);
  });

  it('posts what waited, and tells of what was refused when its turn came', async () => {
    desk = openMemoryDesk([
      programmeWith({ members: { unknown: 'park' }, points: { ...plainDocument.points, valueOfPointMinor: 1 } }),
    ]);
    const member = { email: 'ann@example.com' };
    await desk.bus(
      sale({ purchaseId: 'p1', member }),
      sale({ purchaseId: 'p2', member, data: { pointsRedeemed: 999 } }),
    );
    await desk.json('enrol', 'email:ann@example.com');
    expect(await desk.json('show', 'email:ann@example.com')).toMatchObject({ entries: [{ entryId: 'purchase:p1' }] });
    expect(desk.late).toEqual(['insufficient-points']);
  });
});

describe('find', () => {
  it('finds by every identity however it is written, and by our own id', async () => {
    await desk.json('enrol', 'card:88-1', 'email:ann@example.com', 'phone:+49 155 5550', 'externalId:A17');
    for (const name of [
      'card:８８1',
      'email:ANN@example.com',
      'phone:+491555550',
      'externalId:A17',
      'memberId:member-1',
    ]) {
      expect(await desk.json('find', name)).toEqual({ memberId: 'member-1' });
    }
    expect((await desk.ask('find', 'card:881')).out).toBe('memberId:member-1\n');
  });

  it('finds nobody under what nobody has', async () => {
    for (const name of ['externalId:a17', 'memberId:nobody']) {
      const { code, out, err } = await desk.ask('find', name);
      expect([code, out]).toEqual([1, '']);
      expect(err).toContain('Refused, unknown-member: member: somebody who is enrolled.');
    }
  });
});

describe('update', () => {
  it('changes what is told and removes what is named, once', async () => {
    await desk.json('enrol', 'card:1', '--name', 'Ann', '--attribute', 'size=M', '--attribute', 'shoe=38');
    desk.at('2026-03-11T12:00:00+08:00');
    const words = ['update', 'card:1', '--identity', 'card:2', '--remove', 'name', '--remove', 'attributes.size'];
    const first = await desk.json(...words, '--locale', 'zh-CN', '--request-id', 'u1');
    desk.at('2026-03-12T12:00:00+08:00');
    expect(await desk.json(...words, '--locale', 'zh-CN', '--request-id', 'u1')).toEqual(first);
    expect(await desk.json('show', 'card:2')).toMatchObject({
      identities: [{ kind: 'card', value: '2' }],
      profile: { locale: 'zh-CN', attributes: { shoe: '38' } },
    });
    expect((await desk.ask('find', 'card:1')).code).toBe(1);
  });

  it('takes nothing from others', async () => {
    await desk.json('enrol', 'card:1');
    await desk.json('enrol', 'card:2');
    const { code, err } = await desk.ask('update', 'card:1', '--identity', 'card:2');
    expect(code).toBe(1);
    expect(err).toContain('Refused, identity-taken');
    expect((await desk.ask('update', 'card:3', '--name', 'x')).err).toContain('Refused, unknown-member');
  });
});

describe('merge', () => {
  it('makes two one, once', async () => {
    await desk.bus(
      sale({ purchaseId: 'p1', member: { card: '1' } }),
      sale({ purchaseId: 'p2', member: { card: '2' }, net: 20_000 }),
    );
    desk.at('2026-03-11T12:00:00+08:00');
    const first = await desk.json('merge', 'card:1', 'card:2', '--request-id', 'm1');
    expect(first).toEqual({
      requestId: 'm1',
      memberId: 'member-1',
      removed: 'member-2',
      occurredAt: '2026-03-11T04:00:00Z',
    });
    desk.at('2026-03-12T12:00:00+08:00');
    expect(await desk.json('merge', 'card:1', 'memberId:member-2', '--request-id', 'm1')).toEqual(first);
    for (const name of ['card:2', 'memberId:member-2']) {
      expect(await desk.json('show', name)).toMatchObject({
        memberId: 'member-1',
        account: { balance: { available: 300 }, orders: 2 },
      });
    }
  });

  it('is refused for one and the same, and for nobody', async () => {
    await desk.json('enrol', 'card:1', 'email:ann@example.com');
    expect((await desk.ask('merge', 'card:1', 'email:ann@example.com')).err).toContain(
      'Refused, invalid-merge: removed',
    );
    expect((await desk.ask('merge', 'card:1', 'card:9')).err).toContain('Refused, unknown-member: removed');
    await desk.json('enrol', 'card:2');
    await desk.json('merge', 'card:1', 'card:2', '--request-id', 'm1');
    await desk.json('enrol', 'card:3');
    const other = await desk.ask('merge', 'card:1', 'card:3', '--request-id', 'm1');
    expect(other.err).toContain('Refused, conflicting-duplicate');
  });
});

describe('erase', () => {
  it('forgets somebody for good, once', async () => {
    await desk.json('enrol', 'card:1', '--name', 'Ann');
    desk.at('2026-03-11T12:00:00+08:00');
    const first = await desk.json('erase', 'card:1', '--yes', '--request-id', 'x1');
    expect(first).toEqual({ requestId: 'x1', memberId: 'member-1', occurredAt: '2026-03-11T04:00:00Z' });
    desk.at('2026-03-12T12:00:00+08:00');
    expect(await desk.json('erase', 'card:1', '--yes', '--request-id', 'x1')).toEqual(first);
    expect((await desk.ask('show', 'card:1')).err).toContain('Refused, unknown-member');
    for (const words of [['show'], ['find'], ['update', '--name', 'x'], ['erase', '--yes']]) {
      const [action = '', ...options] = words;
      const { code, err } = await desk.ask(action, 'memberId:member-1', ...options);
      expect(code).toBe(1);
      expect(err).toContain('Refused, member-erased');
    }
  });
});

describe('suppress', () => {
  it('puts an address on the list, and takes it off', async () => {
    const { out } = await desk.ask('suppress', 'email:Ann@Example.com', '--reason', 'bounced');
    expect(out).toBe('Nothing is sent to this address by email any more.\n');
    const again = ['suppress', 'email:ann@example.com', '--reason', 'asked'];
    expect(await desk.json(...again)).toEqual({ channel: 'email', reason: 'asked', before: true });
    expect((await desk.ask('unsuppress', 'email:ann@example.com')).code).toBe(0);
    expect(await desk.json(...again)).toMatchObject({ before: false });
  });
});
