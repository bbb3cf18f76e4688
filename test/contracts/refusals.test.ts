import { describe, expect, it } from 'vitest';
import { refusal, refusalCodes } from '../../shared/contracts/refusals.ts';

describe('the refusal codes', () => {
  it('are the closed list of the contract', () => {
    expect(Object.keys(refusalCodes)).toEqual([
      'unparsable',
      'unknown-type',
      'unsupported-version',
      'invalid-event',
      'wrong-currency',
      'conflicting-duplicate',
      'unknown-member',
      'identity-taken',
      'over-return',
      'unknown-line',
      'insufficient-points',
      'unknown-reservation',
      'too-many-reservations',
      'transfers-off',
      'self-transfer',
      'member-erased',
      'invalid-merge',
    ]);
  });
});

describe('a refusal', () => {
  it('says in words what is wrong where: the rule, or what the code means', () => {
    expect(refusal('invalid-event', { field: 'data.net', rule: 'an integer' })).toEqual({
      code: 'invalid-event',
      field: 'data.net',
      rule: 'an integer',
      message: 'data.net: an integer',
    });
    expect(refusal('unknown-member', { field: 'data.member' }).message).toBe(
      `data.member: ${refusalCodes['unknown-member']}`,
    );
    expect(refusal('unparsable')).toEqual({ code: 'unparsable', message: refusalCodes.unparsable });
  });
});
