import type * as z from 'zod/mini';
import { formatPath } from './primitives.ts';

/**
 * The first field that breaks a rule, and the rule, in words; never a value.
 *
 * @param under what the schema is about, as the beginning of the path; undefined where paths begin with its fields
 */
export function refusedIssue(
  under: string | undefined,
  { issues: [issue] }: z.core.$ZodError,
): { readonly field: string; readonly rule: string } {
  if (issue === undefined) throw new TypeError('a failed parse names an issue');
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  const field = formatPath(under === undefined ? issue.path : [under, ...issue.path]);
  return { field, rule: missing ? `required: ${issue.message}` : issue.message };
}
