/**
 * `npm run bench:campaign`: plans a run of a million recipients, or of as many as are asked for, by the commands that the
 * functions run, and says how long it takes and how much memory is alive meanwhile: what is left when garbage is collected,
 * of the heap and of the buffers beside it. Accounts and profiles are made as they are read, and the manifest lies in files,
 * so that what is counted is the planning's own.
 */
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { finishRunPlan } from '../shared/commands/campaigns/finish-run-plan.ts';
import { planAudience } from '../shared/commands/campaigns/plan-audience.ts';
import type { PlanDependencies } from '../shared/commands/campaigns/plan-audience.ts';
import { startRun } from '../shared/commands/campaigns/start-run.ts';
import * as z from 'zod/mini';
import { manifestRow } from '../shared/contracts/manifest-row.ts';
import { newAccount } from '../shared/domain/account.ts';
import { nobody } from '../shared/domain/person.ts';
import { rational } from '../shared/domain/rational.ts';
import { formatInstant, instantOf } from '../shared/domain/zone.ts';
import { sha256OfBytes } from '../shared/platform/digest.ts';
import { memoryCampaigns } from '../shared/store/memory/memory-campaigns.ts';
import type { ManifestStore } from '../shared/store/manifest-store.ts';
import type { ProfileList } from '../shared/store/member-store.ts';
import type { LedgerStore } from '../shared/store/store.ts';
import { readProgrammeFile } from '../cli/programme-file.ts';
import { dayNumber } from './bench-members.ts';
import { planFor } from './campaign-budgets.ts';

const pageSize = 1000;
const segments = 8;
const now = instantOf(Date.UTC(2026, 2, 10, 4));
const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'Pacific/Auckland'];
const nameOf = (number: number) => `member-${String(number).padStart(9, '0')}`;
const numberOf = (name: string) => Number(name.slice('member-'.length));

function accountsOf(members: number): Pick<LedgerStore, 'scanAccounts'> {
  return {
    async scanAccounts(startKey, { index, of } = { index: 0, of: 1 }) {
      const first = startKey === undefined ? index : numberOf(startKey) + of;
      const numbers: number[] = [];
      for (let number = first; number < members && numbers.length < pageSize; number += of) numbers.push(number);
      const accounts = numbers.map((number) => {
        const account = newAccount(nameOf(number), { on: dayNumber(20_000 + (number % 300)), channel: 'store' });
        return { account, version: 1 };
      });
      const last = numbers.at(-1);
      const nextKey = last !== undefined && last + of < members ? nameOf(last) : undefined;
      return Promise.resolve({ accounts, nextKey });
    },
  };
}

const profiles: ProfileList = {
  async profiles(memberIds) {
    const at = instantOf(0);
    const consent = {
      purpose: 'promotions',
      channel: 'email',
      granted: true,
      at,
      text: 't',
      how: 'form',
      by: 'member',
    } as const;
    return Promise.resolve(
      new Map(
        memberIds.map((memberId) => {
          const identities = [{ kind: 'email', value: `${memberId}@example.com`, at }];
          const timeZone = { value: zones[numberOf(memberId) % zones.length] ?? 'UTC', at };
          return [memberId, { ...nobody, memberId, version: 1, identities, facts: { timeZone }, consents: [consent] }];
        }),
      ),
    );
  },
};

const storedRows = z.array(manifestRow);

/** Parts as files in a folder; of one run. */
function filesIn(folder: string, look: () => void): ManifestStore {
  return {
    async putPart(_, name, rows) {
      look();
      await writeFile(join(folder, name), JSON.stringify(rows));
    },
    parts: async () => (await readdir(folder)).sort(),
    async readPart(_, name) {
      look();
      return storedRows.parse(JSON.parse(await readFile(join(folder, name), 'utf8')));
    },
  };
}

type Figures = { readonly phase: string; readonly seconds: number; readonly peakMegabytes: number };

/** Looks at the memory that is alive; the peak of each phase is its own. */
class Watch {
  peak = 0;
  readonly look = (): void => {
    globalThis.gc?.();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    this.peak = Math.max(this.peak, heapUsed + arrayBuffers);
  };

  async phase(phase: string, work: () => Promise<unknown>): Promise<Figures> {
    this.peak = 0;
    const begun = performance.now();
    await work();
    const seconds = (performance.now() - begun) / 1000;
    return { phase, seconds: Math.round(seconds * 10) / 10, peakMegabytes: Math.round(this.peak / 1e5) / 10 };
  }
}

/** Plans a run in a folder. @throws Error when it has another number of members than it should */
async function measure(members: number, folder: string): Promise<readonly Figures[]> {
  const { programme } = (await readProgrammeFile(join(import.meta.dirname, '../shared/config/programmes/starter.json')))
    .result;
  const watch = new Watch();
  const campaigns = memoryCampaigns();
  const plan = planFor({ is: 'all', of: [] });
  const campaign = { ...plan, control: { share: rational(1n, 10n), salt: 'bench' } };
  const { id: campaignId } = campaign;
  const approved = { approvedVersion: 1, approvedHash: 'hash', approvedBy: 'bench', approvedAt: formatInstant(now) };
  const version = { campaignId, version: 1, hash: 'hash', publishedAt: formatInstant(now), publishedBy: 'bench' };
  const standing = {
    campaignId,
    revision: 1,
    state: 'approved',
    version: 1,
    hash: 'hash',
    follows: null,
    pausedFor: null,
  } as const;
  await campaigns.publish(version, {}, { ...standing, ...approved }, null);
  const deps: PlanDependencies = {
    ledger: accountsOf(members),
    members: profiles,
    programmes: async () => Promise.resolve([programme]),
    hash: (text) => sha256OfBytes(new TextEncoder().encode(text)),
    webhook: 'wechat',
    campaigns,
    manifests: filesIn(folder, watch.look),
    published: async () => Promise.resolve({ campaign, templates: {} }),
    plannedBefore: async () => Promise.resolve(() => false),
    timeLeft: () => true,
  };
  const started = await startRun({ campaigns }, { campaignId, scheduledAt: now, now });
  if (started.status === 'refused') throw new Error(started.rule);
  const { run } = started.run;
  const planning = await watch.phase('plan-audience', async () => {
    for (let segment = 0; segment < segments; segment += 1) {
      let request = { run, segment, segments, part: 0, scanned: 0, rows: 0 };
      for (let done = false; !done;) {
        const { answer } = await planAudience(deps, request);
        ({ done } = answer);
        request = answer;
      }
    }
  });
  const finishing = await watch.phase('finish-run-plan', async () => {
    const manifests = filesIn(folder, watch.look);
    const finished = await finishRunPlan({ ...deps, campaigns, manifests, rates: { email: 1000 } }, { run, now });
    const { treatment = 0, control = 0 } = finished.run.counts ?? {};
    if (treatment + control !== members) throw new Error('a run has one row for each member');
  });
  return [planning, finishing];
}

const { values } = parseArgs({ options: { members: { type: 'string', default: '1000000' } } });
const folder = await mkdtemp(join(tmpdir(), 'perennial-run-'));
try {
  const figures = await measure(Number(values.members), folder);
  for (const { phase, seconds, peakMegabytes } of figures) {
    process.stdout.write(
      `${values.members} members, ${phase}: ${String(seconds)} s, at most ${String(peakMegabytes)} MB alive\n`,
    );
  }
} finally {
  await rm(folder, { recursive: true });
}
