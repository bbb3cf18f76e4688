/** What a check thinks of an event: undefined when it may be sent again, else why not, without a value of the event. */
export type EventCheck = (entry: { readonly 'detail-type': string; readonly detail: unknown }) => string | undefined;

/** What may be said about a dead letter: nothing of what is in its detail. */
export type DeadLetter = {
  /** What tells it from others: the id that the bus gave the event; null when the message is not as it should be. */
  readonly eventId: string | null;
  readonly detailType: string | null;
  /** Why it may not be sent again; null when it may. */
  readonly problem: string | null;
};

/** Reads the body of a dead letter, and checks what is in it. */
export type ReadLetter = (body: string) => DeadLetter;

/** For queues of events as the bus put them there. */
export function readEventWith(check: EventCheck): ReadLetter {
  return (body) => readEvent(body, check);
}

function readEvent(body: string, check: EventCheck): DeadLetter {
  const event = parseObject(body);
  if (event === undefined) return { eventId: null, detailType: null, problem: 'the message is no JSON object' };
  const eventId = textField(event, 'id');
  const detailType = textField(event, 'detail-type');
  if (detailType === null) return { eventId, detailType, problem: 'the message has no detail-type' };
  const problem = check({ 'detail-type': detailType, detail: Reflect.get(event, 'detail') });
  return { eventId, detailType, problem: problem ?? null };
}

/** The JSON object that a text is; undefined for every other text. */
export function parseObject(text: string): object | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function textField(event: object, name: 'id' | 'detail-type'): string | null {
  const value: unknown = Reflect.get(event, name);
  return typeof value === 'string' ? value : null;
}
