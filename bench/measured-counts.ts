/** The counts that `perennial cost` computes with, measured like the budgets. */
import { reviewAccount } from '../shared/commands/review-account.ts';
import type { MeasuredCounts } from '../cli/cost/cost-files.ts';
import { measureCampaignCounts } from './campaign-counts.ts';
import { openEngine } from './bench-engine.ts';
import { dayNumber, memberWith } from './bench-members.ts';
import type { BudgetRow } from './budgets.ts';
import type { Usage } from './meter.ts';
import { measureStored } from './stored-sizes.ts';

const year = 365;

/** One day's points that run out, and nothing else is due. */
async function measureOneExpiry(endpoint: string): Promise<Usage> {
  const engine = await openEngine(endpoint);
  const { memberId, today } = await memberWith(engine, { name: 'once', everyDays: 1, visits: 1 });
  const scanned = await engine.account(memberId);
  const usage = await engine.meter.measure(async () => {
    return reviewAccount(engine.intake, scanned, dayNumber(today + year));
  });
  if (usage.result.posted !== 1) throw new Error('one day has one expiry');
  return usage;
}

/** @param budgets as they were measured at the same endpoint */
export async function measureCounts(endpoint: string, budgets: readonly BudgetRow[]): Promise<MeasuredCounts> {
  const shown = ({ writeUnits, readUnits }: Pick<Usage, 'writeUnits' | 'readUnits'>) => ({ writeUnits, readUnits });
  const row = (id: string) => {
    const found = budgets.find((each) => each.id === id);
    if (found === undefined) throw new RangeError(`no budget is called ${id}`);
    return shown(found);
  };
  const campaigns = await measureCampaignCounts(endpoint);
  return {
    units: {
      'purchase.identity': row('purchase.identity'),
      'purchase.first': row('purchase.first'),
      'purchase.batch': row('purchase.batch'),
      redemption: row('redemption'),
      return: row('return'),
      'review.nothing-due': row('review.nothing-due'),
      'expiry.one': shown(await measureOneExpiry(endpoint)),
      'campaign.scanned': row('campaign.scanned'),
      'campaign.passed': row('campaign.passed'),
      ...campaigns.units,
    },
    bytes: { ...(await measureStored(endpoint)), ...campaigns.bytes },
  };
}
