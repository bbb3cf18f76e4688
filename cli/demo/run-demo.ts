/** `npm start`: the stack, the starter programme, a shop's fourteen months, and what became of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { addDays, parseDay } from '../../shared/domain/calendar.ts';
import type { Day } from '../../shared/domain/calendar.ts';
import { instantOf, startOfDay } from '../../shared/domain/zone.ts';
import { openDeployment } from '../deployment.ts';
import type { Deployment } from '../deployment.ts';
import { explain } from '../explain/explain.ts';
import { publishedLevelNames } from '../../shared/explain/level-names.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { bringUp } from '../local/bring-up.ts';
import { localFolder, projectFolder } from '../local/paths.ts';
import { prepareAndReplay } from '../replay/prepare.ts';
import type { RunDocument } from '../report/document.ts';
import { printRun } from '../report/print-run.ts';
import { printRejections } from './print-demo.ts';
import { shopLastDay, shopLines } from './shop.ts';

const starter = join('shared', 'config', 'programmes', 'starter.json');
const eventsFile = join(localFolder, 'shop.ndjson');

/** The member whose balance is worth explaining, and one of her purchases. */
const shownMember = 'ann';
const shownEntry = 'purchase:web:2025-11-11:0001';

function next(endpoint: string | null): string {
  return `Where to look next
  npx perennial explain externalId:${shownMember} \\
      ${shownEntry}                  why a purchase gave what it gave; --lang zh-CN in Chinese
  npx perennial verify                              rebuild every account and check the chains
  npx perennial simulate --program ${starter} \\
      --events .local/shop.ndjson                   the same events in memory, in a second
  npx perennial replay --events .local/shop.ndjson  send them all again: nothing moves
  npx perennial --help                              everything else
  The stack answers at ${endpoint ?? 'AWS'} until \`npm stop\`; docs/architecture.md says what is in it.`;
}

function lastDayOfShop(): Day {
  const day = parseDay(shopLastDay);
  if (day === undefined) throw new Failure(`The shop's last day is no date: ${shopLastDay}`);
  return day;
}

async function replayShop(io: CommandIo, asOf: Day): Promise<RunDocument> {
  const progress = (settled: number) => {
    io.progress(`${String(settled)} events settled …`);
  };
  const options = { files: [eventsFile], asOf, ratePerSecond: undefined, members: true, entries: false, progress };
  return prepareAndReplay('local', { program: join(projectFolder, starter), fresh: false }, options, io);
}

/** Explains a member's balance as it is at the end of the shop's last day. */
async function showMember(
  io: CommandIo,
  deployment: Deployment,
  { members = [] }: RunDocument,
  day: Day,
): Promise<void> {
  const member = members.find(({ externalId }) => externalId === shownMember);
  if (member === undefined) return;
  const { ledger, settings, programmes } = deployment;
  const versions = await programmes();
  const now = instantOf(startOfDay(addDays(day, 1), versions[0].timeZone) - 1);
  const sources = { ledger, versions, levelNames: await publishedLevelNames(settings) };
  const { memberId } = member;
  const { lines } = await explain(sources, { memberId, entryId: undefined, language: 'en', now });
  io.out(`$ npx perennial explain externalId:${shownMember}`);
  for (const line of lines) io.out(line);
  io.out('');
}

/** Brings the local stage up, replays the shop and prints what happened. Run again, it changes nothing. */
export async function runDemo(io: CommandIo): Promise<RunDocument> {
  const { endpoint, leftOut } = await bringUp('local', io);
  await mkdir(localFolder, { recursive: true });
  await writeFile(eventsFile, [...shopLines()].join(''));
  io.progress('Sending a shop’s fourteen months of events through the bus …');
  const day = lastDayOfShop();
  const document = await replayShop(io, day);
  printRun(io, document);
  const deployment = await openDeployment('local', io);
  await showMember(io, deployment, document, day);
  const { intake } = deployment;
  const rejections = new Map<string, Parameters<typeof printRejections>[1][number]>();
  for await (const rejection of intake.rejections()) rejections.set(rejection.eventId ?? rejection.id, rejection);
  printRejections(io, [...rejections.values()]);
  if (leftOut.length > 0) io.out('What the local stage leaves out, and why: docs/local-stage.md\n');
  io.out(next(endpoint));
  return document;
}
