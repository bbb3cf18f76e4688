import { expect, it } from 'vitest';
import { verifyById } from '../../shared/commands/verify-member.ts';
import { parseAccount } from '../../shared/store/dynamodb/account-item.ts';
import { digests } from '../fixtures/ledger.ts';

const account = { memberId: 'somebody', version: 1, enrolledOn: 20_000 };

/** A ledger with this item as the account, and without entries. */
const ledgerWith = (item: unknown) => ({
  digests,
  ledger: {
    read: async () =>
      Promise.resolve({ account: item === undefined ? undefined : parseAccount(item), items: new Map() }),
    async *records() {
      yield* await Promise.resolve([]);
    },
  },
});

it('checks the account that there is, and says where there is none', async () => {
  expect(await verifyById(ledgerWith(account), 'somebody')).toEqual({ entries: 0, differences: [] });
  expect(await verifyById(ledgerWith(undefined), 'somebody')).toBeUndefined();
});

it.each([
  ['lots that are none', { ...account, lots: '%' }],
  ['months that are none', { ...account, months: '1' }],
  ['a version that is none', { ...account, version: 'one' }],
  ['nothing of an account', {}],
])('names an account that cannot be read: %s', async (_, item) => {
  const found = await verifyById(ledgerWith(item), 'somebody');
  expect(found).toMatchObject({ entries: 0, differences: [{ memberId: 'somebody', seq: null, rule: 'account' }] });
});

it('lets be known that a store does not answer', async () => {
  const read = async () => Promise.reject(new Error('no answer'));
  const { ledger } = ledgerWith(account);
  await expect(verifyById({ digests, ledger: { ...ledger, read } }, 'somebody')).rejects.toThrow('no answer');
});
