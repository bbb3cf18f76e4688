/**
 * Liquid as messages use it, in the place of liquidjs (81 KB) wherever messages are sent: `infra/bundles.ts` puts it there.
 * What it takes, liquidjs takes too, and both render it alike; what it refuses is a fault when a template is published.
 */
import { blank, isTruthy, parseExpression } from './liquid-expression.ts';
import type { Evaluate, Filter, Scope } from './liquid-expression.ts';

/** What values of ours extend; their valueOf says what they are in a condition. */
export const Drop = Object;

/** What messages do not use, whether or not liquidjs would take it. */
export class PlainLiquidError extends Error {
  override readonly name = 'PlainLiquidError';
  /** Where it is, from 1. */
  readonly row: number;

  constructor(rule: string, row: number) {
    super(rule);
    this.row = row;
  }
}

/** Writes what an output has come to. */
type Write = (value: unknown) => string;

type Render = (scope: Scope) => string;

/** A text, an output or a tag; `is` of a tag is its name, `content` what stands after it. */
type Piece = { readonly is: string; readonly content: string; readonly at: number };

const delimited = /\{%([\s\S]*?)%\}|\{\{((?:[^"'\\]|"[^"\\]*"|'[^'\\]*')*?)\}\}/y;
const inside = new RegExp(`^-?${blank}*([\\s\\S]*?)${blank}*-?$`);
const tag = new RegExp(
  `^(?:(#).*|(if|unless|elsif|assign)${blank}+([\\s\\S]+)|(else|comment|endif|endunless|endcomment))$`,
);
const assignment = new RegExp(`^([A-Za-z_][\\w-]*)${blank}*=([\\s\\S]+)$`);
const leadingBlanks = new RegExp(`^${blank}+`);
const trailingBlanks = new RegExp(`${blank}+$`);

/** One template on its way in: its pieces, one after the other. */
class Reader {
  readonly #source: string;
  readonly #filters: Readonly<Record<string, Filter>>;
  readonly #assigned = new Set<string>();
  readonly #taken = new Set<string>();
  readonly #write: Write;
  #next = 0;
  #at = 0;
  #trims = false;

  constructor(source: string, filters: Readonly<Record<string, Filter>>, write: Write) {
    this.#source = source;
    this.#filters = filters;
    this.#write = write;
  }

  /** @throws PlainLiquidError */
  template(): Render {
    try {
      const render = this.#block([]).render;
      // Of a text that a template names, liquidjs knows the size and more.
      for (const name of this.#taken) {
        if (this.#assigned.has(name)) throw new RangeError(`${name} is assigned, so it has no fields`);
      }
      return render;
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
      throw new PlainLiquidError(error.message, this.#source.slice(0, this.#at).split('\n').length);
    }
  }

  /** Up to one of the tags that end it. @param ends none for the end of the template */
  #block(ends: readonly string[]): { readonly render: Render; readonly end: Piece | undefined } {
    const parts: Render[] = [];
    for (;;) {
      const piece = this.#piece();
      if (piece === undefined || ends.includes(piece.is)) {
        if (piece === undefined && ends.length > 0) throw new RangeError(`${ends.join(' or ')} is missing`);
        return { render: (scope) => parts.map((part) => part(scope)).join(''), end: piece };
      }
      parts.push(this.#part(piece));
    }
  }

  #piece(): Piece | undefined {
    const [source, at] = [this.#source, this.#next];
    if (at === source.length) return undefined;
    this.#at = at;
    const found = source.slice(at).search(/\{[{%]/);
    if (found === 0) return this.#delimited(at);
    this.#next = found === -1 ? source.length : at + found;
    const text = source.slice(at, this.#next);
    const after = this.#trims ? text.replace(leadingBlanks, '') : text;
    this.#trims = false;
    return { is: 'text', content: source[this.#next + 2] === '-' ? after.replace(trailingBlanks, '') : after, at };
  }

  #delimited(at: number): Piece {
    delimited.lastIndex = at;
    const [whole = '', inTag, inOutput = ''] = delimited.exec(this.#source) ?? [];
    if (whole === '') throw new RangeError('not closed, or a backslash in what is written');
    this.#next = at + whole.length;
    const between = inTag ?? inOutput;
    this.#trims = between.endsWith('-');
    const [, content = ''] = inside.exec(between) ?? [];
    if (inTag === undefined) return { is: 'output', content, at };
    const [, hash, withContent, expression = '', alone] = tag.exec(content) ?? [];
    const name = hash ?? withContent ?? alone;
    if (name === undefined) throw new RangeError(`no tag of messages: ${whole}`);
    return { is: name, content: expression, at };
  }

  #expression(source: string): Evaluate {
    return parseExpression(source, this.#filters, ([head = '', ...fields]) => {
      if (fields.length > 0) this.#taken.add(head);
    });
  }

  #part({ is, content }: Piece): Render {
    switch (is) {
      case 'text':
        return () => content;
      case 'output':
        return this.#output(content);
      case 'if':
      case 'unless':
        return this.#condition(is, content);
      case 'assign':
        return this.#assign(content);
      case 'comment':
        return this.#comment();
      case '#':
        return () => '';
      default:
        throw new RangeError(`not expected: ${is}`);
    }
  }

  #output(content: string): Render {
    const value = this.#expression(content);
    return (scope) => this.#write(value(scope));
  }

  #assign(content: string): Render {
    const [, name, expression = ''] = assignment.exec(content) ?? [];
    if (name === undefined) throw new RangeError(`no assignment: ${content}`);
    this.#assigned.add(name);
    const value = this.#expression(expression);
    return (scope) => {
      scope.assigned.set(name, value(scope));
      return '';
    };
  }

  #comment(): Render {
    for (;;) {
      const piece = this.#piece();
      if (piece === undefined) throw new RangeError('endcomment is missing');
      if (piece.is === 'endcomment') return () => '';
    }
  }

  #condition(is: 'if' | 'unless', content: string): Render {
    const first = this.#expression(content);
    const branches: { readonly holds: (scope: Scope) => boolean; readonly render: Render }[] = [];
    let holds = (scope: Scope) => isTruthy(first(scope)) === (is === 'if');
    for (;;) {
      const { render, end } = this.#block(['elsif', 'else', `end${is}`]);
      branches.push({ holds, render });
      if (end?.is === 'elsif') {
        const next = this.#expression(end.content);
        holds = (scope) => isTruthy(next(scope));
        continue;
      }
      if (end?.is === 'else') branches.push({ holds: () => true, render: this.#block([`end${is}`]).render });
      return (scope) => branches.find((branch) => branch.holds(scope))?.render(scope) ?? '';
    }
  }
}

/** The part of liquidjs's engine that `engine.ts` sets up and `render.ts` uses. */
export class Liquid {
  /** None but those that are registered. */
  readonly filters: Record<string, Filter> = {};
  /** None that could be taken away. */
  readonly tags = {};
  readonly #write: Write;

  constructor({ outputEscape }: { readonly outputEscape: Write }) {
    this.#write = outputEscape;
  }

  registerFilter(name: string, filter: Filter): void {
    this.filters[name] = filter;
  }

  /** @throws PlainLiquidError */
  parse(source: string): Render {
    return new Reader(source, this.filters, this.#write).template();
  }

  /** @throws RangeError where a filter is given what it cannot take, or a variable is not there */
  renderSync(template: Render, globals: object): string {
    return template({ globals, assigned: new Map() });
  }
}
