// An expression's text as a tree.
// Upstream: cel-go parser/parser.go, parser/gen/CEL.g4

import type { Expr, ListLiteral, MapLiteral, ObjectLiteral } from './ast.ts';
import { fitsInt, fitsUint, readBytes, readString } from './literals.ts';
import { expandMacro } from './macros.ts';
import { classOf, TokenStream } from './recovery.ts';
import type { Issue } from './source.ts';
import type { Token } from './tokens.ts';
import { Uint } from './values.ts';

/** What came of reading a text; without issues there is a tree. */
export interface Parsed {
  readonly expr: Expr;
  readonly issues: readonly Issue[];
}

const set = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

const literalStart = ['true', 'false', 'null', 'NUM_FLOAT', 'NUM_INT', 'NUM_UINT', 'STRING', 'BYTES'];
const memberStart = ['[', '{', '(', '.', '-', ...literalStart, 'IDENTIFIER'];
const exprStart = [...memberStart, '!'];
const first = {
  expr: set(...exprStart), member: set(...memberStart), arguments: set(...exprStart, ')'), list: set(...exprStart, '?', ',', ']'),
  map: set(...exprStart, '?', ',', '}'), fields: set('IDENTIFIER', 'ESC_IDENTIFIER', '?', ',', '}'), optional: set(...exprStart, '?'), field: set('IDENTIFIER', 'ESC_IDENTIFIER', '?'), negation: set(...memberStart, '!'),
};
const after = {
  start: set('EOF'), condition: set('?'), or: set('||'), and: set('&&'), relation: set('==', '!=', 'in', '<', '<=', '>=', '>'),
  calc: set('*', '/', '%', '+', '-'), unary: set(), member: set('.', '['), then: set(':'), nested: set(')'), index: set(']'),
  argument: set(',', ')'), item: set(',', ']'), key: set(':'), entry: set(',', '}'), none: set(),
};
const relations = ['==', '!=', 'in', '<', '<=', '>=', '>'];
const products = ['*', '/', '%'];
const sums = ['+', '-'];

/** Words that no variable can be called. */
export const reservedWords: ReadonlySet<string> = new Set([
  'as', 'break', 'const', 'continue', 'else', 'false', 'for', 'function', 'if', 'import', 'in', 'let', 'loop', 'package', 'namespace', 'null', 'return', 'true', 'var', 'void', 'while',
]);

const operatorName = (mark: string): string => (mark === 'in' ? '@in' : `_${mark}_`);
const call = (at: number, name: string, ...args: readonly Expr[]): Expr => ({ kind: 'call', at, name, target: undefined, args });
const literal = (at: number, value: Extract<Expr, { kind: 'literal' }>['value']): Expr => ({ kind: 'literal', at, value });
/** What stands where nothing could be read; an expression with it has issues and is never looked at. */
const broken = (at: number): Expr => literal(at, null);

/** How deep an expression may nest. */
const deepest = 250; // cel-go's default recursion limit

/** Reads an expression. */
export function parse(text: string): Parsed {
  const parser = new Parser(text);
  return { expr: parser.start(), issues: parser.issues };
}

class Parser {
  readonly #tokens: TokenStream;
  #depth = 0;

  constructor(text: string) {
    this.#tokens = new TokenStream(text);
  }

  get issues(): Issue[] {
    return this.#tokens.issues;
  }

