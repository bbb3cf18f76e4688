/**
 * Accounts of as many members as anybody wants, made of a few hundred that the engine itself has made: each has a past of
 * sales that was posted by the commands, and is stored as its item is. The same number always gives the same account.
 */
import { applyEvents } from '../../shared/commands/apply-events.ts';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { readProgrammeFile } from '../../cli/programme-file.ts';
import { reviewAccount } from '../../shared/commands/review-account.ts';
import { takeInEvents } from '../../shared/commands/take-in-events.ts';
import type { IntakeDependencies } from '../../shared/commands/take-in-events.ts';
import type { Programme } from '../../shared/domain/programme.ts';
import { stageOn } from '../../shared/domain/stages.ts';
import type { Stage } from '../../shared/domain/stages.ts';
import { digestsWith } from '../../shared/platform/digest.ts';
import { formatAccount } from '../../shared/store/dynamodb/account-item.ts';
import { memoryIntake } from '../../shared/store/memory/memory-intake.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { StoredRecord } from '../../shared/store/store.ts';
import { dayNumber } from '../bench-members.ts';
import { itemBytes } from '../item-size.ts';
import { longId, saleMessage } from '../reference-case.ts';

const starterFile = join(import.meta.dirname, '../../shared/config/programmes/starter.json');

/** The day that is reviewed, in the days of the bench: 15 April 2030, and no leap day in the year before it. */
export const reviewedDay = 1200;

/** So many different accounts; numbers of accounts that are multiples of it have the same shares of each. */
const kinds = 250;

export type Kind = {
  /** The item without its key, which is of the same length for everybody. */
  readonly item: StoredRecord;
  readonly bytes: number;
  /** What its member was last told to be. */
  readonly told: Stage;
};

export type GeneratedMembers = { readonly programme: Programme; readonly kinds: readonly Kind[] };

const idPrefix = 'member-';
/** As long as `newMemberId` makes them. */
const idLength = 20;

export function memberIdAt(index: number): string {
  return `${idPrefix}${String(index).padStart(idLength - idPrefix.length, '0')}`;
}

export function indexOf(memberId: string): number {
  return Number(memberId.slice(idPrefix.length));
}

type Visit = { readonly day: number; readonly net: number };

/** Days between two visits of a member, by the last digit of their kind: seven visits a year on average. */
const rhythms = [14, 30, 45, 60, 60, 90, 90, 60, 120, 180] as const;
const yearsOfPast = 2;

/** Between 200.00 and 300.00. */
const netOf = (index: number) => 20_000 + ((index * 7919) % 10_000);
/** Silver together, and not each of them: a year later the first one counts no more. */
const large = [
  { ago: 30, net: 300_000 },
  { ago: 0, net: 200_000 },
] as const;
/** Kinds that rest on these purchases, and how many days ago they have made the level: it is judged now, or in a month. */
const largeAgo = new Map([
  [7, 365],
  [17, 334],
]);

/**
 * Members come every so many days; where they are in that on the day of the review differs evenly. One kind in ten has
been silent for so long that it is another stage since this day, and two rest on purchases of a year ago, or nearly, that
 * have made them silver.
 */
function visitsOf(kind: number): readonly Visit[] {
  const every = rhythms[kind % rhythms.length] ?? 30;
  const phase = Math.floor(kind / rhythms.length);
  const phases = kinds / rhythms.length;
  const silent = phase === 23 ? 2 * every + 1 : phase === 24 ? 3 * every + 1 : undefined;
  const last = reviewedDay - (silent ?? Math.floor((phase * every) / phases));
  const count = Math.max(3, Math.floor((yearsOfPast * 365) / every));
  const visits = Array.from({ length: count }, (_, index) => {
    return { day: last - every * (count - 1 - index), net: netOf(kind + index) };
  });
  const levelAgo = largeAgo.get(kind);
  if (levelAgo === undefined) return visits;
  const first = reviewedDay - levelAgo;
  const madeSilver = large.map(({ ago, net }) => ({ day: first - ago, net }));
  return [...madeSilver, ...visits.filter(({ day }) => day > first && day < reviewedDay)];
}

