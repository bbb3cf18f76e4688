/** A whole pass over generated accounts: a process for each segment, some at once, and one for its end. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod/mini';
import { passFigures } from '../../cli/cost/cost-files.ts';
import type { MeasuredGrowthPass } from '../../cli/cost/cost-files.ts';
import type { Usage } from '../meter.ts';
import { ends } from './bill.ts';
import type { End } from './bill.ts';
import type { MeasuredSegment } from './measure-pass.ts';
import { segmentEnd } from './segment-end.ts';

/** Megabytes of heap that a process has to get by with, however many accounts there are. */
const heapMegabytes = 128;

const run = promisify(execFile);

export type PassRequest = { readonly accounts: number; readonly segments: number; readonly atOnce: number };

const number = z.number();
const segmentAnswer = z.object({ end: segmentEnd, ...passFigures, states: number, cpuMs: number, peakBytes: number });
const finishAnswer = z.object({ states: number, snapshotBytes: number, cpuMs: number, peakBytes: number });

async function inProcess(order: object): Promise<unknown> {
  const file = join(import.meta.dirname, 'pass-process.ts');
  const flags = ['--expose-gc', `--max-old-space-size=${String(heapMegabytes)}`];
  const { stdout } = await run(process.execPath, [...flags, file, JSON.stringify(order)]);
  return JSON.parse(stdout);
}

/** What several have come to; the same of one process or of many. */
export function addSegments(segments: readonly MeasuredSegment[]) {
  const sum = (of: (segment: MeasuredSegment) => number) => segments.reduce((total, each) => total + of(each), 0);
  const usageOf = (end: End): Usage => ({
    calls: sum(({ used }) => used[end].calls),
    readUnits: sum(({ used }) => used[end].readUnits),
    writeUnits: sum(({ used }) => used[end].writeUnits),
  });
  const [scan, post, tell] = ends.map(usageOf);
  if (scan === undefined || post === undefined || tell === undefined) throw new TypeError('there are three ends');
  return {
    calls: sum(({ calls }) => calls),
    used: { scan, post, tell },
    due: {
      posted: sum(({ due }) => due.posted),
      told: sum(({ due }) => due.told),
      either: sum(({ due }) => due.either),
    },
    entries: sum(({ end }) => end.posted),
    messages: sum(({ messages }) => messages),
    messageBytes: sum(({ messageBytes }) => messageBytes),
    parts: sum(({ parts }) => parts),
    partBytes: sum(({ partBytes }) => partBytes),
  };
}

/** @returns also the processor time of an account, in microseconds */
export async function passOver({ accounts, segments, atOnce }: PassRequest): Promise<{
  readonly pass: Omit<MeasuredGrowthPass, 'timeRatio'>;
  readonly accountMicros: number;
}> {
  const folder = mkdtempSync(join(tmpdir(), 'perennial-growth-'));
  try {
    const options = { accounts, segments, folder };
    const waiting = Array.from({ length: segments }, (_, segment) => segment);
    const reviewed: z.output<typeof segmentAnswer>[] = [];
    const worker = async () => {
      for (let segment = waiting.shift(); segment !== undefined; segment = waiting.shift()) {
        reviewed.push(segmentAnswer.parse(await inProcess({ ...options, segment })));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    const finish = finishAnswer.parse(await inProcess({ ...options, ends: reviewed.map(({ end }) => end) }));
    const cpuMs = reviewed.reduce((sum, each) => sum + each.cpuMs, finish.cpuMs);
    return {
      pass: {
        accounts,
        segments,
        ...addSegments(reviewed),
        stateTransitions: reviewed.reduce((sum, { states }) => sum + states, finish.states),
        snapshotBytes: finish.snapshotBytes,
        peakBytes: { review: Math.max(...reviewed.map(({ peakBytes }) => peakBytes)), snapshot: finish.peakBytes },
      },
      accountMicros: (cpuMs * 1000) / accounts,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
