import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { environmentVariables, functionNames, resourceName } from '../../shared/config/names.ts';
import { sale } from '../fixtures/events.ts';
import { plainDocument } from '../fixtures/programme.ts';
import { eventually } from './eventually.ts';
import { folderOfFile, writeDocument, writeLines } from './files.ts';
import { replay, replayFresh, simulate, withoutMemberIds } from './perennial.ts';
import { endOfReview, reviewed, startReview } from './review-machine.ts';
import { endpoint, rawItems } from './stage.ts';

const worker = resourceName('local', functionNames.reviewMembers);
const configuration = z.object({ Environment: z.object({ Variables: z.record(z.string(), z.string()) }) });

/** Reads the deployed worker's configuration, or changes it: the emulator asks for no signature. */
async function configure(init: { readonly method?: 'PUT'; readonly body?: string } = {}) {
  const answer = await fetch(`${endpoint}/2015-03-31/functions/${worker}/configuration`, init);
  const body: unknown = await answer.json();
  return configuration.parse(body).Environment.Variables;
}

/** Lets the deployed worker write so many units a second. @returns how many it was before */
async function setPace(unitsPerSecond: string): Promise<string> {
  const { [environmentVariables.reviewWriteUnits]: before = '', ...others } = await configure();
  const Variables = { ...others, [environmentVariables.reviewWriteUnits]: unitsPerSecond };
  await configure({ method: 'PUT', body: JSON.stringify({ Environment: { Variables } }) });
  return before;
}

/** What a process was started with; empty for one that is gone, or somebody else's. */
function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(join('/proc', pid, 'environ'), 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** The processes that run the worker, of the emulator of this run alone. */
function workers(): readonly number[] {
  const own = [`AWS_LAMBDA_FUNCTION_NAME=${worker}`, `AWS_ENDPOINT_URL=${endpoint}`];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.filter((pid) => own.every((variable) => environmentOf(pid).includes(variable))).map(Number);
}

const members = 48;
const sales = Array.from({ length: members }, (_, index) =>
  sale({
    purchaseId: `killed-${String(index)}`,
    member: { externalId: `killed-${String(index)}` },
    net: 10_000,
    occurredAt: '2024-03-01T12:00:00+08:00',
  }),
);
const day = '2025-03-01';

let program: string;
let events: string[];
let pace = '';

beforeAll(async () => {
  const folder = await folderOfFile();
  program = await writeDocument(folder, 'programme.json', plainDocument);
  events = [await writeLines(folder, 'events.ndjson', sales)];
  await replayFresh({ program, events, asOf: '2024-03-02' });
});

afterAll(async () => {
  if (pace !== '') await setPace(pace);
});

async function expiries(): Promise<number> {
  return (await rawItems('ledger')).filter(({ kind }) => kind === 'expire').length;
}

test('a worker that is killed in the middle is called again, and posts what is left', async ({ skip }) => {
  if (process.platform !== 'linux') skip('only Linux says in /proc which process runs which function');
  // Ten members at once, and then nine seconds of waiting, in each of two segments.
  pace = await setPace('10');
  const execution = await startReview({ day });
  await eventually('the first members of both segments', async () => ((await expiries()) >= 20 ? true : undefined));
  const killed = workers();
  for (const pid of killed) process.kill(pid, 'SIGKILL');
  expect(killed.length).toBeGreaterThan(0);
  expect(await expiries()).toBeLessThan(members);
  await setPace(pace);
  const { output, steps } = await endOfReview(execution);
  // Nobody heard what the first calls had posted.
  expect(output).toMatchObject({ day, reviewed: members, failed: 0, lost: 0, complete: true, snapshot: 'taken' });
  expect(output['posted']).toBeLessThanOrEqual(members - 20);
  expect(steps).toBe(7);
  expect(await expiries()).toBe(members);
  expect(await reviewed({ day })).toMatchObject({ posted: 0, complete: true });
  const document = withoutMemberIds(await replay({ events, asOf: day }));
  const expected = withoutMemberIds(await simulate({ program, events, asOf: day }));
  expect({ ...document, events: expected.events }).toEqual(expected);
});
