/** What every route has in common: requests that are wrong, large, deep or lost. */
import { beforeEach, describe, expect, it } from 'vitest';
import { httpRoutes, routeKey } from '../../../shared/config/http-routes.ts';
import { operations } from '../../../shared/contracts/http/operations.ts';
import { problemCodes, problemOf, refusalCodeNames, statusOf } from '../../../shared/contracts/http/problems.ts';
import { refusalCodes } from '../../../shared/contracts/refusals.ts';
import { ContentionError } from '../../../shared/commands/retry.ts';
import { httpHandler } from '../../../shared/runtime/http-handler.ts';
import { invoke } from '../invoke.ts';
import { allRoutes, bodiedRoutes, everyRoute, openTill, requestOf } from './till.ts';
import type { Till } from './till.ts';

const member = { email: 'ann@example.com' };
const path = '/v1/redemptions';
const good = { key: 'q1', body: { member, points: 1 } };

let till: Till;
beforeEach(async () => {
  till = openTill();
  await till.buy({ purchaseId: 'p1', member });
});

const writes = everyRoute.filter(({ name }) =>
  Object.values(operations).some((each) => each.name === name && each.writes),
);

describe('every route', () => {
  it('has an operation of its name, and somebody who answers', () => {
    expect(Object.keys(operations)).toEqual(Object.keys(httpRoutes));
    for (const [name, operation] of Object.entries(operations)) expect(operation.name).toBe(name);
    expect(allRoutes.map(({ key }) => key).sort()).toEqual(Object.values(httpRoutes).map(routeKey).sort());
  });

  it.each(bodiedRoutes)('$name takes JSON alone', async ({ method, path: at }) => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonp', '']) {
      const { body } = await till.ask(method, at, { ...good, headers: { 'content-type': type } });
      expect(body).toMatchObject({ status: 415, code: 'unsupported-media-type', field: 'content-type' });
    }
    for (const type of ['application/json; charset=utf-8', 'APPLICATION/JSON', 'application/vnd.shop+json']) {
      const { status } = await till.ask(method, at, { ...good, headers: { 'content-type': type } });
      expect(status).not.toBe(415);
    }
  });

  it.each(bodiedRoutes)(
    '$name refuses what is no JSON, and what is none of its bodies',
    async ({ method, path: at }) => {
      for (const body of ['', '{', '{"member":', 'nothing', '\u0000']) {
        const answer = await till.ask(method, at, { ...good, body });
        expect(answer.body, body).toMatchObject({ status: 400, code: 'unparsable' });
      }
      // A patch that says nothing changes nothing.
      const empty = method === 'PATCH' ? [] : ['{}', '{"member":[]}'];
      for (const body of ['null', '[]', '1', '"text"', ...empty]) {
        const answer = await till.ask(method, at, { ...good, body });
        expect(answer.body, body).toMatchObject({ status: 422, code: 'invalid-event' });
      }
    },
  );

  it.each(bodiedRoutes)('$name is not harmed by deep or huge bodies', async ({ method, path: at }) => {
    const deep = 100_000;
    const bodies = [
      '['.repeat(deep),
      '['.repeat(deep) + ']'.repeat(deep),
      `${'{"member":'.repeat(20_000)}1${'}'.repeat(20_000)}`,
      `{"member":${'['.repeat(deep)}${']'.repeat(deep)}}`,
      JSON.stringify({ member: { email: 'a'.repeat(200_000) } }),
      JSON.stringify({
        member: Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`k${String(index)}`, 1])),
      }),
      '{"__proto__":{"member":{"email":"ann@example.com"}},"constructor":1}',
    ];
    for (const body of bodies) {
      const { status } = await till.ask(method, at, { ...good, body });
      expect([400, 404, 422]).toContain(status);
    }
    const beside = `{"member":{"email":"nobody@example.com"},"points":1,"more":${'['.repeat(deep)}${']'.repeat(deep)}}`;
    expect([404, 422]).toContain((await till.ask(method, at, { ...good, body: beside })).status);
  });

  it.each(bodiedRoutes)('$name takes bodies of 256 KB and none beyond', async ({ method, path: at }) => {
    const bodyOf = (bytes: number, letter: string) => {
      const empty = JSON.stringify({ member: { email: 'nobody@example.com' }, points: 1, note: '' });
      const letters = Math.floor((bytes - empty.length) / Buffer.byteLength(letter));
      return JSON.stringify({ member: { email: 'nobody@example.com' }, points: 1, note: letter.repeat(letters) });
    };
    for (const [letter, base64] of [
      ['x', false],
      ['x', true],
      ['💥', false],
    ] as const) {
      const within = await till.ask(method, at, { ...good, body: bodyOf(262_144, letter), base64 });
      expect([404, 422]).toContain(within.status);
      const beyond = await till.ask(method, at, { ...good, body: bodyOf(262_148, letter), base64 });
      expect(beyond.body).toMatchObject({ status: 413, code: 'too-large' });
    }
    const far = await till.ask(method, at, { ...good, body: 'x'.repeat(6_000_000), base64: true });
    expect(far.body).toMatchObject({ status: 413, code: 'too-large' });
  });

  it.each(writes)('$name needs a key', async ({ method, path: at }) => {
    for (const key of [undefined, '', ' ', 'two words', 'x'.repeat(257), 'schlüssel', 'a\u0000']) {
      const { body } = await till.ask(method, at, { body: good.body, ...(key === undefined ? {} : { key }) });
      expect(body).toMatchObject({ status: 400, code: 'idempotency-key', field: 'Idempotency-Key' });
    }
    const { status } = await till.ask(method, at, { ...good, key: '~'.repeat(256) });
    expect(status).not.toBe(400);
  });

  it('reads bodies that come encoded', async () => {
    const { status } = await till.ask('POST', path, { ...good, base64: true });
    expect(status).toBe(201);
    const request = requestOf('POST', path, good);
    const latin = Buffer.from('{"member":{"email":"ä@example.com"},"points":1}', 'latin1').toString('base64');
    expect((await till.send({ ...request, body: latin, isBase64Encoded: true })).body).toMatchObject({
      status: 400,
      code: 'unparsable',
    });
  });

  it('says of unknown paths that there are none, and of known ones what they take', async () => {
    for (const [method, at] of [
      ['GET', '/'],
      ['GET', '/v1/members//account'],
      ['POST', '/v2/redemptions'],
      ['GET', '/v1/members/a/b/account'],
    ] as const) {
      expect((await till.ask(method, at)).body).toMatchObject({ status: 404, code: 'not-found' });
    }
    for (const [method, at, allow] of [
      ['GET', '/v1/redemptions', 'POST'],
      ['DELETE', '/v1/redemptions', 'POST'],
      ['PUT', '/v1/members/a/account', 'GET'],
      ['PUT', '/v1/members/a', 'GET, PATCH, DELETE'],
      ['GET', '/v1/redemptions/q/commit', 'POST'],
    ] as const) {
      const { headers, body } = await till.ask(method, at);
      expect(body).toMatchObject({ status: 405, code: 'method-not-allowed' });
      expect(headers).toMatchObject({ allow });
    }
  });

  it('names the field and the rule that a body breaks', async () => {
    const faults: readonly (readonly [object, string, string])[] = [
      [{ points: 1 }, 'member', 'required: an object with exactly one of memberId, externalId, email, phone, card'],
      [{ member, points: 0 }, 'points', 'an integer from 1'],
      [{ member, points: '1' }, 'points', 'an integer from 1'],
      [{ member }, 'points', 'required: an integer from 1'],
      [{ member, points: 2 ** 53 }, 'points', 'an integer from 1'],
      [{ member, points: 1, hold: { minutes: 0 } }, 'hold.minutes', 'an integer from 1 to 527040'],
      [
        { member: { phone: '0800' }, points: 1 },
        'member.phone',
        'a phone number in E.164 form, beginning with + and the country code',
      ],
    ];
    for (const [body, field, rule] of faults) {
      expect((await till.ask('POST', path, { key: 'q1', body })).body).toEqual({
        type: 'urn:perennial:problem:invalid-event',
        title: problemCodes['invalid-event'],
        status: 422,
        code: 'invalid-event',
        detail: `${field}: ${rule}`,
        field,
        rule,
      });
    }
    expect((await till.ask('POST', path, { key: 'q1', body: [] })).body).toEqual({
      type: 'urn:perennial:problem:invalid-event',
      title: problemCodes['invalid-event'],
      status: 422,
      code: 'invalid-event',
      detail: 'an object',
      rule: 'an object',
    });
  });
});

