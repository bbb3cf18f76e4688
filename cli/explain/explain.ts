/** `perennial explain`: reads a member's ledger and says where the balance, or one entry, comes from. */
import { programmeAt } from '../../shared/domain/programme.ts';
import type { ProgrammeVersions } from '../../shared/domain/programme.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Entry } from '../../shared/domain/entry.ts';
import type { Instant } from '../../shared/domain/zone.ts';
import { entryFactsOf } from '../../shared/explain/entry-facts.ts';
import type { EntryFacts } from '../../shared/explain/facts.ts';
import type { LevelNames } from '../../shared/explain/level-names.ts';
import { memberFactsOf } from '../../shared/explain/member-facts.ts';
import { sayEntry } from '../../shared/explain/say.ts';
import { textsIn } from '../../shared/explain/texts/languages.ts';
import type { Language, Texts } from '../../shared/explain/texts/texts.ts';
import type { LedgerItem, LedgerStore } from '../../shared/store/store.ts';
import { Failure } from '../failure.ts';
import { entrySentence, entryParts, memberParts, printedLines } from './lines.ts';
import type { Part } from './lines.ts';

export type Question = {
  readonly memberId: string;
  /** As contracts.md writes entry ids, `~` for the member id; undefined for the balance. */
  readonly entryId: string | undefined;
  readonly language: Language;
  /** What is due by now and not posted yet is told apart. */
  readonly now: Instant;
};

export type Answer = {
  readonly lines: readonly string[];
  /** The same facts for `--json`. */
  readonly document: Readonly<Record<string, unknown>>;
};

type Sources = {
  readonly ledger: Pick<LedgerStore, 'read' | 'history'>;
  readonly versions: ProgrammeVersions;
  readonly levelNames: LevelNames;
};

type Ledger = { readonly account: Account; readonly history: readonly Entry[] };

/** @throws Failure when there is no such member */
async function readLedger({ ledger }: Sources, memberId: string): Promise<Ledger> {
  const { accounts } = await ledger.read({ memberIds: [memberId], entryIds: [] });
  const account = accounts.get(memberId)?.account;
  if (account === undefined) {
    throw new Failure('This member has no account.', 'Check the id, or name another identity.');
  }
  const history: Entry[] = [];
  for await (const entry of ledger.history(memberId)) history.push(entry);
  return { account, history };
}

/** Why an id is no entry of the member, and what to do about it. */
function notThere(entryId: string, memberId: string, item: LedgerItem | undefined, history: readonly Entry[]): Failure {
  if (item?.found === 'entry') {
    const owner = item.entry.memberId;
    return new Failure(
      `${entryId} is an entry of another member.`,
      `Ask about that member: npx perennial explain memberId:${owner} ${entryId}`,
    );
  }
  if (item?.held.holds === 'waiting') {
    return new Failure(
      `${entryId} is no entry yet: its event waits.`,
      'A guest’s purchase waits for its member, an unknown member’s for the enrolment, a return for its purchase.',
    );
  }
  if (item?.held.holds === 'refusal') {
    return new Failure(
      `${entryId} is no entry: the request was refused, because the points were not there.`,
      `The same request is refused again for ever; a new one needs an id of its own. Member: ${memberId}.`,
    );
  }
  const like = history.filter((entry) => entry.entryId.endsWith(`:${entryId}`)).map((entry) => entry.entryId);
  const hint = like.length === 0 ? '' : ` Did you mean ${like.join(' or ')}?`;
  return new Failure(
    `The member has no entry ${entryId}.`,
    `Entry ids are written like purchase:PURCHASE-ID or return:RETURN-ID; without one, explain lists the last.${hint}`,
  );
}

async function entryAsked(
  { ledger, versions }: Sources,
  { account, history }: Ledger,
  text: string,
): Promise<EntryFacts> {
  const { memberId } = account;
  const entryId = text
    .replace(/^([^:]+):~:/, (_, kind: string) => `${kind}:${memberId}:`)
    .replace(/^((?:expire:)?bonus:.+):~$/, (_, offer: string) => `${offer}:${memberId}`);
  const [facts] = entryFactsOf(account, history, versions, (entry) => entry.entryId === entryId);
  if (facts !== undefined) return facts;
  const { items } = await ledger.read({ memberIds: [], entryIds: [entryId] });
  throw notThere(entryId, memberId, items.get(entryId), history);
}

function sentencesOf(parts: readonly Part[]): readonly string[] {
  return parts.flatMap(({ lines }) => lines.map((line) => line.trim()));
}

function answer(parts: readonly Part[], texts: Texts, facts: Readonly<Record<string, unknown>>): Answer {
  return { lines: printedLines(parts, texts), document: { ...facts, sentences: sentencesOf(parts) } };
}

/** Says where a balance or an entry comes from. @throws Failure when the member or the entry is not there */
export async function explain(sources: Sources, { memberId, entryId, language, now }: Question): Promise<Answer> {
  const { versions, levelNames } = sources;
  const read = await readLedger(sources, memberId);
  const programme = programmeAt(versions, now);
  const texts = textsIn(language, programme, levelNames);
  if (entryId !== undefined) {
    const facts = await entryAsked(sources, read, entryId);
    return answer(entryParts(facts, texts), texts, { language, ...sayEntry(facts, texts) });
  }
  const facts = memberFactsOf(read.account, read.history, versions, now);
  const last = facts.last.map((entry) => ({ ...entry, sentence: entrySentence(entry, texts) }));
  return answer(memberParts(facts, texts), texts, { language, timeZone: programme.timeZone, ...facts, last });
}
