import { DeleteCommand, NumberValue, PutCommand } from '@aws-sdk/lib-dynamodb';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { tableName } from '../../shared/config/names.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { perennial, replayFresh } from './perennial.ts';
import { rawItems, rawTables } from './stage.ts';
import type { Item } from './stage.ts';
import { verify } from './verification.ts';

const { chain } = digestsWith(Buffer.alloc(0));

type Books = { readonly accounts: readonly Item[]; readonly ledger: readonly Item[] };
let intact: Books;
/** Anna's entries in their order: four purchases, a level reached, lots that expired, a level judged. */
let anna: readonly Item[];
let bert: readonly Item[];

async function read(): Promise<Books> {
  const [accounts, ledger] = await Promise.all([rawItems('accounts'), rawItems('ledger')]);
  return { accounts, ledger };
}

async function put(table: keyof Books, ...items: readonly Item[]): Promise<void> {
  for (const Item of items) await rawTables.send(new PutCommand({ TableName: tableName('local', table), Item }));
}

async function remove(table: keyof Books, ...items: readonly Item[]): Promise<void> {
  const name = table === 'accounts' ? 'memberId' : 'entryId';
  for (const item of items) {
    const Key = { [name]: item[name] };
    await rawTables.send(new DeleteCommand({ TableName: tableName('local', table), Key }));
  }
}

/** The n-th entry of somebody, counted from 1; from the end below 0. */
function entry(of: readonly Item[], seq: number): Item {
  const item = of.at(seq > 0 ? seq - 1 : seq);
  if (item === undefined) throw new Error(`no entry ${seq}`);
  return item;
}

function accountOf(of: readonly Item[]): Item {
  const account = intact.accounts.find(({ memberId }) => memberId === entry(of, 1)['memberId']);
  if (account === undefined) throw new Error('no account');
  return account;
}

/** The entry with other attributes, and with the hash that somebody who knows how it is made would give it. */
function resealed(item: Item, changes: Item): Item {
  const { hash, ...attributes } = { ...item, ...changes };
  const sealed = chain(String(attributes['previous']), attributes);
  return { ...attributes, hash: sealed === hash ? 'unchanged' : sealed };
}

/** The item without one of its attributes. */
function without(item: Item, name: string): Item {
  return Object.fromEntries(Object.entries(item).filter(([key]) => key !== name));
}

const difference = (of: readonly Item[], seq: number | null, entryId: unknown, rule: unknown) => {
  return { memberId: entry(of, 1)['memberId'], seq, entryId, rule, message: expect.any(String) };
};

/** What is found where an entry is wrong: the entry itself. */
async function expectFirstWrong(of: readonly Item[], { seq, entryId }: Item, rule: string): Promise<void> {
  const { code, differences } = await verify();
  expect(differences).toEqual([difference(of, Number(seq), entryId, rule)]);
  expect(code).toBe(1);
}

/** What is found where no entry is wrong, but the account or the whole. */
async function expectWrongAccount(of: readonly Item[], ...rules: readonly string[]): Promise<void> {
  const { code, differences } = await verify();
  expect(differences).toEqual(rules.map((rule) => difference(of, null, null, rule)));
  expect(code).toBe(1);
}

beforeAll(async () => {
  const folder = await folderOfFile();
  const program = await writeDocument(folder, 'programme.json', plainDocument);
  const member = { externalId: 'anna' };
  const events = await writeLines(folder, 'events.ndjson', [
    sale({ purchaseId: 'a-1', member, net: 30_000, occurredAt: '2025-01-10T12:00:00+08:00' }),
    sale({ purchaseId: 'a-2', member, net: 30_000, occurredAt: '2025-02-10T12:00:00+08:00' }),
    sale({ purchaseId: 'a-3', member, net: 10_000, occurredAt: '2025-03-10T12:00:00+08:00' }),
    sale({ purchaseId: 'a-4', member, net: 20_000, occurredAt: '2026-03-01T12:00:00+08:00' }),
    sale({ purchaseId: 'b-1', member: { externalId: 'bert' }, net: 1_000 }),
    sale({ purchaseId: 'b-2', member: { externalId: 'bert' }, net: 2_000 }),
  ]);
  const document = await replayFresh({ program, events: [events] });
  intact = await read();
  const history = (externalId: string) => {
    const id = document.members.find((member) => member.externalId === externalId)?.memberId;
    const own = intact.ledger.filter(({ memberId }) => memberId === id);
    return own.toSorted((a, b) => Number(a['seq']) - Number(b['seq']));
  };
  [anna, bert] = [history('anna'), history('bert')];
});

