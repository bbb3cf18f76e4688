import { readFile } from 'node:fs/promises';
import { parseProgramme } from '../shared/contracts/programme.ts';
import type { ProgrammeResult } from '../shared/contracts/programme.ts';
import { Failure } from './failure.ts';

/** Reads and checks a programme file. @throws Failure when it cannot be read or is no JSON */
export async function checkProgrammeFile(file: string): Promise<ProgrammeResult> {
  const next = 'Name a programme document; shared/config/programmes/starter.json is one.';
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw new Failure(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`, next);
  }
  try {
    return parseProgramme(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure(`${file} is no JSON: ${error.message}`, next);
    throw error;
  }
}

/** The programme of a file. @throws Failure that names every fault of a document that is refused */
export async function readProgrammeFile(file: string): Promise<Extract<ProgrammeResult, { ok: true }>> {
  const result = await checkProgrammeFile(file);
  if (result.ok) return result;
  const faults = result.faults.map(({ message }) => `  ${message}`).join('\n');
  throw new Failure(
    `${file} is refused:\n${faults}`,
    'Correct the document; `perennial program check` prints the faults as JSON.',
  );
}
