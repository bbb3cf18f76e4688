/** Plans, versions, contents, runs and what is due. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { CampaignVersion, DueStep, Plan, Run } from '../../shared/contracts/campaign-records.ts';
import type { CampaignStore } from '../../shared/store/campaign-store.ts';
import { ContentTooLargeError } from '../../shared/store/packing/packed-content.ts';
import { instant } from '../domain/build.ts';
import { bothStores } from './both-stores.ts';

function planOf(campaignId: string, revision: number, changes: Partial<Plan> = {}): Plan {
  return {
    campaignId,
    revision,
    state: 'published',
    version: revision,
    hash: `hash-${String(revision)}`,
    approvedVersion: null,
    approvedHash: null,
    approvedBy: null,
    approvedAt: null,
    follows: null,
    pausedFor: null,
    ...changes,
  };
}

function versionOf({ campaignId, version, hash }: Plan): CampaignVersion {
  return { campaignId, version, hash, publishedAt: '2026-11-01T08:00:00Z', publishedBy: 'editor' };
}

function runOf(campaignId: string, time: string, changes: Partial<Run> = {}): Run {
  return {
    campaignId,
    run: `${campaignId}#${time}`,
    revision: 1,
    state: 'planning',
    version: 1,
    hash: 'hash-1',
    scheduledAt: instant(time === 'events' ? '2026-12-01T00:00:00Z' : time),
    startedAt: instant('2026-12-01T00:00:01Z'),
    counts: null,
    windowClosesAt: null,
    endedAt: null,
    ...changes,
  };
}

function dueOf(at: string, step = 'first', campaignId = 'win-back'): DueStep {
  return { campaignId, run: `${campaignId}#2026-12-01T00:00:00Z`, step, at: instant(at) };
}

let campaigns: CampaignStore;

async function publish(plan: Plan, expected: number | null, content: unknown = { of: plan.hash }) {
  return campaigns.publish(versionOf(plan), content, plan, expected);
}

describe.each(bothStores)('plans in the $store store', ({ open }) => {
  beforeEach(async () => {
    ({ campaigns } = await open());
  });

  it('are published with their versions and contents, and found again as they were', async () => {
    const [first, second] = [planOf('win-back', 1), planOf('win-back', 2)];
    expect(await publish(first, null)).toBe('committed');
    expect(await publish(second, 1)).toBe('committed');
    expect(await publish(planOf('birthday', 1, { follows: 'member.enrolled.confirmed' }), null)).toBe('committed');
    expect(await campaigns.plan('win-back')).toEqual(second);
    expect(await campaigns.versions('win-back')).toEqual([versionOf(first), versionOf(second)]);
    expect((await campaigns.plans()).map(({ campaignId }) => campaignId)).toEqual(['birthday', 'win-back']);
    expect(await campaigns.content('hash-2')).toEqual({ of: 'hash-2' });
  });

  it('that nobody published are none', async () => {
    expect(await campaigns.plan('win-back')).toBeUndefined();
    expect(await campaigns.plans()).toEqual([]);
    expect(await campaigns.versions('win-back')).toEqual([]);
    expect(await campaigns.content('hash-1')).toBeUndefined();
  });

  it('list ten versions by their numbers', async () => {
    for (let revision = 1; revision <= 10; revision += 1) {
      await publish(planOf('win-back', revision), revision === 1 ? null : revision - 1);
    }
    const numbers = (await campaigns.versions('win-back')).map(({ version }) => version);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  it('are put by one of those who read the same', async () => {
    await publish(planOf('win-back', 1), null);
    expect(await publish(planOf('win-back', 1, { version: 2 }), null)).toBe('conflict');
    const states = ['approved', 'paused', 'cancelled', 'approved'] as const;
    const results = await Promise.all(
      states.map(async (state) => campaigns.putPlan(planOf('win-back', 2, { state }), 1)),
    );
    expect(results.filter((result) => result === 'committed')).toHaveLength(1);
    expect(await campaigns.plan('win-back')).toMatchObject({
      revision: 2,
      state: states[results.indexOf('committed')],
    });
    expect(await campaigns.putPlan(planOf('birthday', 2), 1)).toBe('conflict');
  });

  it('keep a version that was published as it is, and the plan with it', async () => {
    await publish(planOf('win-back', 1), null);
    const other = { ...versionOf(planOf('win-back', 1)), hash: 'other', publishedBy: 'somebody else' };
    expect(await campaigns.publish(other, {}, planOf('win-back', 2, { version: 1 }), 1)).toBe('conflict');
    expect(await campaigns.versions('win-back')).toEqual([versionOf(planOf('win-back', 1))]);
    expect(await campaigns.plan('win-back')).toEqual(planOf('win-back', 1));
  });

  it('refuse a revision that does not follow the one that was read, and what is no plan', async () => {
    await expect(campaigns.putPlan(planOf('win-back', 3), 1)).rejects.toThrow('a revision is the one that was read');
    await expect(publish(planOf('win-back', 1, { hash: '' }), null)).rejects.toThrow('hash');
    expect(await campaigns.plan('win-back')).toBeUndefined();
  });

  it('keep contents of hundreds of KB packed, and refuse what packing does not make small enough', async () => {
    const templates = Array.from({ length: 20_000 }, (_, line) => `line ${String(line)}: 您好 {{ member.name }}`);
    await publish(planOf('win-back', 1), null, { templates });
    expect(await campaigns.content('hash-1')).toEqual({ templates });
    let state = 7;
    const noise = Array.from({ length: 80_000 }, () => (state = (state * 48_271) % 2_147_483_647));
    const refused = publish(planOf('win-back', 2), 1, { noise });
    await expect(refused).rejects.toThrow(ContentTooLargeError);
    await expect(refused).rejects.toThrow(/come to \d{3} KB packed; 350 KB is the most/);
    expect(await campaigns.plan('win-back')).toEqual(planOf('win-back', 1));
  });
});

describe.each(bothStores)('runs in the $store store', ({ open }) => {
  beforeEach(async () => {
    ({ campaigns } = await open());
  });

  it('are started once each, whoever tries', async () => {
    const run = runOf('win-back', '2026-12-01T00:00:00Z');
    const tries = Array.from({ length: 6 }, async () => campaigns.startRun(run));
    expect((await Promise.all(tries)).filter((result) => result === 'started')).toHaveLength(1);
    expect(await campaigns.run(run.run)).toEqual(run);
    expect(await campaigns.run('win-back#2026-12-02T00:00:00Z')).toBeUndefined();
  });

  it('are listed by campaign, the oldest first, and nothing else is', async () => {
    const times = ['2026-12-08T02:00:00Z', 'events', '2026-11-24T02:00:00Z'];
    for (const time of times) await campaigns.startRun(runOf('win-back', time));
    await campaigns.startRun(runOf('win-back-2', '2026-12-01T02:00:00Z'));
    await campaigns.countTrouble('win-back#events', 'bounced', 1);
    await publish(planOf('win-back', 1), null);
    const runs = (await campaigns.runs('win-back')).map(({ run }) => run);
    expect(runs).toEqual(['win-back#2026-11-24T02:00:00Z', 'win-back#events', 'win-back#2026-12-08T02:00:00Z']);
    expect(await campaigns.runs('win')).toEqual([]);
  });

  it('are put by whoever read the newest', async () => {
    const run = runOf('win-back', '2026-12-01T00:00:00Z');
    await campaigns.startRun(run);
    const counts = { treatment: 9, control: 1, reasons: { control: 1, 'no-consent': 2 }, channels: { email: 7 } };
    const planned: Run = {
      ...run,
      revision: 2,
      state: 'planned',
      counts,
      windowClosesAt: instant('2027-01-01T00:00:00Z'),
    };
    expect(await campaigns.putRun(planned, 1)).toBe('committed');
    expect(await campaigns.putRun({ ...run, revision: 2, state: 'cancelled' }, 1)).toBe('conflict');
    expect(await campaigns.run(run.run)).toEqual(planned);
    expect(await campaigns.putRun(runOf('birthday', 'events', { revision: 2 }), 1)).toBe('conflict');
  });

  it('have names of a campaign and a time', async () => {
    await expect(campaigns.startRun({ ...runOf('win-back', 'events'), run: 'win-back' })).rejects.toThrow(RangeError);
    await campaigns.startRun(runOf('a#b', 'events'));
    expect(await campaigns.run('a#b#events')).toMatchObject({ campaignId: 'a#b' });
  });

  it('count each message in trouble once, by kind, whatever happens to the run', async () => {
    const run = runOf('win-back', '2026-12-01T00:00:00Z');
    await campaigns.startRun(run);
    await Promise.all([3, 4, 5, 3].map(async (ordinal) => campaigns.countTrouble(run.run, 'bounced', ordinal)));
    await campaigns.putRun({ ...run, revision: 2, state: 'planned' }, 1);
    expect(await campaigns.countTrouble(run.run, 'complained', 3)).toEqual({ bounced: 3, complained: 1 });
    expect(await campaigns.countTrouble(run.run, 'bounced', 4)).toEqual({ bounced: 3, complained: 1 });
    expect(await campaigns.countTrouble('win-back#events', 'bounced', 3)).toEqual({ bounced: 1, complained: 0 });
  });
});

describe.each(bothStores)('what is due in the $store store', ({ open }) => {
  beforeEach(async () => {
    ({ campaigns } = await open());
  });
  const due = async (now: string) =>
    (await campaigns.due(instant(now))).map(({ at, step }) => `${new Date(at).toISOString()} ${step}`);

  it('is what was remembered for an instant until now, over all days, the oldest first', async () => {
    expect(await due('2027-01-01T00:00:00Z')).toEqual([]);
    const ats = [
      '2026-12-03T10:00:00Z',
      '2026-12-01T23:59:59.999Z',
      '2026-12-03T10:00:00.001Z',
      '2026-12-02T00:00:00Z',
    ];
    await campaigns.putDue(ats.map((at) => dueOf(at)));
    await campaigns.putDue([dueOf('2026-12-02T00:00:00Z', 'second'), dueOf('2026-12-02T00:00:00Z', 'first', 'alpha')]);
    expect(await due('2026-12-01T23:59:59Z')).toEqual([]);
    expect(await due('2026-12-03T10:00:00Z')).toEqual([
      '2026-12-01T23:59:59.999Z first',
      '2026-12-02T00:00:00.000Z first',
      '2026-12-02T00:00:00.000Z first',
      '2026-12-02T00:00:00.000Z second',
      '2026-12-03T10:00:00.000Z first',
    ]);
    const [oldest] = await campaigns.due(instant('2026-12-02T00:00:00Z'));
    expect(oldest).toEqual({ ...dueOf('2026-12-01T23:59:59.999Z'), mark: expect.any(String) });
  });

  it('is forgotten when it was handed out, once and again', async () => {
    await campaigns.putDue([dueOf('2026-12-01T10:00:00Z'), dueOf('2026-12-01T11:00:00Z')]);
    const [first] = await campaigns.due(instant('2026-12-01T10:30:00Z'));
    if (first === undefined) throw new Error('nothing is due');
    expect(await campaigns.removeDue(first)).toBe('removed');
    expect(await campaigns.removeDue(first)).toBe('removed');
    expect(await due('2026-12-09T00:00:00Z')).toEqual(['2026-12-01T11:00:00.000Z first']);
  });

  it('stays when it was remembered anew since it was read, even by way of being forgotten', async () => {
    const step = dueOf('2026-12-01T10:00:00Z');
    const now = instant('2026-12-01T10:00:00Z');
    await campaigns.putDue([step]);
    const [first] = await campaigns.due(now);
    await campaigns.putDue([step]);
    if (first === undefined) throw new Error('nothing is due');
    expect(await campaigns.removeDue(first)).toBe('kept');
    const [second] = await campaigns.due(now);
    if (second === undefined) throw new Error('nothing is due');
    expect(await campaigns.removeDue(second)).toBe('removed');
    await campaigns.putDue([step]);
    expect(await campaigns.removeDue(second)).toBe('kept');
    expect(await campaigns.due(now)).toHaveLength(1);
  });

  it('is found on a day that had been empty for long', async () => {
    await campaigns.putDue([dueOf('2026-12-01T10:00:00Z'), dueOf('2026-12-02T10:00:00Z')]);
    for (const step of await campaigns.due(instant('2026-12-05T00:00:00Z'))) await campaigns.removeDue(step);
    expect(await due('2026-12-06T00:00:00Z')).toEqual([]);
    await campaigns.putDue([dueOf('2026-12-01T10:00:00Z')]);
    expect(await due('2026-12-07T00:00:00Z')).toEqual(['2026-12-01T10:00:00.000Z first']);
  });
});
