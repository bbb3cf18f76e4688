/** The desk over stores in memory, and `perennial member` as it is typed there. */
import { keeping, takeInEvents } from '../../../shared/commands/take-in-events.ts';
import { parseInstant } from '../../../shared/domain/zone.ts';
import { memoryCoupons } from '../../../shared/store/memory/memory-coupons.ts';
import { memoryMessages } from '../../../shared/store/memory/memory-messages.ts';
import { memoryOutbox } from '../../../shared/store/memory/memory-outbox.ts';
import { memorySettings } from '../../../shared/store/memory/memory-settings.ts';
import { memorySuppressions } from '../../../shared/store/memory/memory-suppressions.ts';
import { memberCommand } from '../../../cli/member/member-command.ts';
import type { Desk } from '../../../cli/member/desk.ts';
import type { ProgrammeVersions } from '../../../shared/domain/programme.ts';
import type { CouponStore } from '../../../shared/store/coupon-store.ts';
import type { OutboxStore } from '../../../shared/store/outbox-store.ts';
import type { MessageList, MessageStore } from '../../../shared/store/message-store.ts';
import { memoryEngine } from '../../functions/memory-engine.ts';
import { run } from '../run-command.ts';
import type { Answer } from '../run-command.ts';

type Envelope = { readonly 'detail-type': string; readonly detail: unknown };

/** Where it keeps people, books and messages. */
export type DeskStores = Pick<Desk, 'ledger' | 'members'> & {
  readonly messages: MessageStore & MessageList;
  readonly outbox: OutboxStore;
  readonly coupons: CouponStore;
};

/** @param stores others than those in memory */
export function openMemoryDesk(versions?: ProgrammeVersions, stores?: DeskStores) {
  const { store, intake: inMemory } = memoryEngine(versions);
  const { messages = memoryMessages(), outbox = memoryOutbox(), coupons = memoryCoupons(), ...others } = stores ?? {};
  const intake = { ...inMemory, ...others };
  let now = '2026-03-10T12:00:00+08:00';
  let deliveries = 0;
  const late: string[] = [];
  const deps: Desk = {
    ...intake,
    messages,
    outbox,
    coupons,
    settings: memorySettings(),
    suppressions: memorySuppressions(),
    now() {
      const instant = parseInstant(now);
      if (instant === undefined) throw new TypeError(now);
      return instant;
    },
    rejected: keeping(intake),
    refusedLate: ({ refusal }) => {
      late.push(refusal.code);
    },
  };
  const table = { member: async () => Promise.resolve(memberCommand(async () => Promise.resolve(deps))) };
  const desk = {
    deps,
    store,
    messages,
    outbox,
    coupons,
    /** Codes of what waited and was refused when its turn came. */
    late,
    at: (text: string) => {
      now = text;
    },
    ask: async (...words: string[]): Promise<Answer> => run(['member', ...words], { table }),
    /** What a command prints as JSON. @throws Error when it does not succeed */
    async json(...words: string[]): Promise<unknown> {
      const { code, out, err } = await desk.ask(...words, '--json');
      if (code !== 0) throw new Error(err);
      return JSON.parse(out);
    },
    /** Events from the bus, none of which is refused. */
    async bus(...events: readonly Envelope[]): Promise<void> {
      const given = events.map((envelope) => ({ delivery: `bus-${String((deliveries += 1))}`, envelope }));
      const { refused, failed } = await takeInEvents(intake, given);
      if (refused.length + failed.size > 0) throw new Error(JSON.stringify(refused));
    },
  };
  return desk;
}
export type MemoryDesk = ReturnType<typeof openMemoryDesk>;
