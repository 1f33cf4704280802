// Upstream: POSIX, expr
import { UsageError } from './support/options.ts';
import { posixRegex } from './support/regex.ts';
import type { ToolBody } from './support/tool.ts';

const levels: readonly (readonly string[])[] = [['|'], ['&'], ['=', '==', '!=', '<', '<=', '>', '>='], ['+', '-'], ['*', '/', '%'], [':']];
const isNumber = (text: string): boolean => /^-?\d+$/.test(text);
const isNull = (text: string): boolean => text === '' || /^-?0+$/.test(text);

/** `expr ARGUMENTS`: numbers, comparisons, patterns; 1 when the result is nothing or zero. */
export const expr: ToolBody = function* (tool) {
  if (tool.args.length === 0) throw new UsageError('missing operand', { status: 2 });
  const result = new Expression(tool.args).whole();
  tool.put(`${result}\n`);
  return isNull(result) ? 1 : 0;
};

class Expression {
  private readonly words: readonly string[];
  private at = 0;

  constructor(words: readonly string[]) {
    this.words = words;
  }

  whole(): string {
    const value = this.level(0);
    if (this.at < this.words.length) throw failure(`syntax error: unexpected argument '${this.words[this.at] ?? ''}'`);
    return value;
  }

  private level(depth: number): string {
    const operators = levels[depth];
    if (!operators) return this.primary();
    let left = this.level(depth + 1);
    for (let operator = this.words[this.at]; operator !== undefined && operators.includes(operator); operator = this.words[this.at]) {
      this.at++;
      left = apply(left, operator, this.level(depth + 1));
    }
    return left;
  }

  private primary(): string {
    const word = this.take();
    switch (word) {
      case '(': {
        const inner = this.level(0);
        if (this.words[this.at++] !== ')') throw failure("syntax error: expecting ')'");
        return inner;
      }
      case 'length': return String([...this.take()].length);
      case 'index': {
        const text = this.take();
        const wanted = this.take();
        return String([...text].findIndex((character) => wanted.includes(character)) + 1);
      }
      case 'substr': {
        const text = this.take();
        const from = Number(this.take());
        return text.slice(from - 1, from - 1 + Number(this.take()));
      }
      case 'match': return apply(this.take(), ':', this.take());
      default: return word;
    }
  }

  private take(): string {
    const word = this.words[this.at++];
    if (word === undefined) throw failure(`syntax error: missing argument after '${this.words.at(-1) ?? ''}'`);
    return word;
  }
}

function failure(text: string): UsageError {
  return new UsageError(text, { hasHint: false, status: 2 });
}

function apply(left: string, operator: string, right: string): string {
  if (operator === '|') return isNull(left) ? (isNull(right) ? '0' : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (operator === ':') {
    const match = posixRegex(`^\\(\\)${right.replace(/^\^/, '')}`).exec(left);
    const group = match?.[2];
    return /\\\(/.test(right) ? (group ?? '') : String(match?.[0].length ?? 0);
  }
  if (['+', '-', '*', '/', '%'].includes(operator)) return calculate(left, operator, right);
  const order = isNumber(left) && isNumber(right) ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
  const holds = operator === '=' || operator === '==' ? order === 0 : operator === '!=' ? order !== 0 : operator === '<' ? order < 0 : operator === '<=' ? order <= 0 : operator === '>' ? order > 0 : order >= 0;
  return holds ? '1' : '0';
}

function calculate(left: string, operator: string, right: string): string {
  if (!isNumber(left) || !isNumber(right)) throw failure('non-integer argument');
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === '/' || operator === '%') && b === 0n) throw failure('division by zero');
  return String(operator === '+' ? a + b : operator === '-' ? a - b : operator === '*' ? a * b : operator === '/' ? a / b : a % b);
}
