/** Points that move by request: adjusted by hand, given to another member, brought along from elsewhere. */
import * as z from 'zod/mini';
import { parseDay } from '../domain/calendar.ts';
import type { ImportRequest } from '../domain/adjustment.ts';
import type { Instant } from '../domain/zone.ts';
import { member } from './members.ts';
import { date, id, integer, text } from './primitives.ts';

const requestId = id.clone().register(z.globalRegistry, { description: 'Business key, unique in the programme.' });
const signed = integer(-Number.MAX_SAFE_INTEGER);

export const pointsAdjusted = z
  .object(
    {
      member,
      requestId,
      points: signed.register(z.globalRegistry, { description: 'Positive for a credit, negative for a debit.' }),
      reason: text,
      actor: text.clone().register(z.globalRegistry, { description: 'Who decided it: an id, not a name.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'points.adjusted.requested' });
export type PointsAdjusted = z.output<typeof pointsAdjusted>;

export const pointsTransfer = z
  .object({ from: member, to: member, requestId, points: integer(1) }, { error: 'an object' })
  .register(z.globalRegistry, { id: 'points.transfer.requested' });
export type PointsTransfer = z.output<typeof pointsTransfer>;

const importedLot = z
  .object(
    {
      points: integer(1),
      availableOn: z.optional(date).register(z.globalRegistry, { description: 'The day of the import when absent.' }),
      expiresOn: z
        .nullable(date)
        .register(z.globalRegistry, { description: 'First day on which the points cannot be used; null for never.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'importedLot' });

export const pointsImported = z
  .object(
    {
      member,
      requestId,
      lots: z.array(importedLot, { error: 'a list of lots' }),
      lifetimeEarned: z
        .optional(integer(0))
        .register(z.globalRegistry, { description: 'What the member had earned elsewhere before.' }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'points.imported' });
export type PointsImported = z.output<typeof pointsImported>;

/** The import as the domain takes it. */
export function toImport(data: PointsImported, occurredAt: Instant): ImportRequest {
  const { requestId: key, lots, lifetimeEarned } = data;
  return {
    requestId: key,
    occurredAt,
    lots: lots.map(({ points, availableOn, expiresOn }) => ({
      points: BigInt(points),
      availableOn: availableOn === undefined ? undefined : parseDay(availableOn),
      expiresOn: expiresOn === null ? null : (parseDay(expiresOn) ?? null),
    })),
    lifetimeEarned: lifetimeEarned === undefined ? null : BigInt(lifetimeEarned),
  };
}
