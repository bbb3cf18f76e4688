/** The functions that publish what a stream tells, each as what it makes of a change. */
import { afterEach, vi } from 'vitest';
import type { ToEvent } from '../../shared/runtime/stream-handler.ts';

export type Item = Readonly<Record<string, unknown>>;

const functions = {
  publishLedger: async () => import('../../functions/publish-ledger/handler.ts'),
  publishRejections: async () => import('../../functions/publish-rejections/handler.ts'),
  publishMessages: async () => import('../../functions/publish-messages/handler.ts'),
  publishMembers: async () => import('../../functions/publish-members/handler.ts'),
};

afterEach(() => {
  vi.unstubAllEnvs();
});

export async function load(name: keyof typeof functions): Promise<ToEvent> {
  vi.stubEnv('BUS_NAME', 'perennial');
  return (await functions[name]()).toEvent;
}