type Engine = { readonly store: MemoryStore; readonly deps: IntakeDependencies };

async function openEngine(programme: Programme): Promise<Engine> {
  const store = new MemoryStore();
  let members = 0;
  const deps: IntakeDependencies = {
    apply: applyEvents,
    ledger: store,
    members: store,
    intake: memoryIntake(store),
    programmes: async () => Promise.resolve([programme] as const),
    // Any key will do that is always the same.
    digests: digestsWith(Buffer.alloc(32, 1)),
    newMemberId: () => memberIdAt((members += 1)),
    backOff: async () => Promise.resolve(),
    seal: () => '',
    now: () => '2099-01-01T00:00:00Z',
  };
  return Promise.resolve({ store, deps });
}

const secondsOfDay = 86_400;
const noon = (day: number) => Date.UTC(2027, 0, 1 + day, 4) / 1000;

/** Sales of one transaction that leave room for what is due before each of them. */
const salesAtOnce = 40;

async function post({ deps }: Engine, kind: number, visits: readonly Visit[]): Promise<void> {
  const member = { externalId: longId(`kind-${String(kind)}`) };
  const sales = visits.map(({ day, net }) => saleMessage({ name: `${String(kind)}:${String(day)}`, member, day, net }));
  for (let at = 0; at < sales.length; at += salesAtOnce) {
    const batch = sales.slice(at, at + salesAtOnce);
    const { counts } = await takeInEvents(deps, batch);
    if (counts.applied !== batch.length) throw new Error('every sale is applied');
  }
}

/** The account as the pass of the day finds it: reviewed on every day before, and with what was bought on the day. */
async function lifeOf(engine: Engine, programme: Programme, kind: number): Promise<Kind> {
  const { store, deps } = engine;
  const visits = visitsOf(kind);
  await post(
    engine,
    kind,
    visits.filter(({ day }) => day < reviewedDay),
  );
  const memberId = memberIdAt(kind + 1);
  const account = async () => {
    const found = (await store.read({ memberIds: [memberId], entryIds: [] })).accounts.get(memberId);
    if (found === undefined) throw new Error('whoever has bought has an account');
    return found;
  };
  await reviewAccount(deps, await account(), dayNumber(reviewedDay - 2));
  const { posted } = await reviewAccount(deps, await account(), dayNumber(reviewedDay - 1));
  const today = visits.filter(({ day }) => day === reviewedDay);
  await post(engine, kind, today);
  const { account: life, version } = await account();
  const last = visits.at(-1)?.day ?? 0;
  // What the pass before has posted it posted when its day was over.
  const putAt = posted > 0 && today.length === 0 ? noon(reviewedDay) - secondsOfDay / 3 : noon(last);
  const item = { ...formatAccount({ ...life, memberId: memberIdAt(0) }, version), putAt };
  return {
    item,
    bytes: itemBytes(marshall(item, { removeUndefinedValues: true })),
    told: stageOn(life.statistics, dayNumber(reviewedDay - 1), programme.stages),
  };
}

/** Makes the members whose accounts all others are copies of: some seconds. */
export async function generateMembers(): Promise<GeneratedMembers> {
  const { programme } = (await readProgrammeFile(starterFile)).result;
  const engine = await openEngine(programme);
  const made: Kind[] = [];
  for (let kind = 0; kind < kinds; kind += 1) made.push(await lifeOf(engine, programme, kind));
  return { programme, kinds: made };
}

/** The item of the account with a number. */
export function itemAt(members: GeneratedMembers, index: number): StoredRecord {
  return { ...kindAt(members, index).item, memberId: memberIdAt(index) };
}

export function kindAt({ kinds: all }: GeneratedMembers, index: number): Kind {
  const kind = all[index % all.length];
  if (kind === undefined) throw new RangeError('there are no members');
  return kind;
}
