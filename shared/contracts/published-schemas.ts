/** The contracts that others build against, as JSON Schemas (2020-12): events in, events out, documents. */
import * as z from 'zod/mini';
import { campaignDocument } from './campaign-document.ts';
import { campaignResult } from './campaign-result.ts';
import { eventsOut } from './events-out.ts';
import { memberDocument, memberExport } from './member-document.ts';
import { memberEnrolled } from './member-enrolled.ts';
import { memberErased } from './member-erased.ts';
import { memberMerged } from './member-merged.ts';
import { memberUpdated } from './member-updated.ts';
import { metadata } from './metadata.ts';
import { metricsDocument } from './metrics-document.ts';
import type { ParsedEvent } from './parse-event.ts';
import { pointsAdjusted, pointsImported, pointsTransfer } from './points-requests.ts';
import { programmeDocument } from './programme-document.ts';
import { purchaseCompleted } from './purchase-completed.ts';
import { purchaseReturned } from './purchase-returned.ts';
import { tierAssigned } from './tier-assigned.ts';
import { redemptionCancelled, redemptionCommitted, redemptionRequested } from './redemption.ts';

const detailOf = <Data extends z.ZodMiniType>(type: string, data: Data) =>
  z.object({ metadata, data }).register(z.globalRegistry, { title: `detail of ${type}` });

const eventsIn = {
  'purchase.completed': purchaseCompleted,
  'purchase.returned': purchaseReturned,
  'redemption.requested': redemptionRequested,
  'redemption.committed': redemptionCommitted,
  'redemption.cancelled': redemptionCancelled,
  'points.adjusted.requested': pointsAdjusted,
  'points.transfer.requested': pointsTransfer,
  'points.imported': pointsImported,
  'tier.assigned': tierAssigned,
  'member.enrolled': memberEnrolled,
  'member.updated': memberUpdated,
  'member.merged': memberMerged,
  'member.erased': memberErased,
} as const satisfies Record<ParsedEvent['type'], z.ZodMiniType>;

export type PublishedSchema = {
  readonly name: string;
  /** What it is called on the bus, where one name is both asked for and told. */
  readonly detailType: string;
  readonly direction: 'in' | 'out' | 'document';
  readonly schema: object;
};

function publish(
  detailType: string,
  direction: PublishedSchema['direction'],
  schema: z.core.$ZodType,
  name = detailType,
): PublishedSchema {
  // What comes in is described as it is sent, defaults still to be filled in; what goes out as it is.
  const io = direction === 'out' ? 'output' : 'input';
  const json = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' });
  return { name, detailType, direction, schema: json };
}

/** One name is both asked for and told; the schema of what is told has a name of its own. */
function publishOut(type: string, schema: z.core.$ZodType): PublishedSchema {
  return publish(type, 'out', schema, type in eventsIn ? `${type}.posted` : type);
}

/** Every schema that is published under `docs/events`. */
export function publishedSchemas(): readonly PublishedSchema[] {
  return [
    ...Object.entries(eventsIn).map(([name, data]) => publish(name, 'in', detailOf(name, data))),
    ...Object.entries(eventsOut).map(([name, schema]) => publishOut(name, schema)),
    publish('programme', 'document', programmeDocument),
    publish('campaign', 'document', campaignDocument),
    publish('campaign.result', 'document', campaignResult),
    publish('metrics', 'document', metricsDocument),
    publish('member', 'document', memberDocument),
    publish('member.export', 'document', memberExport),
  ];
}
