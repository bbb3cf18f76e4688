/**
 * Stands in every bundle for `@aws-sdk/util-dynamodb` (5 KB), which turns values into those of DynamoDB and back. Items of
 * ours are made of texts, numbers, booleans, nulls, bytes, lists, plain objects and sets of numbers; what else the package
 * can do is missing: other sets and classes on the way in, and every option but the ones that are given.
 */
type Value =
  | { S: string }
  | { N: string }
  | { B: Uint8Array }
  | { BOOL: boolean }
  | { NULL: true }
  | { NS: string[] }
  | { L: Value[] }
  | { M: Record<string, Value> };
type ReadOptions = { readonly wrapNumbers?: (digits: string) => unknown; readonly convertWithoutMapWrapper?: boolean };

/** Numbers of a precision that JavaScript has not got; here only because it is exported on. */
export const NumberValueImpl = undefined;

const isWritten = (value: unknown) => value !== undefined && typeof value !== 'function';

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function digitsOf(value: number): string {
  if (Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return String(value);
  throw new Error(`The number ${String(value)} would not be the same when it is read.`);
}

/** DynamoDB has no empty sets. */
function setOf(values: ReadonlySet<unknown>): Value {
  const digits = [...values].flatMap((value) => (typeof value === 'number' ? [digitsOf(value)] : []));
  if (digits.length === values.size && digits.length > 0) return { NS: digits };
  throw new Error('An item has no place for sets of anything but numbers.');
}

function objectOf(value: object): Value {
  if (Array.isArray(value)) return { L: value.filter(isWritten).map((each: unknown) => marshall(each)) };
  if (value instanceof Uint8Array) return { B: value };
  if (value instanceof Set) return setOf(value);
  if (!isPlain(value)) throw new Error('An item has no place for classes.');
  const written = Object.entries(value).filter(([, each]) => isWritten(each));
  return { M: Object.fromEntries(written.map(([name, each]) => [name, marshall(each)])) };
}

/**
 * A value as DynamoDB keeps it, without what is undefined inside of it.
 *
 * @throws Error for a value that it cannot keep as it is
 */
export function marshall(value: unknown): Value {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: digitsOf(value) };
    case 'bigint':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    case 'object':
      return value === null ? { NULL: true } : objectOf(value);
    case 'undefined':
    case 'function':
    case 'symbol':
      throw new Error(`An item has no place for ${typeof value}.`);
  }
}

/** A number as it is; beyond what is exact, the whole number of the digits. */
function exact(digits: string): number | bigint {
  const number = Number(digits);
  return Math.abs(number) > Number.MAX_SAFE_INTEGER && Number.isFinite(number) ? BigInt(digits) : number;
}

type Given = { readonly kind: string; readonly value: unknown };

function givenIn(stored: unknown): Given {
  const filled = Object.entries(typeof stored === 'object' && stored !== null ? stored : {});
  const [kind, value] = filled.find(([, each]) => each !== undefined) ?? [];
  if (kind === undefined) throw new Error('A value of DynamoDB says of what kind it is.');
  return { kind, value };
}

function valueOf(stored: unknown, wrap: (digits: string) => unknown): unknown {
  const { kind, value } = givenIn(stored);
  const each = (values: unknown, read: (one: unknown) => unknown) => (Array.isArray(values) ? values.map(read) : []);
  switch (kind) {
    case 'S':
    case 'B':
      return value;
    case 'N':
      return wrap(String(value));
    case 'BOOL':
      return Boolean(value);
    case 'NULL':
      return null;
    case 'L':
      return each(value, (one) => valueOf(one, wrap));
    case 'M':
      return Object.fromEntries(Object.entries(value ?? {}).map(([name, one]) => [name, valueOf(one, wrap)]));
    case 'NS':
      return new Set(each(value, (digits) => wrap(String(digits))));
    case 'SS':
    case 'BS':
      return new Set(each(value, (one) => one));
    default:
      throw new Error(`DynamoDB has no values of the kind ${kind}.`);
  }
}

/** Of an item, or of a single value where `convertWithoutMapWrapper` says so. @throws Error for what DynamoDB has not got */
export function unmarshall(
  stored: object,
  { wrapNumbers = exact, convertWithoutMapWrapper = false }: ReadOptions = {},
): unknown {
  return valueOf(convertWithoutMapWrapper ? stored : { M: stored }, wrapNumbers);
}
