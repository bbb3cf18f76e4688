/** From messages of a queue to outcomes: parse, apply, keep what was refused, answer whoever asked for a receipt. */
import { entryOf, parseEvent } from '../contracts/parse-event.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { IntakeStore, Receipt, Rejection } from '../store/store.ts';
import type { Dependencies } from './dependencies.ts';
import type { Delivered, Outcome, Results } from './outcome.ts';

export type IntakeDependencies = Dependencies & {
  readonly intake: IntakeStore;
  /** Makes a text unreadable to whoever may not read the deployment's secret. */
  readonly seal: (text: string) => string;
  /** Now, as RFC 3339. */
  readonly now: () => string;
  /** Applies what has passed its contract: all of it, or what a function is there for. Never throws. */
  readonly apply: (deps: Dependencies, delivered: readonly Delivered[]) => Promise<Results>;
};

/** A message: the envelope of the bus as it was parsed, or the text of a body that is no JSON. */
export type Message = { readonly delivery: string; readonly envelope: unknown };

export type Refused = { readonly delivery: string; readonly refusal: Refusal };
export type TakenIn = {
  readonly counts: Readonly<Record<Outcome['status'], number>>;
  readonly refused: readonly Refused[];
  /** To be delivered again, with the error. */
  readonly failed: ReadonlyMap<string, unknown>;
};

/** What a message says of itself, valid or not. */
type Labels = { readonly detailType: string; readonly eventId?: string; readonly correlationId?: string };

function textAt(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => {
    return typeof inner === 'object' && inner !== null ? new Map(Object.entries(inner)).get(key) : undefined;
  }, value);
}

const idAtMost = 256;

/**
 * A text that may be part of a key. A lone surrogate is no character: stores write all of them alike, and of two items
 * with one key a batch would be refused whole.
 */
export function keyText(value: unknown): string | undefined {
  const isKey = typeof value === 'string' && value !== '' && value.length <= idAtMost && value.isWellFormed();
  return isKey ? value : undefined;
}

function labelsOf({ envelope }: Message): Labels {
  const detailType = keyText(textAt(envelope, 'detail-type'));
  const eventId = keyText(textAt(envelope, 'detail', 'metadata', 'id'));
  const asked = textAt(envelope, 'detail', 'metadata', 'receipt') === true;
  const correlationId = asked ? keyText(textAt(envelope, 'detail', 'metadata', 'correlationId')) : undefined;
  return {
    detailType: detailType ?? '',
    ...(eventId === undefined ? {} : { eventId }),
    ...(correlationId === undefined ? {} : { correlationId }),
  };
}

function receiptOf(correlationId: string, outcome: Exclude<Outcome, { status: 'parked' }>): Receipt {
  switch (outcome.status) {
    case 'refused':
      return { correlationId, outcome: outcome.status, refusal: outcome.refusal };
    case 'applied':
    case 'duplicate':
      return { correlationId, outcome: outcome.status, entryId: outcome.entryId };
    case 'test':
      return { correlationId, outcome: outcome.status };
  }
}

function rejectionOf(deps: Pick<IntakeDependencies, 'seal' | 'now'>, message: Message, reason: Refusal): Rejection {
  const { detailType, eventId } = labelsOf(message);
  return {
    id: message.delivery,
    refusal: reason,
    detailType,
    ...(eventId === undefined ? {} : { eventId }),
    receivedAt: deps.now(),
    sealedEvent: deps.seal(JSON.stringify(message.envelope ?? null)),
  };
}

/** Keeps an event that waited and is refused after all, in the posting that ends its waiting. */
export function keeping(deps: Pick<IntakeDependencies, 'seal' | 'now'>): NonNullable<Dependencies['rejected']> {
  return ({ delivery, type, detail, refusal: reason }) => {
    const parsed: unknown = JSON.parse(detail);
    const message = { delivery, envelope: { 'detail-type': type, detail: parsed } };
    return [{ write: 'rejection', rejection: rejectionOf(deps, message, reason) }];
  };
}

/** Receipts of what is settled for good; that an event waits, and that it does so no more, is told where it happens. */
function receiptsOf(messages: readonly Message[], outcomes: ReadonlyMap<string, Outcome>): Receipt[] {
  return messages.flatMap((message) => {
    const { correlationId } = labelsOf(message);
    const outcome = outcomes.get(message.delivery);
    if (correlationId === undefined || outcome === undefined || outcome.status === 'parked') return [];
    return [receiptOf(correlationId, outcome)];
  });
}

/**
 * Takes in a batch of messages. Whatever one of them is, it harms no other: a bad one goes to the rejected store with
 * its reason, one that cannot be decided now is listed under `failed`.
 *
 * @throws when refusals or receipts cannot be kept; the whole batch may then be delivered again, and nothing is lost
 */
export async function takeInEvents(deps: IntakeDependencies, messages: readonly Message[]): Promise<TakenIn> {
  const outcomes = new Map<string, Outcome>();
  const accepted: Delivered[] = [];
  for (const { delivery, envelope } of messages) {
    const entry = entryOf(envelope);
    const parsed = entry.ok ? parseEvent(entry.entry) : entry;
    if (parsed.ok) accepted.push({ event: parsed.event, delivery });
    else outcomes.set(delivery, { status: 'refused', refusal: parsed.refusal });
  }
  const { outcomes: applied, settled, failed } = await deps.apply({ ...deps, rejected: keeping(deps) }, accepted);
  for (const [delivery, outcome] of applied) outcomes.set(delivery, outcome);

  const refused = messages.flatMap((message) => {
    const outcome = outcomes.get(message.delivery);
    return outcome?.status === 'refused' ? [{ message, reason: outcome.refusal }] : [];
  });
  if (refused.length > 0) {
    await deps.intake.putRejections(refused.map(({ message, reason }) => rejectionOf(deps, message, reason)));
  }
  const receipts = receiptsOf(messages, outcomes);
  if (receipts.length > 0) await deps.intake.putReceipts(receipts);

  const counts = { applied: 0, duplicate: 0, refused: 0, parked: 0, test: 0 };
  for (const { status } of outcomes.values()) counts[status] += 1;
  const refusedLate = settled.flatMap((earlier) => ('refusal' in earlier ? [earlier] : []));
  counts.refused += refusedLate.length;
  return {
    counts,
    refused: [...refused.map(({ message: { delivery }, reason }) => ({ delivery, refusal: reason })), ...refusedLate],
    failed,
  };
}

/** Reasons that are told in logs: code, field and rule, never a value. */
export function loggable({ delivery, refusal: reason }: Refused): Readonly<Record<string, string>> {
  const { code, field = '', rule = '' } = reason;
  return { delivery, code, field, rule };
}
