/** The contracts that others build against, as JSON Schemas (2020-12): events in, events out, the programme document. */
import * as z from 'zod/mini';
import { eventsOut } from './events-out.ts';
import { memberEnrolled } from './member-enrolled.ts';
import { metadata } from './metadata.ts';
import { programmeDocument } from './programme-document.ts';
import { purchaseCompleted } from './purchase-completed.ts';

const eventsIn = {
  'purchase.completed': z
    .object({ metadata, data: purchaseCompleted })
    .register(z.globalRegistry, { title: 'detail of purchase.completed' }),
  'member.enrolled': z
    .object({ metadata, data: memberEnrolled })
    .register(z.globalRegistry, { title: 'detail of member.enrolled' }),
} as const;

export type PublishedSchema = {
  readonly name: string;
  readonly direction: 'in' | 'out' | 'document';
  readonly schema: object;
};

function publish(name: string, direction: PublishedSchema['direction'], schema: z.core.$ZodType): PublishedSchema {
  // What comes in is described as it is sent, defaults still to be filled in; what goes out as it is.
  const io = direction === 'out' ? 'output' : 'input';
  return { name, direction, schema: z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any' }) };
}

/** Every schema that is published under `docs/events`. */
export function publishedSchemas(): readonly PublishedSchema[] {
  return [
    ...Object.entries(eventsIn).map(([name, schema]) => publish(name, 'in', schema)),
    ...Object.entries(eventsOut).map(([name, schema]) => publish(name, 'out', schema)),
    publish('programme', 'document', programmeDocument),
  ];
}
