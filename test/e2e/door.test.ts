/** The till's door as it is deployed: API Gateway, tokens, functions, tables. */
import { beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { httpRoutes, scopeNames } from '../../shared/config/http-routes.ts';
import { operations } from '../../shared/contracts/http/operations.ts';
import { problemDocument } from '../../shared/contracts/http/problems.ts';
import { functionNames, resourceName } from '../../shared/config/names.ts';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { askingFor, putEvents, receipt } from './bus.ts';
import { ask, askUntilAnswered, doorAddress, tokenFor } from './door-client.ts';
import { folderOfFile, writeDocument } from './files.ts';
import { startAfresh } from './perennial.ts';
import { endpoint, stores } from './stage.ts';

const member = { email: 'ann@example.com' };

let door: string;
let token: string;
let memberId: string;

/** Buys something, and waits until its points are there. */
async function buy(purchaseId: string, named: Readonly<Record<string, string>>, net: number): Promise<void> {
  await putEvents(sale({ purchaseId, member: named, net, metadata: askingFor(`r-${purchaseId}`) }));
  expect(await receipt(`r-${purchaseId}`)).toMatchObject({ outcome: 'applied' });
}

async function find(named: object): Promise<string> {
  const { body } = await ask(door, 'POST', '/v1/members/find', { token, body: { member: named } });
  return z.object({ memberId: z.string() }).parse(body).memberId;
}

const redeem = async (key: string, body: object) => ask(door, 'POST', '/v1/redemptions', { token, key, body });

async function kindsOf(id: string): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const { kind } of stores.ledger.history(id)) kinds.push(kind);
  return kinds;
}

beforeAll(async () => {
  await startAfresh(await writeDocument(await folderOfFile(), 'plain.json', plainDocument));
  door = await doorAddress();
  token = await tokenFor(...scopeNames);
  await buy('p1', member, 100_000);
  memberId = await find(member);
});

