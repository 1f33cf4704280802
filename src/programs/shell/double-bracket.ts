import { evaluateArithmetic } from './arithmetic.ts';
import type { Word } from './ast.ts';
import { binaryOperators, testBinary, testUnary, unaryOperators } from './condition.ts';
import type { ConditionPlace } from './condition.ts';
import type { Descriptors } from './descriptors.ts';
import { expandPattern, expandText, variablesOf } from './expand.ts';
import { compile, matchesPattern } from './pattern.ts';
import type { Shell } from './shell.ts';
import type { Process } from './surroundings.ts';

/** Where `test` and `[[` look for files in a shell. */
export function placeOf(shell: Shell, io: Descriptors): ConditionPlace {
  return {
    files: shell.files,
    cwd: shell.state.cwd,
    user: shell.sandbox.user,
    isTerminal: (descriptor) => io.get(descriptor)?.input?.isTerminal ?? io.get(descriptor)?.output?.isTerminal ?? false,
    isSet: (name) => shell.state.variables.has(name),
  };
}

/** Evaluates `[[ … ]]`: 0, 1, or 2 when it cannot be read. */
export function* evaluateDoubleBracket(shell: Shell, words: readonly Word[], io: Descriptors): Process<number> {
  const reader = new Reader(shell, words, placeOf(shell, io));
  const value = yield* reader.or(true);
  if (!reader.isBroken && reader.isAtEnd) return value ? 0 : 1;
  yield* shell.complain(io, 'syntax error in conditional expression');
  return 2;
}

class Reader {
  isBroken = false;
  private at = 0;
  private readonly shell: Shell;
  private readonly words: readonly Word[];
  private readonly place: ConditionPlace;

  constructor(shell: Shell, words: readonly Word[], place: ConditionPlace) {
    this.shell = shell;
    this.words = words;
    this.place = place;
  }

  get isAtEnd(): boolean {
    return this.at >= this.words.length;
  }

  *or(isWanted: boolean): Process<boolean> {
    let value = yield* this.and(isWanted);
    while (this.accept('||')) {
      const right = yield* this.and(isWanted && !value);
      value ||= right;
    }
    return value;
  }

  private *and(isWanted: boolean): Process<boolean> {
    let value = yield* this.primary(isWanted);
    while (this.accept('&&')) {
      const right = yield* this.primary(isWanted && value);
      value &&= right;
    }
    return value;
  }

  private *primary(isWanted: boolean): Process<boolean> {
    if (this.accept('!')) return !(yield* this.primary(isWanted));
    if (this.accept('(')) {
      const value = yield* this.or(isWanted);
      this.isBroken ||= !this.accept(')');
      return value;
    }
    const first = this.words[this.at];
    if (!first) {
      this.isBroken = true;
      return false;
    }
    const operator = plain(first);
    const operand = this.words[this.at + 1];
    if (operator !== undefined && unaryOperators.has(operator) && operand && !['&&', '||', ')'].includes(plain(operand) ?? '')) {
      this.at += 2;
      return isWanted ? testUnary(operator, yield* expandText(this.shell, operand), this.place) : false;
    }
    const between = operand ? plain(operand) : undefined;
    const right = this.words[this.at + 2];
    if (between !== undefined && right && (binaryOperators.has(between) || between === '=~')) {
      this.at += 3;
      return isWanted ? yield* this.compare(first, between, right) : false;
    }
    this.at++;
    return isWanted ? (yield* expandText(this.shell, first)) !== '' : false;
  }

  private *compare(leftWord: Word, operator: string, right: Word): Process<boolean> {
    const { shell } = this;
    const left = yield* expandText(shell, leftWord);
    if (operator === '=~') return this.match(left, yield* expandPattern(shell, right));
    if (operator === '=' || operator === '==') return matchesPattern(left, yield* expandPattern(shell, right));
    if (operator === '!=') return !matchesPattern(left, yield* expandPattern(shell, right));
    const text = yield* expandText(shell, right);
    if (!operator.startsWith('-') || /^-[noe][tf]$/.test(operator)) return testBinary(left, operator, text, this.place);
    const number = (value: string): string => String(evaluateArithmetic(value, variablesOf(shell.state)));
    return testBinary(number(left), operator, number(text), this.place);
  }

  private match(text: string, pattern: string): boolean {
    const found = compile(pattern.replace(/\[\[:(\w+):\]\]/g, (_, name: string) => posixClasses[name] ?? '')).exec(text);
    const groups = found ? [...found].map((group) => group ?? '') : [];
    this.shell.state.set('BASH_REMATCH', groups[0] ?? '', { elements: groups });
    return found !== null;
  }

  private accept(word: string): boolean {
    const here = this.words[this.at];
    if (!here || plain(here) !== word) return false;
    this.at++;
    return true;
  }
}

const posixClasses: Readonly<Record<string, string>> = { digit: '[0-9]', alpha: '[A-Za-z]', alnum: '[A-Za-z0-9]', space: '\\s', upper: '[A-Z]', lower: '[a-z]', xdigit: '[0-9A-Fa-f]' };

function plain(word: Word): string | undefined {
  const [part] = word;
  return word.length === 1 && part?.type === 'text' && !part.isQuoted ? part.text : undefined;
}
