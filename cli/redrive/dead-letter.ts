/** What a check thinks of an event: undefined when it may be sent again, else why not, without a value of the event. */
export type EventCheck = (entry: { readonly 'detail-type': string; readonly detail: unknown }) => string | undefined;

/** What may be said about a dead letter: nothing of what is in its detail. */
export type DeadLetter = {
  /** Id that the bus gave the event; null when the message is no event of a bus. */
  readonly eventId: string | null;
  readonly detailType: string | null;
  /** Why it may not be sent again; null when it may. */
  readonly problem: string | null;
};

/** Reads the body of a dead letter, which is an event as the bus put it into the queue, and checks it. */
export function readDeadLetter(body: string, check: EventCheck): DeadLetter {
  const event = parseObject(body);
  if (event === undefined) return { eventId: null, detailType: null, problem: 'the message is no JSON object' };
  const eventId = textField(event, 'id');
  const detailType = textField(event, 'detail-type');
  if (detailType === null) return { eventId, detailType, problem: 'the message has no detail-type' };
  const problem = check({ 'detail-type': detailType, detail: Reflect.get(event, 'detail') });
  return { eventId, detailType, problem: problem ?? null };
}

function parseObject(text: string): object | undefined {
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
