import { printJson } from './print-json.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What a command needs of the world to talk to the person or the program that started it. */
export type CommandIo = {
  /** Lines for people, on standard output. Under `--json` they go to standard error, so that nothing spoils the document. */
  readonly out: (text: string) => void;
  /** The one document of `--json`, on standard output; big integers are written as integers, long lists in pieces. */
  readonly json: (document: unknown) => Promise<void>;
  /** Standard output itself, for results of any length that are no document; not to be used under `--json`. */
  readonly stdout: NodeJS.WritableStream;
  /** Progress and notes, on standard error. */
  readonly progress: (text: string) => void;
  readonly env: Environment;
};

export type Streams = { readonly stdout: NodeJS.WritableStream; readonly stderr: NodeJS.WritableStream };

/** The io of one command; `json` says that it was started with `--json`. */
export function createIo(streams: Streams, env: Environment, json: boolean): CommandIo {
  const forPeople = json ? streams.stderr : streams.stdout;
  return {
    out: (text) => {
      forPeople.write(`${text}\n`);
    },
    json: (document) => printJson(streams.stdout, document),
    stdout: streams.stdout,
    progress: (text) => {
      streams.stderr.write(`${text}\n`);
    },
    env,
  };
}
