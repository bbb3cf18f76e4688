/**
 * Stands in every bundle for `@middy/core` (3 KB), which telemetry.ts wraps handlers with: what happens before a handler, after
 * it and when it fails, and its end in good time. What else the package can do is missing: hooks, settings, answers given in
 * the place of the handler's, a signal for the handler, and streams.
 */
type Context = { readonly getRemainingTimeInMillis?: () => number };

type Middleware<Event, Of> = Partial<
  Record<'before' | 'after' | 'onError', (request: { readonly event: Event; readonly context: Of }) => void>
>;

/** So long before Lambda ends an invocation, what was counted in it is still written. */
const marginMs = 5;

/** @throws TimeoutError where the invocation is about to be ended */
async function inTime<Result>(
  result: Promise<Result>,
  { getRemainingTimeInMillis: remaining }: Context,
): Promise<Result> {
  if (remaining === undefined) return result;
  let timer: NodeJS.Timeout | undefined;
  const ending = new Promise<never>((_, reject) => {
    const end = () => {
      reject(Object.assign(new Error('[AbortError]: The operation was aborted.'), { name: 'TimeoutError' }));
    };
    timer = setTimeout(end, Math.max(0, remaining() - marginMs));
  });
  try {
    return await Promise.race([result, ending]);
  } finally {
    clearTimeout(timer);
  }
}

/** @throws what the handler throws, after every `onError` */
export function middy<Event, Result, Of extends Context = Context>(
  handler: (event: Event, context: Of) => Promise<Result>,
) {
  const used: Middleware<Event, Of>[] = [];
  const wrapped = async (event: Event, context: Of): Promise<Result> => {
    const request = { event, context };
    const lastFirst = used.toReversed();
    try {
      for (const { before } of used) before?.(request);
      const result = await inTime(handler(event, context), context);
      for (const { after } of lastFirst) after?.(request);
      return result;
    } catch (error) {
      for (const { onError } of lastFirst) onError?.(request);
      throw error;
    }
  };
  const use = (middleware: Middleware<Event, Of>) => {
    used.push(middleware);
    return handlerWithUse;
  };
  const handlerWithUse = Object.assign(wrapped, { use });
  return handlerWithUse;
}

// eslint-disable-next-line no-restricted-exports -- the package is imported by its default export, and types no other.
export { middy as default };
