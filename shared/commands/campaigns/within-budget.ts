/** Ends what a run may cost: from the row that would pass the budget on, nobody is sent anything. */
import type { ManifestRow } from '../../contracts/manifest-row.ts';
import type { Campaign } from '../../domain/campaigns/campaign.ts';
import type { RowCosts } from './row-costs.ts';

function isOverBudget({ steps }: ManifestRow): boolean {
  return steps.some(({ reason }) => reason === 'over-budget');
}

function overBudget(row: ManifestRow): ManifestRow {
  const steps = row.steps.map((step) =>
    step.reason === null ? { ...step, channel: null, reason: 'over-budget' as const } : step,
  );
  return { ...row, steps };
}

/**
 * Looks at the rows of a run in their order. A member is sent every step or none, and rows behind the first that does not
 * fit get nothing though they might: who is left out depends on the order alone, so the same rows always come out alike,
 * those among them that came out of it before.
 */
export class Budget {
  readonly #costs: RowCosts;
  #left: bigint | null;

  constructor({ budgetMinor }: Pick<Campaign, 'budgetMinor'>, costs: RowCosts) {
    this.#costs = costs;
    this.#left = budgetMinor === null ? null : costs.fromMinor(budgetMinor);
  }

  take(row: ManifestRow): ManifestRow {
    if (this.#left === null) return row;
    const { messages, offers } = this.#costs.of(row);
    if (isOverBudget(row) || messages + offers > this.#left) this.#left = -1n;
    if (this.#left < 0n) return overBudget(row);
    this.#left -= messages + offers;
    return row;
  }
}
