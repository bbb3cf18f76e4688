/** Values of DynamoDB as a bundle writes and reads them, against the SDK's own. */
import * as sdk from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as ours from '../../../infra/bundle/attribute-values.ts';
import { runs } from '../../property-runs.ts';

const names = fc.string({ unit: 'grapheme' }).filter((name) => name !== '__proto__');
const safe = fc.double({ min: Number.MIN_SAFE_INTEGER, max: Number.MAX_SAFE_INTEGER, noNaN: true });
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    ...[fc.string({ unit: 'grapheme' }), fc.boolean(), fc.constant(null), fc.constant(undefined)],
    ...[safe, fc.maxSafeInteger(), fc.bigInt(), fc.uint8Array(), fc.constant(() => 'a function')],
    fc.uniqueArray(fc.oneof(safe, fc.maxSafeInteger()), { minLength: 1 }).map((numbers) => new Set(numbers)),
    fc.array(tie('value')),
    fc.dictionary(names, tie('value'), { noNullPrototype: false }),
  ),
}));
const writing = { removeUndefinedValues: true, convertTopLevelContainer: true };

describe('values of DynamoDB in a bundle', () => {
  it("are written and read as the SDK's", () => {
    const isValue = (given: unknown) => given !== undefined && typeof given !== 'function';
    fc.assert(
      fc.property(value.filter(isValue), (given) => {
        const written = ours.marshall(given);
        expect(written).toEqual(sdk.marshall(given, writing));
        for (const wrapNumbers of [undefined, (digits: string) => `number ${digits}`]) {
          const wrap = wrapNumbers === undefined ? {} : { wrapNumbers };
          const read = ours.unmarshall(written, { ...wrap, convertWithoutMapWrapper: true });
          expect(read).toEqual(sdk.convertToNative(written, wrap));
          const item = { a: written, b: { N: '1e40' }, c: { N: '9'.repeat(38) } };
          if (wrapNumbers === undefined) continue;
          expect(ours.unmarshall(item, wrap)).toEqual(sdk.unmarshall(item, wrap));
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it.each([
    { N: '9007199254740993' },
    { N: '-9007199254740993' },
    { N: '0.1' },
    { NS: ['1', '9007199254740993'] },
    { SS: ['a', 'b'] },
    { BS: [new Uint8Array([1])] },
    { BOOL: false, S: undefined },
    { M: {} },
  ])("are read as the SDK's, whoever wrote them: %j", (stored) => {
    const item: Parameters<typeof sdk.unmarshall>[0] = JSON.parse(JSON.stringify({ stored }));
    expect(ours.unmarshall(item)).toEqual(sdk.unmarshall(item));
  });

  it.each([undefined, Number.NaN, Infinity, 2 ** 53, -(2 ** 53), Symbol('s'), new Date(0), /class/, new Set()])(
    'are refused as by the SDK: %s',
    (given) => {
      expect(() => ours.marshall(given)).toThrow(Error);
      expect(() => {
        sdk.marshall(given, writing);
      }).toThrow(Error);
    },
  );

  it.each([{ X: 'kind' }, {}, { N: '1.5e300' }, { N: '9007199254740992.5' }])(
    'are not read where DynamoDB has no such: %j',
    (stored) => {
      const item: Parameters<typeof sdk.unmarshall>[0] = JSON.parse(JSON.stringify({ stored }));
      const outcome = (read: (item: Parameters<typeof sdk.unmarshall>[0]) => unknown) => {
        try {
          return { read: read(item) };
        } catch {
          return 'refused';
        }
      };
      expect(outcome(ours.unmarshall)).toEqual(outcome(sdk.unmarshall));
    },
  );
});
