/** The plans that a programme can start with. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import starter from '../../shared/config/programmes/starter.json' with { type: 'json' };
import { namesOfProgramme, parseCampaign } from '../../shared/contracts/parse-campaign.ts';
import { accepted } from './programmes.ts';

const folder = join(import.meta.dirname, '../../shared/config/campaigns');
const templates: Readonly<Record<string, readonly string[]>> = {
  welcome: ['welcome-1', 'welcome-2'],
  birthday: ['birthday-1'],
  'points-expiring': ['points-expiring-1'],
  'tier-at-risk': ['tier-at-risk-1'],
  'win-back': ['win-back-1', 'win-back-2', 'win-back-3'],
  'member-day': ['member-day-1'],
};
const names = namesOfProgramme(accepted(starter).document);

it('are these', () => {
  expect(readdirSync(folder).sort()).toEqual(Object.keys(templates).sort());
});

it.each(Object.keys(templates))('%s is without a fault, and needs the templates of its name', (id) => {
  const document: unknown = JSON.parse(readFileSync(join(folder, id, 'campaign.json'), 'utf8'));
  const parsed = parseCampaign(document, { ...names, templates: templates[id] ?? [] });
  expect(parsed.ok ? [] : parsed.faults).toEqual([]);
  expect(parsed.ok && parsed.campaign.id).toBe(id);
  expect(parsed.ok && parsed.campaign.steps.map(({ template }) => template)).toEqual(templates[id]);
});
