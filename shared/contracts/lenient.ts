/** Parts of a document that may be of any shape: each is there if it is valid by itself, whatever surrounds it. */
import * as z from 'zod/mini';

/** As `z.catch`, which refers to all of zod's helpers at once: 9 KB more in every bundle. */
export const orElse = <Schema extends z.ZodMiniType>(schema: Schema, otherwise: z.output<Schema>) =>
  z.transform((value: unknown) => schema.safeParse(value).data ?? otherwise);
export const ifValid = <Schema extends z.ZodMiniType>(schema: Schema) =>
  z.optional(z.transform((value: unknown) => schema.safeParse(value).data));
