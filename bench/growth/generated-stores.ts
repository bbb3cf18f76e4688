/**
 * Stores over generated accounts: pages are made when they are asked for, and what is written is charged and let go of. So
 * the memory that is measured is that of the pass.
 */
import { stageMessage } from '../../shared/contracts/messages.ts';
import { endOfDay } from '../../shared/domain/review.ts';
import { formatInstant } from '../../shared/domain/zone.ts';
import { parseAccount } from '../../shared/store/dynamodb/account-item.ts';
import { MemoryStore } from '../../shared/store/memory/memory-store.ts';
import type { MessageStore } from '../../shared/store/message-store.ts';
import type { LedgerStore } from '../../shared/store/store.ts';
import { dayNumber } from '../bench-members.ts';
import type { Bill } from './bill.ts';
import { indexOf, itemAt, kindAt, memberIdAt, reviewedDay } from './generated-members.ts';
import type { GeneratedMembers } from './generated-members.ts';

/** A scan of DynamoDB ends a page when it has read this much. */
const pageBytes = 2 ** 20;

export type Generated = {
  readonly members: GeneratedMembers;
  readonly accounts: number;
  readonly bill: Bill;
  /** Called with each page. */
  readonly onPage: () => void;
};

/** Members who had something posted, or were told something. */
export class DueMembers {
  readonly posted = new Set<string>();
  readonly told = new Set<string>();
  counts = { posted: 0, told: 0, either: 0 };

  /** Counts those of the accounts before, and forgets them. */
  settle(): void {
    const { posted, told, either } = this.counts;
    const all = new Set([...this.posted, ...this.told]).size;
    this.counts = { posted: posted + this.posted.size, told: told + this.told.size, either: either + all };
    this.posted.clear();
    this.told.clear();
  }
}

/** The scan of a part is a stretch of the numbers. */
export function generatedLedger({ members, accounts, bill, onPage }: Generated, due: DueMembers): LedgerStore {
  const nothing = new MemoryStore();
  return {
    history: nothing.history,
    records: nothing.records,
    keys: nothing.keys,
    async read({ memberIds }) {
      const items = memberIds.map((memberId) => itemAt(members, indexOf(memberId)));
      bill.read(
        'post',
        memberIds.map((memberId) => kindAt(members, indexOf(memberId)).bytes),
      );
      const found = items.map(parseAccount);
      return Promise.resolve({
        accounts: new Map(found.map((each) => [each.account.memberId, each])),
        items: new Map(),
      });
    },
    async commit(writes) {
      const account = writes.find((write) => write.write === 'account');
      if (account === undefined) throw new TypeError('a posting puts the account');
      const { memberId } = account.account;
      bill.committed(writes, itemAt(members, indexOf(memberId)));
      due.posted.add(memberId);
      return Promise.resolve('committed');
    },
    async scanAccounts(startKey, { index, of } = { index: 0, of: 1 }) {
      onPage();
      due.settle();
      const end = Math.floor((accounts * (index + 1)) / of);
      let next = startKey === undefined ? Math.floor((accounts * index) / of) : indexOf(startKey) + 1;
      const page = [];
      let bytes = 0;
      for (; next < end && bytes < pageBytes; next += 1) {
        page.push(parseAccount(itemAt(members, next)));
        bytes += kindAt(members, next).bytes;
      }
      bill.scanned(bytes);
      return Promise.resolve({ accounts: page, nextKey: next < end ? memberIdAt(next - 1) : undefined });
    },
  };
}

/** Everybody was told their stage when the day before was over, and nothing else of late. */
export function generatedMessages({ members, bill }: Generated, due: DueMembers): MessageStore {
  const programId = members.programme.id;
  const day = dayNumber(reviewedDay - 1);
  const occurredAt = formatInstant(endOfDay(day, [members.programme]).at);
  return {
    async claim(message) {
      bill.claimed(message);
      due.told.add(message.memberId);
      return Promise.resolve('claimed');
    },
    async newest(memberId, kind) {
      const { told } = kindAt(members, indexOf(memberId));
      const about = { memberId, programId, day, occurredAt };
      const found = kind === 'member.stage-changed' ? stageMessage(about, null, told) : undefined;
      // One of its kind is far below the 4 KB of a unit.
      bill.read('tell', [0]);
      return Promise.resolve(found);
    },
  };
}
