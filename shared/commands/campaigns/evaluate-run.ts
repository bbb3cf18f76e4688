/**
 * What a run of a campaign caused (messaging.md, "Effect"): intention to treat over the rows of its manifest, so everybody
 * who was assigned counts, whether a message reached them or not, and both arms from the planned time of the first step.
 * Rows come in a hundred at a time and only sums are kept, so a million members need no more memory than the table that
 * knows which of them were seen.
 */
import type { CampaignResult, Verdict } from '../../contracts/campaign-result.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Arm, Campaign } from '../../domain/campaigns/campaign.ts';
import { noSums, runEffect, withMember } from '../../domain/effect/run-sums.ts';
import type { MeasuredOutcome, RunEffect, RunSums } from '../../domain/effect/run-sums.ts';
import { notTrusted, sampleRatio } from '../../domain/effect/sample-ratio.ts';
import type { SampleRatio } from '../../domain/effect/sample-ratio.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import type { EntryPages } from '../../store/entry-pages.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import type { LedgerStore } from '../../store/store.ts';
import { readPresent } from '../present-members.ts';
import { boughtWithin, nothingBought } from './bought-within.ts';
import type { Bought } from './bought-within.ts';
import { costOf, FunnelCount } from './funnel-count.ts';
import type { StepCount } from './funnel-count.ts';
import { LeastByText } from './least-by-text.ts';
import { inParallel, manifestRows } from './manifest-rows.ts';
import { stepStatuses } from './step-status.ts';
import type { MessageSources, StatusAsOf } from './step-status.ts';

export type RunSources = MessageSources & {
  readonly ledger: Pick<LedgerStore, 'read'>;
  readonly entries: EntryPages;
  readonly manifests: Pick<ManifestStore, 'parts' | 'readPart'>;
};

export type EvaluatedRun = StatusAsOf & {
  readonly campaign: Campaign;
  readonly run: string;
  /** Of the programme, for what points given cost; null where a point has no value. */
  readonly valueOfPointMinor: bigint | null;
};

export type Evaluation = {
  readonly document: CampaignResult;
  /** When the last window closes that is known of; null of a run without members. */
  readonly windowClosesAt: Instant | null;
  /** By step, messages. */
  readonly steps: readonly StepCount[];
  /** Buyers and net of each arm in the window; null while it is open. */
  readonly sums: RunSums | null;
  /** The effects behind the document: of buyers and of net, whichever is the plan's own outcome. */
  readonly effect: RunEffect | null;
  /** Net of members to whom something was sent, whatever made them buy: no effect, and part of none. */
  readonly influencedNetMinor: bigint | null;
};

const msPerDay = 86_400_000;
/** Reads of one member's entries that go on at the same time. */
const readsAtOnce = 25;

/** The plan's outcome cannot be told from what is recorded. */
export class UnmeasuredOutcomeError extends Error {
  override readonly name = 'UnmeasuredOutcomeError';
}

function measured({ outcome }: Campaign): MeasuredOutcome {
  if (outcome.of !== 'activity') return outcome;
  throw new UnmeasuredOutcomeError(`activities are not recorded yet, so nothing can be said of '${outcome.type}'`);
}

/** What is known of the rows before any of them is evaluated. */
type Overview = {
  /** By member the earliest planned time: who had several occasions is one member, from the first of them. */
  readonly first: LeastByText;
  readonly earliest: number;
  readonly latest: number;
};

async function overview({ manifests }: RunSources, run: string): Promise<Overview> {
  const first = new LeastByText();
  let [earliest, latest] = [Infinity, -Infinity];
  for await (const rows of manifestRows(manifests, run)) {
    for (const { memberId, plannedAt } of rows) {
      first.note(memberId, plannedAt);
      earliest = Math.min(earliest, plannedAt);
      latest = Math.max(latest, plannedAt);
    }
  }
  return { first, earliest, latest };
}

type Assigned = { readonly row: ManifestRow; readonly bought: Bought; readonly sent: boolean };

class RunEvaluation {
  readonly #sources: RunSources;
  readonly #asked: EvaluatedRun;
  readonly #overview: Overview;
  readonly #outcome: MeasuredOutcome;
  readonly #windowMs: number;
  /** Whether outcomes are looked at: never before the window has closed. */
  readonly windowClosed: boolean;
  readonly funnel: FunnelCount;
  readonly #members: Record<Arm, number> = { treatment: 0, control: 0 };
  /** Members who are now one with another member of the run: seldom, so by their ids. */
  readonly #kept = new Set<string>();
  #sums = noSums;
  #influenced = 0n;

  constructor(sources: RunSources, asked: EvaluatedRun, known: Overview) {
    this.#sources = sources;
    this.#asked = asked;
    this.#overview = known;
    this.#outcome = measured(asked.campaign);
    this.#windowMs = asked.campaign.window.days * msPerDay;
    const last = this.#byOccasion ? known.earliest : known.latest;
    this.windowClosed = Number.isFinite(last) && this.#closed(last);
    this.funnel = new FunnelCount(asked.campaign.steps.map(({ id }) => id));
  }