  start(): Expr {
    return this.#tokens.rule(after.none, () => {
      const expr = this.#expr(after.start);
      this.#tokens.expect('EOF');
      return expr;
    }, broken);
  }

  #expr(follow: ReadonlySet<string>): Expr {
    if (++this.#depth > deepest) {
      this.#depth = 0;
      throw new RangeError('expression recursion limit exceeded');
    }
    const expr = this.#tokens.rule(follow, () => {
      const condition = this.#or(after.condition);
      if (!this.#tokens.is('?')) return condition;
      const { at } = this.#tokens.take();
      const then = this.#or(after.then);
      this.#tokens.expect(':', first.expr);
      return call(at, '_?_:_', condition, then, this.#expr(after.none));
    }, broken);
    this.#depth--;
    return expr;
  }

  #or(follow: ReadonlySet<string>): Expr {
    return this.#tokens.rule(follow, () => this.#chain('||', () => this.#and()), broken);
  }

  #and(): Expr {
    return this.#tokens.rule(after.or, () => this.#chain('&&', () => this.#binary(0)), broken);
  }

  /** Terms with the same operator between them become a tree as flat as can be. */
  #chain(mark: '&&' | '||', term: () => Expr): Expr {
    const terms = [term()];
    const places: number[] = [];
    while (this.#tokens.is(mark)) {
      places.push(this.#tokens.take().at);
      terms.push(term());
    }
    const balanced = (low: number, high: number): Expr => {
      const middle = Math.floor((low + high + 1) / 2);
      const left = middle === low ? terms[middle] : balanced(low, middle - 1);
      const right = middle === high ? terms[middle + 1] : balanced(middle + 1, high);
      return call(places[middle] ?? 0, operatorName(mark), left ?? broken(0), right ?? broken(0));
    };
    return places.length === 0 ? (terms[0] ?? broken(0)) : balanced(0, places.length - 1);
  }

  /** Comparisons, then sums, then products: each level binds closer. */
  #binary(level: 0 | 1 | 2): Expr {
    const operators = [relations, sums, products][level] ?? [];
    const follow = [after.and, after.relation, after.calc][level] ?? after.none;
    return this.#tokens.rule(follow, () => {
      const operand = (): Expr => (level === 2 ? this.#unary() : this.#binary(level === 0 ? 1 : 2));
      let left = operand();
      while (operators.includes(classOf(this.#tokens.peek()))) {
        const { at, text } = this.#tokens.take();
        left = call(at, operatorName(text), left, operand());
      }
      return left;
    }, broken);
  }

  #unary(): Expr {
    return this.#tokens.rule(after.calc, () => {
      this.#tokens.sync(first.expr);
      const { text: mark, at } = this.#tokens.peek();
      const isSign = mark === '-' && (this.#tokens.is('NUM_INT', 1) || this.#tokens.is('NUM_FLOAT', 1));
      if ((mark !== '-' && mark !== '!') || isSign || this.#tokens.peek().kind !== 'mark') return this.#member(after.none);
      let count = 0;
      while (this.#tokens.is(mark)) {
        if (mark === '-' && !first.member.has(classOf(this.#tokens.peek(1)))) throw this.#tokens.noAlternative(1);
        this.#tokens.take();
        count++;
        if (mark === '!') this.#tokens.syncLoop(first.negation);
      }
      const operand = this.#member(after.none);
      return count % 2 === 0 ? operand : call(at, `${mark}_`, operand);
    }, broken);
  }

  #member(follow: ReadonlySet<string>): Expr {
    return this.#tokens.rule(follow, () => {
      let left = this.#primary();
      for (;;) {
        if (this.#tokens.is('.')) left = this.#selection(left);
        else if (this.#tokens.is('[')) left = this.#index(left);
        else return left;
      }
    }, broken);
  }

  #selection(operand: Expr): Expr {
    const isOptional = this.#tokens.is('?', 1);
    if (!isOptional && !this.#tokens.is('IDENTIFIER', 1) && !this.#tokens.is('ESC_IDENTIFIER', 1)) throw this.#tokens.noAlternative(1);
    const dot = this.#tokens.take();
    if (isOptional) {
      this.#tokens.take();
      const name = this.#fieldName(after.member);
      return call(dot.at, '_?._', operand, literal(name.at, name.text));
    }
    const name = this.#fieldName(after.member);
    if (!this.#tokens.is('(') || name.kind !== 'IDENTIFIER') return { kind: 'select', at: dot.at, operand, field: name.text, isTest: false };
    const open = this.#tokens.take();
    return this.#called(open, name.text, operand, this.#arguments());
  }

  #fieldName(follow: ReadonlySet<string>): Token {
    return this.#tokens.rule(follow, () => {
      this.#tokens.sync(set('IDENTIFIER', 'ESC_IDENTIFIER'));
      const token = this.#tokens.take();
      if (token.kind === 'ESC_IDENTIFIER') this.#fail(token.at, "unsupported syntax: '`'");
      return token;
    }, (at) => {
      this.#fail(at, 'unsupported ident kind');
      return { kind: 'IDENTIFIER', text: '', at };
    });
  }

  #index(operand: Expr): Expr {
    const { at } = this.#tokens.take();
    const isOptional = this.#tokens.is('?');
    if (isOptional) this.#tokens.take();
    else this.#tokens.sync(first.optional);
    const index = this.#expr(after.index);
    this.#tokens.expect(']');
    return call(at, isOptional ? '_[?_]' : '_[_]', operand, index);
  }

  #arguments(): readonly Expr[] {
    const args: Expr[] = [];
    this.#tokens.sync(first.arguments);
    if (!this.#tokens.is(')')) {
      this.#tokens.rule(after.nested, () => {
        args.push(this.#expr(after.argument));
        while (this.#tokens.is(',')) {
          this.#tokens.take();
          args.push(this.#expr(after.argument));
        }
      }, () => undefined);
    }
    this.#tokens.expect(')');
    return args;
  }

  #called(open: Token, name: string, target: Expr | undefined, args: readonly Expr[]): Expr {
    const written: Expr = { kind: 'call', at: open.at, name, target, args };
    // What could not be read is no reason for more words about it.
    if (this.issues.length > 0) return written;
    const expanded = expandMacro(written);
    if (expanded === undefined) return written;
    if ('message' in expanded) this.#fail(expanded.at, expanded.message);
    return 'message' in expanded ? broken(open.at) : expanded;
  }

  #primary(): Expr {
    return this.#tokens.rule(after.member, () => {
      this.#tokens.sync(first.member);
      const token = this.#tokens.peek();
      if (token.kind === 'IDENTIFIER' || this.#tokens.is('.')) return this.#name();
      if (token.kind !== 'mark' && literalStart.includes(token.kind)) return this.#literal();
      switch (token.text) {
        case '(': {
          this.#tokens.take();
          const expr = this.#expr(after.nested);
          this.#tokens.expect(')');
          return expr;
        }
        case '[': return this.#list();
        case '{': return this.#map();
        case '-':
          if (!this.#tokens.is('NUM_INT', 1) && !this.#tokens.is('NUM_FLOAT', 1)) throw this.#tokens.noAlternative(1);
          return this.#literal();
        default:
          if (!literalStart.includes(token.text)) throw this.#tokens.noAlternative(0);
          return this.#literal();
      }
    }, broken);
  }

  /** A name, a call by a name, or an object: `a.b.C{}`. */
  #name(): Expr {
    const isRooted = this.#tokens.is('.');
    if (isRooted && !this.#tokens.is('IDENTIFIER', 1)) throw this.#tokens.noAlternative(1);
    const objectName = this.#objectName(isRooted ? 1 : 0);
    if (objectName !== undefined) return this.#object(objectName, isRooted);
    if (isRooted) this.#tokens.take();
    const token = this.#tokens.take();
    const name = isRooted ? `.${token.text}` : token.text;
    if (reservedWords.has(token.text)) this.#fail(token.at, `reserved identifier: ${token.text}`);
    if (!this.#tokens.is('(')) return { kind: 'ident', at: token.at, name };
    const open = this.#tokens.take();
    return this.#called(open, name, undefined, this.#arguments());
  }

  /** The names with dots between them, when a brace follows. */
  #objectName(from: number): readonly Token[] | undefined {
    const names = [this.#tokens.peek(from)];
    let ahead = from + 1;
    while (this.#tokens.is('.', ahead) && this.#tokens.is('IDENTIFIER', ahead + 1)) {
      names.push(this.#tokens.peek(ahead + 1));
      ahead += 2;
    }
    return this.#tokens.is('{', ahead) ? names : undefined;
  }

  #object(names: readonly Token[], isRooted: boolean): Expr {
    while (!this.#tokens.is('{')) this.#tokens.take();
    const { at } = this.#tokens.take();
    const fields: ObjectLiteral['fields'][number][] = [];
    this.#tokens.sync(first.fields);
    if (!this.#tokens.is('}') && !this.#tokens.is(',')) {
      this.#tokens.rule(after.entry, () => {
        do {
          if (fields.length > 0) this.#tokens.take();
          const isOptional = this.#takeOptional();
          const field = this.#fieldName(after.key);
          const colon = this.#tokens.expect(':', first.expr);
          fields.push({ at: colon.at, field: field.text, value: this.#expr(after.entry), isOptional });
        } while (this.#tokens.is(',') && first.field.has(classOf(this.#tokens.peek(1))));
      }, () => undefined);
    }
    this.#end('}');
    const name = names.map((token) => token.text).join('.');
    return { kind: 'object', at, name: isRooted ? `.${name}` : name, fields };
  }

  #takeOptional(): boolean {
    if (!this.#tokens.is('?')) return false;
    this.#tokens.take();
    return true;
  }

  /** A comma that may stand at the end, and the bracket. */
  #end(bracket: string): void {
    this.#tokens.sync(set(',', bracket));
    if (this.#tokens.is(',')) this.#tokens.take();
    this.#tokens.expect(bracket);
  }

  #list(): Expr {
    const { at } = this.#tokens.take();
    const items: ListLiteral['items'][number][] = [];
    this.#tokens.sync(first.list);
    if (!this.#tokens.is(']') && !this.#tokens.is(',')) {
      this.#tokens.rule(after.item, () => {
        items.push(this.#item());
        while (this.#tokens.is(',') && first.optional.has(classOf(this.#tokens.peek(1)))) {
          this.#tokens.take();
          items.push(this.#item());
        }
      }, () => undefined);
    }
    this.#end(']');
    return { kind: 'list', at, items };
  }

  #item(): ListLiteral['items'][number] {
    this.#tokens.sync(first.optional);
    const isOptional = this.#takeOptional();
    return { isOptional, value: this.#expr(after.item) };
  }

  #map(): Expr {
    const { at } = this.#tokens.take();
    const entries: MapLiteral['entries'][number][] = [];
    this.#tokens.sync(first.map);
    if (!this.#tokens.is('}') && !this.#tokens.is(',')) {
      this.#tokens.rule(after.entry, () => {
        entries.push(this.#entry());
        while (this.#tokens.is(',') && first.optional.has(classOf(this.#tokens.peek(1)))) {
          this.#tokens.take();
          entries.push(this.#entry());
        }
      }, () => undefined);
    }
    this.#end('}');
    return { kind: 'map', at, entries };
  }

  #entry(): MapLiteral['entries'][number] {
    this.#tokens.sync(first.optional);
    const isOptional = this.#takeOptional();
    const key = this.#expr(after.key);
    const { at } = this.#tokens.expect(':', first.expr);
    return { at, key, value: this.#expr(after.entry), isOptional };
  }

  #literal(): Expr {
    const sign = this.#tokens.is('-') ? this.#tokens.take() : undefined;
    const token = this.#tokens.take();
    const at = sign?.at ?? token.at;
    const text = (sign ? '-' : '') + token.text;
    switch (token.kind) {
      case 'NUM_INT': return this.#int(at, text);
      case 'NUM_UINT': return this.#uint(at, text.slice(0, -1));
      case 'NUM_FLOAT': return this.#double(at, text);
      case 'STRING': return this.#read(at, readString(token.text), 'invalid unicode code point');
      case 'BYTES': return this.#read(at, readBytes(token.text), 'unable to unescape string');
      default: return literal(at, token.text === 'null' ? null : token.text === 'true');
    }
  }

  #read(at: number, value: string | Uint8Array | undefined, why: string): Expr {
    return value === undefined ? this.#fail(at, why) : literal(at, value);
  }

  #int(at: number, text: string): Expr {
    const value = text.startsWith('-') ? -BigInt(text.slice(1)) : BigInt(text);
    return fitsInt(value) ? literal(at, value) : this.#fail(at, 'invalid int literal');
  }

  #uint(at: number, text: string): Expr {
    const value = BigInt(text);
    return fitsUint(value) ? literal(at, new Uint(value)) : this.#fail(at, 'invalid uint literal');
  }

  #double(at: number, text: string): Expr {
    const value = Number(text);
    return Number.isFinite(value) ? literal(at, value) : this.#fail(at, 'invalid double literal');
  }

  #fail(at: number, message: string): Expr {
    this.issues.push({ at, message });
    return broken(at);
  }
}
