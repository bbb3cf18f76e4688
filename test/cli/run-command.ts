import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { CommandTable } from '../../cli/command.ts';
import { commands } from '../../cli/commands.ts';
import { main } from '../../cli/main.ts';

export type Answer = { readonly code: number; readonly out: string; readonly err: string };

export type RunOptions = {
  readonly table?: CommandTable;
  /** Bytes of the output that are taken before a command has to wait for its reader. */
  readonly highWaterMark?: number;
};

/** The exit code of a command line, and what it prints. */
export async function run(words: readonly string[], options: RunOptions = {}): Promise<Answer> {
  const { table = commands, ...stdout } = options;
  const streams = { stdout: new PassThrough(stdout), stderr: new PassThrough() };
  const printed = Promise.all([text(streams.stdout), text(streams.stderr)]);
  const code = await main(words, { streams, env: {}, table });
  streams.stdout.end();
  streams.stderr.end();
  const [out, err] = await printed;
  return { code, out, err };
}
