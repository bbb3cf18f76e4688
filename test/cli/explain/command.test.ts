import { expect, test } from 'vitest';
import { run } from '../run-command.ts';

test.each([
  [[], 'explain needs a member, KIND:VALUE'],
  [['externalId:A17', 'purchase:P1', 'purchase:P2'], 'explain takes one entry, not also purchase:P2'],
  [['externalId:A17', '--lang', 'de'], "--lang is one of en, zh-CN, not 'de'"],
  [['externalId:A17', '--stage', 'moon'], "--stage is one of local, dev, prod, not 'moon'"],
  [['A17'], 'a member is named KIND:VALUE, KIND being memberId, externalId, email, phone or card'],
])('the words %j are refused before anything is read: %s', async (words, message) => {
  const { code, out, err } = await run(['explain', ...words]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toContain(message);
});

test('--help says how members and entries are named', async () => {
  const { code, out } = await run(['explain', '--help']);
  expect(code).toBe(0);
  expect(out).toContain('npx perennial explain KIND:VALUE [ENTRY-ID] [--lang en|zh-CN] [--stage STAGE] [--json]');
});
