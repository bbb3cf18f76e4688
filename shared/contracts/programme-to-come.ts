/**
 * What the contract has and this version does not build yet: refused by name, never ignored (contracts.md). An entry
 * goes from here when the thing works.
 */
import { fault } from './programme-check.ts';
import type { Fault } from './programme-check.ts';
import type { ProgrammeParts, RuleDocument } from './programme-document.ts';

function ofRule(rule: RuleDocument): readonly (string | false | undefined)[] {
  const granting = rule.kind === 'multiply' ? undefined : rule;
  return [
    rule.kind === 'activity' && 'kind activity',
    rule.cap !== undefined && 'cap',
    granting?.exclusive === true && 'exclusive',
    granting?.expiry !== undefined && 'expiry',
    granting?.progress === false && 'progress',
    rule.when?.birthday !== undefined && 'when.birthday',
    rule.when?.calendar !== undefined && 'when.calendar',
    rule.when?.orderNumber !== undefined && 'when.orderNumber',
    rule.when?.enrolledWithinDays !== undefined && 'when.enrolledWithinDays',
  ];
}

const notBuilt = (path: string, what: string) => fault(path, `${what} is not built yet`);

export function checkToCome({ rules, points, tiers }: ProgrammeParts): Fault[] {
  const faults = rules.flatMap(({ index, rule }) =>
    ofRule(rule).flatMap((what) =>
      typeof what === 'string'
        ? [notBuilt(`earn[${String(index)}].${what.replace('kind activity', 'kind')}`, what)]
        : [],
    ),
  );
  if (points !== undefined && points.expiry.policy !== 'after') {
    faults.push(notBuilt('points.expiry.policy', points.expiry.policy));
  }
  if (tiers !== undefined && tiers.basis !== 'points') faults.push(notBuilt('tiers.basis', tiers.basis));
  if (tiers !== undefined && 'calendar' in tiers.window) faults.push(notBuilt('tiers.window.calendar', 'calendar'));
  return faults;
}
