import type { Command, CommandTable } from './command.ts';

/** The text of `perennial --help`: what there is, one line a command. */
export async function generalHelp(table: CommandTable): Promise<string> {
  const all = await Promise.all(Object.values(table).map((load) => load()));
  const width = Math.max(...all.map(({ name }) => name.length));
  const rows = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return [
    'Usage: npx perennial COMMAND [OPTIONS]',
    '',
    'Commands',
    ...rows,
    '',
    '`npx perennial COMMAND --help` explains one of them.',
    'Exit codes: 0 success, 1 failure, 2 bad usage. Results go to standard output, progress and notes to standard error;',
    'with --json standard output is one JSON document and nothing else.',
    '',
  ].join('\n');
}

/** The text of `perennial COMMAND --help`. */
export function commandHelp(command: Command): string {
  return `perennial ${command.name}: ${command.summary}\n\nUsage: ${command.usage.trim()}\n`;
}
