import { beforeAll, describe, expect, test } from 'vitest';
import { explain } from '../../../cli/explain/explain.ts';
import { Failure } from '../../../cli/failure.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import type { Desk } from './desk.ts';
import { eventfulYear } from './desk.ts';

let desk: Desk;

beforeAll(async () => {
  desk = await eventfulYear();
});

async function failureOf(work: Promise<unknown>): Promise<{ message: string; next: string }> {
  const error: unknown = await work.then(() => undefined).catch((thrown: unknown) => thrown);
  if (!(error instanceof Failure)) throw new TypeError('that should have failed');
  return { message: error.message, next: error.next };
}

describe('what cannot be explained says why, and what to do', () => {
  test('an unknown member', async () => {
    const sources = { ledger: desk.store, versions: desk.versions, levelNames: new Map() };
    const question = { memberId: 'nobody', entryId: undefined, language: 'en', now: instantOf(0) } as const;
    expect(await failureOf(explain(sources, question))).toEqual({
      message: 'This member has no account.',
      next: 'Check the id, or name another identity.',
    });
  });

  test('an unknown entry, and one of which only the key was given', async () => {
    const unknown = await failureOf(desk.ask('2026-02-14', 'purchase:p9'));
    expect(unknown.message).toBe('The member has no entry purchase:p9.');
    expect(unknown.next).not.toContain('Did you mean');
    expect((await failureOf(desk.ask('2026-02-14', 'p2'))).next).toContain(
      'Did you mean redeem-purchase:p2 or purchase:p2?',
    );
  });

  test("another member's entry", async () => {
    expect(await failureOf(desk.ask('2026-02-14', 'purchase:b1'))).toEqual({
      message: 'purchase:b1 is an entry of another member.',
      next: `Ask about that member: npx perennial explain memberId:${await desk.memberId('bo')} purchase:b1`,
    });
  });

  test("a guest's purchase that waits", async () => {
    await desk.sell('g1', '2026-02-13', 1_000, null);
    expect((await failureOf(desk.ask('2026-02-14', 'purchase:g1'))).message).toBe(
      'purchase:g1 is no entry yet: its event waits.',
    );
  });

  test('a request that was refused for lack of points', async () => {
    await expect(desk.request('redemption.requested', '2026-02-13', 'q9', { points: 999_999 })).rejects.toThrow();
    expect((await failureOf(desk.ask('2026-02-14', 'redeem:q9'))).message).toBe(
      'redeem:q9 is no entry: the request was refused, because the points were not there.',
    );
  });
});

test('~ stands for the member id inside an entry id, and nowhere else', async () => {
  const memberId = await desk.memberId();
  const short = await desk.ask('2026-02-14', 'expire:~:2026-02-01');
  expect(short).toEqual(await desk.ask('2026-02-14', `expire:${memberId}:2026-02-01`));
  expect((await failureOf(desk.ask('2026-02-14', 'purchase:~'))).message).toContain('purchase:~');
});
