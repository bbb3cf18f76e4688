import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { defineCommand, type CommandTable } from '../../cli/command.ts';
import { Failure, UsageError } from '../../cli/failure.ts';
import { main } from '../../cli/main.ts';
import { run as runCommand } from './run-command.ts';

const sample = defineCommand({
  name: 'sample',
  summary: 'Does one thing or another',
  usage: 'npx perennial sample [--files FILE…] [--fail KIND] [--json]',
  options: {
    files: { type: 'string', multiple: true },
    fail: { type: 'string' },
    json: { type: 'boolean' },
  },
  lists: ['files'],
  async run({ values }, io) {
    io.progress('working');
    io.out('a line for people');
    if (values.fail === 'failure') throw new Failure('The thing is missing.', 'Fetch the thing.');
    if (values.fail === 'usage') throw new UsageError('--files is needed');
    if (values.fail === 'bug') throw new RangeError('a bug');
    if (values.fail === 'refused') throw Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    if (values.json === true) await io.json({ files: values.files ?? [], big: 9_007_199_254_740_993n });
    return 0;
  },
});

const table: CommandTable = { sample: () => Promise.resolve(sample) };

const run = async (...words: readonly string[]) => runCommand(words, { table });

test.each([['--help'], ['-h'], ['help']])('%s lists every command on standard output', async (word) => {
  const { code, out, err } = await run(word);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('sample  Does one thing or another');
});

test.each([
  ['sample', '--help'],
  ['sample', '--fail', 'bug', '-h'],
  ['help', 'sample'],
])('%s %s explains one command and does not run it', async (...words) => {
  const { code, out, err } = await run(...words);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('[--files FILE…]');
});

test('no command at all is bad usage, and the help goes to standard error', async () => {
  const { code, out, err } = await run();
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain('Commands');
});

test.each([
  ['an unknown command', ['samples'], "There is no command 'samples'", 'npx perennial --help'],
  ['a name of every object', ['toString'], "There is no command 'toString'", 'npx perennial --help'],
  ['an unknown general option', ['--verbose'], "There is no option '--verbose'", 'npx perennial --help'],
  ['help on an unknown command', ['help', 'samples'], "There is no command 'samples'", 'npx perennial --help'],
  ['an unknown option', ['sample', '--colour'], "Unknown option '--colour'", 'npx perennial sample --help'],
  ['an option without its value', ['sample', '--fail'], 'argument missing', 'npx perennial sample --help'],
  ['a value for a switch', ['sample', '--json=yes'], 'does not take an argument', 'npx perennial sample --help'],
  ['a stray word', ['sample', 'word'], "Unexpected argument 'word'", 'npx perennial sample --help'],
  ['what the command itself refuses', ['sample', '--fail', 'usage'], '--files is needed', 'perennial sample --help'],
])('%s exits 2 and points at the usage', async (_title, words, message, hint) => {
  const { code, out, err } = await run(...words);
  expect(code).toBe(2);
  expect(err).toContain(message);
  expect(err).toContain(hint);
  expect(`${out}${err}`).not.toContain('    at ');
});

test('a failure exits 1 with what happened and what to do, and without a stack', async () => {
  const { code, err } = await run('sample', '--fail', 'failure');
  expect(code).toBe(1);
  expect(err).toBe('working\nperennial: The thing is missing.\nFetch the thing.\n');
});

test('an AWS that does not answer is a failure with a next step', async () => {
  const { code, err } = await run('sample', '--fail', 'refused');
  expect(code).toBe(1);
  expect(err).toContain('AWS does not answer (ECONNREFUSED: connect).\nFor the local AWS run `npm start` first');
  expect(err).not.toContain('    at ');
});

test('a dependency that is not installed is a failure with a next step', async () => {
  const error = Object.assign(new Error("Cannot find package 'zod' imported from x"), { code: 'ERR_MODULE_NOT_FOUND' });
  const missing: CommandTable = { sample: () => Promise.reject(error) };
  const stderr = new PassThrough();
  const code = await main(['sample'], { streams: { stdout: new PassThrough(), stderr }, env: {}, table: missing });
  expect(code).toBe(1);
  expect(String(stderr.read())).toBe('perennial: A dependency is not installed.\nRun `npm ci` in the project first.\n');
});

test('a bug exits 1 and shows its stack', async () => {
  const { code, err } = await run('sample', '--fail', 'bug');
  expect(code).toBe(1);
  expect(err).toMatch(/should not have happened[^]*RangeError: a bug\n {4}at /);
});

test('without --json the lines for people are on standard output', async () => {
  expect(await run('sample')).toEqual({ code: 0, out: 'a line for people\n', err: 'working\n' });
});

test('with --json standard output is the document and nothing else', async () => {
  const { code, out, err } = await run('sample', '--json');
  expect({ code, err }).toEqual({ code: 0, err: 'working\na line for people\n' });
  expect(JSON.parse(out)).toMatchObject({ files: [] });
  expect(out).toContain('"big": 9007199254740993');
});

test.each([
  ['one after another', ['--files', 'a', 'b', 'c']],
  ['each with its option', ['--files', 'a', '--files=b', '--files', 'c']],
  ['mixed', ['--files=a', 'b', '--json', '--files', 'c']],
])('a list option takes its words %s, in order', async (_title, words) => {
  const { code, out } = await run('sample', ...words, '--json');
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ files: ['a', 'b', 'c'] });
});

test('a single dash is a word, and what follows a double dash is no list', async () => {
  const dash = await run('sample', '--files', '-', '--json');
  expect(JSON.parse(dash.out)).toMatchObject({ files: ['-'] });
  expect((await run('sample', '--files', 'a', '--', 'b')).code).toBe(2);
  expect((await run('sample', '--', '--help')).code).toBe(2);
});
