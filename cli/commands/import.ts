import { defineCommand } from '../command.ts';
import { Failure, UsageError } from '../failure.ts';
import { FormatError } from '../import/conversion.ts';
import { formats, isFormat, matchingFormats } from '../import/formats.ts';
import { memberColumns } from '../import/members.ts';
import { orderTable } from '../import/orders.ts';
import { checkFile, writeEvents, writeEventsFile } from '../import/run-import.ts';
import type { ImportReport } from '../import/run-import.ts';
import type { CommandIo } from '../io.ts';

/** Bad rows that are shown one by one; `--json` has them all. */
const shownAtMost = 50;

export const command = defineCommand({
  name: 'import',
  summary: 'Turn files of orders or members into events',
  usage: `
npx perennial import --format FORMAT FILE [--to EVENTS.ndjson] [--match-returns] [--skip-bad] [--json]

Reads the rows of FILE (plain or gzipped) and writes events, one JSON object a line, to --to or to standard output.
\`simulate\` tries them out, and \`replay\` sends them to the deployed stack:

  npx perennial import --format orders orders.csv --to events.ndjson
  npx perennial replay --events events.ndjson

Every bad row is named by line and column, and nothing is written when there is one. The same file always gives the
same events with the same ids, so importing it again changes nothing in the ledger.

  --format         orders         one order a row, or one line of an order a row; see below
                   members        one member a row; see below
                   cdnow          the order history of CDNOW, master or sample file
                   online-retail  the UCI data set Online Retail as CSV: one purchase an invoice, and each
                                  cancellation a return that names no purchase
  --to FILE        where the events go; the file appears when it is complete
  --match-returns  match each cancelled line of online-retail to the customer's sales of that article at that unit
                   price further up in the file, the newest first, with what is left of them: a return for each sale,
                   and one without a purchase for what is not found. Into one ledger with it or without, not both
  --skip-bad       convert the sound rows all the same; an order with a bad row is left out as a whole
  --json           print the counts and the bad rows as one JSON document (needs --to)

The columns of \`orders\` and \`members\` are named by the first line, as the fields of purchase.completed and
member.enrolled are; order and further columns do not matter, empty cells are absent fields, lists are separated by |,
amounts are integers in minor units (1999 for 19.99), times have an offset (2026-11-21T18:30:00+08:00).

  orders           ${wrap(orderTable.known)}
                   Required: ${orderTable.required.join(', ')}. With any column of a line (from lineId on) in the
                   header a row is a line, net is the line's, and the rows of an order stand together.
  members          ${wrap(memberColumns)}
                   and attributes.NAME. At least one identity; occurredAt defaults to enrolledAt.
                   consent.PURPOSE.CHANNEL is yes or no (loyalty, promotions, profiling; email, sms, push, wechat); its
                   proof stands in consent.PURPOSE.CHANNEL.at, .text, .how and .by, or in consent.at, consent.text,
                   consent.how and consent.by for all answers of the row. No answer is taken without its proof.
`,
  options: {
    format: { type: 'string' },
    to: { type: 'string' },
    'match-returns': { type: 'boolean' },
    'skip-bad': { type: 'boolean' },
    json: { type: 'boolean' },
  },
  positionals: true,
  run: async ({ values, positionals }, io) => {
    const { format, to, json = false, 'skip-bad': skipBad = false, 'match-returns': matches = false } = values;
    const [file] = positionals;
    const known = Object.keys(formats).join(', ');
    if (format === undefined || !isFormat(format)) throw new UsageError(`--format has to be one of ${known}`);
    if (file === undefined || positionals.length > 1) throw new UsageError('import takes one FILE');
    if (file === '-') throw new UsageError('import reads its file twice: not from -');
    if (json && to === undefined) throw new UsageError('--json prints the report and so needs --to for the events');
    const convert = matches ? matchingFormats.get(format) : formats[format];
    if (convert === undefined) throw new UsageError(`--match-returns is for ${[...matchingFormats.keys()].join(', ')}`);

    const report = await inFile(file, () => checkFile(file, convert));
    const written = report.bad.length === 0 || skipBad;
    if (written) await (to === undefined ? writeEvents(file, convert, io.stdout) : writeEventsFile(file, convert, to));
    tell(report, { file, to, skipBad }, io);
    if (json) await io.json({ format, file, written, ...report });
    return written ? 0 : 1;
  },
});

/** Column names over several lines of the help. */
function wrap(names: readonly string[]): string {
  const lines = [''];
  for (const name of names) {
    const line = lines.at(-1) ?? '';
    if (line.length + name.length > 90) lines.push(name);
    else lines[lines.length - 1] = line === '' ? name : `${line}, ${name}`;
  }
  return lines.join(`,\n${' '.repeat(19)}`);
}

async function inFile<Result>(file: string, read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof FormatError) throw new Failure(`${file}: ${error.message}.`, '', { cause: error });
    throw error;
  }
}

type Asked = { readonly file: string; readonly to: string | undefined; readonly skipBad: boolean };

function tell(report: ImportReport, { file, to, skipBad }: Asked, io: CommandIo): void {
  for (const note of report.notes) io.progress(`${file}: ${note}`);
  for (const { line, column, message } of report.bad.slice(0, shownAtMost)) {
    io.progress(`${file}:${line}: ${column}: ${message}`);
  }
  if (report.bad.length > shownAtMost) io.progress(`… and ${report.bad.length - shownAtMost} more.`);
  for (const [reason, rows] of Object.entries(report.leftOut)) io.progress(`left out: ${rows} rows, ${reason}`);
  const bad = `${report.bad.length} ${report.bad.length === 1 ? 'fault' : 'faults'}`;
  if (report.bad.length > 0 && !skipBad) {
    io.progress(`${bad}; nothing is written. Correct them, or leave these rows out with --skip-bad.`);
  } else {
    const where = to === undefined ? '' : ` in ${to}`;
    io.progress(`${report.events} events${where}${report.bad.length > 0 ? `; left out for ${bad}` : ''}`);
  }
}