  /** Of a plan that follows events every member has a window of their own; of every other all have theirs together. */
  get #byOccasion(): boolean {
    return this.#asked.campaign.trigger.by === 'event';
  }

  #closed(plannedAt: number): boolean {
    return plannedAt + this.#windowMs <= this.#asked.now;
  }

  async add(rows: readonly ManifestRow[]): Promise<void> {
    const statuses = await stepStatuses(this.#sources, this.#asked.campaign.id, rows, this.#asked);
    const sent = rows.map((row, index) => this.funnel.add(row.arm, statuses[index] ?? []));
    const assigned = rows.flatMap((row, index) => {
      const counts = this.#overview.first.take(row.memberId, row.plannedAt);
      const due = !this.windowClosed || this.#closed(row.plannedAt);
      return counts && due ? [{ row, sent: sent[index] === true }] : [];
    });
    for (const member of await this.#outcomes(assigned)) this.#addMember(member);
  }

  /** Nobody is left out for having left; whoever was merged into another member of the run is that one. */
  async #outcomes(assigned: readonly Omit<Assigned, 'bought'>[]): Promise<readonly Assigned[]> {
    if (!this.windowClosed) return assigned.map((member) => ({ ...member, bought: nothingBought }));
    const { ledger, entries } = this.#sources;
    const memberIds = assigned.map(({ row }) => row.memberId);
    const { accounts } = await readPresent(ledger, { memberIds, entryIds: [] });
    const own = assigned.filter(({ row: { memberId } }) => {
      const present = accounts.get(memberId)?.account.memberId ?? memberId;
      if (present === memberId) return true;
      if (this.#overview.first.has(present) || this.#kept.has(present)) return false;
      this.#kept.add(present);
      return true;
    });
    return inParallel(own, readsAtOnce, async (member) => {
      const account = accounts.get(member.row.memberId)?.account;
      if (account === undefined) return { ...member, bought: nothingBought };
      const from = instantOf(member.row.plannedAt);
      const window = { from, until: instantOf(from + this.#windowMs), now: this.#asked.now };
      return { ...member, bought: await boughtWithin(entries, account, window) };
    });
  }

  #addMember({ row: { arm }, bought, sent }: Assigned): void {
    this.#members[arm] += 1;
    if (!this.windowClosed) return;
    this.#sums = withMember(this.#sums, arm, bought);
    if (sent) this.#influenced += bought.netMinor;
  }

  #sampleRatio(): SampleRatio | null {
    const { numerator, denominator } = this.#asked.campaign.control.share;
    const share = Number(numerator) / Number(denominator);
    if (share <= 0 || share >= 1) return null;
    const { treatment, control } = this.#members;
    return sampleRatio([treatment, control], [1 - share, share]);
  }

  #effect(effect: RunEffect): NonNullable<CampaignResult['effect']> {
    const { difference, ci95, relative, relativeCi95, p, mean, controlMean } = effect.primary;
    const { incrementalBuyers, incrementalNetMinor, ci95NetMinor } = effect;
    const { campaign, valueOfPointMinor } = this.#asked;
    const costMinor = costOf(this.funnel, campaign, valueOfPointMinor);
    return {
      outcome: this.#outcome.of,
      treatment: mean,
      control: controlMean,
      difference,
      ci95: ci95 === null ? null : [...ci95],
      relative,
      relativeCi95: relativeCi95 === null ? null : [...relativeCi95],
      p,
      incrementalBuyers,
      incrementalNetMinor,
      ci95NetMinor: ci95NetMinor === null ? null : [...ci95NetMinor],
      costMinor,
      returnOnCost: incrementalNetMinor === null || costMinor === 0 ? null : incrementalNetMinor / costMinor,
    };
  }

  result(): Evaluation {
    const { campaign, run } = this.#asked;
    const { latest } = this.#overview;
    const srm = this.#sampleRatio();
    const effect = this.windowClosed ? runEffect(this.#sums, this.#outcome) : null;
    const document: CampaignResult = {
      campaign: campaign.id,
      run,
      windowClosed: this.windowClosed,
      arms: [
        { arm: 'treatment', n: this.#members.treatment },
        { arm: 'control', n: this.#members.control },
      ],
      srm,
      funnel: this.funnel.told(),
      effect: effect === null ? null : this.#effect(effect),
      verdict: verdictOf(this.windowClosed, srm, effect),
    };
    return {
      document,
      windowClosesAt: Number.isFinite(latest) ? instantOf(latest + this.#windowMs) : null,
      steps: this.funnel.steps(),
      sums: this.windowClosed ? this.#sums : null,
      effect,
      influencedNetMinor: this.windowClosed ? this.#influenced : null,
    };
  }
}

function verdictOf(windowClosed: boolean, srm: SampleRatio | null, effect: RunEffect | null): Verdict {
  if (!windowClosed) return 'window open';
  if (srm !== null && notTrusted(srm)) return 'do not trust';
  const [least, most] = effect?.primary.ci95 ?? [0, 0];
  if (least > 0) return 'positive';
  return most < 0 ? 'negative' : 'not distinguishable from zero';
}

/**
 * The result of a run as of an instant: purchases and returns until then count.
 *
 * @throws UnmeasuredOutcomeError when the plan's outcome is an activity
 */
export async function evaluateRun(sources: RunSources, asked: EvaluatedRun): Promise<Evaluation> {
  const evaluation = new RunEvaluation(sources, asked, await overview(sources, asked.run));
  for await (const rows of manifestRows(sources.manifests, asked.run)) await evaluation.add(rows);
  return evaluation.result();
}
