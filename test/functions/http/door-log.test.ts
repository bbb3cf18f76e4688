/** What the log tells of requests: how each ended, and nothing that anybody sent. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { logMessages } from '../../../shared/platform/telemetry.ts';
import { httpHandler } from '../../../shared/runtime/http-handler.ts';
import { runs } from '../../property-runs.ts';
import { invoke } from '../invoke.ts';
import { allRoutes, bodiedRoutes, openTill, requestOf } from './till.ts';
import type { Asked, Till } from './till.ts';

const member = { email: 'ann@example.com' };
const path = '/v1/redemptions';

let till: Till;
beforeEach(async () => {
  till = openTill();
  await till.buy({ purchaseId: 'p1', member });
});

describe('the log of the door', () => {
  const personal = ['ann.example', 'shop.example', '13800138000', 'card-0815', 'customer-4711', 'ann example'];
  const asked: readonly (readonly [string, string, Asked])[] = [
    ['POST', path, { key: 'customer-4711', body: { member: { email: 'Ann.Example@shop.example' }, points: 1 } }],
    ['POST', path, { key: 'q1', body: { member: { phone: '+8613800138000' }, points: 'Ann Example' } }],
    ['POST', path, { key: 'q1', body: '{"member": "Ann Example" ' }],
    ['POST', path, { key: 'q1', body: { member: { 'Ann.Example@shop.example': 1 } } }],
    ['POST', '/v1/members/find', { body: { member: { card: 'CARD-0815' } } }],
    ['GET', '/v1/members/Ann.Example@shop.example/account', {}],
    ['GET', '/v1/members/a/entries', { query: { cursor: 'Ann Example', limit: 'Ann Example' } }],
    ['GET', '/v1/members/Ann Example', {}],
    ['GET', '/v1/members/Ann Example/nothing', {}],
    [
      'POST',
      '/v1/members',
      { key: 'customer-4711', body: { email: 'Ann.Example@shop.example', birthday: 'Ann Example' } },
    ],
    ['PATCH', '/v1/members/Ann.Example@shop.example', { key: 'q1', body: { name: 'Ann Example' } }],
    ['DELETE', '/v1/members/Ann.Example@shop.example', { key: 'customer-4711' }],
    ['POST', '/v1/redemptions/customer-4711/commit', { key: 'customer-4711', body: { member: { card: 'CARD-0815' } } }],
  ];

  it('holds a line for each request: the route, how it ended, and nothing personal', async () => {
    const lines: unknown[] = [];
    for (const [method, at, given] of asked) {
      const handler = httpHandler(allRoutes, async () => Promise.resolve(till.deps));
      const { output, logs } = await invoke(handler, requestOf(method, at, given));
      for (const trace of personal) expect(output.toLowerCase()).not.toContain(trace);
      const [line, ...others] = logs;
      expect(others).toEqual([]);
      expect(line?.message).toBe(logMessages.answered);
      lines.push(['route', 'status', 'code', 'field'].map((key) => line?.[key]));
    }
    expect(lines).toEqual([
      ['POST /v1/redemptions', 404, 'unknown-member', 'member'],
      ['POST /v1/redemptions', 422, 'invalid-event', 'points'],
      ['POST /v1/redemptions', 400, 'unparsable', undefined],
      ['POST /v1/redemptions', 422, 'invalid-event', 'member'],
      ['POST /v1/members/find', 404, 'unknown-member', 'member'],
      ['GET /v1/members/{memberId}/account', 404, 'unknown-member', 'memberId'],
      ['GET /v1/members/{memberId}/entries', 400, 'invalid-parameter', 'limit'],
      ['GET /v1/members/{memberId}', 404, 'unknown-member', 'memberId'],
      ['none', 404, 'not-found', undefined],
      ['POST /v1/members', 422, 'invalid-event', 'birthday'],
      ['PATCH /v1/members/{memberId}', 404, 'unknown-member', 'memberId'],
      ['DELETE /v1/members/{memberId}', 404, 'unknown-member', 'memberId'],
      ['POST /v1/redemptions/{requestId}/commit', 404, 'unknown-member', 'member'],
    ]);
  });

  it('says of an error its name alone', async () => {
    const broken = openTill(undefined, (ledger) => ({
      ...ledger,
      read: async () => Promise.reject(new TypeError('something about Ann Example')),
    }));
    const handler = httpHandler(allRoutes, async () => Promise.resolve(broken.deps));
    const { output, logs } = await invoke(handler, requestOf('GET', '/v1/members/a/account'));
    expect(logs).toMatchObject([{ level: 'ERROR', message: logMessages.notAnswered, error: 'TypeError', status: 500 }]);
    expect(output).not.toContain('Ann');
  });

  it('never repeats a value, nor do answers, wherever in a request it stands', async () => {
    const secret = 'SECRET';
    const odd = fc.oneof(
      fc.constantFrom<unknown>(secret, { [secret]: secret }, [secret], { email: secret }, `${secret}@x.y`, null, -1),
      fc.string().map((text) => `${secret}${text}`),
    );
    const body = fc.record({ member: odd, points: odd, hold: odd, purchaseId: odd }, { requiredKeys: [] });
    const handler = httpHandler(allRoutes, async () => Promise.resolve(till.deps));
    await fc.assert(
      fc.asyncProperty(body, fc.constantFrom(...bodiedRoutes), async (given, { method, path: at }) => {
        const { output, result } = await invoke(handler, requestOf(method, at, { key: secret, body: given }));
        expect(output).not.toContain(secret);
        expect(result.body).not.toContain(secret);
      }),
      { numRuns: runs(200) },
    );
  });
});
