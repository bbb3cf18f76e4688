/**
 * What the contract has and this version does not build yet: refused by name, never ignored (contracts.md). An entry
 * goes from here when the thing works.
 */
import type { ProgrammeDocument } from './programme-document.ts';
import { fault } from './programme-fault.ts';
import type { Fault } from './programme-fault.ts';
import type { ProgrammeParts, RuleParts } from './programme-parts.ts';

function ofRule({ kind, cap, exclusive, progress, when }: RuleParts): readonly (string | false)[] {
  const grants = kind !== 'multiply';
  return [
    kind === 'activity' && 'kind activity',
    cap !== undefined && 'cap',
    // Only what asks for something else than is done anyway.
    grants && exclusive !== undefined && exclusive !== false && 'exclusive',
    grants && progress !== undefined && progress !== true && 'progress',
    when.calendar !== undefined && 'when.calendar',
    when.orderNumber !== undefined && 'when.orderNumber',
    when.enrolledWithinDays !== undefined && 'when.enrolledWithinDays',
  ];
}

const notBuilt = (path: string, what: string) => fault(path, `${what} is not built yet`);

export function checkToCome({ earn }: ProgrammeParts): Fault[] {
  return earn.flatMap((rule, index) =>
    ofRule(rule).flatMap((what) =>
      what === false ? [] : [notBuilt(`earn[${String(index)}].${what.replace('kind activity', 'kind')}`, what)],
    ),
  );
}

/** Whether any rule of a document of a valid shape asks for what is not built. */
export function asksForMore({ earn }: ProgrammeDocument): boolean {
  return earn.some((rule) => ofRule({ ...rule, when: rule.when ?? {} }).some((what) => what !== false));
}
