import { answerRequest, ofPoints } from '../commands/answer-request.ts';
import type { AnswerDependencies } from '../commands/answer-request.ts';
import type { EventRequest } from '../commands/event-of-request.ts';
import { cancelReservation, commitReservation, redeemPoints } from '../contracts/http/redemptions.ts';
import type { RedemptionState } from '../contracts/http/redemptions.ts';
import type { Refusal } from '../contracts/refusals.ts';
import { formatAmount } from '../contracts/stored-values.ts';
import type { Entry } from '../domain/entry.ts';
import { sumOfPoints } from '../domain/lots.ts';
import { formatInstant } from '../domain/zone.ts';
import { balanceDocument } from '../commands/account-document.ts';
import { route } from './route.ts';

type Moved = { readonly status: RedemptionState; readonly points: bigint; readonly until?: string };

/** What an entry did with how many points. @throws TypeError for an entry of another kind */
function movedBy(entry: Entry): Moved {
  if (entry.kind === 'redeem') return { status: 'redeemed', points: -entry.points };
  if (entry.kind === 'reserve') {
    return { status: 'reserved', points: sumOfPoints(entry.taken), until: formatInstant(entry.until) };
  }
  if (entry.kind === 'commit') return { status: 'committed', points: sumOfPoints(entry.taken) };
  if (entry.kind === 'cancel') return { status: 'cancelled', points: entry.debtPaid + sumOfPoints(entry.lots) };
  throw new TypeError(`no redemption: ${entry.kind}`);
}

function redemptionDocument(requestId: string, entry: Entry) {
  const { points, ...moved } = movedBy(entry);
  return {
    requestId,
    ...moved,
    memberId: entry.memberId,
    points: formatAmount(points),
    entryId: entry.entryId,
    occurredAt: formatInstant(entry.occurredAt),
    balanceAfter: balanceDocument(entry.balanceAfter),
  };
}

/** @param keyField what the request's business key is called where the caller gives it */
async function answer(deps: AnswerDependencies, requestId: string, request: EventRequest, keyField: string) {
  const answered = await answerRequest(deps, request, ofPoints);
  if ('entry' in answered) return { document: redemptionDocument(requestId, answered.entry) };
  const { refusal } = answered;
  const named: Refusal = refusal.field === 'data.requestId' ? { ...refusal, field: keyField } : refusal;
  return { refusal: named };
}

/** The routes of the resource `redemptions`. */
export const redemptionRoutes = [
  route(redeemPoints, async (deps: AnswerDependencies, { body, key, delivery }) => {
    const data = { ...body, requestId: key };
    return answer(deps, key, { type: 'redemption.requested', key, data, delivery }, 'Idempotency-Key');
  }),
  route(commitReservation, async (deps: AnswerDependencies, { path: { requestId }, body, key, delivery }) => {
    const data = { ...body, requestId };
    return answer(deps, requestId, { type: 'redemption.committed', key, data, delivery }, 'requestId');
  }),
  route(cancelReservation, async (deps: AnswerDependencies, { path: { requestId }, body, key, delivery }) => {
    const data = { ...body, requestId };
    return answer(deps, requestId, { type: 'redemption.cancelled', key, data, delivery }, 'requestId');
  }),
];
