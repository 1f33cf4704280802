/** Reads and writes of variables in an expression. */
export interface ArithmeticVariables {
  get(name: string): string | undefined;
  set(name: string, value: string): void;
}

/** An expression that is none. `message` is what bash says behind it. */
export class ArithmeticError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ArithmeticError';
  }
}

const binaryLevels: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
];
const operators = ['<<=', '>>=', '**', '&&', '||', '==', '!=', '<=', '>=', '<<', '>>', '++', '--', '+=', '-=', '*=', '/=', '%=', '&=', '|=', '^=', '+', '-', '*', '/', '%', '<', '>', '=', '!', '~', '&', '|', '^', '(', ')', '?', ':', ','];
const assigners = new Set(['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '|=', '^=']);
const greatestDepth = 100;

/** The value of a shell's arithmetic expression, in 64-bit integers. Throws ArithmeticError. */
export function evaluateArithmetic(text: string, variables: ArithmeticVariables, depth = 0): bigint {
  if (depth > greatestDepth) throw new ArithmeticError(`${text}: expression recursion level exceeded (error token is "${text}")`);
  const evaluator = new Evaluator(text, tokenize(text), variables, depth);
  return evaluator.whole();
}

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  for (let i = 0; i < text.length;) {
    const rest = text.slice(i);
    const match = /^(\s+|0[xX][0-9a-fA-F]+|\d+#\w+|\d+|[A-Za-z_]\w*)/.exec(rest);
    const token = match?.[0] ?? operators.find((operator) => rest.startsWith(operator));
    if (token === undefined) throw new ArithmeticError(`${text}: syntax error: invalid arithmetic operator (error token is "${rest}")`);
    if (token.trim() !== '') tokens.push(token);
    i += token.length;
  }
  return tokens;
}

class Evaluator {
  private readonly text: string;
  private readonly tokens: readonly string[];
  private readonly variables: ArithmeticVariables;
  private readonly depth: number;
  private at = 0;
  private nesting = 0;
  /** While it is above zero, values are read over: the other side of `&&`, `||` and `?:`. */
  private skipping = 0;

  constructor(text: string, tokens: readonly string[], variables: ArithmeticVariables, depth: number) {
    this.text = text;
    this.tokens = tokens;
    this.variables = variables;
    this.depth = depth;
  }

  whole(): bigint {
    if (this.tokens.length === 0) return 0n;
    const value = this.comma();
    if (this.at < this.tokens.length) throw this.error('syntax error in expression');
    return value;
  }

  private comma(): bigint {
    let value = this.assignment();
    while (this.accept(',')) value = this.assignment();
    return value;
  }

  private assignment(): bigint {
    if (++this.nesting > 500) throw this.error('expression recursion level exceeded');
    const name = this.tokens[this.at];
    const operator = this.tokens[this.at + 1];
    let value: bigint;
    if (name !== undefined && isName(name) && operator !== undefined && assigners.has(operator)) {
      this.at += 2;
      const right = this.assignment();
      value = operator === '=' ? right : this.apply(operator.slice(0, -1), this.read(name), right);
      this.write(name, value);
    } else {
      value = this.conditional();
    }
    this.nesting--;
    return value;
  }

  private conditional(): bigint {
    const condition = this.binary(0);
    if (!this.accept('?')) return condition;
    const whenTrue = this.skippingIf(condition === 0n, () => this.assignment());
    this.expect(':');
    const whenFalse = this.skippingIf(condition !== 0n, () => this.assignment());
    return condition === 0n ? whenFalse : whenTrue;
  }

  private binary(level: number): bigint {
    const here = binaryLevels[level];
    if (!here) return this.power();
    let left = this.binary(level + 1);
    for (;;) {
      const operator = this.tokens[this.at];
      if (operator === undefined || !here.includes(operator)) return left;
      this.at++;
      if (operator === '&&' || operator === '||') {
        const isDecided = operator === '&&' ? left === 0n : left !== 0n;
        const right = this.skippingIf(isDecided, () => this.binary(level + 1));
        const isTrue = operator === '&&' ? left !== 0n && right !== 0n : left !== 0n || right !== 0n;
        left = isTrue ? 1n : 0n;
      } else {
        left = this.apply(operator, left, this.binary(level + 1));
      }
    }
  }

  private power(): bigint {
    const base = this.unary();
    if (!this.accept('**')) return base;
    const exponent = this.power();
    if (exponent < 0n) throw this.error('exponent less than 0');
    return this.skipping > 0 || exponent > 10_000n ? 0n : wrap(base ** exponent);
  }

  private unary(): bigint {
    if (++this.nesting > 500) throw this.error('expression recursion level exceeded');
    const value = this.unaryInner();
    this.nesting--;
    return value;
  }

  private unaryInner(): bigint {
    if (this.accept('!')) return this.unary() === 0n ? 1n : 0n;
    if (this.accept('~')) return ~this.unary();
    if (this.accept('-')) return wrap(-this.unary());
    if (this.accept('+')) return this.unary();
    if (this.accept('++')) return this.step(1n, true);
    if (this.accept('--')) return this.step(-1n, true);
    return this.primary();
  }

  private primary(): bigint {
    if (this.accept('(')) {
      const value = this.comma();
      this.expect(')');
      return value;
    }
    const token = this.tokens[this.at];
    if (token === undefined) throw this.error('syntax error: operand expected');
    if (/^\d/.test(token)) {
      this.at++;
      return this.number(token);
    }
    if (!isName(token)) throw this.error('syntax error: operand expected');
    const next = this.tokens[this.at + 1];
    if (next === '++' || next === '--') return this.step(next === '++' ? 1n : -1n, false);
    this.at++;
    return this.read(token);
  }

  private step(by: bigint, isBefore: boolean): bigint {
    const name = this.tokens[this.at];
    if (name === undefined || !isName(name)) throw this.error('syntax error: operand expected');
    this.at += isBefore ? 1 : 2;
    const value = this.read(name);
    this.write(name, wrap(value + by));
    return isBefore ? wrap(value + by) : value;
  }

  private number(token: string): bigint {
    const based = /^(\d+)#(\w+)$/.exec(token);
    if (based) {
      const value = Number.parseInt(based[2] ?? '', Number(based[1]));
      if (Number.isNaN(value)) throw this.error('value too great for base');
      return BigInt(value);
    }
    if (/^0[0-7]+$/.test(token)) return wrap(BigInt(`0o${token.slice(1)}`));
    if (/^0\d/.test(token)) throw new ArithmeticError(`${token}: value too great for base (error token is "${token}")`);
    return wrap(BigInt(token));
  }

  private apply(operator: string, left: bigint, right: bigint): bigint {
    switch (operator) {
      case '+': return wrap(left + right);
      case '-': return wrap(left - right);
      case '*': return wrap(left * right);
      case '/': return this.divide(left, right, false);
      case '%': return this.divide(left, right, true);
      case '<<': return wrap(left << (right & 63n));
      case '>>': return left >> (right & 63n);
      case '&': return left & right;
      case '|': return left | right;
      case '^': return left ^ right;
      case '==': return left === right ? 1n : 0n;
      case '!=': return left === right ? 0n : 1n;
      case '<': return left < right ? 1n : 0n;
      case '>': return left > right ? 1n : 0n;
      case '<=': return left <= right ? 1n : 0n;
      default: return left >= right ? 1n : 0n;
    }
  }

  private divide(left: bigint, right: bigint, isRemainder: boolean): bigint {
    if (right === 0n) {
      if (this.skipping > 0) return 0n;
      throw new ArithmeticError(`${this.text}: division by 0 (error token is "${this.tokens.slice(this.at - 1).join('')}")`);
    }
    return isRemainder ? left % right : wrap(left / right);
  }

  private read(name: string): bigint {
    if (this.skipping > 0) return 0n;
    const value = this.variables.get(name)?.trim() ?? '';
    return value === '' ? 0n : evaluateArithmetic(value, this.variables, this.depth + 1);
  }

  private write(name: string, value: bigint): void {
    if (this.skipping === 0) this.variables.set(name, String(value));
  }

  private skippingIf(isSkipped: boolean, read: () => bigint): bigint {
    if (isSkipped) this.skipping++;
    const value = read();
    if (isSkipped) this.skipping--;
    return value;
  }

  private accept(token: string): boolean {
    if (this.tokens[this.at] !== token) return false;
    this.at++;
    return true;
  }

  private expect(token: string): void {
    if (!this.accept(token)) throw this.error(`syntax error: \`${token}' expected`);
  }

  private error(what: string): ArithmeticError {
    return new ArithmeticError(`${this.text}: ${what} (error token is "${this.tokens.slice(this.at).join(' ') || (this.tokens.at(-1) ?? '')}")`);
  }
}

function wrap(value: bigint): bigint {
  return BigInt.asIntN(64, value);
}

function isName(token: string): boolean {
  return /^[A-Za-z_]/.test(token);
}
