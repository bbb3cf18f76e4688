/** `campaign preview`: a run that stops before anything is sent, over the members of a deployed stage. */
import { previewCampaign } from '../../shared/commands/campaigns/preview-campaign.ts';
import type { Preview } from '../../shared/commands/campaigns/preview-campaign.ts';
import { plannedBefore } from '../../shared/commands/campaigns/planned-occasions.ts';
import type { PublishedCampaign } from '../../shared/commands/campaigns/published-campaign.ts';
import { runKey, standingRun } from '../../shared/commands/campaigns/campaign-keys.ts';
import { cutRfm, groupsBy } from '../../shared/commands/campaigns/rfm-edges.ts';
import { renderMessage } from '../../shared/content/render.ts';
import { webhookGoesBy } from '../../shared/runtime/campaigns.ts';
import { scheduledTime } from '../../shared/domain/campaigns/scheduled-time.ts';
import { detectablePower } from '../../shared/domain/effect/detectable-effect.ts';
import { round } from '../../shared/domain/rational.ts';
import type { Rational } from '../../shared/domain/rational.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import type { Office } from './office.ts';
import { writtenNames } from './programme-names.ts';

const accountsBetweenProgress = 20_000;

/** Links of samples lead nowhere: nobody was sent anything that they could belong to. */
const sampleLinks = { preferences: 'https://example.com/preferences', unsubscribe: 'https://example.com/unsubscribe' };

/** The office's ledger, telling now and then how many accounts were read. */
function tellingLedger({ ledger }: Office, io: CommandIo): Pick<Office['ledger'], 'scanAccounts'> {
  let [read, told] = [0, 0];
  return {
    async scanAccounts(startKey, part) {
      const page = await ledger.scanAccounts(startKey, part);
      read += page.accounts.length;
      if (read - told >= accountsBetweenProgress) {
        told = read;
        io.progress(`${String(read)} members looked at …`);
      }
      return page;
    },
  };
}

/** @throws Failure that names every template and variable of samples that could not be written */
function checkSamples({ samples }: Preview): readonly Extract<Preview['samples'][number], { content: unknown }>[] {
  const faults = samples.flatMap((sample) =>
    'lacking' in sample ? [`${sample.template}.${sample.locale}.liquid: ${sample.lacking.join(', ')}`] : [],
  );
  if (faults.length > 0) {
    throw new Failure(
      `Of some members variables are not known, so their messages could not be written:\n  ${[...new Set(faults)].join('\n  ')}`,
      'Ask for a variable with {% if … %}, or say what else with {{ … | default: "…" }}.',
    );
  }
  return samples.flatMap((sample) => ('content' in sample ? [sample] : []));
}

const minor = (cost: Rational) => Number(round(cost, 'nearest'));

/** The document of `campaign preview --json` (messaging.md); costs are rounded to whole minor units. */
function previewDocument(campaignId: string, preview: Preview) {
  const { at, audience, counts, cost, estimate, detectable } = preview;
  const { treatment, control, reasons, channels } = counts;
  return {
    campaign: campaignId,
    at: formatInstant(at),
    audience,
    arms: { treatment, control },
    reasons,
    channels,
    cost: { messagesMinor: minor(cost.messagesMinor), offersMinor: minor(cost.offersMinor) },
    finishesAt: estimate.finishesAt === null ? null : formatInstant(estimate.finishesAt),
    detectable: {
      baseline: detectable?.baseline ?? null,
      absolute: detectable?.absolute ?? null,
      power: detectablePower,
    },
    samples: checkSamples(preview).map(({ channel, content: { locale, subject, text, html } }) => {
      return { channel, locale, subject, text, html };
    }),
  };
}
export type PreviewDocument = ReturnType<typeof previewDocument>;

export type Previewed = {
  readonly document: PreviewDocument;
  /** What the document has no place for, in sentences. */
  readonly notes: readonly string[];
};

const refusals = {
  expired: 'some of its messages would be sent after they expire',
  'quiet-hours': 'it would last into quiet hours',
} as const;

function notesOf({ campaign: { trigger } }: PublishedCampaign, { estimate, unreadable }: Preview): string[] {
  const notes: string[] = [];
  if (estimate.refused !== null) notes.push(`A run would be refused: ${refusals[estimate.refused]}.`);
  if (trigger.by === 'event') {
    notes.push(
      `The plan follows ${trigger.event}: members are planned one by one when that happens. Counted here are all whom it would mean.`,
    );
  }
  if (unreadable.length > 0) {
    notes.push(`${String(unreadable.length)} accounts cannot be read; \`npx perennial verify\` says which.`);
  }
  return notes;
}

/** @throws Failure when no programme is published, or a sample cannot be written */
export async function preview(
  office: Office,
  published: PublishedCampaign,
  at: Instant,
  io: CommandIo,
): Promise<Previewed> {
  const { campaigns, members, programmes, digests, hash } = office;
  const { campaign } = published;
  const [manifests, { perSecond, shopUrl }, names] = await Promise.all([
    office.manifests(),
    office.sendSettings(),
    writtenNames(office),
  ]);
  const scheduled = scheduledTime(campaign, at);
  const run = campaign.trigger.by === 'event' ? standingRun(campaign.id) : runKey(campaign.id, scheduled ?? at);
  const ledger = tellingLedger(office, io);
  const deps = {
    ...{ ledger, members, programmes, digests, hash, names },
    webhook: webhookGoesBy,
    rfm: async () => groupsBy(await cutRfm({ ledger, programmes }, at)),
    rates: perSecond,
    render: renderMessage,
    links: () => ({ ...sampleLinks, shop: shopUrl }),
  };
  const isPlanned = await plannedBefore({ campaigns, manifests }, campaign, run);
  const found = await previewCampaign(deps, published, { at, isPlanned });
  return { document: previewDocument(campaign.id, found), notes: notesOf(published, found) };
}
