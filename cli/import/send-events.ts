import type { Converter, ShopEvent } from './conversion.ts';
import { readText } from './text.ts';

/** Events on their way at a time: enough to fill the calls of the bus, far from the whole file. */
const underWayAtMost = 500;

/**
 * Puts a file's events on the bus, and waits until it has taken all of them. What was taken before a failure counts once
 * when the file is sent again.
 *
 * @throws what the bus refuses an event with; the events after it are not sent
 */
export async function sendEvents(
  file: string,
  convert: Converter,
  send: (event: ShopEvent) => Promise<unknown>,
): Promise<void> {
  const underWay = new Set<Promise<void>>();
  const failures: unknown[] = [];
  for await (const conversion of convert(readText(file))) {
    if (conversion.kind !== 'event') continue;
    const sending = send(conversion.event)
      .then(
        () => undefined,
        (error: unknown) => {
          failures.push(error);
        },
      )
      .finally(() => underWay.delete(sending));
    underWay.add(sending);
    while (underWay.size >= underWayAtMost) await Promise.race(underWay);
    if (failures.length > 0) break;
  }
  await Promise.all(underWay);
  if (failures.length > 0) throw failures[0];
}
