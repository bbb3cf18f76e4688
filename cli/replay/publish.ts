import { setTimeout } from 'node:timers/promises';
import { publishProgramme } from '../../shared/commands/publish-programme.ts';
import type { Published } from '../../shared/commands/publish-programme.ts';
import { formatInstant, instantOf } from '../../shared/domain/zone.ts';
import { canonicalJson, sha256 } from '../../shared/platform/digest.ts';
import { pointerLifeMs } from '../../shared/store/published-programmes.ts';
import type { ProgrammePointer } from '../../shared/store/store.ts';
import type { Deployment } from '../deployment.ts';
import { Failure } from '../failure.ts';
import { readProgrammeFile } from '../programme-file.ts';

/** A function may have read the pointer a moment before it changed. */
const marginMs = 250;

function hashes(pointer: ProgrammePointer | undefined): string {
  return JSON.stringify(pointer?.versions.map(({ hash }) => hash) ?? []);
}

/** The versions that functions may still decide by, to be compared with those after a change. */
export async function versionsInUse({ settings }: Pick<Deployment, 'settings'>): Promise<string> {
  return hashes(await settings.pointer());
}

/** Publishes a file and returns when every function uses it. @throws Failure when the document is refused */
export async function publishFile(
  deployment: Deployment,
  file: string,
  inUse: string,
): Promise<Extract<Published, { version: unknown }>> {
  const { document, result } = await readProgrammeFile(file);
  const now = () => formatInstant(instantOf(Date.now()));
  const digests = { content: (value: unknown) => sha256(canonicalJson(value)) };
  const published = await publishProgramme({ settings: deployment.settings, digests, now }, result, document);
  if (published.status === 'refused') {
    throw new Failure(
      `${file} is refused:\n  ${published.reason}`,
      'The versions that are published: `npx perennial program list`. On the local stage `replay --fresh` begins anew, and so does `npm stop` with `npm start`.',
    );
  }
  if ((await versionsInUse(deployment)) !== inUse) await setTimeout(pointerLifeMs + marginMs);
  return published;
}
