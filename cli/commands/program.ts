import { defineCommand } from '../command.ts';
import type { CommandIo } from '../io.ts';
import { UsageError } from '../failure.ts';
import { checkProgrammeFile } from '../programme-file.ts';
import { stageOption, stageUsage } from '../stage-option.ts';

async function check(file: string, io: CommandIo, json: boolean): Promise<number> {
  const { result } = await checkProgrammeFile(file);
  const faults = result.ok ? [] : result.faults;
  if (json) await io.json({ faults });
  else if (result.ok) io.out(`${file} is in order: ${result.programme.id}@${String(result.programme.version)}`);
  else for (const { message } of faults) io.out(message);
  return result.ok ? 0 : 1;
}

async function publish(file: string, stage: string | undefined, io: CommandIo, json: boolean): Promise<number> {
  const { openDeployment } = await import('../deployment.ts');
  const { publishFile, versionsInUse } = await import('../replay/publish.ts');
  const deployment = await openDeployment(stageOption(stage), io);
  const { status, version } = await publishFile(deployment, file, await versionsInUse(deployment));
  if (json) await io.json({ status, ...version });
  else io.out(`${version.programId}@${String(version.version)} is ${status}, effective from ${version.effectiveFrom}.`);
  return 0;
}

async function list(stage: string | undefined, io: CommandIo, json: boolean): Promise<number> {
  const { openDeployment } = await import('../deployment.ts');
  const { settings } = await openDeployment(stageOption(stage), io);
  const versions = (await settings.pointer())?.versions ?? [];
  if (json) await io.json({ versions });
  else if (versions.length === 0) io.out('No programme is published.');
  else {
    for (const { programId, version, effectiveFrom, publishedAt } of versions) {
      io.out(`${programId}@${String(version)}  effective from ${effectiveFrom}  published ${publishedAt}`);
    }
  }
  return 0;
}

export const command = defineCommand({
  name: 'program',
  summary: 'Check, publish and list versions of the programme',
  usage: `
npx perennial program check FILE [--json]
npx perennial program publish FILE [--stage STAGE] [--json]
npx perennial program list [--stage STAGE] [--json]

  check    print every fault of a document with its place; exits 1 when there is one
  publish  make a document the newest version; returns when every function uses it
  list     print the published versions, the oldest first
  ${stageUsage}`,
  options: { stage: { type: 'string' }, json: { type: 'boolean', default: false } },
  positionals: true,
  async run({ values: { stage, json }, positionals: [action, file, ...rest] }, io) {
    if (rest.length > 0) throw new UsageError(`program takes one file, not also ${rest.join(' ')}`);
    if (action === 'list' && file === undefined) return list(stage, io, json);
    if (action !== 'check' && action !== 'publish')
      throw new UsageError('program takes check FILE, publish FILE or list');
    if (file === undefined) throw new UsageError(`program ${action} needs a FILE`);
    return action === 'check' ? check(file, io, json) : publish(file, stage, io, json);
  },
});
