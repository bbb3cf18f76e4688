/** A programme document on its way in: to the rules that decisions use, or to every fault that it has. */
import type { Programme } from '../domain/programme.ts';
import { checkProgramme } from './programme-check.ts';
import { programmeDocument } from './programme-document.ts';
import type { ProgrammeDocument } from './programme-document.ts';
import { faultsOfIssue } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';
import { partsOf } from './programme-parts.ts';
import { checkToCome } from './programme-to-come.ts';
import { compile } from './programme.ts';

export type { Fault } from './programme-fault.ts';

export type ProgrammeResult =
  | { readonly ok: true; readonly programme: Programme; readonly document: ProgrammeDocument }
  | { readonly ok: false; readonly faults: readonly Fault[] };

/**
 * Checks a programme document and compiles it.
 *
 * @param value the parsed JSON, from anywhere
 * @returns the rules, or every fault found, each located by its path
 */
export function parseProgramme(value: unknown): ProgrammeResult {
  const shape = programmeDocument.safeParse(value, { reportInput: true });
  const parts = partsOf(value);
  const faults = [
    ...(shape.success ? [] : shape.error.issues.flatMap(faultsOfIssue)),
    ...checkProgramme(parts),
    ...checkToCome(parts),
  ];
  return shape.success && faults.length === 0
    ? { ok: true, programme: compile(shape.data), document: shape.data }
    : { ok: false, faults };
}
