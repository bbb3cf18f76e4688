/** `perennial member`: people at the desk. */
import { randomUUID } from 'node:crypto';
import { exportMember as readExport } from '../../shared/commands/export-member.ts';
import { findMember } from '../../shared/commands/find-member.ts';
import { readMember } from '../../shared/commands/member-document.ts';
import type { Stage } from '../../shared/config/names.ts';
import { publishedLevelNames } from '../../shared/explain/level-names.ts';
import { writePage } from '../html/write-page.ts';
import { languageOption } from '../language-option.ts';
import { exportPage } from './export-page.ts';
import { defineCommand } from '../command.ts';
import type { Command } from '../command.ts';
import { explain } from '../explain/explain.ts';
import { UsageError } from '../failure.ts';
import type { CommandIo } from '../io.ts';
import { memberOption } from '../member-option.ts';
import { stageOption } from '../stage-option.ts';
import { enrol, erase, merge, update } from './acts.ts';
import type { Done } from './acts.ts';
import type { Desk } from './desk.ts';
import { personalData, personalOptions } from './personal-data.ts';
import { messageLines, personLines } from './print-member.ts';
import { refusedAs } from './refused.ts';
import { addressOption, reasonOption, suppress, unsuppress } from './suppress.ts';
import { memberUsage } from './usage.ts';

const options = {
  ...personalOptions,
  identity: { type: 'string', multiple: true },
  remove: { type: 'string', multiple: true },
  'request-id': { type: 'string' },
  yes: { type: 'boolean' },
  reason: { type: 'string' },
  html: { type: 'string' },
  lang: { type: 'string' },
  stage: { type: 'string' },
  json: { type: 'boolean' },
} as const;

type Values = Parameters<Parameters<typeof defineCommand<typeof options>>[0]['run']>[0]['values'];
type Asked = {
  readonly words: readonly string[];
  readonly values: Values;
  /** Opened when the words make sense. */
  readonly open: () => Promise<Desk>;
  readonly io: CommandIo;
};
type Action = {
  /** How many words it takes, at least and at most. */
  readonly words: readonly [number, number];
  /** Options beside `--stage` and `--json`. */
  readonly takes: readonly (keyof typeof options)[];
  readonly run: (asked: Asked) => Promise<void>;
};

const personal = Object.keys(personalOptions).flatMap((name) => (isPersonal(name) ? [name] : []));

function isPersonal(name: string): name is keyof typeof personalOptions {
  return Object.hasOwn(personalOptions, name);
}

function requestIdOf({ values }: Asked): string {
  return values['request-id'] ?? `desk:${randomUUID()}`;
}

/** Says what was done to whom, and under which request: asked again under it, nothing is done twice. */
async function tell({ values, io }: Asked, done: Done, what: string): Promise<void> {
  if (values.json === true) await io.json(done);
  else io.out(`${what}: memberId:${done.memberId} (request ${done.requestId}, ${done.occurredAt})`);
}

/** @throws Failure when nobody is known by that name */
async function memberIdOf(desk: Desk, word: string): Promise<string> {
  const found = await findMember(desk, memberOption(word), 'member');
  if ('refusal' in found) throw refusedAs(found.refusal);
  return found.memberId;
}

async function show({ words: [word = ''], values, open, io }: Asked): Promise<void> {
  memberOption(word);
  const desk = await open();
  const read = await readMember(desk, await memberIdOf(desk, word));
  if ('refusal' in read) throw refusedAs(read.refusal);
  const { document } = read;
  if (values.json === true) {
    await io.json(document);
    return;
  }
  const sources = {
    ledger: desk.ledger,
    versions: await desk.programmes(),
    levelNames: await publishedLevelNames(desk.settings),
  };
  const { memberId } = document;
  const { lines } = await explain(sources, { memberId, entryId: undefined, language: 'en', now: desk.now() });
  const [title = '', ...account] = lines;
  for (const line of [title, ...personLines(document), ...account, ...messageLines(document)]) io.out(line);
}

async function exportMember({ words: [word = ''], values, open, io }: Asked): Promise<void> {
  memberOption(word);
  const { html, lang, json = false } = values;
  if (html === undefined && !json) throw new UsageError('member export needs --json, --html FILE or both');
  if (html === undefined && lang !== undefined) throw new UsageError('--lang is the language of --html');
  languageOption(lang);
  const desk = await open();
  const read = await readExport(desk, await memberIdOf(desk, word));
  if ('refusal' in read) throw refusedAs(read.refusal);
  if (html !== undefined) await writePage(html, await exportPage(desk, read, languageOption(lang)), io);
  if (json) await io.json(read.document);
}

