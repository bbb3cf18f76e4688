/** The file of purchases that `simulate` is measured with: 69,659 by 23,570 customers over 18 months. */
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cdnowEvents } from '../cli/import/cdnow.ts';
import { writeEventsFile } from '../cli/import/run-import.ts';

const master = join(import.meta.dirname, '../../shared/data/cdnow/CDNOW_master.txt.gz');
const customers = 23_570;
const purchases = 69_659;

/** A generator with a seed (mulberry32): the same numbers in every run. */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Rows in the layout of CDNOW's master file: most customers come once or twice, some a hundred times. */
function generatedRows(): string {
  const random = randomNumbers(1997);
  const counts = Array.from({ length: customers }, () => 1);
  for (let rest = purchases - customers; rest > 0; rest -= 1) {
    // The cube favours the first customers, as real shops have a few that come again and again.
    const customer = Math.floor(random() ** 3 * customers);
    counts[customer] = (counts[customer] ?? 0) + 1;
  }
  const rows = counts.flatMap((count, customer) => {
    const first = Math.floor(random() * 90);
    const days = Array.from({ length: count }, (_, visit) => first + (visit === 0 ? 0 : Math.floor(random() * 455)));
    return days
      .sort((a, b) => a - b)
      .map((day) => {
        const date = new Date(Date.UTC(1997, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
        const dollars = (5 + random() ** 4 * 200).toFixed(2);
        return ` ${String(customer + 1).padStart(5, '0')} ${date}  1 ${dollars.padStart(7)}`;
      });
  });
  return `customer_id date number_of_cds dollar_value\n${rows.join('\n')}\n`;
}

/**
 * Writes the events into a folder: of CDNOW's real history where the data are beside the project, else of one that is
 * like it.
 */
export async function writeHistory(folder: string): Promise<string> {
  const generated = join(folder, 'history.txt');
  if (!existsSync(master)) writeFileSync(generated, generatedRows());
  const events = join(folder, 'history.ndjson');
  await writeEventsFile(existsSync(master) ? master : generated, cdnowEvents, events);
  return events;
}
