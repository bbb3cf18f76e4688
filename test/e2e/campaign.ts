/** Campaigns by the command line, as a marketer has them: a folder, and what `perennial campaign` prints. */
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod/mini';
import { campaignResult } from '../../shared/contracts/campaign-result.ts';
import { toldCoupon, toldMessage } from '../../shared/contracts/told-message.ts';
import { perennialJson, programmeFile, projectFolder } from './perennial.ts';
import { writeDocument } from './files.ts';

type Document = Readonly<Record<string, unknown>>;
const object = z.record(z.string(), z.unknown());

/** A folder with the plan of a starter and its templates, and with other values at the plan's top level. */
export async function starterPlan(folder: string, starter: string, changes: Document = {}): Promise<string> {
  const from = join(projectFolder, 'shared/config/campaigns', starter);
  const to = await mkdtemp(join(folder, `${starter}-`));
  await cp(from, to, { recursive: true });
  const document = object.parse(JSON.parse(await readFile(join(from, 'campaign.json'), 'utf8')));
  await writeFile(join(to, 'campaign.json'), JSON.stringify({ ...document, ...changes }));
  return to;
}

/** A folder with a plan of its own, whose one template is the same text in both languages. */
export async function ownPlan(folder: string, document: Document & { readonly id: string }, template: string) {
  const to = join(folder, document.id);
  await mkdir(to);
  await writeFile(join(to, 'campaign.json'), JSON.stringify(document));
  for (const locale of ['en', 'zh-CN']) await writeFile(join(to, `only.${locale}.liquid`), template);
  return to;
}

/** The programme that the project begins with, in force since long before anything that the tests tell of. */
export async function starterProgramme(folder: string): Promise<string> {
  const document = object.parse(JSON.parse(await readFile(programmeFile('starter'), 'utf8')));
  return writeDocument(folder, 'programme.json', { ...document, effectiveFrom: '2024-01-01T00:00:00Z' });
}

/** What `perennial campaign …` prints. @throws Error with what it says when it does not succeed */
export async function campaign(...words: readonly string[]): Promise<unknown> {
  const { code, document } = await perennialJson('campaign', ...words);
  if (code !== 0) throw new Error(`campaign ${words.join(' ')} ended with ${code}: ${JSON.stringify(document)}`);
  return document;
}

/** Publishes the plan of a folder and approves it. Returns its id. */
export async function approved(plan: string): Promise<string> {
  const { campaign: id } = z.object({ campaign: z.string() }).parse(await campaign('publish', plan, '--by', 'ann'));
  await campaign('approve', id, '--by', 'ann');
  return id;
}

const counts = z.record(z.string(), z.int());
const ran = z.object({
  run: z.nullable(z.string()),
  runs: z.array(
    z.object({
      ...{ run: z.string(), planned: z.int(), sent: z.int(), failed: z.int(), unknown: z.int(), deferred: z.int() },
      ...{ waiting: z.int(), skipped: counts, channels: counts },
    }),
  ),
});

/** Runs what is due of a campaign by an instant. Returns the counts of each run, that of the instant first. */
export async function runAt(id: string, at: string) {
  return ran.parse(await campaign('run', id, '--at', at)).runs;
}

export async function resultOf(id: string, ...words: readonly string[]) {
  return campaignResult.parse(await campaign('result', id, ...words));
}

/** The members of a run with every step of theirs, by the name that the shop has for them. */
export async function membersOf(id: string, ...words: readonly string[]) {
  const { members = [] } = await resultOf(id, '--members', ...words);
  return new Map(members.map((member) => [member.externalId ?? member.memberId, member]));
}

/** What became of each step, in short: the reason where there is one. */
export function outcomes(member: { readonly steps: readonly { status: string; reason: string | null }[] } | undefined) {
  return member?.steps.map(({ status, reason }) => reason ?? status);
}

const shown = z.object({
  memberId: z.string(),
  account: z.object({ balance: z.object({ available: z.int() }) }),
  entries: z.array(z.looseObject({ entryId: z.string(), kind: z.string(), points: z.int() })),
  sent: z.array(toldMessage),
  coupons: z.array(toldCoupon),
});

/** What `member show` says of somebody. */
export async function memberShown(name: string) {
  return shown.parse((await perennialJson('member', 'show', name)).document);
}

/** The arm of a member as messaging.md has it, worked out here once more. */
export function armBy(salt: string, memberId: string, share: number): 'control' | 'treatment' {
  const digest = createHash('sha256').update(`${salt}:${memberId}`).digest();
  const place = digest.readBigUInt64BE() >> 11n;
  return Number(place) / 2 ** 53 < share ? 'control' : 'treatment';
}