/** Puts everything back as it was. */
afterEach(async () => {
  const now = await read();
  for (const table of ['accounts', 'ledger'] as const) {
    const [before, after] = [new Set(intact[table].map(textOf)), new Set(now[table].map(textOf))];
    await remove(table, ...now[table].filter((item) => !before.has(textOf(item))));
    await put(table, ...intact[table].filter((item) => !after.has(textOf(item))));
  }
  expect(await read()).toEqual(intact);
});

const textOf = (item: Item) => JSON.stringify(item);

test('nothing differs after a replay, as a whole and by member', async () => {
  expect(anna.map(({ kind }) => kind)).toEqual(['earn', 'earn', 'tier', 'earn', 'expire', 'expire', 'tier', 'earn']);
  expect(await verify()).toEqual({ code: 0, members: 2, entries: 10, differences: [] });
  expect(await verify('--member', 'externalId:bert')).toEqual({ code: 0, members: 1, entries: 2, differences: [] });
});

describe('an entry is changed', () => {
  test('its points', async () => {
    await put('ledger', { ...entry(anna, 2), points: 301 });
    await expectFirstWrong(anna, entry(anna, 2), 'hash');
    expect((await verify('--member', 'externalId:bert')).code).toBe(0);
    expect((await verify('--member', 'externalId:anna')).code).toBe(1);
    const { code, printed } = await perennial('verify');
    expect([code, printed]).toEqual([1, expect.stringContaining(String(entry(anna, 2)['entryId']))]);
  });

  test.for(['occurredAt', 'day', 'program', 'kind', 'netMinor', 'lots', 'cause', 'balanceAfter', 'contributions'])(
    'its attribute %s',
    async (name) => {
      await put('ledger', { ...entry(anna, 4), [name]: '2025-03-11' });
      await expectFirstWrong(anna, entry(anna, 4), 'hash');
    },
  );

  test('its points, to a number that no program can hold', async () => {
    await put('ledger', { ...entry(anna, 2), points: NumberValue.from('99999999999999999999') });
    await expectFirstWrong(anna, entry(anna, 2), 'hash');
  });

  test('its owner: both histories are wrong', async () => {
    const moved = { ...entry(anna, 2), memberId: entry(bert, 1)['memberId'] };
    await put('ledger', moved);
    const { code, differences } = await verify();
    expect(differences).toHaveLength(2);
    expect(differences).toContainEqual(difference(anna, 3, entry(anna, 3)['entryId'], 'seq'));
    expect(differences).toContainEqual(difference(bert, 2, expect.any(String), expect.any(String)));
    expect(code).toBe(1);
  });

  test('an attribute more, an attribute less', async () => {
    await put('ledger', { ...entry(anna, 3), note: 'x' });
    await expectFirstWrong(anna, entry(anna, 3), 'hash');
    await put('ledger', entry(anna, 3), without(entry(anna, 1), 'sale'));
    await expectFirstWrong(anna, entry(anna, 1), 'hash');
  });

  test('its hash', async () => {
    for (const seq of [1, 5, -1]) {
      await put('ledger', ...anna, { ...entry(anna, seq), hash: entry(bert, 1)['hash'] });
      await expectFirstWrong(anna, entry(anna, seq), 'hash');
    }
  });

  test('the hash of the one before, which it names', async () => {
    await put('ledger', { ...entry(anna, 2), previous: '' });
    await expectFirstWrong(anna, entry(anna, 2), 'previous');
  });

  test('its lots and its hash with them: the balance that it states is another', async () => {
    const lots = [[999, '2025-02-10', '2026-02-10', false]];
    await put('ledger', resealed(entry(anna, 2), { points: 999, lots }));
    await expectFirstWrong(anna, entry(anna, 2), 'balance');
  });

  test('and made whole in itself: the entry after it does not follow it', async () => {
    const lots = [[999, '2025-02-10', '2026-02-10', false]];
    await put('ledger', resealed(entry(anna, 2), { points: 999, lots, balanceAfter: [1299, 0, 0, 0] }));
    await expectFirstWrong(anna, entry(anna, 3), 'previous');
  });

  test('the last one, made whole in itself: the account is another', async () => {
    await put('ledger', resealed(entry(bert, 2), { occurredAt: '2026-03-01T05:00:00Z' }));
    await expectWrongAccount(bert, 'account');
  });

  test('into what is no entry, and sealed', async () => {
    await put('ledger', resealed(entry(bert, 2), { kind: 'gift' }));
    await expectFirstWrong(bert, entry(bert, 2), 'record');
  });
});

