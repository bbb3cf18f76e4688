/** What `simulate` prints of members who are no more. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { expect, test } from 'vitest';
import { plainDocument } from '../../fixtures/programme.ts';
import { buys, other } from '../metrics/shop.ts';
import { run } from '../run-command.ts';
import { temporaryFolder } from '../temporary-folder.ts';

const document = z.looseObject({
  totals: z.looseObject({ members: z.int() }),
  tiers: z.record(z.string(), z.int()),
  members: z.array(z.looseObject({ externalId: z.nullable(z.string()), tier: z.string() })),
  entries: z.array(z.looseObject({ entryId: z.string() })),
});

async function simulate(...events: readonly unknown[]) {
  const folder = await temporaryFolder();
  const [program, file] = [join(folder, 'programme.json'), join(folder, 'events.ndjson')];
  await writeFile(program, JSON.stringify(plainDocument));
  await writeFile(file, events.map((event) => `${JSON.stringify(event)}\n`).join(''));
  const words = ['simulate', '--program', program, '--events', file, '--members', '--entries', '--json'];
  const { code, out, err } = await run(words);
  if (code !== 0) throw new Error(err);
  return document.parse(JSON.parse(out));
}

test('whoever was merged is not told of, and whoever was erased without a name', async () => {
  const { totals, tiers, members, entries } = await simulate(
    buys('ann', '2026-01-10', 10_000),
    buys('bob', '2026-01-11', 20_000),
    buys('cid', '2026-01-12', 40_000),
    other('member.merged', '2026-02-01', {
      requestId: 'm1',
      kept: { externalId: 'bob' },
      removed: { externalId: 'ann' },
    }),
    other('member.erased', '2026-02-02', { requestId: 'x1', member: { externalId: 'cid' } }),
  );
  expect(members).toMatchObject([
    { externalId: 'bob', available: 300, earned: 300, orders: 2 },
    { externalId: null, available: 400, earned: 400, orders: 1 },
  ]);
  expect(totals).toMatchObject({ members: 1, available: 700, earned: 700, purchases: 3 });
  expect(tiers).toMatchObject({ ordinary: 1 });
  const kinds = entries.map(({ entryId }) => entryId.split(' ')[0]).toSorted();
  expect(kinds).toEqual(['merge-removed:m1', 'merge:m1', 'purchase:ann', 'purchase:bob', 'purchase:cid']);
});
