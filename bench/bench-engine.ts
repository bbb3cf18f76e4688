/** The engine as it is deployed, over metered stores on a local AWS, deciding by the starter programme. */
import { applyEvents } from '../shared/commands/apply-events.ts';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { readProgrammeFile } from '../cli/programme-file.ts';
import type { SendDependencies } from '../shared/commands/campaigns/send-dependencies.ts';
import type { ExportDependencies } from '../shared/commands/export-member.ts';
import type { ReviewDependencies } from '../shared/commands/review-members.ts';
import type { Outcome } from '../shared/commands/outcome.ts';
import { takeInEvents } from '../shared/commands/take-in-events.ts';
import type { IntakeDependencies, Message } from '../shared/commands/take-in-events.ts';
import type { EarnRule } from '../shared/domain/programme.ts';
import { formatInstant, instantOf } from '../shared/domain/zone.ts';
import { backOff } from '../shared/platform/back-off.ts';
import { digestsWith } from '../shared/platform/digest.ts';
import { newMemberId } from '../shared/platform/ids.ts';
import { sealText } from '../shared/platform/sealed-text.ts';
import { dynamodbEntryPages } from '../shared/store/dynamodb/entry-pages.ts';
import { dynamodbSuppressions } from '../shared/store/dynamodb/suppression-store.ts';
import type { Tables } from '../shared/store/dynamodb/tables.ts';
import type { EntryPages } from '../shared/store/entry-pages.ts';
import type { ProfileList } from '../shared/store/member-store.ts';
import { memoryPasses } from '../shared/store/memory/memory-passes.ts';
import type { VersionedAccount } from '../shared/store/store.ts';
import { createTables, localClient, storesOver } from './local-stores.ts';
import { meterOn } from './meter.ts';
import type { Meter } from './meter.ts';

const starterFile = join(import.meta.dirname, '../shared/config/programmes/starter.json');

/** Long after every day of the bench. */
const now = instantOf(Date.UTC(2099, 0, 1));

export type BenchEngine = {
  readonly meter: Meter;
  readonly tables: Tables;
  readonly intake: IntakeDependencies;
  readonly reviewer: ReviewDependencies;
  readonly entries: EntryPages;
  /** What reading audiences, and sending, need beside the intake. */
  readonly profiles: ProfileList;
  readonly sending: Pick<SendDependencies, 'outbox' | 'coupons' | 'suppressions'>;
  /** Where exports read what nothing else here does. */
  readonly exports: Pick<ExportDependencies, 'messages' | 'outbox' | 'coupons' | 'suppressions'>;
  /** Applies messages, so many at a time. @throws Error when one of them is not `expected` */
  readonly apply: (messages: readonly Message[], options?: ApplyOptions) => Promise<void>;
  /** @throws Error when the member has none */
  readonly account: (memberId: string) => Promise<VersionedAccount>;
};

export type ApplyOptions = { readonly expected?: Outcome['status']; readonly atOnce?: number };

type Rules = readonly EarnRule[];

/** @param change of the starter programme's rules */
export async function openEngine(
  endpoint: string,
  change: (rules: Rules) => Rules = (rules) => rules,
): Promise<BenchEngine> {
  const client = localClient(endpoint);
  const tables = await createTables(client);
  const stores = storesOver(client, tables);
  const { programme } = (await readProgrammeFile(starterFile)).result;
  const versions = [{ ...programme, rules: change(programme.rules) }] as const;
  const dependencies = {
    ...stores,
    // The functions read it at most every five seconds, whatever they do meanwhile: no budget counts it.
    programmes: async () => Promise.resolve(versions),
    digests: digestsWith(randomBytes(32)),
    newMemberId,
    backOff,
  };
  const intake: IntakeDependencies = {
    apply: applyEvents,
    ...dependencies,
    seal: (text) => sealText(Buffer.alloc(32), text),
    now: () => formatInstant(now),
  };
  const connection = { client, tables, backOff, nowEpochSeconds: () => 0 };
  return {
    meter: meterOn(client, tables),
    tables,
    intake,
    entries: dynamodbEntryPages(connection),
    profiles: stores.members,
    sending: { outbox: stores.outbox, coupons: stores.coupons, suppressions: dynamodbSuppressions(connection) },
    exports: { ...stores, suppressions: dynamodbSuppressions(connection) },
    reviewer: {
      ...dependencies,
      // What S3 keeps is not metered here.
      passes: memoryPasses(),
      now: () => now,
      timeLeft: () => true,
      // What is written is measured, and not held back.
      unitsPerSecond: Number.MAX_SAFE_INTEGER,
      sleep: async () => Promise.resolve(),
    },
    async apply(messages, { expected = 'applied', atOnce = 10 } = {}) {
      for (let at = 0; at < messages.length; at += atOnce) {
        const batch = messages.slice(at, at + atOnce);
        const { counts, refused, failed } = await takeInEvents(intake, batch);
        if (counts[expected] === batch.length) continue;
        const [reason] = [...refused.map(({ refusal }) => refusal.message), ...failed.values()];
        throw new Error(`not every message was ${expected}`, { cause: reason });
      }
    },
    async account(memberId) {
      const account = (await stores.ledger.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);
      if (account === undefined) throw new Error('a member of the bench has an account');
      return account;
    },
  };
}
