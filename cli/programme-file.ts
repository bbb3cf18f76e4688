import { readFile } from 'node:fs/promises';
import { parseProgramme } from '../shared/contracts/parse-programme.ts';
import type { ProgrammeResult } from '../shared/contracts/parse-programme.ts';
import { Failure } from './failure.ts';

export type ProgrammeFile<Result = ProgrammeResult> = {
  readonly result: Result;
  /** The document as it was written. */
  readonly document: unknown;
};

/** Reads and checks a programme file. @throws Failure when it cannot be read or is no JSON */
export async function checkProgrammeFile(file: string): Promise<ProgrammeFile> {
  const next = 'Name a programme document; shared/config/programmes/starter.json is one.';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, next);
  }
  try {
    const document: unknown = JSON.parse(text);
    return { document, result: parseProgramme(document) };
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${file} is no JSON: ${error.message}`, next);
    throw error;
  }
}

export type Accepted = Extract<ProgrammeResult, { ok: true }>;

/** A programme file that is in order. @throws Failure that names every fault of one that is refused */
export async function readProgrammeFile(file: string): Promise<ProgrammeFile<Accepted>> {
  const { document, result } = await checkProgrammeFile(file);
  if (result.ok) return { document, result };
  const faults = result.faults.map(({ message }) => `  ${message}`).join('\n');
  throw new Failure(
    `${file} is refused:\n${faults}`,
    'Correct the document; `npx perennial program check` prints the faults as JSON.',
  );
}
