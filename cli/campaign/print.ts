/** Campaigns for people: what `campaign` prints without `--json`. */
import type { ShownCampaign } from '../../shared/commands/campaigns/show-campaign.ts';
import type { Plan, Run } from '../../shared/contracts/campaign-records.ts';
import type { CampaignResult, ResultMember } from '../../shared/contracts/campaign-result.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Done } from './acts.ts';
import type { PreviewDocument } from './preview.ts';
import type { RunCounts } from './count-run.ts';
import type { PlanSchedule } from './schedule.ts';

const counts = (of: Readonly<Record<string, number | undefined>>) =>
  Object.entries(of)
    .map(([name, count]) => `${name} ${String(count ?? 0)}`)
    .join(', ');
const bracketed = (text: string) => (text === '' ? '' : ` (${text})`);
const percent = (share: number) => `${(share * 100).toFixed(2)} %`;
const figure = (value: number | null) => (value === null ? '–' : String(Number(value.toPrecision(6))));
const interval = (ends: readonly number[] | null) => (ends === null ? '' : ` (95 %: ${ends.map(figure).join(' … ')})`);

/** When a plan runs by itself. */
function whenOf(schedule: PlanSchedule | null): string {
  if (schedule === null) return 'no schedule';
  const { expression, timeZone, enabled } = schedule;
  return `${expression} ${timeZone}${enabled ? '' : ', not while it is paused'}`;
}

export function planLine({ campaignId, state, version, approvedVersion, follows, pausedFor }: Plan): string {
  const approved = approvedVersion === null ? '' : `, approved @${String(approvedVersion)}`;
  const why = state === 'paused' && pausedFor !== null ? ` (${pausedFor})` : '';
  return `${campaignId}@${String(version)}  ${state}${why}${approved}${follows === null ? '' : `, follows ${follows}`}`;
}

function runLine({ run, state, version, counts: planned, windowClosesAt }: Run): string {
  const members =
    planned === null ? '' : `, treatment ${String(planned.treatment)}, control ${String(planned.control)}`;
  const closes = windowClosesAt === null ? '' : `, window closes ${formatInstant(windowClosesAt)}`;
  return `  ${run}  @${String(version)} ${state}${members}${closes}`;
}

export function shownLines({ plan, versions, runs }: ShownCampaign): readonly string[] {
  const approval = plan.approvedBy === null ? [] : [`approved by ${plan.approvedBy}, ${plan.approvedAt ?? ''}`];
  const of = versions.map(
    ({ version, publishedAt, publishedBy }) => `  @${String(version)}  published ${publishedAt} by ${publishedBy}`,
  );
  return [planLine(plan), ...approval, 'versions', ...of, runs.length === 0 ? 'no runs' : 'runs', ...runs.map(runLine)];
}

export function doneLine(what: string, { plan, changed, schedule }: Done): string {
  const { campaignId, approvedVersion, version } = plan;
  const of = `${campaignId}@${String(approvedVersion ?? version)}`;
  return `${of} ${changed ? 'is' : 'was already'} ${what}; ${whenOf(schedule)}.`;
}

export function previewLines(document: PreviewDocument): readonly string[] {
  const { campaign, at, audience, arms, reasons, channels, cost, finishesAt, detectable, samples } = document;
  const { baseline, absolute, power } = detectable;
  const effect =
    baseline === null || absolute === null
      ? 'no effect could be told: an arm is empty'
      : `an effect shows from ${percent(absolute)} more buyers than ${percent(baseline)} on (power ${String(power)})`;
  return [
    `${campaign} at ${at}: ${String(audience)} members, treatment ${String(arms.treatment)}, control ${String(arms.control)}`,
    `channels  ${counts(channels)}`,
    `reasons   ${counts(reasons)}`,
    `cost      ${String(cost.messagesMinor)} for messages, ${String(cost.offersMinor)} for offers, in minor units`,
    `ends      ${finishesAt ?? 'nothing is sent'}`,
    `effect    ${effect}`,
    ...samples.map(({ channel, locale, subject }) => `  ${channel} ${locale}  ${subject}`),
  ];
}

export function runLines(runs: readonly RunCounts[]): readonly string[] {
  return runs.map(({ run, planned, sent, skipped, channels, failed, unknown, deferred, waiting }) => {
    const others = Object.entries({ failed, unknown, deferred, waiting }).filter(([, count]) => count > 0);
    const left = Object.values(skipped).reduce((sum, count) => sum + count, 0);
    const rest = others.length === 0 ? '' : `, ${counts(Object.fromEntries(others))}`;
    return `${run}: planned ${String(planned)}, sent ${String(sent)}${bracketed(counts(channels))}, skipped ${String(left)}${bracketed(counts(skipped))}${rest}`;
  });
}

export function resultLines({
  run,
  windowClosed,
  arms,
  srm,
  funnel,
  effect,
  verdict,
}: CampaignResult): readonly string[] {
  const { skipped, ...reached } = funnel;
  const lines = [
    `${run}: ${verdict}`,
    `arms      ${counts(Object.fromEntries(arms.map(({ arm, n }) => [arm, n])))}${srm === null ? '' : ` (sample ratio p ${figure(srm.p)})`}`,
    `funnel    ${counts(reached)}${bracketed(counts(skipped))}`,
  ];
  if (effect === null) return windowClosed ? [...lines, 'effect    none: there is no control'] : lines;
  return [
    ...lines,
    `effect    ${effect.outcome}: ${figure(effect.treatment)} to ${figure(effect.control)}, difference ${figure(effect.difference)}${interval(effect.ci95)}, p ${figure(effect.p)}`,
    `buyers    ${figure(effect.incrementalBuyers)} more`,
    `net       ${figure(effect.incrementalNetMinor)} more${interval(effect.ci95NetMinor)}, in minor units`,
    `cost      ${String(effect.costMinor)}, return on it ${figure(effect.returnOnCost)}`,
  ];
}

/** One line for each member, with what became of each step. */
export function memberLines(members: readonly ResultMember[]): readonly string[] {
  return members.map(({ memberId, externalId, arm, locale, steps }) => {
    const told = steps.map(({ step, channel, status, reason }) => {
      return `${step} ${[status, reason, channel].filter((part) => part !== null).join(' ')}`;
    });
    return `  ${externalId ?? memberId}  ${arm} ${locale}  ${told.join(', ')}`;
  });
}
