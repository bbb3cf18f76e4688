/** What the result of a run says of members whose lives are known. */
import { describe, expect, test } from 'vitest';
import { evaluateRun, UnmeasuredOutcomeError } from '../../../shared/commands/campaigns/evaluate-run.ts';
import { campaignResult } from '../../../shared/contracts/campaign-result.ts';
import { rational } from '../../../shared/domain/rational.ts';
import { instantOf } from '../../../shared/domain/zone.ts';
import { memoryEntryPages } from '../../../shared/store/memory/memory-entry-pages.ts';
import { at, campaign, closedAt, plannedAt, rowOf, RunOfCampaign, runKey } from './run-of-campaign.ts';

const last = instantOf(closedAt - 1);

/** A run with so many members in each arm, of whom the first so many buy for 100.00. */
async function runWith(treated: readonly [n: number, buyers: number], kept: readonly [n: number, buyers: number]) {
  const run = new RunOfCampaign();
  const rows = [];
  for (const [arm, [n, buyers]] of [['treatment', treated] as const, ['control', kept] as const]) {
    for (let member = 0; member < n; member += 1) {
      const name = `${arm}-${String(member)}`;
      rows.push(rowOf(await run.member(name), arm));
      if (member < buyers) await run.buys(name, `P ${name}`, '2026-03-15T12:00:00+08:00');
    }
  }
  await run.plan(rows);
  return run;
}

describe('the effect', () => {
  test('is the difference of the arms, whether messages reached their members or not', async () => {
    const run = await runWith([40, 20], [40, 8]);
    const { document } = await run.result();
    expect(campaignResult.parse(document)).toEqual(document);
    expect(document).toMatchObject({
      campaign: 'win-back',
      run: runKey,
      windowClosed: true,
      arms: [
        { arm: 'treatment', n: 40 },
        { arm: 'control', n: 40 },
      ],
      srm: { chi2: 0, p: 1 },
      verdict: 'positive',
    });
    const { effect } = document;
    expect(effect).toMatchObject({
      outcome: 'purchase',
      treatment: 0.5,
      control: 0.2,
      costMinor: 0,
      returnOnCost: null,
    });
    expect(effect?.difference).toBeCloseTo(0.3, 12);
    const error = Math.sqrt(0.25 / 40 + 0.16 / 40);
    expect(effect?.ci95?.[0]).toBeCloseTo(0.3 - 1.959963984540054 * error, 12);
    expect(effect?.relative).toBeCloseTo(1.5, 12);
    expect(effect?.incrementalBuyers).toBeCloseTo(12, 12);
    // Means of 50.00 and 20.00, forty members: the sample variances are 10000² · 0.25 · 40/39 and 10000² · 0.16 · 40/39.
    expect(effect?.incrementalNetMinor).toBe(120_000);
    const reach = 1.959963984540054 * 10_000 * Math.sqrt((0.25 + 0.16) / 39) * 40;
    expect(effect?.ci95NetMinor).toEqual([Math.round(120_000 - reach), Math.round(120_000 + reach)]);
  });

  test('of a plan whose outcome is spend is that of the net', async () => {
    const { document } = await (await runWith([40, 20], [40, 8])).result({ outcome: { of: 'spend' } });
    expect(document.effect).toMatchObject({ outcome: 'spend', treatment: 5000, control: 2000, difference: 3000 });
    expect(document.effect?.incrementalBuyers).toBeCloseTo(12, 12);
  });

  test.each([
    [[40, 8], [40, 20], 'negative'],
    [[40, 10], [40, 8], 'not distinguishable from zero'],
    [[40, 0], [40, 0], 'not distinguishable from zero'],
    [[2, 2], [2, 0], 'not distinguishable from zero'],
    [[60, 40], [20, 1], 'do not trust'],
  ] as const)('treatment %j against control %j is %s', async (treated, kept, verdict) => {
    const { document } = await (await runWith(treated, kept)).result();
    expect(document.verdict).toBe(verdict);
    expect(document.effect).not.toBeNull();
  });

  test('costs what was sent by each channel’s price and the points that were given, and returns what it brought', async () => {
    const run = await runWith([40, 20], [40, 8]);
    const rows = await run.manifests.readPart(runKey, 'part-1');
    const treated = rows.filter(({ arm }) => arm === 'treatment');
    for (const [index, { memberId }] of treated.entries()) {
      if (index < 30) await run.message(memberId, { facts: { acceptedAt: plannedAt } });
      else if (index < 35) await run.message(memberId, { channel: 'sms', facts: { acceptedAt: plannedAt } });
      else if (index < 37) await run.message(memberId, { failedAt: plannedAt });
    }
    const [step] = campaign.steps;
    const offer = { offers: 'points', points: 200n, expiry: null } as const;
    const { document } = await run.result({ steps: [{ ...step, offer }] });
    // 30 · 0.07 + 5 · 5 = 27.1, and 37 offers of 200 points at 5: those whose message failed have their points.
    expect(document.effect?.costMinor).toBe(37_027);
    expect(document.effect?.returnOnCost).toBeCloseTo(120_000 / 37_027, 12);
  });

  test('is none without a control', async () => {
    const run = await runWith([5, 2], [0, 0]);
    const { document } = await run.result({ control: { share: rational(0n), salt: 's' } });
    expect(document).toMatchObject({ srm: null, effect: null, verdict: 'not distinguishable from zero' });
  });

  test('of an activity is refused by name: none are recorded', async () => {
    const run = await runWith([1, 0], [1, 0]);
    await expect(run.result({ outcome: { of: 'activity', type: 'review' } })).rejects.toThrow(UnmeasuredOutcomeError);
  });
});

