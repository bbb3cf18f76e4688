/**
 * What stands between the braces of a message's Liquid: values, comparisons, `and`, `or`, and filters, as liquidjs evaluates
 * them. Whatever else liquidjs would take (ranges, brackets, escapes in texts, `not`, what it overlooks) is refused.
 */

export type Filter = (value: unknown, ...given: readonly unknown[]) => unknown;

export type Scope = { readonly globals: object; readonly assigned: Map<string, unknown> };

/** What an expression is for one member. */
export type Evaluate = (scope: Scope) => unknown;

/** What liquidjs takes for blank: JavaScript takes U+FEFF and not U+180E. */
export const blank = String.raw`[\t-\r \u00a0\u1680\u180e\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]`;

const lexeme = new RegExp(
  String.raw`${blank}*(?:("[^"\\]*"|'[^'\\]*'|-?\d+(?:\.\d+)?(?![\w.-])|[=!<>]=|[<>|:,]|[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*)|$)`,
  'y',
);

function lexemesOf(source: string): string[] {
  const found: string[] = [];
  lexeme.lastIndex = 0;
  while (lexeme.lastIndex < source.length) {
    const match = lexeme.exec(source);
    if (match === null) throw new RangeError(`not understood: ${source}`);
    if (match[1] !== undefined) found.push(match[1]);
  }
  return found;
}

function plainValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? value.valueOf() : value;
}

export function isTruthy(value: unknown): boolean {
  const plain = plainValue(value);
  return plain !== false && plain !== undefined && plain !== null;
}

type Comparable = Record<'equals' | 'gt' | 'geq' | 'lt' | 'leq', (other: unknown) => boolean>;

function isComparable(value: unknown): value is Comparable {
  return typeof value === 'object' && value !== null && 'equals' in value;
}

/** `nil`, `empty` and `blank`: equal to some values, and neither more nor less than any. */
class Literal implements Comparable {
  readonly #value: null | '';
  readonly equals: Comparable['equals'];

  constructor(value: null | '', equals: Comparable['equals']) {
    this.#value = value;
    this.equals = equals;
  }

  valueOf(): null | '' {
    return this.#value;
  }

  readonly gt = () => false;
  readonly geq = () => false;
  readonly lt = () => false;
  readonly leq = () => false;
}

const isNil = (value: unknown) => plainValue(value) === null;
const isBlank = (value: unknown) =>
  value === false || isNil(value) || (typeof value === 'string' && /^\s*$/.test(value));

const literals = new Map<string, unknown>([
  ['true', true],
  ['false', false],
  ['nil', new Literal(null, isNil)],
  ['null', new Literal(null, isNil)],
  ['empty', new Literal('', (value) => value === '')],
  ['blank', new Literal('', isBlank)],
]);

type Primitive = string | number | bigint | boolean;

/** As JavaScript compares and searches. */
function primitive(value: unknown, nil: Primitive): Primitive {
  const plain = plainValue(value);
  if (typeof plain === 'string' || typeof plain === 'number') return plain;
  if (typeof plain === 'bigint' || typeof plain === 'boolean') return plain;
  return plain === null ? nil : Object.prototype.toString.call(plain);
}

type Operator = (left: unknown, right: unknown) => boolean;

function ordered(method: keyof Comparable, mirrored: keyof Comparable, holds: (l: Primitive, r: Primitive) => boolean) {
  return (left: unknown, right: unknown): boolean => {
    if (isComparable(left)) return left[method](right);
    if (isComparable(right)) return right[mirrored](left);
    return holds(primitive(left, 0), primitive(right, 0));
  };
}

function equal(left: unknown, right: unknown): boolean {
  if (isComparable(left)) return left.equals(right);
  if (isComparable(right)) return right.equals(left);
  return plainValue(left) === plainValue(right);
}

function contains(left: unknown, right: unknown): boolean {
  const text = plainValue(left);
  return typeof text === 'string' && text.includes(String(primitive(right, 'null')));
}

