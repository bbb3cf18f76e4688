import type { Command, CommandTable } from './command.ts';
import { commands } from './commands.ts';
import { explainError } from './explain-error.ts';
import { Failure, UsageError } from './failure.ts';
import { commandHelp, generalHelp } from './help.ts';
import type { Environment, Streams } from './io.ts';

const exitCodes = { success: 0, failure: 1, usage: 2 } as const;

export type MainOptions = { readonly streams?: Streams; readonly env?: Environment; readonly table?: CommandTable };

const helpWords = ['--help', '-h'];

/**
 * Runs one command line and resolves to its exit code: 0 success, 1 failure, 2 bad usage. Never throws: what is
 * expected to go wrong is told in a sentence on standard error, a bug with its stack.
 */
export async function main(words: readonly string[], options: MainOptions = {}): Promise<number> {
  const { streams = process, env = process.env, table = commands } = options;
  endQuietlyWhenReaderLeaves(streams.stdout);
  const [name, ...rest] = words;
  try {
    if (name === undefined) {
      streams.stderr.write(await generalHelp(table));
      return exitCodes.usage;
    }
    if (helpWords.includes(name) || name === 'help') {
      const [asked] = rest;
      streams.stdout.write(asked === undefined ? await generalHelp(table) : commandHelp(await find(table, asked)));
      return exitCodes.success;
    }
    const command = await find(table, name);
    if (asksForHelp(rest)) {
      streams.stdout.write(commandHelp(command));
      return exitCodes.success;
    }
    return await command.run(rest, streams, env);
  } catch (error) {
    const known = name !== undefined && Object.hasOwn(table, name);
    return report(error, known ? `${name} ` : '', streams.stderr);
  }
}

async function find(table: CommandTable, name: string): Promise<Command> {
  const load = Object.hasOwn(table, name) ? table[name] : undefined;
  if (load !== undefined) return load();
  const kind = name.startsWith('-') ? 'option' : 'command';
  throw new UsageError(`There is no ${kind} '${name}'. Commands: ${Object.keys(table).join(', ')}`);
}

/** After `--` words are words, even `--help`. */
function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf('--');
  return (end === -1 ? words : words.slice(0, end)).some((word) => helpWords.includes(word));
}

/** Says what went wrong; `command` is the command's name and a space, or empty when there is none of that name. */
function report(error: unknown, command: string, stderr: NodeJS.WritableStream): number {
  if (error instanceof UsageError) {
    stderr.write(`perennial: ${error.message}\nUsage: npx perennial ${command}--help\n`);
    return exitCodes.usage;
  }
  const failure = error instanceof Failure ? error : explainError(error);
  if (failure !== undefined) {
    stderr.write(`perennial: ${failure.message}\n${failure.next === '' ? '' : `${failure.next}\n`}`);
    return exitCodes.failure;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  stderr.write(`perennial: this should not have happened; please report it with the lines below.\n${trace}\n`);
  return exitCodes.failure;
}

/** `perennial … | head` closes the pipe early; that is no failure of ours and deserves no stack trace. */
function endQuietlyWhenReaderLeaves(stdout: NodeJS.WritableStream): void {
  if (stdout.listenerCount('error') > 0) return;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit(exitCodes.success);
  });
}
