/** What a programme gives plans to name, and how its names are read. */
import { join } from 'node:path';
import { readPublished } from '../../shared/contracts/programme.ts';
import { namesOfProgramme } from '../../shared/contracts/parse-campaign.ts';
import type { CampaignContext } from '../../shared/contracts/parse-campaign.ts';
import type { Names } from '../../shared/commands/campaigns/send-dependencies.ts';
import { publishedNames } from '../../shared/runtime/published-names.ts';
import { Failure } from '../failure.ts';
import { projectFolder } from '../local/paths.ts';
import { readProgrammeFile } from '../programme-file.ts';
import type { Office } from './office.ts';

export type ProgrammeNames = Pick<CampaignContext, 'levels' | 'activities'>;

function noProgramme(): Failure {
  return new Failure('No programme is published.', 'Publish one first: `npx perennial program publish FILE`.');
}

function namesIn(document: unknown): ProgrammeNames | undefined {
  const published = readPublished(document);
  return published && namesOfProgramme(published.document);
}

/** Of the newest published version. @throws Failure when there is none */
export async function namesOfStage({ settings }: Pick<Office, 'settings'>): Promise<ProgrammeNames> {
  const newest = (await settings.pointer())?.versions.at(-1);
  const names = newest && namesIn(await settings.programme(newest.hash));
  if (names === undefined) throw noProgramme();
  return names;
}

/** Of a file. @throws Failure when the programme is refused */
export async function namesOfFile(file: string): Promise<ProgrammeNames> {
  const { document } = await readProgrammeFile(file);
  const names = namesIn(document);
  if (names === undefined) throw new TypeError('a programme that is in order can be read');
  return names;
}

/** Of the programme that the project begins with. */
export async function starterNames(): Promise<ProgrammeNames> {
  return namesOfFile(join(projectFolder, 'shared/config/programmes/starter.json'));
}

/** Names as messages write them. @throws Failure when no programme is published */
export async function writtenNames(office: Pick<Office, 'settings'>): Promise<Names> {
  await namesOfStage(office);
  return publishedNames(office.settings)();
}