describe('until the window has closed', () => {
  test('the result is hidden, and no account is read', async () => {
    const run = await runWith([4, 4], [4, 0]);
    const ledger = {
      read: async () => Promise.reject(new Error('nobody looks before the window has closed')),
    };
    const asked = { campaign, run: runKey, valueOfPointMinor: null, now: last, plan: 'running' } as const;
    const { document, sums, influencedNetMinor, windowClosesAt } = await evaluateRun({ ...run.sources, ledger }, asked);
    expect(document).toMatchObject({
      windowClosed: false,
      arms: [
        { arm: 'treatment', n: 4 },
        { arm: 'control', n: 4 },
      ],
      effect: null,
      verdict: 'window open',
    });
    expect({ sums, influencedNetMinor, windowClosesAt }).toEqual({
      sums: null,
      influencedNetMinor: null,
      windowClosesAt: closedAt,
    });
  });

  test('of a plan that follows events, members count when their own window has closed', async () => {
    const run = new RunOfCampaign();
    const [ann, ben, cem] = [await run.member('ann'), await run.member('ben'), await run.member('cem')];
    const week = 7 * 86_400_000;
    await run.plan([
      rowOf(ann, 'treatment', { occasion: '2026-03' }),
      rowOf(ben, 'control', { occasion: '2026-03' }),
      rowOf(cem, 'treatment', { occasion: '2026-03', plannedAt: plannedAt + week }),
    ]);
    const trigger = { by: 'event', event: 'points.expiring', to: null } as const;
    expect((await run.result({ trigger }, last)).document.verdict).toBe('window open');
    const { document } = await run.result({ trigger });
    expect(document).toMatchObject({ windowClosed: true, arms: [{ n: 1 }, { n: 1 }], funnel: { targeted: 2 } });
    expect((await run.result({ trigger }, instantOf(closedAt + week))).document.arms).toMatchObject([
      { n: 2 },
      { n: 1 },
    ]);
  });

  test('who had several occasions is one member, from the first of them', async () => {
    const run = new RunOfCampaign();
    const ann = await run.member('ann');
    const later = plannedAt + 7 * 86_400_000;
    await run.buys('ann', 'P1', '2026-03-12T12:00:00+08:00', 3000);
    await run.plan([rowOf(ann, 'treatment', { occasion: 'b', plannedAt: later })], 'a');
    await run.plan([rowOf(ann, 'treatment', { occasion: 'a' })], 'b');
    const trigger = { by: 'event', event: 'points.expiring', to: null } as const;
    const { document, sums } = await run.result({ trigger }, instantOf(closedAt + 30 * 86_400_000));
    expect(document.arms[0]).toEqual({ arm: 'treatment', n: 1 });
    expect(document.funnel.targeted).toBe(2);
    expect(sums?.treatment.net.sum).toBe(3000n);
  });

  test('a run without members has no window to close', async () => {
    const { document, windowClosesAt } = await new RunOfCampaign().result();
    expect(document).toMatchObject({ windowClosed: false, srm: null, effect: null, verdict: 'window open' });
    expect(windowClosesAt).toBeNull();
  });
});

