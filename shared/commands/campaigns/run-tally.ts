/** What the rows of a run come to: counts, cost, and when what is to be sent. Memory does not grow with the rows. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Run } from '../../contracts/campaign-records.ts';
import type { Arm, Channel, SkipReason } from '../../domain/campaigns/campaign.ts';
import type { Batch } from '../../domain/campaigns/throughput.ts';
import { instantOf } from '../../domain/zone.ts';
import type { Instant } from '../../domain/zone.ts';
import { handedOutAt } from './due-times.ts';
import type { Cost, RowCosts } from './row-costs.ts';

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

type Counts = NonNullable<Run['counts']>;

function plus<Key extends string>(
  counts: Readonly<Partial<Record<Key, number>>>,
  key: Key,
): Partial<Record<Key, number>> {
  return { ...counts, [key]: (counts[key] ?? 0) + 1 };
}

/** Counts with some more rows, by arm, and by reason or channel of the first step. */
export function countRows(rows: readonly ManifestRow[], known: Counts | null): Counts {
  return rows.reduce<Counts>(
    ({ reasons, channels, ...arms }, { arm, steps: [first] }) => ({
      ...arms,
      [arm]: arms[arm] + 1,
      reasons: typeof first?.reason === 'string' ? plus(reasons, first.reason) : reasons,
      channels: typeof first?.channel === 'string' ? plus(channels, first.channel) : channels,
    }),
    known ?? { treatment: 0, control: 0, reasons: {}, channels: {} },
  );
}

/** Messages of one step that are handed to the queue of one channel at one time. */
type Handed = { readonly step: string; readonly channel: Channel; readonly at: Instant };

export class RunTally {
  readonly #arms = new Map<Arm, number>();
  readonly #reasons = new Map<SkipReason, number>();
  readonly #channels = new Map<Channel, number>();
  readonly #handed = new Map<string, Handed & { messages: number }>();
  readonly #costs: RowCosts;
  #messages = 0n;
  #offers = 0n;
  #lastPlannedAt: Instant | null = null;

  constructor(costs: RowCosts) {
    this.#costs = costs;
  }

  add(row: ManifestRow): void {
    count(this.#arms, row.arm);
    const [first] = row.steps;
    if (typeof first?.reason === 'string') count(this.#reasons, first.reason);
    if (typeof first?.channel === 'string') count(this.#channels, first.channel);
    for (const { step, sendAt, channel } of row.steps) {
      if (channel !== null) this.#hand({ step, channel, at: handedOutAt(instantOf(sendAt)) });
    }
    const { messages, offers } = this.#costs.of(row);
    this.#messages += messages;
    this.#offers += offers;
    if (this.#lastPlannedAt === null || row.plannedAt > this.#lastPlannedAt) {
      this.#lastPlannedAt = instantOf(row.plannedAt);
    }
  }

  #hand(handed: Handed): void {
    const key = `${handed.channel} ${String(handed.at)} ${handed.step}`;
    const known = this.#handed.get(key);
    if (known === undefined) this.#handed.set(key, { ...handed, messages: 1 });
    else known.messages += 1;
  }

  get counts(): Counts {
    return {
      treatment: this.#arms.get('treatment') ?? 0,
      control: this.#arms.get('control') ?? 0,
      reasons: Object.fromEntries(this.#reasons),
      channels: Object.fromEntries(this.#channels),
    };
  }

  get cost(): Cost {
    return { messagesMinor: this.#costs.inMinor(this.#messages), offersMinor: this.#costs.inMinor(this.#offers) };
  }

  /** Messages by channel and time, whatever their step. */
  get batches(): readonly Batch[] {
    return [...this.#handed.values()].map(({ channel, at, messages }) => ({ channel, at, messages }));
  }

  /** Each step with the times at which messages of it are handed out. */
  get times(): readonly { readonly step: string; readonly at: Instant }[] {
    const times = new Map([...this.#handed.values()].map(({ step, at }) => [`${String(at)} ${step}`, { step, at }]));
    return [...times.values()];
  }

  /** When the last window begins; null without rows. */
  get lastPlannedAt(): Instant | null {
    return this.#lastPlannedAt;
  }
}
