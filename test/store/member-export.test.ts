/** Everything that is held about a member, read back from both stores. */
import { expect, test } from 'vitest';
import { memberExport } from '../../shared/contracts/member-document.ts';
import { annsDesk } from '../cli/member/ann.ts';
import { bothStores } from './both-stores.ts';

test('the export is the same document from either store', async () => {
  const documents = await Promise.all(
    bothStores.map(async ({ open }) => {
      const { ledger, members, messages, outbox, coupons } = await open();
      const desk = await annsDesk({ ledger, members, messages, outbox, coupons });
      return memberExport.parse(await desk.json('export', 'externalId:ann'));
    }),
  );
  const [memory, dynamodb] = documents;
  expect(dynamodb).toEqual(memory);
  expect(dynamodb?.books.map(({ entries }) => entries.length)).toEqual([3, 2]);
});