const comparisons: Readonly<Record<string, Operator>> = {
  '==': equal,
  '!=': (left, right) => !equal(left, right),
  '>': ordered('gt', 'lt', (left, right) => left > right),
  '<': ordered('lt', 'gt', (left, right) => left < right),
  '>=': ordered('geq', 'leq', (left, right) => left >= right),
  '<=': ordered('leq', 'geq', (left, right) => left <= right),
  contains,
};

const connectives: Readonly<Record<string, Operator>> = {
  and: (left, right) => isTruthy(left) && isTruthy(right),
  or: (left, right) => isTruthy(left) || isTruthy(right),
};

/** @throws RangeError for what is not there, as liquidjs does under strict variables */
function own(value: unknown, key: string): unknown {
  if (typeof value === 'object' && value !== null && Object.hasOwn(value, key)) {
    const found: unknown = Reflect.get(value, key);
    if (found !== undefined) return found;
  }
  throw new RangeError(`undefined variable: ${key}`);
}

/** Names that an expression cannot read. */
const reserved: ReadonlySet<string> = new Set([...literals.keys(), 'and', 'or', 'not', 'contains']);

class Parser {
  readonly #rest: string[];
  readonly #filters: Readonly<Record<string, Filter>>;
  readonly #read: (path: readonly string[]) => void;

  constructor(source: string, filters: Readonly<Record<string, Filter>>, read: (path: readonly string[]) => void) {
    this.#rest = lexemesOf(source);
    this.#filters = filters;
    this.#read = read;
  }

  filtered(): Evaluate {
    let value = this.#condition();
    while (this.#take('|')) value = this.#filter(value);
    if (this.#rest.length > 0) throw new RangeError(`not expected: ${this.#rest.join(' ')}`);
    return value;
  }

  #take(expected: string): boolean {
    if (this.#rest[0] !== expected) return false;
    this.#rest.shift();
    return true;
  }

  /** `and` and `or` bind alike, the last first. */
  #condition(): Evaluate {
    const left = this.#operation(
      comparisons,
      () => this.#value(),
      () => this.#value(),
    );
    return this.#operation(
      connectives,
      () => left,
      () => this.#condition(),
    );
  }

  #operation(operators: Readonly<Record<string, Operator>>, first: () => Evaluate, second: () => Evaluate): Evaluate {
    const left = first();
    const [name = ''] = this.#rest;
    const operator = Object.hasOwn(operators, name) ? operators[name] : undefined;
    if (operator === undefined) return left;
    this.#rest.shift();
    const right = second();
    return (scope) => operator(left(scope), right(scope));
  }

  #value(): Evaluate {
    const text = this.#rest.shift() ?? '';
    if (/^["']/.test(text)) return () => text.slice(1, -1);
    if (/^-?\d/.test(text)) return () => Number(text);
    if (literals.has(text)) return () => literals.get(text);
    const path = text.split('.');
    const [head = '', ...fields] = path;
    if (!/^\w/.test(text) || reserved.has(head))
      throw new RangeError(`a value is missing before ${[text, ...this.#rest].join(' ')}`);
    this.#read(path);
    return ({ globals, assigned }) => fields.reduce(own, assigned.has(head) ? assigned.get(head) : own(globals, head));
  }

  #filter(value: Evaluate): Evaluate {
    const name = this.#rest.shift() ?? '';
    const filter = Object.hasOwn(this.#filters, name) ? this.#filters[name] : undefined;
    if (filter === undefined) throw new RangeError(`undefined filter: ${name}`);
    const given: Evaluate[] = [];
    if (this.#take(':')) {
      do given.push(this.#value());
      while (this.#take(','));
    }
    return (scope) => filter(value(scope), ...given.map((one) => one(scope)));
  }
}

/**
 * @param read is told of every variable that the expression reads
 * @throws RangeError for what is no expression of messages
 */
export function parseExpression(
  source: string,
  filters: Readonly<Record<string, Filter>>,
  read: (path: readonly string[]) => void,
): Evaluate {
  return new Parser(source, filters, read).filtered();
}
