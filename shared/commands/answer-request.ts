/**
 * A request that is answered at once, and the same whenever it is asked again: the ordinary event of it, applied by the
 * ordinary command. An event says when it occurred, a request does not: it occurs now, and what is remembered under its
 * key says when that was. So the same request is the same content, and its answer is made from what was posted then.
 */
import { parseEntry } from '../contracts/entry-record.ts';
import { parseEvent } from '../contracts/parse-event.ts';
import type { ParsedEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Entry } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { LedgerItem, LedgerStore } from '../store/store.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { Dependencies } from './dependencies.ts';
import { placesOf } from './member-events.ts';

type RequestType = 'redemption.requested' | 'redemption.committed' | 'redemption.cancelled';

export type MemberRequest = {
  readonly type: RequestType;
  /** What `metadata.id` of the event is: the caller's own name of the request. */
  readonly key: string;
  /** The data of the event; its business key is what makes it the same request. */
  readonly data: object;
  /** Names this time that it is asked. */
  readonly delivery: string;
};

export type Answered = { readonly entry: Entry } | { readonly refusal: Refusal };

export type AnswerDependencies = Dependencies & { readonly now: () => Instant };

/** A ledger that notes what lies under some ids as it is read and written: what was decided is known without a read. */
function noting(ledger: LedgerStore, ids: ReadonlySet<string>) {
  const seen = new Map<string, LedgerItem>();
  const noted: LedgerStore = {
    ...ledger,
    async read(request) {
      const read = await ledger.read(request);
      for (const [id, item] of read.items) if (ids.has(id)) seen.set(id, item);
      return read;
    },
    async commit(writes) {
      const committed = await ledger.commit(writes);
      if (committed === 'conflict') return committed;
      for (const write of writes) {
        if (write.write === 'entry' && ids.has(write.record.entryId)) {
          seen.set(write.record.entryId, { found: 'entry', entry: parseEntry(write.record) });
        }
      }
      return committed;
    },
  };
  return { ledger: noted, seen };
}

/** When the request was made that something is remembered of. */
function momentOf(item: LedgerItem): string | undefined {
  if (item.found === 'entry') return formatInstant(item.entry.occurredAt);
  return item.held.holds === 'refusal' ? item.held.occurredAt : undefined;
}

type RequestEvent = Extract<ParsedEvent, { type: RequestType }>;

function isRequest(event: ParsedEvent): event is RequestEvent {
  const { type } = event;
  return type === 'redemption.requested' || type === 'redemption.committed' || type === 'redemption.cancelled';
}

function eventOf({ type, key, data }: MemberRequest, occurredAt: string): RequestEvent | Refusal {
  const metadata = { id: key, version: '1.0', occurredAt };
  const parsed = parseEvent({ 'detail-type': type, detail: { metadata, data } });
  if (!parsed.ok) return parsed.refusal;
  if (!isRequest(parsed.event)) throw new TypeError('a request is of its type');
  return parsed.event;
}

type Attempt = { readonly answered: Answered; readonly rememberedAt: string | undefined };

async function attempt(deps: Dependencies, request: MemberRequest, occurredAt: string): Promise<Attempt> {
  const event = eventOf(request, occurredAt);
  if ('code' in event) return { answered: { refusal: event }, rememberedAt: undefined };
  const places = placesOf(event);
  const { ledger, seen } = noting(deps.ledger, new Set(places));
  const { delivery } = request;
  const { outcomes, failed } = await applyMemberEvents({ ...deps, ledger }, [{ event, delivery }]);
  if (failed.has(delivery)) throw failed.get(delivery);
  const outcome = outcomes.get(delivery);
  const found = places.flatMap((place) => seen.get(place) ?? []);
  const rememberedAt = found.map(momentOf).find((moment) => moment !== undefined);
  if (outcome?.status === 'refused') return { answered: { refusal: outcome.refusal }, rememberedAt };
  const posted = found.find((item) => item.found === 'entry');
  if (posted === undefined) throw new Error('what was applied is an entry');
  return { answered: { entry: posted.entry }, rememberedAt };
}

/**
 * Answers a request: with the entry that was posted for it, now or earlier, or with the reason why there is none.
 *
 * @throws ContentionError when others kept winning the race for the member; nothing was done, and it may be asked again
 */
export async function answerRequest(deps: AnswerDependencies, request: MemberRequest): Promise<Answered> {
  const now = formatInstant(deps.now());
  const { answered, rememberedAt } = await attempt(deps, request, now);
  const conflicts = 'refusal' in answered && answered.refusal.code === 'conflicting-duplicate';
  // Something else was asked for under this key, or the same at another time.
  if (!conflicts || rememberedAt === undefined || rememberedAt === now) return answered;
  return (await attempt(deps, request, rememberedAt)).answered;
}