/** What one treated member is told to have bought, as [buyers, net]. */
async function bought(live: (run: RunOfCampaign) => Promise<void>, now = closedAt) {
  const run = new RunOfCampaign();
  const ann = await run.member('ann');
  await run.plan([rowOf(ann, 'treatment'), rowOf(await run.member('ben'), 'control')]);
  await live(run);
  const { sums } = await run.result({}, now);
  return [sums?.treatment.buyers.sum, sums?.treatment.net.sum];
}

describe('what counts as bought', () => {
  test('from the planned instant until before the window’s end', async () => {
    expect(await bought(async (run) => run.buys('ann', 'P1', '2026-03-10T02:00:00Z', 700))).toEqual([1n, 700n]);
    expect(await bought(async (run) => run.buys('ann', 'P1', '2026-03-10T01:59:59.999Z'))).toEqual([0n, 0n]);
    expect(await bought(async (run) => run.buys('ann', 'P1', '2026-04-09T01:59:59.999Z', 700))).toEqual([1n, 700n]);
    expect(await bought(async (run) => run.buys('ann', 'P1', '2026-04-09T02:00:00Z'))).toEqual([0n, 0n]);
  });

  test('less what came back, and not at all when everything did', async () => {
    const live = async (run: RunOfCampaign) => {
      await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 5000);
      await run.returns('P1', '2026-03-20T12:00:00Z', { net: 2000 });
      await run.buys('ann', 'P2', '2026-03-13T12:00:00Z', 9000);
      await run.returns('P2', '2026-03-21T12:00:00Z');
    };
    expect(await bought(live)).toEqual([1n, 3000n]);
  });

  test('a return counts when it has happened, though long after the window', async () => {
    const live = async (run: RunOfCampaign) => {
      await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 5000);
      await run.returns('P1', '2026-05-20T12:00:00Z', { net: 2000 });
    };
    expect(await bought(live)).toEqual([1n, 5000n]);
    expect(await bought(live, at('2026-06-01T00:00:00Z'))).toEqual([1n, 3000n]);
  });

  test('a return of an older purchase takes nothing from the window', async () => {
    const live = async (run: RunOfCampaign) => {
      await run.buys('ann', 'P0', '2026-02-12T12:00:00Z', 8000);
      await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 5000);
      await run.returns('P0', '2026-03-20T12:00:00Z');
    };
    expect(await bought(live)).toEqual([1n, 5000n]);
  });

  test('what is posted late, and what was bought before and after', async () => {
    const live = async (run: RunOfCampaign) => {
      await run.buys('ann', 'P3', '2026-05-01T12:00:00Z', 4);
      await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 1000);
      await run.buys('ann', 'P0', '2026-02-01T12:00:00Z', 4);
      await run.buys('ann', 'P2', '2026-03-11T12:00:00Z', 100);
    };
    expect(await bought(live)).toEqual([1n, 1100n]);
  });

  test('years later, when the account keeps that day no more', async () => {
    const live = async (run: RunOfCampaign) => {
      await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 1000);
      await run.buys('ann', 'P9', '2030-03-12T12:00:00Z', 4);
    };
    expect(await bought(live, at('2030-04-01T00:00:00Z'))).toEqual([1n, 1000n]);
  });

  test('of a long history no more is read than the window takes', async () => {
    const run = new RunOfCampaign();
    const ann = await run.member('ann');
    for (let index = 0; index < 300; index += 1) await run.buys('ann', `P${String(index)}`, '2026-01-05T12:00:00Z', 1);
    await run.buys('ann', 'Q', '2026-03-12T12:00:00Z', 500);
    await run.plan([rowOf(ann, 'treatment')]);
    let read = 0;
    const pages = memoryEntryPages(run.world.stores.ledger);
    const page: typeof pages.page = async (memberId, request) => {
      const entries = await pages.page(memberId, request);
      read += entries.length;
      return entries;
    };
    const asked = { campaign, run: runKey, valueOfPointMinor: null, now: closedAt, plan: 'running' } as const;
    const { sums } = await evaluateRun({ ...run.sources, entries: { page } }, asked);
    expect(sums?.treatment.net.sum).toBe(500n);
    expect(read).toBe(50);
  });
});

