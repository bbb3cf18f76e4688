/** Documents of plans for tests, and what becomes of them. */
import { parseCampaign } from '../../shared/contracts/parse-campaign.ts';
import type { CampaignResult } from '../../shared/contracts/parse-campaign.ts';

export const context = { levels: ['ordinary', 'gold'], activities: ['checkin'], templates: ['one', 'two'] };

/** As little as a plan can say. */
export const smallestPlan = {
  id: 'hello',
  version: 1,
  kind: 'promotion',
  name: { en: 'Hello', 'zh-CN': '你好' },
  purpose: 'promotions',
  audience: { all: [] },
  trigger: { schedule: { cron: '0 10 ? * TUE *', timeZone: 'Asia/Shanghai' } },
  steps: [{ id: 'only', channels: ['email'], template: 'one' }],
} as const;

export function planWith(changes: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return { ...smallestPlan, ...changes };
}
export function withStep(changes: Readonly<Record<string, unknown>>, ...others: readonly object[]) {
  return planWith({ steps: [{ ...smallestPlan.steps[0], ...changes }, ...others] });
}

export function faultsOfPlan(document: unknown): readonly string[] {
  const result = parseCampaign(document, context);
  return result.ok ? [] : result.faults.map(({ message }) => message);
}

/** @throws TypeError naming the faults */
export function acceptedPlan(document: unknown): Extract<CampaignResult, { ok: true }> {
  const result = parseCampaign(document, context);
  if (!result.ok) throw new TypeError(faultsOfPlan(document).join('; '));
  return result;
}
