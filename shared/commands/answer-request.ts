/**
 * A request that is answered at once, and the same whenever it is asked again: the ordinary event of it, applied by the
 * ordinary command. An event says when it occurred, a request does not: it occurs now, and what is remembered under its
 * key says when that was. So the same request is the same content, and its answer is made from what was posted then.
 */
import { parseEntry } from '../contracts/entry-record.ts';
import type { ParsedEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Entry } from '../domain/entry.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { LedgerItem, LedgerStore } from '../store/store.ts';
import { applyMemberEvents } from './apply-member-events.ts';
import type { Dependencies } from './dependencies.ts';
import { eventOfRequest } from './event-of-request.ts';
import type { EventRequest } from './event-of-request.ts';
import { placesOf } from './member-events.ts';
import type { Delivered, Outcome } from './outcome.ts';

/** How events of some types are applied, of each of which an entry comes. */
export type Way<Event extends ParsedEvent> = {
  readonly isOf: (event: ParsedEvent) => event is Event;
  /** Ids that the entry may have. */
  readonly placesOf: (event: Event) => readonly string[];
  readonly apply: (deps: Dependencies, given: Delivered<Event>) => Promise<Outcome>;
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

type Attempt = { readonly answered: Answered; readonly rememberedAt: string | undefined };

async function attempt<Event extends ParsedEvent>(
  deps: Dependencies,
  request: EventRequest,
  occurredAt: string,
  { isOf, placesOf, apply }: Way<Event>,
): Promise<Attempt> {
  const parsed = eventOfRequest(request, occurredAt);
  if (!parsed.ok) return { answered: { refusal: parsed.refusal }, rememberedAt: undefined };
  const { event } = parsed;
  if (!isOf(event)) throw new TypeError('a request is of its type');
  const places = placesOf(event);
  const { ledger, seen } = noting(deps.ledger, new Set(places));
  const outcome = await apply({ ...deps, ledger }, { event, delivery: request.delivery });
  const found = places.flatMap((place) => seen.get(place) ?? []);
  const rememberedAt = found.map(momentOf).find((moment) => moment !== undefined);
  if (outcome.status === 'refused') return { answered: { refusal: outcome.refusal }, rememberedAt };
  const posted = found.find((item) => item.found === 'entry');
  if (posted === undefined) throw new Error('what was applied is an entry');
  return { answered: { entry: posted.entry }, rememberedAt };
}

/**
 * Answers a request: with the entry that was posted for it, now or earlier, or with the reason why there is none.
 *
 * @throws ContentionError when others kept winning the race for the member; nothing was done, and it may be asked again
 */
export async function answerRequest<Event extends ParsedEvent>(
  deps: AnswerDependencies,
  request: EventRequest,
  way: Way<Event>,
): Promise<Answered> {
  const now = formatInstant(deps.now());
  const { answered, rememberedAt } = await attempt(deps, request, now, way);
  const conflicts = 'refusal' in answered && answered.refusal.code === 'conflicting-duplicate';
  // Something else was asked for under this key, or the same at another time.
  if (!conflicts || rememberedAt === undefined || rememberedAt === now) return answered;
  return (await attempt(deps, request, rememberedAt, way)).answered;
}

type PointsEvent = Extract<
  ParsedEvent,
  { type: 'redemption.requested' | 'redemption.committed' | 'redemption.cancelled' }
>;

/** Requests about a member's points. */
export const ofPoints: Way<PointsEvent> = {
  isOf: (event) =>
    event.type === 'redemption.requested' ||
    event.type === 'redemption.committed' ||
    event.type === 'redemption.cancelled',
  placesOf,
  async apply(deps, given) {
    const { outcomes, failed } = await applyMemberEvents(deps, [given]);
    const outcome = outcomes.get(given.delivery);
    if (outcome === undefined) throw failed.get(given.delivery);
    return outcome;
  },
};
