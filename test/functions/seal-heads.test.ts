/** The function that the review's state machine calls last, on accounts in memory. */
import { beforeAll, expect, test, vi } from 'vitest';
import type { seal as Seal } from '../../functions/seal-heads/handler.ts';
import type { TakeRootDependencies } from '../../shared/commands/take-root.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { ledgerOf, memorySealer } from '../fixtures/sealer.ts';
import { invoke } from './invoke.ts';

let seal: typeof Seal;
beforeAll(async () => {
  const roots = ['ROOTS_BUCKET', 'ROOTS_DOMAIN', 'ROOTS_KEY', 'ROOTS_LOCK_MODE'];
  for (const name of ['ACCOUNTS_TABLE', 'SETTINGS_TABLE', ...roots]) vi.stubEnv(name, name);
  ({ seal } = await import('../../functions/seal-heads/handler.ts'));
  vi.unstubAllEnvs();
});

const call = async (deps: TakeRootDependencies, day: string) =>
  invoke(async (event: { readonly day: string }) => seal(deps, event), { day });

test('one call takes the root and says over how many members, a second finds it there', async () => {
  const { deps, roots } = memorySealer(await ledgerOf('ann', 'bob'));
  const { result, logs, metrics } = await call(deps, '2026-11-22');
  const root = expect.stringMatching(/^[\w-]{43}$/);
  expect(result).toEqual({ status: 'taken', day: '2026-11-22', members: 2, root, unreadable: 0 });
  expect(logs).toMatchObject([{ level: 'INFO', message: logMessages.sealed, status: 'taken', members: 2 }]);
  expect(metrics).toEqual({ HeadsSealed: 2 });
  const again = await call(deps, '2026-11-22');
  expect(again.result).toEqual({ status: 'exists', day: '2026-11-22', unreadable: 0 });
  expect(again.metrics).toEqual({});
  expect([...roots.roots.keys()]).toEqual(['2026-11-22']);
});

test('who states no head is named in the log', async () => {
  const { deps } = memorySealer(await ledgerOf('ann'));
  const heads: TakeRootDependencies['heads'] = {
    async *heads(part) {
      yield* deps.heads.heads(part);
      if (part.index === 0) yield { heads: [], unreadable: ['broken'] };
    },
  };
  const { result, logs } = await call({ ...deps, heads }, '2026-11-22');
  expect(result).toMatchObject({ status: 'taken', members: 1, unreadable: 1 });
  expect(logs[0]).toMatchObject({ level: 'ERROR', message: logMessages.headUnreadable, memberId: 'broken' });
});

test('what fails lets the call fail, so that it is made again', async () => {
  const { deps, roots } = memorySealer(await ledgerOf('ann'));
  const heads = () => {
    throw new Error('the table is away');
  };
  await expect(call({ ...deps, heads: { heads } }, '2026-11-22')).rejects.toThrow('the table is away');
  await expect(call(deps, 'tomorrow')).rejects.toThrow(RangeError);
  expect(roots.roots.size).toBe(0);
});
