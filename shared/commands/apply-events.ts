/** A batch of events of every kind that is built: each goes to the command of its type. */
import type { Dependencies } from './dependencies.ts';
import { applyPurchases } from './apply-purchases.ts';
import { enrolMember } from './enrol-member.ts';
import type { Delivered, Outcome, Results, Settled } from './outcome.ts';

/** Applies events that have passed their contract. Sales are posted together, a person's at once. Never throws. */
export async function applyEvents(deps: Dependencies, delivered: readonly Delivered[]): Promise<Results> {
  const outcomes = new Map<string, Outcome>();
  const settled: Settled[] = [];
  const failed = new Map<string, unknown>();
  const add = (results: Results) => {
    for (const [delivery, outcome] of results.outcomes) outcomes.set(delivery, outcome);
    for (const [delivery, error] of results.failed) failed.set(delivery, error);
    settled.push(...results.settled);
  };
  // One after the other: enrolments of one batch may well be about the same person.
  for (const { event, delivery } of delivered) {
    if (event.type !== 'member.enrolled') continue;
    try {
      add(await enrolMember(deps, { event, delivery }));
    } catch (error) {
      failed.set(delivery, error);
    }
  }
  const sales = delivered.flatMap(({ event, delivery }) =>
    event.type === 'purchase.completed' ? [{ event, delivery }] : [],
  );
  if (sales.length > 0) {
    try {
      add(await applyPurchases(deps, sales));
    } catch (error) {
      for (const { delivery } of sales) failed.set(delivery, error);
    }
  }
  return { outcomes, settled, failed };
}
