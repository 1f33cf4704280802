import { joinPath } from '../../machine/index.ts';
import type { Sandbox } from '../../machine/index.ts';
import type { FileSystem } from './surroundings.ts';

/** An expression that `test` cannot read; the text stands behind its name. */
export class ConditionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConditionError';
  }
}

/** Where a condition looks for files. */
export interface ConditionPlace {
  readonly files: FileSystem;
  readonly cwd: string;
  /** Who asks; root when absent. */
  readonly user: Sandbox['user'];
  readonly isTerminal: (descriptor: number) => boolean;
  readonly isSet: (name: string) => boolean;
}

/** Operators with one operand. */
export const unaryOperators = new Set(['-n', '-z', '-e', '-f', '-d', '-r', '-w', '-x', '-s', '-L', '-h', '-b', '-c', '-p', '-S', '-t', '-v', '-O', '-G', '-a', '-o']);
/** Operators with two operands. */
export const binaryOperators = new Set(['=', '==', '!=', '<', '>', '-eq', '-ne', '-lt', '-le', '-gt', '-ge', '-nt', '-ot', '-ef']);

/** Evaluates an operator with one operand. */
export function testUnary(operator: string, operand: string, place: ConditionPlace): boolean {
  if (operator === '-n') return operand !== '';
  if (operator === '-z') return operand === '';
  if (operator === '-t') return place.isTerminal(Number(operand));
  if (operator === '-v') return place.isSet(operand);
  const path = joinPath(place.cwd, operand);
  if (operator === '-L' || operator === '-h') return place.files.readLink?.(path) !== undefined;
  if (operand === '' || !place.files.exists(path)) return /^\/dev\/(stdin|stdout|stderr)$/.test(path) && /^-[ecrw]$/.test(operator);
  return testFile(operator, path, place);
}

function testFile(operator: string, path: string, { files, user }: ConditionPlace): boolean {
  const stat = files.stat(path);
  switch (operator) {
    case '-f': return stat.type === 'file';
    case '-d': return stat.type === 'directory';
    case '-c': return stat.type === 'device';
    case '-s': return stat.size > 0;
    case '-L':
    case '-h': return stat.type === 'link';
    case '-x': return (stat.mode & 0o111) !== 0 && (files.allows?.(path, 'execute') ?? true);
    case '-r': return files.allows?.(path, 'read') ?? true;
    case '-w': return files.allows?.(path, 'write') ?? true;
    case '-O': return stat.uid === (user?.uid ?? 0);
    case '-G': return stat.gid === (user?.gid ?? 0);
    case '-a':
    case '-e': return true;
    default: return false;
  }
}

/** Evaluates an operator with two operands. Throws ConditionError. */
export function testBinary(left: string, operator: string, right: string, place: ConditionPlace): boolean {
  switch (operator) {
    case '=':
    case '==': return left === right;
    case '!=': return left !== right;
    case '<': return left < right;
    case '>': return left > right;
    case '-nt': return modified(left, place) > modified(right, place);
    case '-ot': return modified(left, place) < modified(right, place);
    case '-ef': return joinPath(place.cwd, left) === joinPath(place.cwd, right);
    default: return compareNumbers(integer(left), operator, integer(right));
  }
}

function compareNumbers(left: number, operator: string, right: number): boolean {
  switch (operator) {
    case '-eq': return left === right;
    case '-ne': return left !== right;
    case '-lt': return left < right;
    case '-le': return left <= right;
    case '-gt': return left > right;
    default: return left >= right;
  }
}

function integer(text: string): number {
  if (!/^\s*[-+]?\d+\s*$/.test(text)) throw new ConditionError(`${text}: integer expression expected`);
  return Number(text);
}

function modified(name: string, { files, cwd }: ConditionPlace): number {
  const path = joinPath(cwd, name);
  return files.exists(path) ? files.stat(path).modifiedMs : -1;
}

/** Evaluates the arguments of `test`: `! ( ) -a -o` and the operators. Throws ConditionError. */
export function evaluateTest(args: readonly string[], place: ConditionPlace): boolean {
  const [first = '', second = '', third = '', fourth = ''] = args;
  if (args.length === 0) return false;
  if (args.length === 1) return first !== '';
  if (args.length === 2) {
    if (first === '!') return second === '';
    if (unaryOperators.has(first)) return testUnary(first, second, place);
    throw new ConditionError(`${first}: unary operator expected`);
  }
  if (args.length === 3) {
    if (binaryOperators.has(second)) return testBinary(first, second, third, place);
    if (second === '-a') return first !== '' && third !== '';
    if (second === '-o') return first !== '' || third !== '';
    if (first === '!') return !evaluateTest([second, third], place);
    if (first === '(' && third === ')') return second !== '';
    throw new ConditionError(`${second}: binary operator expected`);
  }
  if (args.length === 4 && first === '!') return !evaluateTest([second, third, fourth], place);
  return new TestReader(args, place).whole();
}

class TestReader {
  private readonly args: readonly string[];
  private readonly place: ConditionPlace;
  private at = 0;

  constructor(args: readonly string[], place: ConditionPlace) {
    this.args = args;
    this.place = place;
  }

  whole(): boolean {
    const value = this.or();
    if (this.at < this.args.length) throw new ConditionError('too many arguments');
    return value;
  }

  private or(): boolean {
    let value = this.and();
    while (this.accept('-o')) value = this.and() || value;
    return value;
  }

  private and(): boolean {
    let value = this.not();
    while (this.accept('-a')) value = this.not() && value;
    return value;
  }

  private not(): boolean {
    let isNegated = false;
    while (this.accept('!')) isNegated = !isNegated;
    return this.primary() !== isNegated;
  }

  private primary(): boolean {
    if (this.accept('(')) {
      const value = this.or();
      if (!this.accept(')')) throw new ConditionError('`)\' expected');
      return value;
    }
    const first = this.args[this.at];
    const second = this.args[this.at + 1];
    if (first === undefined) throw new ConditionError('argument expected');
    if (second !== undefined && binaryOperators.has(second) && this.at + 2 < this.args.length) {
      this.at += 3;
      return testBinary(first, second, this.args[this.at - 1] ?? '', this.place);
    }
    if (unaryOperators.has(first) && second !== undefined) {
      this.at += 2;
      return testUnary(first, second, this.place);
    }
    this.at++;
    return first !== '';
  }

  private accept(word: string): boolean {
    if (this.args[this.at] !== word) return false;
    this.at++;
    return true;
  }
}
