/** What a programme refuses of a sale or a return, whoever the member is. */
import { refusal } from '../contracts/refusals.ts';
import type { Refusal } from '../contracts/refusals.ts';
import type { Programme } from '../domain/programme.ts';

type Priced = {
  readonly currency?: string | undefined;
  readonly pointsRedeemed?: number | undefined;
  readonly redemptionId?: string | undefined;
};

/** @param programme the version that decides about it */
export function refusedByProgramme(data: Priced, { currency, points }: Programme): Refusal | undefined {
  if (data.currency !== undefined && data.currency !== currency) {
    return refusal('wrong-currency', { field: 'data.currency', rule: `the programme's currency, ${currency}` });
  }
  const { pointsRedeemed = 0, redemptionId } = data;
  return points.valueOfPointMinor !== null || (pointsRedeemed === 0 && redemptionId === undefined)
    ? undefined
    : refusal('invalid-event', { field: 'data.pointsRedeemed', rule: 'a programme with a valueOfPointMinor' });
}
