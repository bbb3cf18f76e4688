import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { commands } from '../../../cli/commands.ts';
import { main } from '../../../cli/main.ts';

async function run(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const streams = { stdout: new PassThrough(), stderr: new PassThrough() };
  const printed = Promise.all([text(streams.stdout), text(streams.stderr)]);
  const code = await main(['explain', ...words], { streams, env: {}, table: commands });
  streams.stdout.end();
  streams.stderr.end();
  const [out, err] = await printed;
  return { code, out, err };
}

test.each([
  [[], 'explain needs a member, KIND:VALUE'],
  [['externalId:A17', 'purchase:P1', 'purchase:P2'], 'explain takes one entry, not also purchase:P2'],
  [['externalId:A17', '--lang', 'de'], "--lang is one of en, zh-CN, not 'de'"],
  [['externalId:A17', '--stage', 'moon'], "--stage is one of local, dev, prod, not 'moon'"],
  [['A17'], 'a member is named KIND:VALUE, KIND being memberId, externalId, email, phone or card'],
])('the words %j are refused before anything is read: %s', async (words, message) => {
  const { code, out, err } = await run(...words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('--help says how members and entries are named', async () => {
  const { code, out } = await run('--help');
  expect(code).toBe(0);
  expect(out).toContain('npx perennial explain KIND:VALUE [ENTRY-ID] [--lang en|zh-CN] [--stage STAGE] [--json]');
});
