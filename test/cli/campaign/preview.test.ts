/** `campaign preview`: what a run now would do. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { detectableEffect } from '../../../shared/domain/effect/detectable-effect.ts';
import { consentOf, long, planOf } from '../../commands/campaigns/plan-documents.ts';
import { temporaryFolder } from '../temporary-folder.ts';
import { planFolder, Stagehand } from './office.ts';

let stage: Stagehand;
const facts = { name: { value: '<Ann>', at: long }, locale: { value: 'zh-CN', at: long } };

beforeEach(async () => {
  stage = new Stagehand();
  await stage.post.member('ann', { facts });
  await stage.post.member('bob', { consents: [consentOf('promotions', 'email', false)] });
  await stage.post.member('eve');
});

const at = ['--at', '2026-03-10T12:00:00+08:00'];
const steps = [{ id: 'first', afterDays: 0, channels: ['email'], template: 'words', offer: { points: 20 } }];
const some = { steps, costMinor: { email: '0.7' } };

describe('campaign preview', () => {
  it('counts whom a run would mean, what it costs and when it ends, with messages as they would be read', async () => {
    const folder = await planFolder(planOf(some));
    expect(await stage.json('preview', folder, ...at)).toEqual({
      campaign: 'spring',
      at: '2026-03-10T04:00:00Z',
      audience: 3,
      arms: { treatment: 3, control: 0 },
      reasons: { 'no-consent': 1 },
      channels: { email: 2 },
      // Two e-mails at 0.7; points have no value in this programme.
      cost: { messagesMinor: 1, offersMinor: 0 },
      // Promotions have four fifths of one message a second.
      finishesAt: '2026-03-10T04:00:02.500Z',
      detectable: { baseline: 0, absolute: null, power: 0.8 },
      samples: expect.arrayContaining([
        {
          channel: 'email',
          locale: 'zh-CN',
          subject: '测试 misses you',
          text: expect.stringContaining('Dear <Ann>, come back.'),
          html: expect.stringContaining('https://example.com/unsubscribe'),
        },
        expect.objectContaining({ locale: 'en', subject: 'Test misses you' }),
      ]),
    });
  });

  it('says how large an effect would show where there is a control', async () => {
    const changes = { control: { share: '0.5', salt: 's' } };
    const document = await stage.json('preview', await planFolder(planOf(changes)), ...at);
    expect(document).toMatchObject({ audience: 3, reasons: { control: expect.any(Number) } });
    const arm = z.number();
    const told = z.object({ arms: z.object({ treatment: arm, control: arm }), detectable: z.unknown() });
    const { arms, detectable } = told.parse(document);
    expect(detectable).toEqual({ baseline: 0, absolute: detectableEffect(0, arms), power: 0.8 });
  });

  it('writes nothing, and is the same before and after its run', async () => {
    await stage.publish(some);
    await stage.json('approve', 'spring', '--by', 'bob');
    const before = await stage.json('preview', 'spring', ...at);
    expect(await stage.json('show', 'spring')).toMatchObject({ runs: [] });
    expect(stage.post.queues).toEqual([]);
    await stage.json('run', 'spring', ...at);
    expect(await stage.json('preview', 'spring', ...at)).toEqual(before);
    const later = ['--at', '2026-03-09T12:00:00+08:00'];
    expect(await stage.json('preview', 'spring', ...later)).toMatchObject({ audience: 0, finishesAt: null });
  });

  it('is told for people, with notes on standard error', async () => {
    const event = { kind: 'welcome', trigger: { event: 'member.enrolled.confirmed' } };
    const { code, out, err } = await stage.ask('preview', await planFolder(planOf(event)), ...at);
    expect(code).toBe(0);
    expect(out).toContain('spring at 2026-03-10T04:00:00Z: 3 members, treatment 3, control 0\n');
    expect(out).toContain('channels  email 2\nreasons   no-consent 1\n');
    expect(err).toContain('The plan follows member.enrolled.confirmed');
  });

  it('notes that a run would be refused', async () => {
    stage.perSecond = { email: 0.0001 };
    const { code, err } = await stage.ask('preview', await planFolder(planOf({ expiresAfterHours: 1 })), ...at);
    expect(code).toBe(0);
    expect(err).toContain('A run would be refused: some of its messages would be sent after they expire.');
  });

  it('shows the samples as a page that runs nothing', async () => {
    const file = join(await temporaryFolder(), 'samples.html');
    const { out, err } = await stage.ask('preview', await planFolder(planOf()), ...at, '--html', file, '--json');
    expect(JSON.parse(out)).toMatchObject({ campaign: 'spring' });
    expect(err).toContain(`Wrote ${file}`);
    const page = await readFile(file, 'utf8');
    expect(page.match(/<iframe sandbox="" /g)).toHaveLength(2);
    expect(page).toContain('Dear &lt;Ann&gt;, come back.');
    expect(page).not.toMatch(/<script|<Ann>/);
  });

  it('names template and variable of a message that could not be written', async () => {
    const greeting = { subject: 's', text: '{{ member.name }}', html: null, uses: ['member.name' as const] };
    await stage.post.publish(planOf({ id: 'ending' }), greeting);
    const { code, out, err } = await stage.ask('preview', 'ending', ...at);
    expect({ code, out }).toEqual({ code: 1, out: '' });
    expect(err).toContain('words.en.liquid: member.name');
  });

  it('tells every fault of a folder', async () => {
    const { code, err } = await stage.ask('preview', await planFolder(planOf({ kind: 'party', version: 0 })), ...at);
    expect(code).toBe(1);
    expect(err).toMatch(/is refused:\n {2}version: .*\n {2}kind: /);
  });
});
