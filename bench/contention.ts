/** What it costs when several functions write to one member at once: all settle, and the races that are lost are paid for. */
import { openEngine } from './bench-engine.ts';
import type { BenchEngine } from './bench-engine.ts';
import { memberWith } from './bench-members.ts';
import type { BenchMember } from './bench-members.ts';
import { redemptionMessage, returnMessage, saleMessage, transferMessage } from './reference-case.ts';
import type { Message } from '../shared/commands/take-in-events.ts';

export type Contention = {
  readonly writers: number;
  /** What the same movements cost one after the other, for somebody like the member. */
  readonly writeUnits: number;
  /** What they cost beyond that when they come at once. */
  readonly wastedUnits: number;
  /** What they may cost beyond it: each writer loses at most once to each that is faster. */
  readonly wastedAtMost: number;
};

/** Of a transaction that a condition refuses its index items are not charged: a transfer's two entries and two accounts. */
const lostAtMost = 8;
const visits = 60;
const points = 100;

type Past = { readonly name: string; readonly member: BenchMember; readonly partner: BenchMember };

/** A movement for each writer, of every kind in turn. */
function movements(count: number, { name, member: { memberId, today: day }, partner }: Past): Message[] {
  const member = { memberId };
  return Array.from({ length: count }, (_, index): Message => {
    const happening = { name: `${name}-${String(index)}`, day };
    switch (index % 5) {
      case 0:
        return redemptionMessage({ ...happening, member, points });
      case 1:
        return returnMessage({
          ...happening,
          sale: `${name}:${String(visits - 1 - index)}`,
          linesBack: 1,
          net: points,
        });
      case 2:
        return redemptionMessage({ ...happening, member, points, hold: { minutes: 30 } });
      case 3:
        return transferMessage({ ...happening, from: member, to: { memberId: partner.memberId }, points });
      default:
        return saleMessage({ ...happening, member });
    }
  });
}

async function pastOf(engine: BenchEngine, name: string): Promise<Past> {
  const member = await memberWith(engine, { name, everyDays: 7, visits });
  return { name, member, partner: await memberWith(engine, { name: `${name}-partner`, everyDays: 7, visits }) };
}

/** Lets so many writers write to one member at once. @throws Error when one of them does not settle at once */
export async function measureContention(endpoint: string, writers: number): Promise<Contention> {
  const engine = await openEngine(endpoint);
  const quiet = movements(writers, await pastOf(engine, 'quiet'));
  const crowded = movements(writers, await pastOf(engine, 'crowded'));
  const { writeUnits } = await engine.meter.measure(async () => engine.apply(quiet, { atOnce: 1 }));
  const atOnce = await engine.meter.measure(async () =>
    Promise.all(crowded.map(async (movement) => engine.apply([movement]))),
  );
  const racesAtMost = (writers * (writers - 1)) / 2;
  const wastedUnits = atOnce.writeUnits - writeUnits;
  return { writers, writeUnits, wastedUnits, wastedAtMost: racesAtMost * lostAtMost };
}
