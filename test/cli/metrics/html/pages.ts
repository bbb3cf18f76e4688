/** Pages that the command writes of small histories. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryFolder } from '../../temporary-folder.ts';
import { metrics } from '../shop.ts';
import type { ShopEvent } from '../shop.ts';

/** @throws Error when the command fails */
export async function pageOf(
  events: readonly ShopEvent[],
  words: readonly string[] = [],
  programme: object = {},
): Promise<string> {
  const file = join(await temporaryFolder(), 'page.html');
  const { code, err } = await metrics(events, [...words, '--html', file], programme);
  if (code !== 0) throw new Error(err);
  return readFile(file, 'utf8');
}