describe('members who are no longer as they were assigned', () => {
  test('who was merged into another is that one, whose purchases are both ones’', async () => {
    const run = new RunOfCampaign();
    const [ann, ben] = [await run.member('ann'), await run.member('ben')];
    await run.member('cem');
    await run.plan([rowOf(ann, 'treatment'), rowOf(ben, 'control')]);
    await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 1000);
    await run.buys('cem', 'P2', '2026-03-13T12:00:00Z', 200);
    const merge = { requestId: 'm', kept: { externalId: 'cem' }, removed: { externalId: 'ann' } };
    await run.send('member.merged', merge, '2026-03-20T12:00:00Z');
    await run.returns('P1', '2026-03-21T12:00:00Z', { net: 300 });
    const { document, sums } = await run.result();
    expect(document.arms).toMatchObject([{ n: 1 }, { n: 1 }]);
    expect(sums?.treatment.net.sum).toBe(900n);
  });

  test('two of the run who became one are the one who was kept', async () => {
    const run = new RunOfCampaign();
    const [ann, ben] = [await run.member('ann'), await run.member('ben')];
    await run.plan([rowOf(ann, 'treatment'), rowOf(ben, 'control')]);
    await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 1000);
    const merge = { requestId: 'm', kept: { externalId: 'ben' }, removed: { externalId: 'ann' } };
    await run.send('member.merged', merge, '2026-03-20T12:00:00Z');
    const { document, sums } = await run.result();
    expect(document.arms).toMatchObject([{ n: 0 }, { n: 1 }]);
    expect(sums?.control.net.sum).toBe(1000n);
    expect(document.funnel).toMatchObject({ targeted: 1, control: 1 });
  });

  test('two of the run who became a third are one', async () => {
    const run = new RunOfCampaign();
    const [ann, ben] = [await run.member('ann'), await run.member('ben')];
    await run.member('cem');
    await run.plan([rowOf(ann, 'treatment'), rowOf(ben, 'treatment'), rowOf(await run.member('dan'), 'control')]);
    for (const [requestId, name] of [['m1', 'ann'] as const, ['m2', 'ben'] as const]) {
      const merge = { requestId, kept: { externalId: 'cem' }, removed: { externalId: name } };
      await run.send('member.merged', merge, '2026-03-20T12:00:00Z');
    }
    expect((await run.result()).document.arms).toMatchObject([{ n: 1 }, { n: 1 }]);
  });

  test('who was erased stays assigned, with what the books say', async () => {
    const run = new RunOfCampaign();
    const [ann, ben] = [await run.member('ann'), await run.member('ben')];
    await run.plan([rowOf(ann, 'treatment'), rowOf(ben, 'control')]);
    await run.buys('ann', 'P1', '2026-03-12T12:00:00Z', 1000);
    await run.send('member.erased', { requestId: 'e', member: { externalId: 'ann' } }, '2026-03-20T12:00:00Z');
    const { document, sums } = await run.result();
    expect(document.arms).toMatchObject([{ n: 1 }, { n: 1 }]);
    expect(sums?.treatment.net.sum).toBe(1000n);
  });
});

test('a row that was written twice counts once', async () => {
  const run = new RunOfCampaign();
  const ann = await run.member('ann');
  await run.plan([rowOf(ann, 'treatment')], 'a');
  await run.plan([rowOf(ann, 'treatment'), rowOf(await run.member('ben'), 'control')], 'b');
  const { document } = await run.result();
  expect(document).toMatchObject({ arms: [{ n: 1 }, { n: 1 }], funnel: { targeted: 1, control: 1 } });
});
