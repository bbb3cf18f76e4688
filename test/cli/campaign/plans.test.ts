/** Publishing, approving, pausing and cancelling: the plan, and the schedule that follows it. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConflictException, CreateScheduleCommand, UpdateScheduleCommand } from '@aws-sdk/client-scheduler';
import { beforeEach, describe, expect, it } from 'vitest';
import { planOf } from '../../commands/campaigns/plan-documents.ts';
import { at } from '../../commands/campaigns/run-of-campaign.ts';
import { planFolder, Stagehand } from './office.ts';

let stage: Stagehand;
beforeEach(() => {
  stage = new Stagehand();
});

const weekly = { trigger: { schedule: { cron: '0 10 ? * TUE *', timeZone: 'Asia/Shanghai' } } };
const onceIn = (time: string) => ({ trigger: { schedule: { at: time, timeZone: 'Asia/Shanghai' } } });
const approve = ['approve', 'spring', '--by', 'bob'];

describe('publish', () => {
  it('keeps a version with who published it, and the same again changes nothing', async () => {
    const folder = await stage.publish();
    expect(await stage.json('show', 'spring')).toMatchObject({
      campaign: 'spring',
      state: 'published',
      version: 1,
      approved: null,
      versions: [{ version: 1, publishedBy: 'ann', publishedAt: '2026-03-10T04:00:00Z' }],
      runs: [],
    });
    expect(await stage.json('publish', folder)).toMatchObject({ status: 'unchanged', campaign: 'spring' });
    expect((await stage.ask('publish', folder)).out).toContain('spring@1 is already published.');
    expect(stage.schedules.size).toBe(0);
  });

  it('refuses a version that is there with other content, and one that comes too late', async () => {
    await stage.publish();
    const words = await stage.ask('publish', await planFolder(planOf({ budgetMinor: 5 })));
    expect(words).toMatchObject({ code: 1, out: '' });
    expect(words.err).toContain("This version of 'spring' is published already, with other content.");
    await stage.publish({ version: 3 });
    const late = await stage.ask('publish', await planFolder(planOf({ version: 2 })));
    expect(late.err).toContain("A newer version of 'spring' is published already.");
  });

  it('publishes nothing of a folder with faults, and tells them', async () => {
    const folder = await planFolder(planOf({ kind: 'party' }));
    const { code, out } = await stage.ask('publish', folder, '--json');
    expect(code).toBe(1);
    expect(JSON.parse(out)).toMatchObject({ faults: [{ path: 'kind' }] });
    expect(await stage.json('list')).toEqual({ campaigns: [] });
  });

  it('goes by the user’s own name, and lists what is published', async () => {
    await stage.json('publish', await planFolder(planOf()));
    expect((await stage.ask('show', 'spring')).out).toMatch(/@1 {2}published 2026-03-10T04:00:00Z by \S+\n/);
    expect((await stage.ask('list')).out).toBe('spring@1  published\n');
  });
});

describe('approve', () => {
  it('makes the schedule of a recurring plan', async () => {
    await stage.publish(weekly);
    expect(await stage.json(...approve)).toMatchObject({
      status: 'done',
      state: 'approved',
      approved: { version: 1, by: 'bob', at: '2026-03-10T04:00:00Z' },
      schedule: { expression: 'cron(0 10 ? * TUE *)', timeZone: 'Asia/Shanghai', enabled: true },
    });
    expect([...stage.schedules.values()]).toEqual([
      {
        Name: 'spring',
        GroupName: 'perennial-local-campaigns',
        ScheduleExpression: 'cron(0 10 ? * TUE *)',
        ScheduleExpressionTimezone: 'Asia/Shanghai',
        FlexibleTimeWindow: { Mode: 'OFF' },
        ActionAfterCompletion: 'NONE',
        State: 'ENABLED',
        Target: {
          Arn: 'arn:machine',
          RoleArn: 'arn:role',
          Input: '{"campaignId":"spring","scheduledTime":"<aws.scheduler.scheduled-time>"}',
          DeadLetterConfig: { Arn: 'arn:starts-dlq' },
          RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
        },
      },
    ]);
    expect(await stage.json(...approve)).toMatchObject({ status: 'unchanged' });
  });

  it('writes a single time in UTC, so that a time that a clock shows twice is one of them', async () => {
    await stage.publish(onceIn('2026-11-01T10:00:00'));
    await stage.json(...approve);
    expect(stage.schedules.get('spring')).toMatchObject({
      ScheduleExpression: 'at(2026-11-01T02:00:00)',
      ScheduleExpressionTimezone: 'UTC',
      ActionAfterCompletion: 'DELETE',
    });
  });

  it('refuses a time that is over, but where runs are told their now', async () => {
    await stage.publish(onceIn('2026-03-01T10:00:00'));
    const refused = await stage.ask(...approve, '--stage', 'prod');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toContain("'spring' was to run at 2026-03-01T02:00:00Z, which is over");
    expect(await stage.json('show', 'spring')).toMatchObject({ state: 'published' });
    expect(await stage.json(...approve)).toMatchObject({ state: 'approved', schedule: null });
    expect(stage.schedules.size).toBe(0);
  });

  it('schedules nothing that follows an event', async () => {
    await stage.publish({ kind: 'welcome', trigger: { event: 'member.enrolled.confirmed' } });
    expect(await stage.json(...approve)).toMatchObject({ follows: 'member.enrolled.confirmed', schedule: null });
    expect(stage.schedules.size).toBe(0);
  });

  it('takes away the schedule of a plan that follows an event from now on', async () => {
    await stage.publish({ ...weekly, kind: 'win-back' });
    await stage.json(...approve);
    await stage.publish({ version: 2, kind: 'win-back', trigger: { event: 'member.stage-changed', to: ['lapsed'] } });
    expect(stage.schedules.size).toBe(1);
    await stage.json(...approve);
    expect(stage.schedules.size).toBe(0);
  });

  it('takes only the version that was looked at', async () => {
    await stage.publish(weekly);
    await stage.publish({ ...weekly, version: 2 });
    const { code, err } = await stage.ask(...approve, '--version', '1');
    expect(code).toBe(1);
    expect(err).toContain("The newest version of 'spring' is 2, not 1.");
    expect(await stage.json(...approve, '--version', '2')).toMatchObject({ approved: { version: 2 } });
  });

  it('is mended by doing it again when it dies before the schedule is made', async () => {
    await stage.publish(weekly);
    stage.scheduler.on(UpdateScheduleCommand).rejectsOnce(new Error('the network went away'));
    expect((await stage.ask(...approve)).code).toBe(1);
    expect(await stage.json('show', 'spring')).toMatchObject({ state: 'approved' });
    expect(stage.schedules.size).toBe(0);
    const again = new Stagehand();
    Object.assign(again, { post: stage.post });
    expect(await again.json(...approve)).toMatchObject({ status: 'unchanged', schedule: { enabled: true } });
    expect(again.schedules.size).toBe(1);
  });

  it('changes nothing where there are no schedules', async () => {
    await stage.publish(weekly);
    stage.isDeployed = false;
    expect((await stage.ask(...approve)).code).toBe(1);
    stage.isDeployed = true;
    expect(await stage.json('show', 'spring')).toMatchObject({ state: 'published' });
  });

  it('needs somebody', async () => {
    await stage.publish(weekly);
    expect((await stage.ask('approve', 'spring', '--by', ' ')).err).toContain('An approval needs the name');
  });
});

describe('pause, resume and cancel', () => {
  beforeEach(async () => {
    await stage.publish(weekly);
    await stage.json(...approve);
  });

  const state = () => stage.schedules.get('spring')?.State;

  it('stop the schedule, start it again, and take it away', async () => {
    expect(await stage.json('pause', 'spring')).toMatchObject({ state: 'paused', schedule: { enabled: false } });
    expect(state()).toBe('DISABLED');
    expect((await stage.ask('pause', 'spring')).out).toBe(
      'spring@1 was already paused; cron(0 10 ? * TUE *) Asia/Shanghai, not while it is paused.\n',
    );
    expect(await stage.json('resume', 'spring')).toMatchObject({ state: 'approved', schedule: { enabled: true } });
    expect(state()).toBe('ENABLED');
    expect(await stage.json('cancel', 'spring')).toMatchObject({ state: 'cancelled', schedule: null });
    expect(stage.schedules.size).toBe(0);
    expect(await stage.json('cancel', 'spring')).toMatchObject({ status: 'unchanged' });
  });

  it('of a new version that is approved while the plan is paused, the schedule stays stopped', async () => {
    await stage.json('pause', 'spring');
    await stage.publish({ ...weekly, version: 2 });
    await stage.json(...approve);
    expect(state()).toBe('DISABLED');
  });

  it('say why they cannot', async () => {
    await stage.json('cancel', 'spring');
    expect((await stage.ask('resume', 'spring')).err).toContain("'spring' was cancelled, which cannot be undone.");
    expect((await stage.ask('pause', 'spring')).err).toContain("'spring' is not approved");
    expect((await stage.ask('run', 'spring')).err).toContain("'spring' was cancelled");
    await stage.publish({ ...weekly, version: 2 });
    expect((await stage.ask('resume', 'spring')).err).toContain("'spring' is not paused.");
  });
});

it('two who approve at once make one schedule', async () => {
  await stage.publish(weekly);
  stage.scheduler.on(CreateScheduleCommand).callsFakeOnce((input: { Name: string }) => {
    stage.schedules.set(input.Name, {
      ...input,
      ScheduleExpression: 'of another',
      FlexibleTimeWindow: undefined,
      Target: undefined,
    });
    throw new ConflictException({ message: 'there', Message: 'there', $metadata: {} });
  });
  await stage.json(...approve);
  expect(stage.schedules.get('spring')).toMatchObject({ ScheduleExpression: 'cron(0 10 ? * TUE *)' });
});

it('an id that is a folder’s name as well is the campaign, unless the folder holds a plan', async () => {
  await stage.publish();
  const folder = await planFolder(planOf({ id: 'other' }));
  await writeFile(join(folder, 'notes.txt'), '');
  stage.post.now = at('2026-03-10T12:00:00+08:00');
  expect(await stage.json('preview', folder)).toMatchObject({ campaign: 'other' });
  expect(await stage.json('preview', 'spring')).toMatchObject({ campaign: 'spring' });
});
