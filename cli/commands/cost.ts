import { assumed, assumptionNames, assumptions } from '../cost/assumptions.ts';
import { readCostFiles } from '../cost/cost-files.ts';
import { costPage } from '../cost/cost-page.ts';
import { costOf, runCostOf } from '../cost/cost-table.ts';
import { printCost } from '../cost/print-cost.ts';
import { defineCommand } from '../command.ts';
import { UsageError } from '../failure.ts';

/** Members of the columns when nobody asks for others. */
const usualMembers = [1_000_000n, 10_000_000n, 100_000_000n] as const;

/** Of the one run whose cost is told line by line. */
const usualRecipients = 1_000_000n;

const most = 10n ** 12n;

const optionLines = assumptionNames.map((name) => {
  const { option, usual, meaning } = assumptions[name];
  return `  ${`--${option} N`.padEnd(28)} ${meaning}; default: ${String(usual)}`;
});

const text = { type: 'string' } as const;

export const command = defineCommand({
  name: 'cost',
  summary: 'Print what a month and a campaign cost on AWS, from measured counts and list prices',
  usage: `
npx perennial cost [--members N …] [options]

  --members N                  members; may be given again (default: 1, 10 and 100 million)
  --recipients N               members that the one run is sent to (default: 1 million)
${optionLines.join('\n')}
  --markdown                   print a page, with prices, sources and counts, as docs/cost.md is one
  --json                       print one JSON document

Units and bytes are those that \`npm run bench\` measured, prices those of shared/config/costs/prices.json with their date;
the rest is assumed, and printed with the table.`,
  options: {
    members: { type: 'string', multiple: true },
    'purchases-per-year': text,
    'returns-percent': text,
    'redemptions-per-year': text,
    'expiries-per-year': text,
    'level-changes-percent': text,
    'messages-per-year': text,
    'new-members-percent': text,
    years: text,
    'event-bytes': text,
    'log-bytes': text,
    'records-per-call': text,
    'ms-per-event': text,
    'ms-per-entry': text,
    'review-ms-per-thousand': text,
    'root-ms-per-thousand': text,
    segments: text,
    'campaigns-per-year': text,
    'promotions-per-year': text,
    'control-percent': text,
    'skipped-percent': text,
    'delivered-percent': text,
    'opened-percent': text,
    'clicked-percent': text,
    'plan-ms-per-thousand': text,
    'result-read-units': text,
    'ms-per-message': text,
    'ms-per-delivery': text,
    'leaf-bytes': text,
    recipients: text,
    markdown: { type: 'boolean' },
    json: { type: 'boolean' },
  },
  lists: ['members'],
  async run({ values }, io) {
    const columnsOf = values.members?.map((given) => wholeNumber('members', given, 1n)) ?? usualMembers;
    const given = new Map<string, string>();
    for (const [option, value] of Object.entries(values)) if (typeof value === 'string') given.set(option, value);
    // What something is divided by is not zero.
    const divisors = new Set<string>([assumptions.batch.option, assumptions.segments.option]);
    const assumptionsMade = assumed((option) => {
      const value = given.get(option);
      return value === undefined ? undefined : wholeNumber(option, value, divisors.has(option) ? 1n : 0n);
    });
    const files = await readCostFiles();
    const columns = columnsOf.map((members) => costOf(members, assumptionsMade, files));
    const recipients =
      values.recipients === undefined ? usualRecipients : wholeNumber('recipients', values.recipients, 1n);
    const run = runCostOf(recipients, assumptionsMade, files);
    const { region, asOf, currency } = files.prices;
    if (values.json === true)
      await io.json({ prices: { region, asOf, currency }, assumed: assumptionsMade, columns, run });
    else if (values.markdown === true) io.stdout.write(costPage({ columns, run }, assumptionsMade, files));
    else printCost(io, { columns, run }, assumptionsMade, files.prices);
    return 0;
  },
});

/** @throws UsageError when it is none, or too small */
function wholeNumber(option: string, value: string, least: bigint): bigint {
  const digits = value.replaceAll(/[_,]/g, '');
  const number = /^\d{1,13}$/.test(digits) ? BigInt(digits) : undefined;
  if (number === undefined || number < least || number > most) {
    throw new UsageError(`--${option} takes a whole number from ${String(least)} to ${String(most)}`);
  }
  return number;
}
