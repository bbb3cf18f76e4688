/** The cost as a page: the tables, with the prices, counts and assumptions that it rests on. */
import { assumptionRows, costRows, dollars, runHeading, runRows } from './print-cost.ts';
import { priceIds } from './cost-files.ts';
import { growthRows } from './growth-rows.ts';
import type { CostFiles } from './cost-files.ts';
import type { Costs } from './print-cost.ts';
import type { RunCost } from './cost-table.ts';
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

function runSection(run: RunCost, prices: CostFiles['prices']): readonly string[] {
  const { headings, rows } = runRows(run, prices);
  return [
    `## ${runHeading(run)}`,
    '',
    'A plan of one message whose audience is everybody: a row for each member, one in ten of them control, and a message for the',
    `others; and a month of what is kept of it. Of ${dollars(run.totalMicroUsd)} planning, sending and judging are ${dollars(run.untoldMicroUsd)}, where about 6 dollars a million`,
    'were the aim; the rest comes of what the provider tells of each message (accepted, delivered, opened, clicked), in events and',
    'requests each of which is paid for like one of our own. EventBridge takes events of AWS services for nothing; whether those',
    'that SES is asked for are among them was not seen on any page, so they are counted as if they were not.',
    '',
    ...table(headings, rows, 3),
    '',
  ];
}

/** In Markdown. */
export function costPage({ columns, run }: Costs, assumed: Assumed, files: CostFiles): string {
  const { headings, rows } = costRows(columns);
  const { region, asOf, lookedUp } = files.prices;
  const growth = growthRows(files.growth);
  return [
    '# What a month costs, and a campaign',
    '',
    `Printed by \`npx perennial cost --markdown\`, which takes numbers of your own: list prices of ${region},`,
    `${asOf}, in US dollars, without free tiers, discounts and taxes; units and bytes as \`npm run bench\` measured them.`,
    '',
    ...table(headings, rows, 2),
    '',
    'Below the total is what SES asks for the messages of campaigns, if all are e-mails: à la carte, as accounts pay that had',
    'sent before, or by the plan Essentials, on which accounts are that began after 2026-07-21 until they choose otherwise; its',
    'price is that of the first ten million e-mails of a month, and less beyond them.',
    '',
    'Not in it: what other providers ask, offers of campaigns (points, coupons), the console, data that leaves the region, and',
    'whoever reads numbers or histories.',
    'A tick of the schedule without a business day to review goes through four states; a pass through seven, and in each',
    'segment through two for every call and one more.',
    '',
    ...runSection(run, files.prices),
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
    'are with the 100 bytes that DynamoDB adds to an item, an entry with its item in the index; a row of a run is packed with its',
    'like. A message is one of a member who has had two in the last days, accepted what its provider told when it was known, and',
    'a fact one of those that were not.',
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
