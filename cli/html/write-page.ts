import { writeFile } from 'node:fs/promises';
import { Failure } from '../failure.ts';
import type { CommandIo } from '../io.ts';

/** Writes the page, and says where it is. @throws Failure when the file cannot be written */
export async function writePage(file: string, page: string, io: CommandIo): Promise<void> {
  try {
    await writeFile(file, page);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Failure(`${file} cannot be written: ${reason}`, 'Name a file in a folder that is there.', {
      cause: error,
    });
  }
  io.out(`Wrote ${file}: open it in a browser.`);
}
