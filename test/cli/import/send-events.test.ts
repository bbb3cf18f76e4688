import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ShopEvent } from '../../../cli/import/conversion.ts';
import { memberEvents } from '../../../cli/import/members.ts';
import { sendEvents } from '../../../cli/import/send-events.ts';
import { openMemoryDesk } from '../member/desk.ts';
import { run } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

async function fileOf(...lines: readonly string[]): Promise<string> {
  const file = join(await temporaryFolder(), 'members.csv');
  await writeFile(file, `${lines.join('\n')}\n`);
  return file;
}

const header =
  'externalId,name,occurredAt,attributes.size,consent.promotions.email,consent.at,consent.text,consent.how,consent.by';
const ann = 'ann,Ann,2026-01-05T10:00:00Z,M,yes,2026-01-04T10:00:00Z,terms-3,form,clerk-7';

test('whoever is sent is enrolled with profile and consents, and sent again still once', async () => {
  const file = await fileOf(header, ann);
  const desk = openMemoryDesk();
  const send = async (event: ShopEvent) => desk.bus(event);
  await sendEvents(file, memberEvents, send);
  const shown = await desk.json('show', 'externalId:ann');
  expect(shown).toMatchObject({
    memberId: 'member-1',
    profile: { name: 'Ann', attributes: { size: 'M' } },
    consents: [{ purpose: 'promotions', channel: 'email', granted: true, at: '2026-01-04T10:00:00Z', text: 'terms-3' }],
  });
  await sendEvents(file, memberEvents, send);
  expect(await desk.json('show', 'externalId:ann')).toEqual(shown);
});

test('a long file is sent whole, a part at a time', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => `m${String(index)},,2026-01-05T10:00:00Z,,,,,,`);
  const sent = new Set<unknown>();
  let [underWay, most] = [0, 0];
  await sendEvents(await fileOf(header, ...rows), memberEvents, async ({ detail }) => {
    underWay += 1;
    most = Math.max(most, underWay);
    await new Promise(setImmediate);
    underWay -= 1;
    sent.add(detail.data['externalId']);
  });
  expect(sent.size).toBe(1200);
  expect(most).toBe(500);
});

test('what the bus does not take ends it', async () => {
  const rows = Array.from({ length: 1200 }, (_, index) => `m${String(index)},,2026-01-05T10:00:00Z,,,,,,`);
  let calls = 0;
  const sending = sendEvents(await fileOf(header, ...rows), memberEvents, async () => {
    calls += 1;
    return Promise.reject(new Error('no bus'));
  });
  await expect(sending).rejects.toThrow('no bus');
  expect(calls).toBeLessThan(1200);
});

test('nothing is sent of a file with a bad row', async () => {
  const file = await fileOf(header, ann, 'bo,Bo,yesterday,,,,,,');
  // No stage runs here: whoever tried to send would fail for that.
  const { code, out, err } = await run(['import', '--format', 'members', file, '--send', '--json']);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({ sent: false, bad: [{ line: 3, column: 'occurredAt' }] });
  expect(err).toContain(`${file}:3: occurredAt: `);
});

test.each([
  [['--send', '--to', 'x.ndjson'], 'one of both'],
  [['--stage', 'dev'], '--stage says where to --send'],
  [['--send', '--stage', 'moon'], '--stage is one of'],
])('the words %j make no sense', async (words, message) => {
  const { code, err } = await run(['import', '--format', 'members', 'members.csv', ...words]);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
