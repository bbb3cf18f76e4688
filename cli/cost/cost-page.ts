/** The cost as a page: the table, with the prices, counts and assumptions that it rests on. */
import { assumptionRows, costRows } from './print-cost.ts';
import { priceIds } from './cost-files.ts';
import { growthRows } from './growth-rows.ts';
import type { CostFiles } from './cost-files.ts';
import type { CostColumn } from './cost-table.ts';
import type { Assumed } from './assumptions.ts';

function table(headings: readonly string[], rows: readonly (readonly string[])[], texts: number): readonly string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = headings.map((_, column) => (column < texts ? '---' : '---:'));
  return [line(headings), line(rule), ...rows.map(line)];
}

function priceRows({ prices }: CostFiles['prices']): readonly (readonly string[])[] {
  return priceIds.map((id) => {
    const { usd, per, unit, source, seenOn, seenDate } = prices[id];
    const amount = per === 1 ? '' : `${per.toLocaleString('en')} `;
    const when = seenDate === null ? '' : ` (${seenDate})`;
    const second = seenOn === null ? '' : `[seen](${seenOn})${when}`;
    return [`\`${id}\``, `${amount}${unit}`, `$${usd}`, `[page](${source})`, second];
  });
}

function countRows({ units, bytes }: CostFiles['measured']): readonly (readonly string[])[] {
  const counts = Object.entries(units).map(([id, { writeUnits, readUnits }]) => {
    return [`\`${id}\``, String(writeUnits), String(readUnits), ''];
  });
  const sizes = Object.entries(bytes).map(([id, size]) => [id, '', '', size.toLocaleString('en')]);
  return [...counts, ...sizes];
}

/** In Markdown. */
export function costPage(columns: readonly CostColumn[], assumed: Assumed, files: CostFiles): string {
  const { headings, rows } = costRows(columns);
  const { region, asOf, lookedUp } = files.prices;
  const growth = growthRows(files.growth);
  return [
    '# What a month costs',
    '',
    `Printed by \`npx perennial cost --markdown\`, which takes numbers of your own: list prices of ${region},`,
    `${asOf}, in US dollars, without free tiers, discounts and taxes; units and bytes as \`npm run bench\` measured them.`,
    '',
    ...table(headings, rows, 2),
    '',
    'Not in it: messages and campaigns, the console, data that leaves the region, and whoever reads numbers or histories.',
    'A tick of the schedule without a business day to review goes through four states; a pass through seven, and in each',
    'segment through two for every call and one more.',
    '',
    '## Assumed',
    '',
    'Each is an option of the command. Those that say estimate have not been measured on AWS: look at a deployment of your',
    'own and put in what you see.',
    '',
    ...table(
      ['Option', 'Value', ''],
      assumptionRows(assumed).map(([option, value, meaning]) => [`\`${option}\``, value, meaning]),
      1,
    ).map((line, index) => (index === 1 ? '| --- | ---: | --- |' : line)),
    '',
    '## Measured',
    '',
    'By `npm run bench -- --save`, on the sales of the reference case; `test/bench` fails when they are no longer so. The sizes',
    'are with the 100 bytes that DynamoDB adds to an item, an entry with its item in the index.',
    '',
    ...table(['', 'write units', 'read units', 'bytes'], countRows(files.measured), 1),
    '',
    '## Growth',
    '',
    'By `npm run bench:growth -- --save`: a whole pass by the commands that the functions run, over accounts that are made when a',
    'page of them is asked for, so that the memory is that of the pass. Each is a copy, under an id of its own, of one of 250',
    'accounts that the engine has made of sales of two years, seven a year on average; one in ten members has been silent for',
    'so long that the stage changes on the day, which is many times what a day brings. Units are by the rules of DynamoDB, from',
    'the sizes of the items. Every segment is reviewed by processes of its own with a heap of at most 128 MB, a call by at most',
    '100,000 accounts; memory is what is alive when garbage is collected. A call keeps a row of each account that it has reviewed',
    'until it writes its part; the snapshot needs three spends of eight bytes for each buyer, and twice that while they grow.',
    'A call that ends in the middle of a page leaves the rest of it to be read again.',
    '',
    ...table(growth.headings, growth.rows, 1),
    '',
    '## Prices',
    '',
    `From \`shared/config/costs/prices.json\`, looked up in ${lookedUp}. The page is where AWS publishes the price, in tables that are`,
    'filled in when it is opened, so that no copy of it has them; seen is the page of somebody else that gives the price for',
    `${region}, with the month for which it does where it says so. Look before you count on any of them.`,
    '',
    ...table(['', 'For', 'US dollars', '', ''], priceRows(files.prices), 5),
    '',
  ].join('\n');
}