const actions: Readonly<Record<string, Action>> = {
  enrol: {
    words: [0, 4],
    takes: [...personal, 'request-id'],
    async run(asked) {
      const data = await personalData(asked.values, asked.words);
      const done = await enrol(await asked.open(), requestIdOf(asked), data);
      await tell(asked, done, 'Enrolled');
    },
  },
  find: {
    words: [1, 1],
    takes: [],
    async run({ words: [word = ''], values, open, io }) {
      memberOption(word);
      const memberId = await memberIdOf(await open(), word);
      if (values.json === true) await io.json({ memberId });
      else io.out(`memberId:${memberId}`);
    },
  },
  show: { words: [1, 1], takes: [], run: show },
  update: {
    words: [1, 1],
    takes: [...personal, 'identity', 'remove', 'request-id'],
    async run(asked) {
      const [word = ''] = asked.words;
      const member = memberOption(word);
      const { identity = [], remove = [] } = asked.values;
      const data = await personalData(asked.values, identity, remove);
      if (Object.keys(data).length === 0) throw new UsageError('update needs something to change');
      await tell(asked, await update(await asked.open(), requestIdOf(asked), member, data), 'Changed');
    },
  },
  merge: {
    words: [2, 2],
    takes: ['request-id'],
    async run(asked) {
      const [kept = '', removed = ''] = asked.words;
      const [one, other] = [memberOption(kept), memberOption(removed)];
      const done = await merge(await asked.open(), requestIdOf(asked), one, other);
      await tell(asked, done, `memberId:${done.removed} is one with`);
    },
  },
  erase: {
    words: [1, 1],
    takes: ['yes', 'request-id'],
    async run(asked) {
      const [word = ''] = asked.words;
      const member = memberOption(word);
      if (asked.values.yes !== true) {
        throw new UsageError('erase cannot be undone: profile, identities and consents are gone; say --yes to do it');
      }
      await tell(asked, await erase(await asked.open(), requestIdOf(asked), member), 'Erased');
    },
  },
  export: { words: [1, 1], takes: ['html', 'lang'], run: exportMember },
  suppress: {
    words: [1, 1],
    takes: ['reason'],
    async run({ words: [word = ''], values, open, io }) {
      const [address, reason] = [addressOption(word), reasonOption(values.reason)];
      const done = await suppress(await open(), address, reason);
      const { channel } = address;
      if (values.json === true) await io.json({ channel, reason, before: done === 'exists' });
      else if (done === 'exists') io.out('Nothing was sent to this address already; it stays as it is.');
      else io.out(`Nothing is sent to this address by ${channel} any more.`);
    },
  },
  unsuppress: {
    words: [1, 1],
    takes: [],
    async run({ words: [word = ''], values, open, io }) {
      const address = addressOption(word);
      await unsuppress(await open(), address);
      if (values.json === true) await io.json({ channel: address.channel });
      else io.out(`This address may be reached by ${address.channel}, as far as its member allows it.`);
    },
  },
};

function actionOf(name: string | undefined, words: readonly string[], values: Values): Action {
  const action = name !== undefined && Object.hasOwn(actions, name) ? actions[name] : undefined;
  if (name === undefined || action === undefined) {
    throw new UsageError(`member is followed by one of ${Object.keys(actions).join(', ')}`);
  }
  const taken = new Set<string>([...action.takes, 'stage', 'json']);
  const stranger = Object.keys(values).find((option) => !taken.has(option));
  if (stranger !== undefined) throw new UsageError(`member ${name} takes no --${stranger}`);
  const [least, most] = action.words;
  if (words.length < least || words.length > most) {
    const many = least === most ? String(least) : `${String(least)} to ${String(most)}`;
    throw new UsageError(
      `member ${name} takes ${many} ${many === '1' ? 'name' : 'names'}, not ${String(words.length)}`,
    );
  }
  return action;
}

/** The command over the desk of a stage. */
export function memberCommand(openDesk: (stage: Stage, io: CommandIo) => Promise<Desk>): Command {
  return defineCommand({
    name: 'member',
    summary: 'Enrol, find, show, change, merge, erase and export members',
    usage: memberUsage,
    options,
    positionals: true,
    async run({ values, positionals: [name, ...words] }, io) {
      const action = actionOf(name, words, values);
      const stage = stageOption(values.stage);
      await action.run({ words, values, io, open: async () => openDesk(stage, io) });
      return 0;
    },
  });
}
