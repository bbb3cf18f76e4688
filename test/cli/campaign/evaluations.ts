/** Results of runs for the tests of their page, with figures that nobody has to compute. */
import { noSums, runEffect } from '../../../shared/domain/effect/run-sums.ts';
import type { RunSums } from '../../../shared/domain/effect/run-sums.ts';
import type { Evaluation } from '../../../shared/commands/campaigns/evaluate-run.ts';
import type { CampaignResult } from '../../../shared/contracts/campaign-result.ts';
import type { ResultSubject } from '../../../cli/campaign/html/context.ts';
import { rational } from '../../../shared/domain/rational.ts';
import { campaign, closedAt, runKey } from '../../commands/campaigns/run-of-campaign.ts';

/** An arm of so many members, of whom so many bought for so much each. */
function armOf(n: number, buyers: number, each: number): RunSums['treatment'] {
  const [members, bought, net] = [BigInt(n), BigInt(buyers), BigInt(each)];
  return {
    buyers: { n: members, sum: bought, squares: bought },
    net: { n: members, sum: bought * net, squares: bought * net * net },
  };
}

type Arms = {
  readonly treatment: readonly [n: number, buyers: number];
  readonly control: readonly [n: number, buyers: number];
};

const step = (id: string, sent: number, skipped: Evaluation['steps'][number]['skipped']) => {
  const [delivered, opened, clicked] = [sent - 21, Math.round(sent / 3), Math.round(sent / 20)];
  const channels = { email: sent - 100, sms: 100 };
  return { step: id, planned: 0, sent, delivered, opened, clicked, skipped, unknown: 2, channels, taken: sent };
};

function evaluationOf({ treatment, control }: Arms, verdict: CampaignResult['verdict']): Evaluation {
  const sums = { ...noSums, treatment: armOf(...treatment, 12_850), control: armOf(...control, 12_340) };
  const open = verdict === 'window open';
  const effect = open ? null : runEffect(sums, { of: 'purchase' });
  const { ci95, relativeCi95 } = effect?.primary ?? { ci95: null, relativeCi95: null };
  const net = effect?.incrementalNetMinor ?? null;
  const costMinor = 41_250;
  const [n, m] = [treatment[0], control[0]];
  return {
    document: {
      campaign: campaign.id,
      run: runKey,
      windowClosed: !open,
      arms: [
        { arm: 'treatment', n },
        { arm: 'control', n: m },
      ],
      srm: m === 0 ? null : { chi2: 0.36, p: verdict === 'do not trust' ? 0.000_02 : 0.5485 },
      funnel: {
        targeted: n,
        control: m,
        sent: n - 130,
        delivered: n - 151,
        opened: Math.round(n / 3),
        clicked: Math.round(n / 20),
        skipped: { control: m, 'no-consent': 81, 'no-address': 3, capped: 46, 'fact-changed': 212 },
      },
      effect:
        effect === null
          ? null
          : {
              outcome: 'purchase',
              treatment: effect.primary.mean,
              control: effect.primary.controlMean,
              difference: effect.primary.difference,
              ci95: ci95 === null ? null : [...ci95],
              relative: effect.primary.relative,
              relativeCi95: relativeCi95 === null ? null : [...relativeCi95],
              p: effect.primary.p,
              incrementalBuyers: effect.incrementalBuyers,
              incrementalNetMinor: net,
              ci95NetMinor: effect.ci95NetMinor === null ? null : [...effect.ci95NetMinor],
              costMinor,
              returnOnCost: net === null ? null : net / costMinor,
            },
      verdict,
    },
    windowClosesAt: closedAt,
    steps: [
      step('first', n - 130, { 'no-consent': 81, 'no-address': 3, capped: 46 }),
      step('last', n - 400, { 'fact-changed': 212 }),
    ],
    sums: open ? null : sums,
    effect,
    influencedNetMinor: open ? null : 8_412_300n,
  };
}

export function subjectOf(evaluation: Evaluation): ResultSubject {
  const plan = { ...campaign, control: { ...campaign.control, share: rational(1n, 10n) } };
  return { evaluation, campaign: plan, currency: 'CNY', timeZone: 'Asia/Shanghai', now: closedAt };
}

export const cases = {
  positive: evaluationOf({ treatment: [9012, 812], control: [988, 54] }, 'positive'),
  zero: evaluationOf({ treatment: [9012, 612], control: [988, 58] }, 'not distinguishable from zero'),
  negative: evaluationOf({ treatment: [9012, 402], control: [988, 71] }, 'negative'),
  distrust: evaluationOf({ treatment: [9012, 812], control: [788, 54] }, 'do not trust'),
  open: evaluationOf({ treatment: [9012, 0], control: [988, 0] }, 'window open'),
  alone: evaluationOf({ treatment: [9012, 812], control: [0, 0] }, 'not distinguishable from zero'),
  few: evaluationOf({ treatment: [420, 9], control: [40, 0] }, 'positive'),
} as const;