describe('every route, with a token for it', () => {
  it('finds a member, and says when there is none', async () => {
    expect(await find({ email: ' ANN@example.com' })).toBe(memberId);
    const { status, headers, body } = await ask(door, 'POST', '/v1/members/find', {
      token,
      body: { member: { card: '1' } },
    });
    expect(status).toBe(404);
    expect(headers.get('content-type')).toBe('application/problem+json');
    expect(problemDocument.parse(body)).toMatchObject({ code: 'unknown-member' });
  });

  it('redeems, and gives the same answer again to the letter', async () => {
    const first = await redeem('door-1', { member, points: 100 });
    expect(first.status).toBe(201);
    expect(operations.redeemPoints.answer.parse(first.body)).toMatchObject({
      requestId: 'door-1',
      status: 'redeemed',
      memberId,
      points: 100,
      entryId: 'redeem:door-1',
    });
    const again = await redeem('door-1', { points: 100, member: { memberId } });
    expect([again.status, again.text]).toEqual([201, first.text]);
    expect((await redeem('door-1', { member, points: 101 })).body).toMatchObject({
      status: 409,
      code: 'conflicting-duplicate',
    });
    expect((await redeem('door-2', { member, points: 1_000_000 })).body).toMatchObject({
      status: 409,
      code: 'insufficient-points',
    });
  });

  it('reserves, commits and cancels', async () => {
    const hold = { minutes: 30 };
    for (const [key, as, status] of [
      ['door-3', 'commit', 'committed'],
      ['door-4', 'cancel', 'cancelled'],
    ] as const) {
      expect((await redeem(key, { member, points: 50, hold })).body).toMatchObject({ status: 'reserved', points: 50 });
      const settle = async () =>
        ask(door, 'POST', `/v1/redemptions/${key}/${as}`, { token, key: `settle-${key}`, body: { member } });
      const first = await settle();
      expect(first.status).toBe(200);
      expect(first.body).toMatchObject({ requestId: key, status, points: 50 });
      expect((await settle()).text).toBe(first.text);
    }
  });

  it('shows the account, and its entries page by page', async () => {
    const { status, body } = await ask(door, 'GET', `/v1/members/${memberId}/account`, { token });
    expect(status).toBe(200);
    expect(operations.showAccount.answer.parse(body)).toMatchObject({
      memberId,
      balance: { available: 850, pending: 0, reserved: 0, debt: 0 },
      level: { id: 'silver' },
    });
    const ids: string[] = [];
    let cursor = '';
    do {
      const page = await ask(door, 'GET', `/v1/members/${memberId}/entries?limit=2${cursor}`, { token });
      const { entries, next } = operations.listEntries.answer.parse(page.body);
      ids.push(...entries.map(({ entryId }) => entryId));
      cursor = next === null ? '' : `&cursor=${next}`;
    } while (cursor !== '');
    expect(ids).toEqual([
      'cancel:door-4',
      'reserve:door-4',
      'commit:door-3',
      'reserve:door-3',
      'redeem:door-1',
      'tier:purchase:p1',
      'purchase:p1',
    ]);
    const bad = await ask(door, 'GET', `/v1/members/${memberId}/entries?cursor=nothing`, { token });
    expect(bad.body).toMatchObject({ status: 400, code: 'invalid-parameter', field: 'cursor' });
  });

  it('quotes what the purchase then gives', async () => {
    const basket = { member: { externalId: 'quoted' }, currency: 'CNY', net: 12_300 };
    const { status, body } = await ask(door, 'POST', '/v1/quotes', { token, body: basket });
    expect(status).toBe(200);
    expect(operations.quoteBasket.answer.parse(body)).toMatchObject({ memberId: null, points: 123 });
    await buy('p-quoted', basket.member, basket.net);
    const account = await ask(door, 'GET', `/v1/members/${await find(basket.member)}/account`, { token });
    expect(account.body).toMatchObject({ balance: { available: 123 } });
  });

  it('enrols, shows, changes, exports and erases a member, each write once', async () => {
    const identities = { phone: '+86 138 0013 8000', card: 'door 1' };
    const twice = async (method: string, path: string, asked: { readonly key: string; readonly body?: object }) => {
      const first = await ask(door, method, path, { token, ...asked });
      const again = await ask(door, method, path, { token, ...asked });
      expect([again.status, again.text]).toEqual([first.status, first.text]);
      return first;
    };
    const enrolled = await twice('POST', '/v1/members', { key: 'm1', body: { ...identities, name: 'Dora' } });
    expect(enrolled.status).toBe(201);
    const id = operations.enrolMember.answer.parse(enrolled.body).memberId;
    expect(await find({ card: 'DOOR1' })).toBe(id);
    const at = `/v1/members/${id}`;
    const changed = await twice('PATCH', at, { key: 'm2', body: { name: null, card: 'door 2', locale: 'de' } });
    expect(changed.status).toBe(200);
    const shown = await ask(door, 'GET', at, { token });
    expect(operations.showMember.answer.parse(shown.body)).toMatchObject({
      identities: [
        { kind: 'phone', value: '+8613800138000' },
        { kind: 'card', value: 'DOOR2' },
      ],
      profile: { locale: 'de' },
    });
    const exported = await ask(door, 'GET', `${at}/export`, { token });
    expect(exported.status).toBe(200);
    expect(operations.exportMember.answer.parse(exported.body)).toMatchObject({
      profile: { locale: 'de' },
      requests: [{ type: 'member.enrolled', id: 'm1' }],
    });
    expect((await twice('DELETE', at, { key: 'm3' })).status).toBe(200);
    expect((await ask(door, 'GET', at, { token })).body).toMatchObject({ status: 410, code: 'member-erased' });
    const gone = await ask(door, 'POST', '/v1/members/find', { token, body: { member: { card: 'door 2' } } });
    expect(gone.status).toBe(404);
  });

  it('is not harmed by bodies that are deep or huge', async () => {
    const deep = `{"member":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
    const deeply = await ask(door, 'POST', '/v1/redemptions', { token, key: 'deep', body: deep });
    expect(deeply.body).toMatchObject({ status: 422, code: 'invalid-event' });
    const huge = JSON.stringify({ member, points: 1, note: 'x'.repeat(300_000) });
    const hugely = await ask(door, 'POST', '/v1/redemptions', { token, key: 'huge', body: huge });
    expect(hugely.body).toMatchObject({ status: 413, code: 'too-large' });
  });
});

describe('whoever may not', () => {
  const routes = Object.entries(httpRoutes).map(([name, route]) => ({
    name,
    ...route,
    path: route.path.replaceAll(/\{\w+\}/g, 'x'),
  }));

  it.each(routes)('is told so by $name, before anything is done', async ({ method, path, scope }) => {
    const body = method === 'GET' || method === 'DELETE' ? {} : { body: { member, points: 1 }, key: 'nobody' };
    const withoutToken = await ask(door, method, path, body);
    expect(withoutToken.status).toBe(401);
    const odd = await ask(door, method, path, { ...body, token: `${token.slice(0, -8)}AAAAAAAA` });
    expect(odd.status).toBe(401);
    const others = scopeNames.filter((one) => one !== scope);
    const wrongScope = await ask(door, method, path, { ...body, token: await tokenFor(...others) });
    expect(wrongScope.status).toBe(403);
    const { items } = await stores.ledger.read({ memberIds: [], entryIds: ['redeem:nobody'] });
    expect(items.size).toBe(0);
  });

  it('is told of paths that do not exist only with a token', async () => {
    expect((await ask(door, 'GET', '/v1/nothing')).status).toBe(401);
    expect((await ask(door, 'GET', '/v1/nothing', { token })).body).toMatchObject({ status: 404, code: 'not-found' });
    const { status, headers } = await ask(door, 'DELETE', '/v1/redemptions', { token });
    expect([status, headers.get('allow')]).toEqual([405, 'POST']);
  });
});

describe('many at once', () => {
  /** Each invocation that runs is a process here: so many at once, and the others are turned away, as on AWS. */
  async function allowAtOnce(count: number): Promise<void> {
    const name = resourceName('local', functionNames.httpRedemptions);
    const response = await fetch(`${endpoint}/2017-10-31/functions/${name}/concurrency`, {
      method: 'PUT',
      body: JSON.stringify({ ReservedConcurrentExecutions: count }),
    });
    expect(response.status).toBe(200);
  }

  beforeAll(() => allowAtOnce(8));

  it('two hundred redemptions of a balance that allows ten are ten, to whoever asks again as well', async () => {
    const rich = { externalId: 'rich' };
    await buy('p-rich', rich, 100_000);
    const rush = async () =>
      Promise.all(
        Array.from({ length: 200 }, async (_, index) =>
          askUntilAnswered(door, 'POST', '/v1/redemptions', {
            token,
            key: `rush-${String(index)}`,
            body: { member: rich, points: 100 },
          }),
        ),
      );
    const first = await rush();
    const good = first.filter(({ status }) => status === 201);
    expect(good).toHaveLength(10);
    for (const { status, body } of first) {
      if (status !== 201) expect(body).toMatchObject({ status: 409, code: 'insufficient-points' });
    }
    const left = good.map(({ body }) => operations.redeemPoints.answer.parse(body).balanceAfter.available);
    expect(left.map(Number).sort((a, b) => a - b)).toEqual([0, 100, 200, 300, 400, 500, 600, 700, 800, 900]);
    const again = await rush();
    expect(again.map(({ status, text }) => [status, text])).toEqual(first.map(({ status, text }) => [status, text]));
    const kinds = await kindsOf(await find(rich));
    expect(kinds.filter((kind) => kind === 'redeem')).toHaveLength(10);
  });

  it('two tills and an event of the bus about one balance spend it once', async () => {
    const shared = { externalId: 'shared' };
    await buy('p-shared', shared, 10_000);
    const till = async (key: string) =>
      askUntilAnswered(door, 'POST', '/v1/redemptions', { token, key, body: { member: shared, points: 100 } });
    const event = {
      'detail-type': 'redemption.requested',
      detail: {
        metadata: { id: 'e-race', version: '1.0', occurredAt: new Date().toISOString(), ...askingFor('r-race') },
        data: { member: shared, requestId: 'race-bus', points: 100 },
      },
    };
    const [one, two] = await Promise.all([till('race-one'), till('race-two'), putEvents(event)]);
    const { outcome } = await receipt('r-race');
    const spent = [one.status === 201, two.status === 201, outcome === 'applied'];
    expect(spent.filter((did) => did)).toHaveLength(1);
    const account = await ask(door, 'GET', `/v1/members/${await find(shared)}/account`, { token });
    expect(account.body).toMatchObject({ balance: { available: 0, reserved: 0, debt: 0 } });
  });

  it('one request from three tills is one redemption with one answer', async () => {
    const twin = { externalId: 'twin' };
    await buy('p-twin', twin, 100_000);
    const till = async () =>
      askUntilAnswered(door, 'POST', '/v1/redemptions', { token, key: 'same', body: { member: twin, points: 100 } });
    const answers = await Promise.all([till(), till(), till()]);
    expect(new Set(answers.map(({ status, text }) => `${String(status)} ${text}`)).size).toBe(1);
    expect((await kindsOf(await find(twin))).filter((kind) => kind === 'redeem')).toHaveLength(1);
  });
});
