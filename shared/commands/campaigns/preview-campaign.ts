/** What a run would do, without doing it: whom it means, what it costs, when it is through, and how it reads. */
import type { RenderedMessage } from '../../contracts/message-content.ts';
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Run } from '../../contracts/campaign-records.ts';
import type { Render } from '../../content/render.ts';
import type { Account } from '../../domain/account.ts';
import type { Channel } from '../../domain/campaigns/campaign.ts';
import { goesBy } from '../../domain/campaigns/choose-channel.ts';
import { estimate } from '../../domain/campaigns/throughput.ts';
import type { Estimate, Rates } from '../../domain/campaigns/throughput.ts';
import { detectableEffect } from '../../domain/effect/detectable-effect.ts';
import { subtractDays } from '../../domain/calendar.ts';
import { programmeAt } from '../../domain/programme.ts';
import type { Instant } from '../../domain/zone.ts';
import type { Digests } from '../../platform/digest.ts';
import { audiencePieces } from './audience-rows.ts';
import type { ScanDependencies } from './audience-rows.ts';
import { messageIdOf } from './campaign-keys.ts';
import { offerAt } from './give-offer.ts';
import { messageValues } from './message-values.ts';
import type { HashText, IsPlanned } from './planned-occasions.ts';
import { contextOf } from './plan-audience.ts';
import type { RowDependencies } from './plan-audience.ts';
import { dayOfPlan } from './plan-row.ts';
import type { RowContext } from './plan-row.ts';
import type { PublishedCampaign } from './published-campaign.ts';
import { RowCosts } from './row-costs.ts';
import type { Cost } from './row-costs.ts';
import { RunTally } from './run-tally.ts';
import type { Links, LinksOf, Names } from './send-dependencies.ts';
import { Budget } from './within-budget.ts';

const samplesAtMost = 20;

export type PreviewDependencies = ScanDependencies &
  RowDependencies & {
    readonly digests: Pick<Digests, 'content'>;
    readonly rates: Rates;
    readonly render: Render;
    readonly names: Names;
    readonly links: (of: LinksOf) => Links;
  };

export type Sample = { readonly channel: Channel } & (
  | { readonly content: RenderedMessage }
  /** Variables that the template writes and that are not known of this member: at the time of sending it would fail. */
  | { readonly template: string; readonly locale: string; readonly lacking: readonly string[] }
);

export type Preview = {
  readonly at: Instant;
  readonly audience: number;
  readonly counts: NonNullable<Run['counts']>;
  readonly cost: Cost;
  readonly estimate: Estimate;
  /** Share of the audience that bought within as many days before as the window has, and the least rise that shows. */
  readonly detectable: { readonly baseline: number; readonly absolute: number | null } | null;
  readonly samples: readonly Sample[];
  /** Members whose account nobody could read. */
  readonly unreadable: readonly string[];
};

type Seen = { readonly row: ManifestRow; readonly account: Account };

/** The rows of the smallest digests: the same of the same audience, in whatever order it comes. */
class Reservoir {
  readonly #hash: HashText;
  #kept: (Seen & { readonly key: string })[] = [];

  constructor(hash: HashText) {
    this.#hash = hash;
  }

  add(seen: Seen): void {
    const key = Array.from(this.#hash(`sample:${seen.row.memberId}`), (byte) =>
      byte.toString(16).padStart(2, '0'),
    ).join('');
    const last = this.#kept.at(-1);
    if (this.#kept.length >= samplesAtMost && last !== undefined && key > last.key) return;
    this.#kept = [...this.#kept, { ...seen, key }].sort((a, b) => (a.key < b.key ? -1 : 1)).slice(0, samplesAtMost);
  }

  get rows(): readonly Seen[] {
    return this.#kept;
  }
}

function hasBought({ campaign, ...context }: RowContext, { statistics }: Account): boolean {
  const day = dayOfPlan(context);
  const from = subtractDays(day, campaign.window.days);
  return statistics.days.some((bought) => bought.day >= from && bought.day < day);
}

async function samplesOf(
  deps: PreviewDependencies,
  { campaign, templates }: PublishedCampaign,
  context: RowContext,
  seen: readonly Seen[],
): Promise<readonly Sample[]> {
  const { versions, at } = context;
  const profiles = await deps.members.profiles(seen.map(({ row }) => row.memberId));
  const [day, programme] = [dayOfPlan(context), programmeAt(versions, at)];
  return seen.flatMap(({ row, account }): Sample[] => {
    const planned = row.steps.find(({ channel }) => channel !== null);
    const step = campaign.steps.find(({ id }) => id === planned?.step);
    const { memberId, occasion, locale } = row;
    const person = profiles.get(memberId);
    if (typeof planned?.channel !== 'string' || step === undefined || person === undefined) return [];
    const template = templates[step.template]?.[locale];
    if (template === undefined) throw new Error('a checked plan has all its templates');
    const { channel } = planned;
    const member = { memberId, account, person, day, programme, versions };
    const messageId = messageIdOf(deps.digests, { campaignId: campaign.id, occasion, step: step.id });
    const { purpose } = campaign;
    const links = deps.links({
      memberId,
      messageId,
      campaignId: campaign.id,
      purpose,
      goesBy: goesBy(channel, deps.webhook),
      locale,
      now: at,
    });
    const { names } = deps;
    const offer = offerAt(step.offer, member);
    const values = messageValues({ member, occasion, locale, names, links, offer }, template.uses);
    const rendered = deps.render(template, locale, values, { html: channel === 'email' });
    return rendered.is === 'rendered'
      ? [{ channel, content: rendered.content }]
      : [{ channel, template: step.template, locale, lacking: rendered.variables }];
  });
}

/**
 * Previews the run of a plan that would be started at an instant. It writes nothing, so what it counts may be another by
 * the time at which the run is planned.
 *
 * @param isPlanned what earlier runs have planned
 */
export async function previewCampaign(
  deps: PreviewDependencies,
  published: PublishedCampaign,
  { at, isPlanned }: { readonly at: Instant; readonly isPlanned: IsPlanned },
): Promise<Preview> {
  const { campaign } = published;
  const context = await contextOf(deps, published, { scheduledAt: at, startedAt: at }, isPlanned);
  const programme = programmeAt(context.versions, at);
  const costs = new RowCosts(campaign, programme.points.valueOfPointMinor);
  const [tally, budget, reservoir] = [new RunTally(costs), new Budget(campaign, costs), new Reservoir(deps.hash)];
  const unreadable: string[] = [];
  let [audience, buyers] = [0, 0];
  for await (const piece of audiencePieces(deps, context, { index: 0, of: 1 }, undefined)) {
    unreadable.push(...piece.unreadable);
    for (const seen of piece.rows) {
      const row = budget.take(seen.row);
      tally.add(row);
      audience += 1;
      if (hasBought(context, seen.account)) buyers += 1;
      if (row.steps.some(({ channel }) => channel !== null)) reservoir.add({ ...seen, row });
    }
  }
  const { counts, cost, batches } = tally;
  const baseline = buyers / Math.max(audience, 1);
  return {
    at,
    audience,
    counts,
    cost,
    estimate: estimate(campaign, batches, deps.rates, programme.timeZone),
    detectable: audience === 0 ? null : { baseline, absolute: detectableEffect(baseline, counts) },
    samples: await samplesOf(deps, published, context, reservoir.rows),
    unreadable,
  };
}
