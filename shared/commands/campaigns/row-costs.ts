/** What the messages of a row cost, exactly, before they are sent. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import { channels } from '../../domain/campaigns/campaign.ts';
import type { Campaign, Channel } from '../../domain/campaigns/campaign.ts';
import { multiply, rational, zero } from '../../domain/rational.ts';
import type { Rational } from '../../domain/rational.ts';

export type Cost = { readonly messagesMinor: Rational; readonly offersMinor: Rational };

/**
 * Costs in one unit that divides them all: sums over a million rows add whole numbers. Every step of a row counts, though
 * some may turn out to be needless: what a budget allows is then never passed. Of a coupon nobody knows what it will cost.
 */
export class RowCosts {
  /** So many units are one minor unit. */
  readonly #perMinor: bigint;
  readonly #ofChannel: ReadonlyMap<Channel, bigint>;
  readonly #ofStep: ReadonlyMap<string, bigint>;

  /** @param valueOfPointMinor null where points pay for nothing: then they cost nothing */
  constructor({ costMinor, steps }: Pick<Campaign, 'costMinor' | 'steps'>, valueOfPointMinor: bigint | null) {
    const costs = channels.map((channel) => [channel, costMinor[channel] ?? zero] as const);
    const denominators = new Set(costs.map(([, { denominator }]) => denominator));
    this.#perMinor = [...denominators].reduce((product, denominator) => product * denominator, 1n);
    this.#ofChannel = new Map(
      costs.map(([channel, { numerator, denominator }]) => [channel, (numerator * this.#perMinor) / denominator]),
    );
    this.#ofStep = new Map(
      steps.map(({ id, offer }) => {
        const points = offer?.offers === 'points' ? offer.points : 0n;
        return [id, points * (valueOfPointMinor ?? 0n) * this.#perMinor];
      }),
    );
  }

  /** What the messages of a row cost, and what they offer, in units. */
  of({ steps }: Pick<ManifestRow, 'steps'>): { readonly messages: bigint; readonly offers: bigint } {
    let [messages, offers] = [0n, 0n];
    for (const { step, channel } of steps) {
      if (channel === null) continue;
      messages += this.#ofChannel.get(channel) ?? 0n;
      offers += this.#ofStep.get(step) ?? 0n;
    }
    return { messages, offers };
  }

  inMinor(units: bigint): Rational {
    return multiply(rational(units), rational(1n, this.#perMinor));
  }

  /** A budget in units. */
  fromMinor(minor: bigint): bigint {
    return minor * this.#perMinor;
  }
}