describe('an entry is removed', () => {
  test('the first, one in between: the one after it stands in its place', async () => {
    for (const seq of [1, 4]) {
      await put('ledger', ...anna);
      await remove('ledger', entry(anna, seq));
      await expectFirstWrong(anna, entry(anna, seq + 1), 'seq');
    }
  });

  test('the last, or all of them: the account is another', async () => {
    await remove('ledger', entry(bert, 2));
    await expectWrongAccount(bert, 'account');
    await remove('ledger', entry(bert, 1));
    await expectWrongAccount(bert, 'account');
  });
});

test('two entries are swapped', async () => {
  const [second, fourth] = [entry(anna, 2), entry(anna, 4)];
  await put('ledger', { ...second, seq: 4 }, { ...fourth, seq: 2 });
  await expectFirstWrong(anna, { ...fourth, seq: 2 }, 'previous');
});

describe('an entry is added', () => {
  test('copied from another member', async () => {
    const { memberId } = entry(bert, 1);
    const copy = { ...entry(anna, 2), entryId: 'purchase:copy', memberId, seq: 3 };
    await put('ledger', copy);
    await expectFirstWrong(bert, copy, 'previous');
    await put('ledger', resealed(copy, { previous: entry(bert, 2)['hash'] }));
    await expectFirstWrong(bert, copy, 'balance');
  });

  test('copied from another place in the same history', async () => {
    const copy = { ...entry(bert, 2), entryId: 'purchase:copy', seq: 3 };
    await put('ledger', copy);
    await expectFirstWrong(bert, copy, 'previous');
  });

  test('and follows the last one soundly: the account is another', async () => {
    const changes = { entryId: 'purchase:b-3', seq: 3, previous: entry(bert, 2)['hash'], balanceAfter: [50, 0, 0, 0] };
    await put('ledger', resealed(entry(bert, 2), changes));
    await expectWrongAccount(bert, 'account');
  });

  test('where another stands already', async () => {
    await put('ledger', { ...entry(anna, 2), entryId: 'purchase:copy' });
    const { code, differences } = await verify();
    expect(differences).toEqual([difference(anna, 2, expect.any(String), expect.any(String))]);
    expect(code).toBe(1);
  });

  test('without a place in the history', async () => {
    await put('ledger', { ...without(entry(anna, 2), 'seq'), entryId: 'purchase:copy' });
    await expectWrongAccount(anna, 'orphan');
  });

  test('for somebody who is not there', async () => {
    const copy = { ...entry(anna, 2), entryId: 'purchase:copy', memberId: 'nobody' };
    await put('ledger', copy);
    const { code, differences } = await verify();
    expect(differences).toEqual([{ ...difference(anna, 2, 'purchase:copy', 'seq'), memberId: 'nobody' }]);
    expect(code).toBe(1);
  });
});

describe('an account is changed', () => {
  test.for(['lots', 'sums'])('what it holds or has held: %s', async (name) => {
    const changed = { lots: '8c,g0z,fp0', sums: { earned: 31 } };
    await put('accounts', { ...accountOf(bert), ...changed, [name]: accountOf(bert)[name] });
    await expectWrongAccount(bert, 'account', 'conservation');
  });

  test('anything else that its entries give', async () => {
    const other = {
      level: 'gold',
      head: 'x',
      seq: 1,
      orders: 7,
      netMinor: 1,
      firstPurchaseOn: 1,
      months: '1,1',
      debt: 1,
    };
    for (const [name, value] of Object.entries(other)) {
      await put('accounts', { ...accountOf(anna), [name]: value });
      await expectWrongAccount(anna, 'account', ...(name === 'debt' ? ['conservation'] : []));
    }
  });

  test('into what is no account', async () => {
    await put('accounts', { ...accountOf(bert), lots: '%' });
    await expectWrongAccount(bert, 'account');
    const one = await verify('--member', `memberId:${String(entry(bert, 1)['memberId'])}`);
    expect(one).toEqual({ code: 1, members: 1, entries: 2, differences: [difference(bert, null, null, 'account')] });
  });

  test('away: its entries belong to nobody', async () => {
    await remove('accounts', accountOf(anna));
    await expectWrongAccount(anna, 'orphan');
  });
});
