import { expect, test } from 'vitest';
import { memberEvents } from '../../../cli/import/members.ts';
import { convert, csv } from './convert.ts';

test('a row is an enrolment with the identities and the profile that are given', async () => {
  const { events, bad } = await convert(
    memberEvents,
    csv(
      'externalId,email,phone,card,name,birthday,timeZone,enrolledAt,interests,attributes.size,attributes.vip,notes',
      'A17,ann@example.com,+4915155500001,,"Ann, née Wu",--02-29,Europe/Berlin,2026-01-05T10:00:00+01:00,tea|red,M,yes,x',
      ',,,C-9,,,,2026-01-06T10:00:00+01:00,,,,',
    ),
  );
  expect(bad).toEqual([]);
  expect(events.map(({ detail }) => [detail.metadata.occurredAt, detail.data])).toEqual([
    [
      '2026-01-05T10:00:00+01:00',
      {
        externalId: 'A17',
        email: 'ann@example.com',
        phone: '+4915155500001',
        name: 'Ann, née Wu',
        birthday: '--02-29',
        timeZone: 'Europe/Berlin',
        enrolledAt: '2026-01-05T10:00:00+01:00',
        interests: ['tea', 'red'],
        attributes: { size: 'M', vip: 'yes' },
      },
    ],
    ['2026-01-06T10:00:00+01:00', { card: 'C-9', enrolledAt: '2026-01-06T10:00:00+01:00' }],
  ]);
});

test('the same row is the same event, another row is another, and no id shows who it is about', async () => {
  const header = 'email,occurredAt';
  const rows = ['ann@example.com,2026-01-05T10:00:00Z', 'bo@example.com,2026-01-05T10:00:00Z'];
  const [first, second, again] = (await convert(memberEvents, csv(header, ...rows, rows[0] ?? ''))).events.map(
    ({ detail }) => detail.metadata.id,
  );
  expect(first).toBe(again);
  expect(first).not.toBe(second);
  expect(first).toMatch(/^import:[0-9a-f]{64}$/);
});

test('every broken rule is named, and the sound rows are converted', async () => {
  const result = await convert(
    memberEvents,
    csv(
      'externalId,email,phone,birthday,timeZone,occurredAt,enrolledAt',
      ',,,,,2026-01-05T10:00:00Z,',
      'A17,ann,123,1990-02-30,Mars/Olympus,2026-01-05T10:00:00Z,yesterday',
      'A18,,,,,,2026-01-05T11:00:00Z',
      'A19,,,,,,',
      'A20,,,',
      'A21,,,,,2026-01-05T10:00:00Z,',
    ),
  );
  expect(result.bad.map(({ line, column }) => [line, column])).toEqual([
    [2, 'externalId'],
    [3, 'email'],
    [3, 'phone'],
    [3, 'birthday'],
    [3, 'timeZone'],
    [3, 'enrolledAt'],
    [5, 'occurredAt'],
    [6, 'row'],
  ]);
  expect(result.events.map(({ detail }) => [detail.data['externalId'], detail.metadata.occurredAt])).toEqual([
    ['A18', '2026-01-05T11:00:00Z'],
    ['A21', '2026-01-05T10:00:00Z'],
  ]);
});

test('a file without any time is refused', async () => {
  await expect(convert(memberEvents, csv('externalId', 'A17'))).rejects.toThrow(/neither occurredAt nor enrolledAt/);
});

test('answers are columns with their proof, for each or for all of a row', async () => {
  const { events, bad } = await convert(
    memberEvents,
    csv(
      'externalId,occurredAt,consent.promotions.email,consent.loyalty.sms,consent.at,consent.text,consent.how,consent.by,consent.loyalty.sms.at',
      'A17,2026-01-05T10:00:00Z,yes,NO,2026-01-04T10:00:00Z,terms-3,form,clerk-7,2026-01-03T10:00:00Z',
      'A18,2026-01-05T10:00:00Z,,,,,,,',
    ),
  );
  expect(bad).toEqual([]);
  const proof = { text: 'terms-3', how: 'form', by: 'clerk-7' };
  expect(events.map(({ detail }) => detail.data)).toEqual([
    {
      externalId: 'A17',
      consents: [
        { purpose: 'loyalty', channel: 'sms', granted: false, at: '2026-01-03T10:00:00Z', ...proof },
        { purpose: 'promotions', channel: 'email', granted: true, at: '2026-01-04T10:00:00Z', ...proof },
      ],
    },
    { externalId: 'A18' },
  ]);
});

test('an answer without its proof, and one that is none, are named by their columns', async () => {
  const { events, bad } = await convert(
    memberEvents,
    csv(
      'externalId,occurredAt,consent.promotions.email,consent.at,consent.text,consent.how,consent.by',
      'A17,2026-01-05T10:00:00Z,yes,,terms-3,form,',
      'A18,2026-01-05T10:00:00Z,perhaps,yesterday,terms-3,form,clerk-7',
    ),
  );
  expect(events).toEqual([]);
  expect(bad.map(({ line, column }) => [line, column])).toEqual([
    [2, 'consent.promotions.email.at'],
    [2, 'consent.promotions.email.by'],
    [3, 'consent.promotions.email'],
    [3, 'consent.at'],
  ]);
});

test('a column of answers that there is not is refused', async () => {
  const text = csv('externalId,occurredAt,consent.promotion.email', 'A17,2026-01-05T10:00:00Z,yes');
  await expect(convert(memberEvents, text)).rejects.toThrow(/there is no column consent\.promotion\.email/);
});
