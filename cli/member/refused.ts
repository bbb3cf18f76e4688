import type { Refusal, RefusalCode } from '../../shared/contracts/refusals.ts';
import { Failure } from '../failure.ts';

const advice: Partial<Readonly<Record<RefusalCode, string>>> = {
  'unknown-member': 'Identities are compared as events name them; an id of ours is given exactly.',
  'identity-taken': 'See who has it with `npx perennial member find`; if both are one person, merge them.',
  'conflicting-duplicate': 'The same request id asked for something else before. Leave it out for a new request.',
  'invalid-merge': '`npx perennial member show` tells of each of them who it is now.',
  'member-erased': 'Nothing of the person is left that could be shown or changed.',
};

/** A refusal as the person at the keyboard is told it: code, field and rule, never a value. */
export function refusedAs({ code, message }: Pick<Refusal, 'code' | 'message'>): Failure {
  return new Failure(`Refused, ${code}: ${message.replace(/^data\./, '')}.`, advice[code] ?? '');
}
