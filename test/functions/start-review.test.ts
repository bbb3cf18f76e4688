/** The function that decides at each tick whether a business day is to be reviewed. */
import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { start as Start } from '../../functions/start-review/handler.ts';
import type { StartReviewDependencies } from '../../shared/commands/start-review.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { logMessages } from '../../shared/platform/telemetry.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { NoProgrammeError } from '../../shared/store/published-programmes.ts';
import { programmeWith } from '../fixtures/programme.ts';
import { invoke } from './invoke.ts';

let start: typeof Start;
beforeAll(async () => {
  vi.stubEnv('SETTINGS_TABLE', 'settings');
  vi.stubEnv('REVIEW_SEGMENTS', '2');
  ({ start } = await import('../../functions/start-review/handler.ts'));
  vi.unstubAllEnvs();
});

type Request = Parameters<typeof Start>[1];

/** 22 November in Shanghai begins at 16:00 UTC of the day before. */
const midnight = Date.UTC(2026, 10, 21, 16);

/** Deps with a clock that stands at some minutes past that midnight. */
function schedulerAt(minutes: number) {
  let now = instantOf(midnight + minutes * 60_000);
  const deps: StartReviewDependencies = {
    settings: memorySettings(),
    programmes: async () => Promise.resolve([programmeWith()]),
    now: () => now,
    segments: 2,
  };
  const move = (to: number) => (now = instantOf(midnight + to * 60_000));
  return { deps, move };
}

const call = async (deps: StartReviewDependencies, request: Request) =>
  invoke(async (event: Request) => start(deps, event), request);
const tick = (run: string): Request => ({ run, input: {} });

describe('a tick', () => {
  it('begins with the business day that has ended, each segment with its first stretch', async () => {
    const { deps } = schedulerAt(14);
    const { result, logs, metrics } = await call(deps, tick('run-1'));
    const stretch = { day: '2026-11-21', run: 'run-1', segments: 2, part: 0, reviewed: 0, posted: 0, failed: 0 };
    expect(result).toEqual({
      status: 'due',
      day: '2026-11-21',
      run: 'run-1',
      segments: [
        { ...stretch, segment: 0 },
        { ...stretch, segment: 1 },
      ],
    });
    expect(logs).toMatchObject([{ message: logMessages.reviewStarted, status: 'due', day: '2026-11-21' }]);
    expect(metrics).toEqual({ ReviewLateMinutes: 14 });
  });

  it('waits for the end of the day, in the zone of the programme', async () => {
    const { deps, move } = schedulerAt(-1);
    expect((await call(deps, tick('run-1'))).result).toMatchObject({ status: 'due', day: '2026-11-20' });
    move(0);
    expect((await call(deps, tick('run-1'))).result).toMatchObject({ status: 'due', day: '2026-11-21' });
  });

  it('leaves a run alone that is at it, for forty minutes after its last sign of life', async () => {
    const { deps, move } = schedulerAt(0);
    await call(deps, tick('run-1'));
    move(39);
    const second = await call(deps, tick('run-2'));
    expect(second.result).toEqual({ status: 'running', day: '2026-11-21' });
    expect(second.metrics).toEqual({ ReviewLateMinutes: 39 });
    // The same execution, once more.
    expect((await call(deps, tick('run-1'))).result).toMatchObject({ status: 'due', run: 'run-1' });
    move(78);
    expect((await call(deps, tick('run-2'))).result).toMatchObject({ status: 'running' });
    move(79);
    expect((await call(deps, tick('run-3'))).result).toMatchObject({ status: 'due', run: 'run-3' });
  });

  it('has nothing to do when the day is done, nor when a later one is', async () => {
    const { deps } = schedulerAt(500);
    for (const day of ['2026-11-21', '2026-11-22']) {
      await deps.settings.putReviewedThrough(day);
      const { result, metrics } = await call(deps, tick('run-1'));
      expect(result).toEqual({ status: 'done', day: '2026-11-21' });
      expect(metrics).toEqual({ ReviewLateMinutes: 0 });
    }
  });

  it('takes the newest day alone when several were missed: it finds everything that was due in them', async () => {
    const { deps } = schedulerAt(30);
    await deps.settings.putReviewedThrough('2026-11-15');
    expect((await call(deps, tick('run-1'))).result).toMatchObject({
      status: 'due',
      day: '2026-11-21',
      segments: [{ previous: '2026-11-15' }, { previous: '2026-11-15' }],
    });
  });

  it('has nothing to do before a programme is published, and is not late', async () => {
    const { deps } = schedulerAt(30);
    const programmes = async () => Promise.reject(new NoProgrammeError('none'));
    const { result, logs, metrics } = await call({ ...deps, programmes }, tick('run-1'));
    expect(result).toEqual({ status: 'no-programme' });
    expect(logs).toMatchObject([{ level: 'WARN', message: logMessages.noProgramme }]);
    expect(metrics).toEqual({ ReviewLateMinutes: 0 });
  });

  it('fails when the settings cannot be read, so that it is tried again', async () => {
    const { deps } = schedulerAt(30);
    const settings = { ...deps.settings, reviewedThrough: async () => Promise.reject(new Error('down')) };
    await expect(call({ ...deps, settings }, tick('run-1'))).rejects.toThrow('down');
  });
});

describe('somebody who asks for a day', () => {
  const asked = (run: string, day: string): Request => ({ run, input: { day } });

  it('gets it, whether or not it was reviewed, and whoever is at it', async () => {
    const { deps } = schedulerAt(30);
    await deps.settings.putReviewedThrough('2026-11-21');
    for (const [run, day] of [
      ['run-1', '2026-11-21'],
      ['run-2', '2026-11-21'],
      ['run-3', '2025-01-01'],
      ['run-4', '2027-01-01'],
    ] as const) {
      const { result } = await call(deps, asked(run, day));
      expect(result).toMatchObject({
        status: 'due',
        day,
        run,
        segments: [
          { day, run },
          { day, run },
        ],
      });
    }
  });

  it('is told of a day that is none, and of a run that can be no part of a key', async () => {
    const { deps } = schedulerAt(30);
    await expect(call(deps, asked('run-1', '2026-02-30'))).rejects.toThrow(RangeError);
    for (const run of ['', 'a/b', 'ä', 'x'.repeat(81)]) await expect(call(deps, tick(run))).rejects.toThrow(RangeError);
  });
});
