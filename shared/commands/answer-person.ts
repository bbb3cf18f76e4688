/**
 * A request about a person that is answered at once, and the same whenever it is asked again, as `answerRequest` does it for
 * points: of these no entry comes, and what is remembered of each says when it was first asked for.
 */
import type { Refusal } from '../contracts/refusals.ts';
import { formatInstant } from '../domain/zone.ts';
import type { Instant } from '../domain/zone.ts';
import type { AppliedRecord } from '../store/member-store.ts';
import { applyPeopleEventsAlone } from './apply-people-events.ts';
import type { Dependencies } from './dependencies.ts';
import { eventOfRequest } from './event-of-request.ts';
import type { EventRequest } from './event-of-request.ts';
import type { PersonEvent } from './fingerprint.ts';
import type { Settled } from './outcome.ts';

export type PersonRequest = EventRequest<PersonEvent['type']>;

export type PersonDependencies = Dependencies & {
  readonly now: () => Instant;
  /** Is told of what waited for an identity, and was refused when it was its turn. */
  readonly refusedLate: (settled: Extract<Settled, { refusal: Refusal }>) => void;
};

type Answered = { readonly applied: AppliedRecord } | { readonly refusal: Refusal };
type Attempt = { readonly answered: Answered; readonly remembered: AppliedRecord | undefined };

/** Dependencies that note what is remembered of a request as it is read and written. */
function noting(deps: Dependencies) {
  const noted: { record: AppliedRecord | undefined } = { record: undefined };
  const members: Dependencies['members'] = {
    ...deps.members,
    async applied(key) {
      noted.record = await deps.members.applied(key);
      return noted.record;
    },
  };
  const ledger: Dependencies['ledger'] = {
    ...deps.ledger,
    async commit(writes) {
      const committed = await deps.ledger.commit(writes);
      const write = writes.find((each) => each.write === 'applied');
      if (committed === 'committed' && write !== undefined) noted.record = write.applied;
      return committed;
    },
  };
  return { noted, deps: { ...deps, members, ledger } };
}

async function attempt(deps: PersonDependencies, request: PersonRequest, occurredAt: string): Promise<Attempt> {
  const { delivery } = request;
  const parsed = eventOfRequest(request, occurredAt);
  if (!parsed.ok) return { answered: { refusal: parsed.refusal }, remembered: undefined };
  const { noted, deps: noticing } = noting(deps);
  const { outcomes, settled, failed } = await applyPeopleEventsAlone(noticing, [{ event: parsed.event, delivery }]);
  if (failed.has(delivery)) throw failed.get(delivery);
  for (const earlier of settled) if ('refusal' in earlier) deps.refusedLate(earlier);
  const { record } = noted;
  const outcome = outcomes.get(delivery);
  if (outcome?.status === 'refused') return { answered: { refusal: outcome.refusal }, remembered: record };
  if (record === undefined) throw new Error('what was applied is remembered');
  return { answered: { applied: record }, remembered: record };
}

/**
 * Answers a request about a person: with what is remembered of it, or with the reason why nothing was done.
 *
 * @throws ContentionError when others kept winning the race; nothing was done, and it may be asked again
 */
export async function answerPerson(deps: PersonDependencies, request: PersonRequest): Promise<Answered> {
  const now = formatInstant(deps.now());
  const { answered, remembered } = await attempt(deps, request, now);
  if (!('refusal' in answered) || remembered === undefined || remembered.occurredAt === now) return answered;
  return (await attempt(deps, request, remembered.occurredAt)).answered;
}
