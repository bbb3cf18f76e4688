/** Items of the intake table that say why an event was refused. */
import * as z from 'zod/mini';
import { intakeTtlAttribute } from '../../config/names.ts';
import { refusalCodes } from '../../contracts/refusals.ts';
import type { RefusalCode } from '../../contracts/refusals.ts';
import type { Rejection } from '../store.ts';
import { intakeKeys } from './keys.ts';

const refusalCode = z.custom<RefusalCode>((code) => typeof code === 'string' && Object.hasOwn(refusalCodes, code));
export const refusalItem = z.object({
  code: refusalCode,
  field: z.exactOptional(z.string()),
  rule: z.exactOptional(z.string()),
  message: z.string(),
});
const rejectionItem = z.object({
  id: z.string(),
  refusal: refusalItem,
  detailType: z.string(),
  eventId: z.optional(z.string()),
  receivedAt: z.string(),
  sealedEvent: z.string(),
});

/** Whether an item of the table is a rejection; the others are receipts. */
export function isRejectionItem(item: Readonly<Record<string, unknown>>): boolean {
  return typeof item['key'] === 'string' && item['key'].startsWith(intakeKeys.rejectionPrefix);
}

const daysKept = 14;

/** The item of a rejection, with the second at which the table removes it. */
export function formatRejection(rejection: Rejection, nowEpochSeconds: number): Record<string, unknown> {
  const until = { [intakeTtlAttribute]: nowEpochSeconds + daysKept * 86_400 };
  return { ...intakeKeys.rejection(rejection.id), ...rejection, ...until };
}

/** Reads a rejection as the store or its stream has it. @throws $ZodError when it is none */
export function parseRejection(item: unknown): Rejection {
  return rejectionItem.parse(item);
}
