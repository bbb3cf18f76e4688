/** One stretch of the planning of a run: accounts are scanned, and the rows of those in the audience kept as one part. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Account } from '../../domain/account.ts';
import { asksForRfm } from '../../domain/campaigns/conditions.ts';
import type { ConsentChannel } from '../../domain/consent.ts';
import type { RfmGroup } from '../../domain/statistics/rfm.ts';
import type { CampaignStore } from '../../store/campaign-store.ts';
import type { ManifestStore } from '../../store/manifest-store.ts';
import { manifestRowsAtMost } from '../../store/manifest-store.ts';
import type { Dependencies } from '../dependencies.ts';
import { audiencePieces } from './audience-rows.ts';
import type { ScanDependencies } from './audience-rows.ts';
import type { HashText, IsPlanned } from './planned-occasions.ts';
import type { RowContext } from './plan-row.ts';
import type { PublishedCampaign, ReadCampaign } from './published-campaign.ts';
import type { Run } from '../../contracts/campaign-records.ts';

export type RowDependencies = Pick<Dependencies, 'programmes'> & {
  readonly hash: HashText;
  /** Whose consent and address a webhook goes by. */
  readonly webhook: ConsentChannel;
  /** RFM groups of members among all; where nobody has worked them out, nobody has one. */
  readonly rfm?: (() => Promise<(account: Account) => RfmGroup | null>) | undefined;
};

export type PlanDependencies = ScanDependencies &
  RowDependencies & {
    readonly campaigns: Pick<CampaignStore, 'run'>;
    readonly manifests: Pick<ManifestStore, 'putPart'>;
    readonly published: ReadCampaign;
    /** What earlier runs have planned; whoever plans several stretches reads it once. */
    readonly plannedBefore: (campaign: PublishedCampaign['campaign'], run: string) => Promise<IsPlanned>;
    /** Whether there is time for some more accounts. */
    readonly timeLeft: () => boolean;
  };

/** A stretch of a segment. The answer to one is the request of the next, until the segment is done. */
export type PlanRequest = {
  readonly run: string;
  /** Which of how many segments, from 0 on. */
  readonly segment: number;
  readonly segments: number;
  /** Number of stretches of the segment before it. */
  readonly part: number;
  /** Where the stretch before it ended; absent in the first. */
  readonly startKey?: string | undefined;
  /** What came of the stretches before it: accounts seen, rows kept. */
  readonly scanned: number;
  readonly rows: number;
};

export type PlanAnswer = PlanRequest & { readonly done: boolean };
/** Members of this stretch whose account nobody could read: they are in no audience. */
export type PlanResult = { readonly answer: PlanAnswer; readonly unreadable: readonly string[] };

const neverPlanned: IsPlanned = () => false;

/** What the rows of a run have in common. */
export async function contextOf(
  deps: RowDependencies,
  { campaign }: PublishedCampaign,
  { scheduledAt, startedAt }: Pick<Run, 'scheduledAt' | 'startedAt'>,
  isPlanned: IsPlanned = neverPlanned,
): Promise<RowContext> {
  const rfmOf = asksForRfm(campaign.audience) ? ((await deps.rfm?.()) ?? (() => null)) : undefined;
  return {
    campaign,
    cause: { by: 'run', scheduledAt },
    versions: await deps.programmes(),
    // What is started late is planned for then: nobody can be sent anything in the past.
    at: startedAt > scheduledAt ? startedAt : scheduledAt,
    webhook: deps.webhook,
    hash: deps.hash,
    isPlanned,
    rfmOf,
  };
}

function partName({ segment, part }: PlanRequest): string {
  return [segment, part].map((number) => String(number).padStart(5, '0')).join('-');
}

/**
 * Plans a stretch: as many accounts as there is time for, and at most as many rows as one part of the manifest holds. A
 * stretch that is gone through again writes its part in the place of the one it wrote before, so that a run has one row for
 * each member however often its steps were tried.
 *
 * @throws Error when there is no such run
 */
export async function planAudience(deps: PlanDependencies, request: PlanRequest): Promise<PlanResult> {
  const run = await deps.campaigns.run(request.run);
  if (run === undefined) throw new Error('only what was started is planned');
  const published = await deps.published(run.hash);
  const isPlanned = await deps.plannedBefore(published.campaign, run.run);
  const context = await contextOf(deps, published, run, isPlanned);
  const rows: ManifestRow[] = [];
  const unreadable: string[] = [];
  let { startKey, scanned } = request;
  const { segment, segments } = request;
  for await (const piece of audiencePieces(deps, context, { index: segment, of: segments }, startKey)) {
    rows.push(...piece.rows.map(({ row }) => row));
    unreadable.push(...piece.unreadable);
    scanned += piece.scanned;
    ({ startKey } = piece);
    // A piece has at most a hundred rows.
    if (rows.length + 100 > manifestRowsAtMost || !deps.timeLeft()) break;
  }
  await deps.manifests.putPart(run.run, partName(request), rows);
  const { part } = request;
  const done = startKey === undefined;
  const answer = { run: run.run, segment, segments, part: part + 1, scanned, rows: request.rows + rows.length, done };
  return { unreadable, answer: done ? answer : { ...answer, startKey } };
}
