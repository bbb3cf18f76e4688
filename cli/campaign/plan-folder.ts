/** The folder of a plan: its document, and the templates beside it. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readCampaign } from '../../shared/contracts/campaign.ts';
import { parseCampaign } from '../../shared/contracts/parse-campaign.ts';
import type { CampaignContext } from '../../shared/contracts/parse-campaign.ts';
import type { Fault } from '../../shared/contracts/programme-fault.ts';
import type { Campaign } from '../../shared/domain/campaigns/campaign.ts';
import type { PublishedCampaign } from '../../shared/commands/campaigns/published-campaign.ts';
import { Failure } from '../failure.ts';
import { compileTemplates } from './compile-templates.ts';

const usualDocument = 'campaign.json';
const templateFile = /^(.+)\.(?:en|zh-CN)\.liquid$/;
const next = 'Name the folder of a plan; shared/config/campaigns/win-back is one.';

export type PlanFolder = {
  /** As it was written. */
  readonly document: unknown;
  /** Texts of the templates by the names of their files. */
  readonly files: ReadonlyMap<string, string>;
};

/** A plan that may be published: with its document as it was written and everything compiled. */
export type CheckedPlan = PublishedCampaign & { readonly document: unknown };
export type PlanCheck =
  { readonly ok: true; readonly plan: CheckedPlan } | { readonly ok: false; readonly faults: readonly Fault[] };

/** Whether a word names a folder with a plan in it, and not a campaign by its id. */
export async function isPlanFolder(word: string): Promise<boolean> {
  const isFolder = await stat(word).then(
    (found) => found.isDirectory(),
    () => false,
  );
  // An id has no slashes; a folder of the same name counts where it holds a plan.
  return word.includes('/') || (isFolder && (await readdir(word)).some((name) => name.endsWith('.json')));
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${folder} cannot be read: ${reason}`, next, { cause: error });
  }
}

/** The document's name: the usual one, or the only JSON there is. */
function documentAmong(names: readonly string[], folder: string): string {
  const documents = names.filter((name) => name.endsWith('.json'));
  const [only, ...others] = documents.includes(usualDocument) ? [usualDocument] : documents;
  if (only === undefined || others.length > 0) {
    const found = documents.length === 0 ? 'has no JSON' : `has ${documents.join(', ')}`;
    throw new Failure(`${folder} ${found}, and no ${usualDocument} among them.`, next);
  }
  return only;
}

/** @throws Failure when there is no such folder, no document in it, or the document is no JSON */
export async function readPlanFolder(folder: string): Promise<PlanFolder> {
  const names = await namesIn(folder);
  const name = documentAmong(names, folder);
  const templates = names.filter((file) => file.endsWith('.liquid')).sort();
  const [text, ...texts] = await Promise.all(
    [name, ...templates].map(async (file) => readFile(join(folder, file), 'utf8')),
  );
  const files = new Map(templates.map((file, index) => [file, texts[index] ?? '']));
  try {
    const document: unknown = JSON.parse(text ?? '');
    return { document, files };
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${join(folder, name)} is no JSON: ${error.message}`, next);
    throw error;
  }
}

/** What can be said of the templates of a document with faults: its steps may be sound for all that. */
function planInSpite(document: unknown): Campaign | undefined {
  try {
    return readCampaign(document);
  } catch {
    // A document whose shape is right and that contradicts itself; its faults are told already.
    return undefined;
  }
}

/**
 * Checks a plan and its templates, and compiles them.
 *
 * @param names what the programme gives plans to name
 * @returns every fault of the document and of the templates, each with its place
 */
export async function checkPlan(
  { document, files }: PlanFolder,
  names: Pick<CampaignContext, 'levels' | 'activities'>,
): Promise<PlanCheck> {
  const templates = [...new Set([...files.keys()].flatMap((file) => templateFile.exec(file)?.[1] ?? []))];
  const result = parseCampaign(document, { ...names, templates });
  const campaign = result.ok ? result.campaign : planInSpite(document);
  const compiled = campaign && (await compileTemplates(files, campaign));
  if (result.ok && compiled?.ok === true) {
    return { ok: true, plan: { document, campaign: result.campaign, templates: compiled.templates } };
  }
  return {
    ok: false,
    faults: [...(result.ok ? [] : result.faults), ...(compiled?.ok === false ? compiled.faults : [])],
  };
}
