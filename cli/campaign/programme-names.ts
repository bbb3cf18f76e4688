/** What a programme gives plans to name, and how its names are read. */
import { join } from 'node:path';
import { readPublished } from '../../shared/contracts/programme.ts';
import { namesOfProgramme } from '../../shared/contracts/parse-campaign.ts';
import type { CampaignContext } from '../../shared/contracts/parse-campaign.ts';
import type { Names } from '../../shared/commands/campaigns/send-dependencies.ts';
import { levelNamesOf } from '../../shared/explain/level-names.ts';
import { Failure } from '../failure.ts';
import { projectFolder } from '../local/paths.ts';
import { readProgrammeFile } from '../programme-file.ts';
import type { Office } from './office.ts';

export type ProgrammeNames = Pick<CampaignContext, 'levels' | 'activities'>;

function noProgramme(): Failure {
  return new Failure('No programme is published.', 'Publish one first: `npx perennial program publish FILE`.');
}

/** Documents of the published versions, the oldest first. */
async function documents({ settings }: Pick<Office, 'settings'>): Promise<readonly unknown[]> {
  const versions = (await settings.pointer())?.versions ?? [];
  return Promise.all(versions.map(async ({ hash }) => settings.programme(hash)));
}

function namesIn(document: unknown): ProgrammeNames | undefined {
  const published = readPublished(document);
  return published && namesOfProgramme(published.document);
}

/** Of the newest published version. @throws Failure when there is none */
export async function publishedNames(office: Pick<Office, 'settings'>): Promise<ProgrammeNames> {
  const names = namesIn((await documents(office)).at(-1));
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
  const all = await documents(office);
  const name = readPublished(all.at(-1))?.document.name;
  if (name === undefined) throw noProgramme();
  const levels = levelNamesOf(all);
  return { programme: (locale) => name[locale], level: (id, locale) => levels.get(id)?.[locale] ?? id };
}
