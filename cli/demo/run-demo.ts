/** `npm start`: the stack, the starter programme, a shop's fourteen months, and what became of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDay } from '../../shared/domain/calendar.ts';
import { openDeployment } from '../deployment.ts';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { bringUp } from '../local/bring-up.ts';
import { localFolder, projectFolder } from '../local/paths.ts';
import { prepareAndReplay } from '../replay/prepare.ts';
import type { RunDocument } from '../report/document.ts';
import { printRun } from '../report/print-run.ts';
import { printHistory, printRejections } from './print-demo.ts';
import { shopLastDay, shopLines } from './shop.ts';

const starter = join('shared', 'config', 'programmes', 'starter.json');
const eventsFile = join(localFolder, 'shop.ndjson');

/** The member whose history is worth reading. */
const shownMember = 'ann';

function next(endpoint: string | null): string {
  return `Where to look next
  npx perennial verify                              rebuild every account and check the chains
  npx perennial simulate --program ${starter} \\
      --events .local/shop.ndjson                   the same events in memory, in a second
  npx perennial replay --events .local/shop.ndjson  send them all again: nothing moves
  npx perennial --help                              everything else
  The stack answers at ${endpoint ?? 'AWS'} until \`npm stop\`; docs/architecture.md says what is in it.`;
}

async function replayShop(io: CommandIo): Promise<RunDocument> {
  const asOf = parseDay(shopLastDay);
  if (asOf === undefined) throw new Failure(`The shop's last day is no date: ${shopLastDay}`);
  const progress = (settled: number) => {
    io.progress(`${String(settled)} events settled …`);
  };
  const options = { files: [eventsFile], asOf, ratePerSecond: undefined, members: true, entries: true, progress };
  return prepareAndReplay('local', { program: join(projectFolder, starter), fresh: false }, options, io);
}

function showMember(io: CommandIo, { members = [], entries = [] }: RunDocument, timeZone: string): void {
  const member = members.find(({ externalId }) => externalId === shownMember);
  if (member === undefined) return;
  const own = entries.filter(({ memberId }) => memberId === member.memberId);
  const title = `The history of member ${shownMember}: ${member.tier}, ${String(member.available)} points available`;
  printHistory(io, title, own, timeZone);
}

/** Brings the local stage up, replays the shop and prints what happened. Run again, it changes nothing. */
export async function runDemo(io: CommandIo): Promise<RunDocument> {
  const { endpoint, leftOut } = await bringUp('local', io);
  await mkdir(localFolder, { recursive: true });
  await writeFile(eventsFile, [...shopLines()].join(''));
  io.progress('Sending a shop’s fourteen months of events through the bus …');
  const document = await replayShop(io);
  printRun(io, document);
  const { intake, programmes } = await openDeployment('local', io);
  const [programme] = await programmes();
  showMember(io, document, programme.timeZone);
  const rejections = new Map<string, Parameters<typeof printRejections>[1][number]>();
  for await (const rejection of intake.rejections()) rejections.set(rejection.eventId ?? rejection.id, rejection);
  printRejections(io, [...rejections.values()]);
  if (leftOut.length > 0) io.out('What the local stage leaves out, and why: docs/local-stage.md\n');
  io.out(next(endpoint));
  return document;
}
