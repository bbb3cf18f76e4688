import { parseArgs, type ParseArgsConfig, type ParseArgsOptionsConfig } from 'node:util';
import { UsageError } from './failure.ts';
import { createIo, type CommandIo, type Environment, type Streams } from './io.ts';

/** One command of `perennial`, as the frame sees it. Made by `defineCommand`, kept in `cli/commands/<name>.ts`. */
export type Command = {
  readonly name: string;
  /** One line for the general help, without a full stop. */
  readonly summary: string;
  /** Everything else that `--help` prints: `npx perennial NAME …` first, then options and what happens. */
  readonly usage: string;
  readonly options: ParseArgsOptionsConfig;
  /** Parses the words after the command's name and runs it. Throws UsageError on words it does not have. */
  readonly run: (words: readonly string[], streams: Streams, env: Environment) => Promise<number>;
};

/** Name of a command → its loader. */
export type CommandTable = Readonly<Record<string, () => Promise<Command>>>;

type Parsed<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options; allowPositionals: true; strict: true }>
>;

export type CommandDefinition<Options extends ParseArgsOptionsConfig> = {
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  /** As `parseArgs` of node:util takes them. A command with an option `json` prints one document when it is given. */
  readonly options: Options;
  /** Options that take all the words up to the next option, as in `--events A B C`; each has to be `multiple`. */
  readonly lists?: readonly (keyof Options & string)[];
  /** Whether words without an option are allowed; they are refused otherwise. */
  readonly positionals?: boolean;
  /** Does the work. Returns the exit code; throws Failure when it cannot, UsageError when the words make no sense. */
  readonly run: (args: Parsed<Options>, io: CommandIo) => Promise<number>;
};

/** Turns a definition with exactly typed options into a command that the frame can hold in one table with the others. */
export function defineCommand<const Options extends ParseArgsOptionsConfig>(
  definition: CommandDefinition<Options>,
): Command {
  const { name, summary, usage, options } = definition;
  return {
    name,
    summary,
    usage,
    options,
    run: (words, streams, env) => {
      const args = repeatListOptions(words, definition.lists ?? []);
      const json = readWords(args, options, definition.positionals === true);
      const parsed: Parsed<Options> = parseArgs({ args, options, allowPositionals: true, strict: true });
      return definition.run(parsed, createIo(streams, env, json));
    },
  };
}

/** Checks the words and answers whether `--json` is among them. */
function readWords(args: string[], options: ParseArgsOptionsConfig, allowPositionals: boolean): boolean {
  const config: ParseArgsConfig = { args, options, allowPositionals, strict: true };
  try {
    return parseArgs(config).values['json'] === true;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    // The first sentence says what is wrong; the others are advice for the shell that does not fit here.
    const [sentence] = error.message.split('. ');
    throw new UsageError(sentence ?? error.message, { cause: error });
  }
}

/** Writes `--events A B` as `--events A --events B`, in which form node:util keeps the files together and in order. */
function repeatListOptions(words: readonly string[], lists: readonly string[]): string[] {
  const spread: string[] = [];
  let current: string | undefined;
  let taken = 0;
  for (const word of words) {
    const isOption = word.startsWith('-') && word !== '-';
    if (isOption) {
      current = lists.find((name) => word === `--${name}` || word.startsWith(`--${name}=`));
      taken = word.includes('=') ? 1 : 0;
    } else if (current !== undefined) {
      if (taken > 0) spread.push(`--${current}`);
      taken += 1;
    }
    spread.push(word);
  }
  return spread;
}
