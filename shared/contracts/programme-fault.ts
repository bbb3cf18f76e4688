/** Faults of documents that operators write: programmes and campaign plans. */
import type * as z from 'zod/mini';
import { formatPath } from './primitives.ts';

/** A fault of a document, located. */
export type Fault = { readonly path: string; readonly rule: string; readonly message: string };

export function fault(path: string, rule: string): Fault {
  return { path, rule, message: `${path}: ${rule}` };
}

/** What the shape of a document gets wrong. */
export function faultsOfIssue(issue: z.core.$ZodIssue): Fault[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => fault(formatPath([...issue.path, key]), 'no such key'));
  }
  const missing = (issue.code === 'invalid_type' || issue.code === 'invalid_value') && issue.input === undefined;
  const path = issue.path.length === 0 ? '(document)' : formatPath(issue.path);
  return [fault(path, missing ? `required: ${issue.message}` : issue.message)];
}
