import * as z from 'zod';
import { dateTime, id } from './primitives.ts';

/** The major version of the contract that this version reads; additive changes keep it. */
export const contractMajor = '1';
/** How fingerprints of content are made; a new revision stands beside the old one. */
export const contentRevision = 1;

const flagRule = 'true or false';

export const metadata = z
  .object(
    {
      id: id.meta({ description: "The producer's own id of the event, stable over retries." }),
      version: z.string({ error: 'a version such as "1.0"' }),
      occurredAt: dateTime,
      correlationId: id.optional(),
      test: z
        .boolean({ error: flagRule })
        .optional()
        .meta({ description: 'Checked and counted, but posts nothing and enrols nobody.' }),
      receipt: z
        .boolean({ error: flagRule })
        .optional()
        .meta({ description: 'What became of the event can be read by its correlation id for a day.' }),
    },
    { error: 'an object' },
  )
  .meta({ id: 'metadata' });
export type Metadata = z.output<typeof metadata>;
