import * as z from 'zod/mini';
import { dateTime, flag, id } from './primitives.ts';

/** The major version of the contract that this version reads; additive changes keep it. */
export const contractMajor = '1';
/** How fingerprints of content are made; a new revision stands beside the old one. */
export const contentRevision = 1;

export const metadata = z
  .object(
    {
      id: id
        .clone()
        .register(z.globalRegistry, { description: "The producer's own id of the event, stable over retries." }),
      version: z.string({ error: 'a version such as "1.0"' }),
      occurredAt: dateTime,
      correlationId: z.optional(id),
      test: z
        .optional(flag)
        .register(z.globalRegistry, { description: 'Checked and counted, but posts nothing and enrols nobody.' }),
      receipt: z.optional(flag).register(z.globalRegistry, {
        description: 'What became of the event can be read by its correlation id for a day.',
      }),
    },
    { error: 'an object' },
  )
  .register(z.globalRegistry, { id: 'metadata' });
export type Metadata = z.output<typeof metadata>;