describe('what fails', () => {
  const failing = (error: Error) =>
    openTill(undefined, (ledger) => ({ ...ledger, read: async () => Promise.reject(error) }));

  it('for now, says when to come back', async () => {
    const throttled = Object.assign(new Error('slow down'), { name: 'ThrottlingException' });
    for (const error of [new ContentionError(), throttled]) {
      const { headers, body } = await failing(error).ask('GET', '/v1/members/a/account');
      expect(body).toMatchObject({ status: 503, code: 'unavailable' });
      expect(headers).toMatchObject({ 'retry-after': '1' });
    }
  });

  it('for good, says no more than that it did', async () => {
    const { text, status } = await failing(new TypeError('about ann@example.com')).ask('GET', '/v1/members/a/account');
    expect(status).toBe(500);
    expect(JSON.parse(text)).toEqual(problemOf('internal'));
  });

  it('when the function cannot start is tried again with the next request', async () => {
    let starts = 0;
    const handler = httpHandler(allRoutes, async () => {
      starts += 1;
      return starts === 1 ? Promise.reject(new Error('no secret')) : Promise.resolve(till.deps);
    });
    const { result: first } = await invoke(handler, requestOf('POST', path, good));
    const { result: second } = await invoke(handler, requestOf('POST', path, good));
    expect([first.statusCode, second.statusCode]).toEqual([500, 201]);
  });
});

describe('problems', () => {
  it('have every code of refusals, with a status that says whose fault it is', () => {
    expect(Object.keys(problemCodes)).toEqual(expect.arrayContaining(Object.keys(refusalCodes)));
    for (const code of refusalCodeNames) {
      const { status } = problemOf(code);
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
    expect(statusOf('member-erased')).toBe(410);
  });
});
