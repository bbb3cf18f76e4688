/** A whole pass over generated accounts, by the commands that the functions run, in the order of the state machine. */
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { finishReview } from '../../shared/commands/finish-review.ts';
import { reviewMembers } from '../../shared/commands/review-members.ts';
import type { ReviewDependencies } from '../../shared/commands/review-members.ts';
import type { ReviewRequest, SegmentEnd } from '../../shared/commands/review-run.ts';
import { startReview } from '../../shared/commands/start-review.ts';
import { endOfDay } from '../../shared/domain/review.ts';
import { instantOf } from '../../shared/domain/zone.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { memorySettings } from '../../shared/store/memory/memory-settings.ts';
import { memorySnapshots } from '../../shared/store/memory/memory-snapshots.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { PassStore } from '../../shared/store/pass-store.ts';
import { dayNumber } from '../bench-members.ts';
import type { Usage } from '../meter.ts';
import { dateOf } from '../reference-case.ts';
import { Bill } from './bill.ts';
import type { End } from './bill.ts';
import { generateMembers, reviewedDay } from './generated-members.ts';
import type { GeneratedMembers } from './generated-members.ts';
import { DueMembers, generatedLedger, generatedMessages } from './generated-stores.ts';

/** After so many accounts a call hands over to the next; a deployed one does so by its time, which is far later. */
const accountsOfCall = 100_000;
/** As many as `timeLeft` is asked about at once. */
const accountsAtOnce = 10;
const hour = 3_600_000;

export type PassOptions = {
  readonly accounts: number;
  readonly segments: number;
  /** Where the parts lie, as files: in memory they would be counted as the pass's. */
  readonly folder: string;
  /** Called with every page, and whenever a part is written or read: where memory is looked at. */
  readonly look?: (() => void) | undefined;
};

export type MeasuredSegment = {
  readonly end: SegmentEnd;
  readonly calls: number;
  /** States that the machine goes through: three before the segments, two for each call, one at its end, four behind. */
  readonly states: number;
  readonly used: Readonly<Record<End, Usage>>;
  readonly due: DueMembers['counts'];
  readonly messages: number;
  readonly messageBytes: number;
  readonly parts: number;
  readonly partBytes: number;
  /** Processor time of the reviewing alone, in milliseconds. */
  readonly cpuMs: number;
};

/** `snapshotBytes` of it as it is kept, packed. */
export type MeasuredFinish = { readonly states: number; readonly snapshotBytes: number; readonly cpuMs: number };

type Parts = { readonly store: PassStore; readonly sizes: ReadonlyMap<string, number> };

function partsIn({ folder, look }: PassOptions): Parts {
  const sizes = new Map<string, number>();
  const store: PassStore = {
    async putPart(_, name, body) {
      look?.();
      sizes.set(name, body.length);
      await writeFile(join(folder, name), body);
    },
    parts: async () => (await readdir(folder)).sort(),
    async readPart(_, name) {
      look?.();
      return readFile(join(folder, name));
    },
  };
  return { store, sizes };
}

/** Everything as it is an hour after the day has ended, with the day before reviewed. */
async function settingOf(members: GeneratedMembers) {
  const settings = memorySettings();
  await settings.putReviewedThrough(dateOf(reviewedDay - 1));
  const ended = endOfDay(dayNumber(reviewedDay), [members.programme]).at;
  return {
    settings,
    programmes: async () => Promise.resolve([members.programme] as const),
    now: () => instantOf(ended + hour),
  };
}

async function timed<Result>(
  work: () => Promise<Result>,
): Promise<{ readonly cpuMs: number; readonly result: Result }> {
  const begun = process.cpuUsage();
  const result = await work();
  const { user, system } = process.cpuUsage(begun);
  return { cpuMs: (user + system) / 1000, result };
}

/** Calls the reviewing function until a segment is done. @throws Error when an account could not be reviewed */
async function loop(deps: ReviewDependencies, first: ReviewRequest): Promise<SegmentEnd> {
  for (let request = first; ;) {
    const { answer, failures } = await reviewMembers(deps, request);
    if (failures.length > 0) throw new Error(`an account could not be reviewed: ${JSON.stringify(failures[0])}`);
    if (answer.done) return answer;
    request = answer;
  }
}

/** Reviews a segment, as the functions do that are called for it. @throws Error when that fails */
export async function measureSegment(options: PassOptions, segment: number): Promise<MeasuredSegment> {
  const { accounts, segments, look = () => undefined } = options;
  const members = await generateMembers();
  const [bill, due, parts] = [new Bill(), new DueMembers(), partsIn(options)];
  const generated = { members, accounts, bill, onPage: look };
  const setting = await settingOf(members);
  let asked = 0;
  const deps: ReviewDependencies = {
    ...setting,
    ledger: generatedLedger(generated, due),
    members: new MemoryStore(),
    messages: generatedMessages(generated, due),
    digests: digestsWith(Buffer.alloc(32, 1)),
    newMemberId: () => 'nobody-is-new',
    backOff: async () => Promise.resolve(),
    passes: parts.store,
    timeLeft: () => (asked += accountsAtOnce) % accountsOfCall !== 0,
    sleep: async () => Promise.resolve(),
    unitsPerSecond: Number.MAX_SAFE_INTEGER,
  };
  const { started } = await startReview({ ...setting, segments }, { run: 'growth' });
  const first = started.status === 'due' ? started.segments[segment] : undefined;
  if (first === undefined) throw new Error('a day has ended, and has such a segment');
  const { cpuMs, result: end } = await timed(async () => loop(deps, first));
  due.settle();
  const { segment: number, part, reviewed, posted, failed, done } = end;
  return {
    end: { segment: number, part, reviewed, posted, failed, done },
    // Each call is a part.
    calls: part,
    states: 2 * part + 1,
    used: bill.used,
    due: due.counts,
    messages: bill.messages,
    messageBytes: bill.messageBytes,
    parts: parts.sizes.size,
    partBytes: [...parts.sizes.values()].reduce((sum, size) => sum + size, 0),
    cpuMs,
  };
}

/** Ends the pass whose segments have left their parts. @throws Error when anything is missing, or sums do not add up */
export async function measureFinish(options: PassOptions, ends: readonly SegmentEnd[]): Promise<MeasuredFinish> {
  const setting = await settingOf(await generateMembers());
  const snapshots = memorySnapshots();
  const deps = { ...setting, snapshots, passes: partsIn(options).store };
  const request = { day: dateOf(reviewedDay), run: 'growth', segments: ends };
  const { cpuMs, result } = await timed(async () => finishReview(deps, request));
  options.look?.();
  const { finished, checks } = result;
  const isWhole = finished.complete && finished.snapshot === 'taken' && finished.reviewed === options.accounts;
  if (!isWhole || checks.length > 0) throw new Error(`the pass did not come to its end: ${JSON.stringify(finished)}`);
  const body = await snapshots.read(finished.day);
  if (body === undefined) throw new Error('the snapshot was taken');
  // Three before the segments; then the snapshot, whether anything is missing, the root, the end.
  return { states: 3 + 4, snapshotBytes: gzipSync(body).length, cpuMs };
}
