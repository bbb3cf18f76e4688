/** `campaign result`: what a run caused, as far as it can be said yet. */
import { isStanding, runKey, standingRun } from '../../shared/commands/campaigns/campaign-keys.ts';
import { evaluateRun, UnmeasuredOutcomeError } from '../../shared/commands/campaigns/evaluate-run.ts';
import type { Evaluation } from '../../shared/commands/campaigns/evaluate-run.ts';
import { standing } from '../../shared/commands/campaigns/finish-runs.ts';
import { listRunMembers } from '../../shared/commands/campaigns/list-run-members.ts';
import type { Plan, Run } from '../../shared/contracts/campaign-records.ts';
import type { ResultMember } from '../../shared/contracts/campaign-result.ts';
import type { Campaign } from '../../shared/domain/campaigns/campaign.ts';
import { programmeAt } from '../../shared/domain/programme.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import type { Profile } from '../../shared/store/member-store.ts';
import { Failure } from '../failure.ts';
import { compareOrders, orderOf } from '../report/member-order.ts';
import type { MemberOrder } from '../report/member-order.ts';
import type { Office } from './office.ts';
import { refusedPlan } from './refused.ts';

const msPerDay = 86_400_000;

/** Which run is asked for: that of a time, the one of a plan that follows events, or whichever can say most. */
export type AskedRun = Instant | 'events' | undefined;

export type Result = {
  readonly plan: Plan;
  readonly evaluation: Evaluation;
  readonly run: Run;
  readonly campaign: Campaign;
  /** The programme that the run was planned by. */
  readonly programme: Programme;
};

function nameOf({ run, scheduledAt }: Run): string {
  return isStanding(run) ? 'events' : formatInstant(scheduledAt);
}

function hasMembers({ counts }: Run): boolean {
  return counts !== null && counts.treatment + counts.control > 0;
}

/** Whether the window of a run has closed; of one that follows events that of its first members. */
async function isClosed({ published }: Pick<Office, 'published'>, run: Run, now: Instant): Promise<boolean> {
  if (!isStanding(run.run)) return run.windowClosesAt !== null && run.windowClosesAt <= now;
  const { campaign } = await published(run.hash);
  return run.startedAt + campaign.window.days * msPerDay <= now;
}

/** @throws Failure when there is no such campaign or run */
async function chooseRun(office: Office, campaignId: string, asked: AskedRun, now: Instant): Promise<Run> {
  const { campaigns } = office;
  const runs = (await campaigns.runs(campaignId)).toReversed();
  if (asked !== undefined) {
    const key = asked === 'events' ? standingRun(campaignId) : runKey(campaignId, asked);
    const found = runs.find(({ run }) => run === key);
    if (found !== undefined) return found;
    const there = runs.length === 0 ? 'has none' : `has those of ${runs.map(nameOf).join(', ')}`;
    throw new Failure(`'${campaignId}' has no such run: it ${there}.`, 'Name one of them with --run.');
  }
  const withMembers = runs.filter(hasMembers);
  for (const run of withMembers) if (await isClosed(office, run, now)) return run;
  const [newest] = withMembers;
  if (newest !== undefined) return newest;
  throw new Failure(
    `'${campaignId}' has had no run with anybody in it.`,
    `\`npx perennial campaign show ${campaignId}\` says where it stands; \`campaign run\` starts what is due.`,
  );
}

/** @throws Failure when there is nothing that could be evaluated */
export async function readResult(office: Office, campaignId: string, asked: AskedRun, now: Instant): Promise<Result> {
  const plan = await office.campaigns.plan(campaignId);
  if (plan === undefined) throw refusedPlan('unknown-campaign', campaignId);
  const run = await chooseRun(office, campaignId, asked, now);
  const { campaign } = await office.published(run.hash);
  const programme = programmeAt(await office.programmes(), run.startedAt);
  const { valueOfPointMinor } = programme.points;
  const sources = { ...office, manifests: await office.manifests() };
  try {
    const evaluation = await evaluateRun(sources, {
      campaign,
      run: run.run,
      plan: standing(plan, run),
      valueOfPointMinor,
      now,
    });
    return { plan, evaluation, run, campaign, programme };
  } catch (error) {
    if (!(error instanceof UnmeasuredOutcomeError)) throw error;
    throw new Failure(
      `'${campaignId}' cannot be evaluated: ${error.message}.`,
      'Its members are there with --members.',
      {
        cause: error,
      },
    );
  }
}

/** The members of a run with what became of their messages, in the order of all documents. */
export async function runMembers(
  office: Office,
  { plan, run: { run, campaignId, state } }: Pick<Result, 'plan' | 'run'>,
  now: Instant,
): Promise<ResultMember[]> {
  const people = new Map<string, Profile>();
  const sources = {
    manifests: await office.manifests(),
    outbox: office.outbox,
    digests: office.digests,
    async profiles(memberIds: readonly string[]) {
      const found = await office.members.profiles(memberIds);
      for (const [memberId, profile] of found) people.set(memberId, profile);
      return found;
    },
  };
  const asked = { campaignId, run, now, plan: standing(plan, { state }) };
  const rows: { readonly member: ResultMember; readonly order: MemberOrder }[] = [];
  for await (const member of listRunMembers(sources, asked)) {
    const { memberId } = member;
    rows.push({ member, order: await orderOf(office.ledger, people.get(memberId), memberId) });
    people.delete(memberId);
  }
  // Several rows of one member stay in the manifest's order.
  return rows.sort((a, b) => compareOrders(a.order, b.order)).map(({ member }) => member);
}
