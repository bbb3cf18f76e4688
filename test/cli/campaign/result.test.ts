/** `campaign result`: which run, what it caused, and who was in it. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { campaignResult } from '../../../shared/contracts/campaign-result.ts';
import { nobody } from '../../../shared/domain/person.ts';
import { consentOf } from '../../commands/campaigns/plan-documents.ts';
import { at } from '../../commands/campaigns/run-of-campaign.ts';
import { emptyAccount } from '../../fixtures/ledger.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { Stagehand } from './office.ts';

let stage: Stagehand;

const weekly = {
  trigger: { schedule: { cron: '0 12 ? * TUE *', timeZone: 'Asia/Shanghai' } },
  window: { days: 14 },
};

/** A member whom the shop calls by an id of its own. */
async function called(memberId: string, externalId: string): Promise<void> {
  const consents = [consentOf('promotions', 'email')];
  const identities = [
    { kind: 'externalId', value: externalId, at: at('2026-01-01T00:00:00Z') },
    { kind: 'email', value: `${memberId}@example.com`, at: at('2026-01-01T00:00:00Z') },
  ] as const;
  await stage.post.store.commit([
    { write: 'account', account: emptyAccount(memberId), expected: null },
    { write: 'profile', profile: { ...nobody, memberId, version: 1, identities, consents }, expected: null },
  ]);
}

beforeEach(async () => {
  stage = new Stagehand();
  await called('m-1', 'b');
  await called('m-2', 'B');
  await stage.post.member('m-0', { consents: [] });
  await stage.publish(weekly);
  await stage.json('approve', 'spring', '--by', 'bob');
});

const run = async (time: string) => stage.json('run', 'spring', '--at', time);
const result = async (time: string, ...more: string[]) => stage.json('result', 'spring', '--at', time, ...more);

describe('campaign result', () => {
  it('is of the newest run whose window has closed, or else of the newest, or of the one that is named', async () => {
    await run('2026-03-10T12:00:00+08:00');
    await run('2026-03-17T12:00:00+08:00');
    const [first, second] = ['spring#2026-03-10T04:00:00Z', 'spring#2026-03-17T04:00:00Z'];
    const open = { windowClosed: false, effect: null, verdict: 'window open' };
    expect(await result('2026-03-18T12:00:00+08:00')).toMatchObject({ run: second, ...open });
    expect(await result('2026-03-24T12:00:00+08:00')).toMatchObject({ run: first, windowClosed: true });
    expect(await result('2026-03-31T12:00:00+08:00')).toMatchObject({ run: second, windowClosed: true });
    const named = await result('2026-03-31T12:00:00+08:00', '--run', '2026-03-10T12:00:00+08:00');
    expect(named).toMatchObject({ run: first });
  });

  it('is the document of the contract, with the members in the order of all documents', async () => {
    await run('2026-03-10T12:00:00+08:00');
    const document = await result('2026-03-10T13:00:00+08:00', '--members');
    expect(campaignResult.parse(document)).toEqual(document);
    const sent = { step: 'first', channel: 'email', status: 'sent', reason: null, at: '2026-03-10T04:00:00Z' };
    const left = { step: 'first', channel: null, status: 'skipped', reason: 'no-consent', at: '2026-03-10T04:00:00Z' };
    const about = { arm: 'treatment', locale: 'en' };
    expect(document).toMatchObject({
      campaign: 'spring',
      arms: [
        { arm: 'treatment', n: 3 },
        { arm: 'control', n: 0 },
      ],
      srm: null,
      funnel: { targeted: 3, control: 0, sent: 2, skipped: { 'no-consent': 1 } },
      members: [
        { memberId: 'm-2', externalId: 'B', ...about, steps: [sent] },
        { memberId: 'm-1', externalId: 'b', ...about, steps: [sent] },
        { memberId: 'm-0', externalId: null, ...about, steps: [left] },
      ],
    });
    expect(await result('2026-03-10T13:00:00+08:00')).not.toHaveProperty('members');
  });

  it('is told for people, and as a page in either language', async () => {
    await run('2026-03-10T12:00:00+08:00');
    const file = join(await temporaryFolder(), 'result.html');
    const words = ['result', 'spring', '--at', '2026-03-10T13:00:00+08:00', '--members', '--html', file];
    const { code, out } = await stage.ask(...words, '--lang', 'zh-CN');
    expect(code).toBe(0);
    expect(out).toContain('spring#2026-03-10T04:00:00Z: window open\narms      treatment 3, control 0\n');
    expect(out).toContain('  B  treatment en  first sent email\n');
    expect(out).toContain('  m-0  treatment en  first skipped no-consent\n');
    expect(await readFile(file, 'utf8')).toContain('<html lang="zh-CN">');
  });

  it('says which runs there are, and that there is none', async () => {
    const none = await stage.ask('result', 'spring');
    expect(none).toMatchObject({ code: 1, out: '' });
    expect(none.err).toContain("'spring' has had no run with anybody in it.");
    await run('2026-03-10T12:00:00+08:00');
    const other = await stage.ask('result', 'spring', '--run', 'events');
    expect(other.err).toContain("'spring' has no such run: it has those of 2026-03-10T04:00:00Z.");
  });

  it('of a plan that follows an event is of its one run', async () => {
    await stage.publish({ id: 'welcome', kind: 'welcome', trigger: { event: 'member.enrolled.confirmed' } });
    await stage.json('approve', 'welcome', '--by', 'bob');
    await stage.post.occasion({ memberId: 'm-1', cause: { by: 'member.enrolled.confirmed' } });
    await stage.json('run', 'welcome', '--at', '2026-03-10T12:00:00+08:00');
    const words = ['result', 'welcome', '--at', '2026-04-09T12:00:00+08:00'];
    expect(await stage.json(...words)).toMatchObject({ run: 'welcome#events', windowClosed: true });
    expect(await stage.json(...words, '--run', 'events')).toMatchObject({ funnel: { sent: 1 } });
  });

  it('of an outcome that nobody has recorded there is none', async () => {
    await stage.post.publish({ ...activityPlan });
    await stage.json('run', 'reviews', '--at', '2026-03-10T12:00:00+08:00');
    const { code, err } = await stage.ask('result', 'reviews');
    expect(code).toBe(1);
    expect(err).toContain("'reviews' cannot be evaluated: activities are not recorded yet");
  });
});

const activityPlan = {
  id: 'reviews',
  version: 1,
  kind: 'promotion',
  name: { en: 'Reviews', 'zh-CN': '评价' },
  purpose: 'promotions',
  audience: { all: [] },
  trigger: { schedule: { at: '2026-03-10T12:00:00+08:00' } },
  steps: [{ id: 'first', afterDays: 0, channels: ['email'], template: 'words' }],
  control: { share: '0', reason: 'a test' },
  outcome: 'activity:review',
} as const;
