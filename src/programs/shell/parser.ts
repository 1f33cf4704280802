import { LruMap } from '../../base/index.ts';
import type { AndOr, Assignment, Command, Pipeline, Redirection, Script, Word } from './ast.ts';
import { Reader } from './reader.ts';
import { ShellSyntaxError } from './syntax-error.ts';

const reserved = new Set(['then', 'elif', 'else', 'fi', 'do', 'done', 'esac', '}', 'in']);
/** Deepest nesting of commands. */
const greatestDepth = 200;

const parsed = new LruMap<string, Script>(500);

/** Parses a script; the same text is parsed once. Throws ShellSyntaxError. */
export function parseScript(text: string): Script {
  const known = parsed.get(text);
  if (known) return known;
  const script = new Parser(new Reader(text, nestedScript), 0).script('');
  parsed.set(text, script);
  return script;
}

/** Whether a text is the beginning of a script that needs more lines. */
export function isIncomplete(text: string): boolean {
  try {
    parseScript(text);
    return /(^|[^\\])(\\\\)*\\\n$/.test(text);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    return error.isIncomplete;
  }
}

function nestedScript(reader: Reader, end: string): Script {
  return new Parser(reader, 1).script(end);
}

class Parser {
  private readonly reader: Reader;
  private depth: number;

  constructor(reader: Reader, depth: number) {
    this.reader = reader;
    this.depth = depth;
  }

  /** Commands up to the end of the text, or up to `end` (which is not taken). */
  script(end: string): Script {
    const list = this.list((word, operator) => end !== '' && (operator === end || word === end));
    const { reader } = this;
    if (end === '' && !reader.isAtEnd) throw reader.unexpected();
    return list;
  }

  private list(isEnd: (word: string | undefined, operator: string | undefined) => boolean): Script {
    const { reader } = this;
    if (++this.depth > greatestDepth) throw new ShellSyntaxError('nesting is too deep', reader.line);
    const commands: AndOr[] = [];
    for (;;) {
      reader.skipBlanks(true);
      const word = reader.peekWord();
      if (reader.isAtEnd || isEnd(word, reader.peekOperator()) || (word !== undefined && reserved.has(word)) || reader.peekOperator() === ';;') break;
      commands.push(this.andOr());
      reader.skipBlanks();
      const operator = reader.peekOperator();
      if (operator === '\n') reader.takeLineFeed();
      else if (operator === ';') reader.take(';');
    }
    this.depth--;
    return commands;
  }

  private andOr(): AndOr {
    const { reader } = this;
    const start = reader.position;
    const first = this.pipeline();
    const rest: AndOr['rest'][number][] = [];
    for (;;) {
      reader.skipBlanks();
      const operator = reader.peekOperator();
      if (operator === '&&' || operator === '||') {
        reader.take(operator);
        reader.skipBlanks(true);
        rest.push({ operator, pipeline: this.pipeline() });
      } else {
        const source = reader.text.slice(start, reader.position).trim();
        if (operator === '&') reader.take('&');
        else if (operator !== undefined && !['\n', ';', ';;', ')'].includes(operator)) throw reader.unexpected();
        return { first, rest, isBackground: operator === '&', source };
      }
    }
  }

  private pipeline(): Pipeline {
    const { reader } = this;
    reader.skipBlanks();
    let isNegated = false;
    while (reader.peekWord() === '!') {
      reader.take('!');
      reader.skipBlanks();
      isNegated = !isNegated;
    }
    const commands = [this.command()];
    for (;;) {
      reader.skipBlanks();
      const operator = reader.peekOperator();
      if (operator !== '|' && operator !== '|&') return { commands, isNegated };
      reader.take(operator);
      reader.skipBlanks(true);
      const last = commands.at(-1);
      if (operator === '|&' && last?.type === 'simple') commands[commands.length - 1] = { ...last, redirections: [...last.redirections, errorToOutput] };
      commands.push(this.command());
    }
  }

  private command(): Command {
    const { reader } = this;
    reader.skipBlanks();
    if (reader.text.startsWith('((', reader.position)) {
      const [expression, ...others] = reader.readDoubleParentheses(2) ?? [];
      if (expression && others.length === 0) return { type: 'arithmetic', expression, redirections: this.redirections() };
    }
    if (reader.peekOperator() === '(') return this.subshell();
    switch (reader.peekWord()) {
      case '{': return this.group();
      case 'if': return this.if();
      case 'while': return this.loop('while');
      case 'until': return this.loop('until');
      case 'for': return this.for();
      case 'case': return this.case();
      case '[[': return this.test();
      case 'function': return this.functionKeyword();
      default: return this.simple();
    }
  }

  private subshell(): Command {
    this.reader.take('(');
    const body = this.list((_, operator) => operator === ')');
    this.expectOperator(')');
    return { type: 'subshell', body, redirections: this.redirections() };
  }

  private group(): Command {
    this.reader.take('{');
    const body = this.list((word) => word === '}');
    this.expectWord('}');
    return { type: 'group', body, redirections: this.redirections() };
  }

  private if(): Command {
    const { reader } = this;
    reader.take('if');
    const branches = [this.branch()];
    let otherwise: Script | undefined;
    for (;;) {
      reader.skipBlanks(true);
      const word = reader.peekWord();
      if (word === 'elif') {
        reader.take('elif');
        branches.push(this.branch());
      } else if (word === 'else') {
        reader.take('else');
        otherwise = this.list(() => false);
      } else {
        this.expectWord('fi');
        return { type: 'if', branches, ...(otherwise ? { otherwise } : {}), redirections: this.redirections() };
      }
    }
  }

  private branch(): { condition: Script; body: Script } {
    const condition = this.list(() => false);
    this.expectWord('then');
    return { condition, body: this.list(() => false) };
  }

  private loop(type: 'while' | 'until'): Command {
    this.reader.take(type);
    const condition = this.list(() => false);
    const body = this.doGroup();
    return { type, condition, body, redirections: this.redirections() };
  }

  private for(): Command {
    const { reader } = this;
    reader.take('for');
    reader.skipBlanks();
    if (reader.text.startsWith('((', reader.position)) return this.arithmeticFor();
    const name = reader.peekWord();
    if (name === undefined || !/^[A-Za-z_]\w*$/.test(name)) throw reader.unexpected();
    reader.take(name);
    reader.skipBlanks(true);
    let words: Word[] | undefined;
    if (reader.peekWord() === 'in') {
      reader.take('in');
      words = this.words();
    }
    reader.skipBlanks();
    if (reader.peekOperator() === ';') reader.take(';');
    const body = this.doGroup();
    return { type: 'for', name, ...(words ? { words } : {}), body, redirections: this.redirections() };
  }

  private arithmeticFor(): Command {
    const { reader } = this;
    const [start, condition, step, ...others] = reader.readDoubleParentheses(2) ?? [];
    if (!start || !condition || !step || others.length > 0) throw reader.unexpected();
    reader.skipBlanks();
    if (reader.peekOperator() === ';') reader.take(';');
    const body = this.doGroup();
    return { type: 'arithmetic-for', parts: [start, condition, step], body, redirections: this.redirections() };
  }

  private doGroup(): Script {
    this.expectWord('do');
    const body = this.list(() => false);
    this.expectWord('done');
    return body;
  }

  private words(): Word[] {
    const words: Word[] = [];
    for (;;) {
      this.reader.skipBlanks();
      const word = this.reader.readWord();
      if (!word) return words;
      words.push(word);
    }
  }

  private case(): Command {
    const { reader } = this;
    reader.take('case');
    reader.skipBlanks();
    const subject = reader.readWord();
    if (!subject) throw reader.unexpected();
    this.expectWord('in');
    const clauses: { patterns: Word[]; body: Script }[] = [];
    for (;;) {
      reader.skipBlanks(true);
      if (reader.peekWord() === 'esac') break;
      if (reader.isAtEnd) throw reader.unexpected(')');
      clauses.push(this.clause());
    }
    reader.take('esac');
    return { type: 'case', subject, clauses, redirections: this.redirections() };
  }

  private clause(): { patterns: Word[]; body: Script } {
    const { reader } = this;
    if (reader.peekOperator() === '(') reader.take('(');
    const patterns: Word[] = [];
    for (;;) {
      reader.skipBlanks();
      const pattern = reader.readWord();
      if (!pattern) throw reader.unexpected();
      patterns.push(pattern);
      reader.skipBlanks();
      if (reader.peekOperator() !== '|') break;
      reader.take('|');
    }
    this.expectOperator(')');
    const body = this.list((word) => word === 'esac');
    reader.skipBlanks(true);
    if (reader.peekOperator() === ';;') reader.take(';;');
    return { patterns, body };
  }

  private test(): Command {
    const { reader } = this;
    reader.take('[[');
    const words: Word[] = [];
    for (;;) {
      reader.skipBlanks(true);
      if (reader.peekWord() === ']]') break;
      const operator = reader.peekOperator();
      if (operator === '&&' || operator === '||' || operator === '(' || operator === ')') {
        reader.take(operator);
        words.push([{ type: 'text', text: operator, isQuoted: false }]);
        continue;
      }
      const redirect = reader.text[reader.position];
      if (redirect === '<' || redirect === '>') {
        reader.take(redirect);
        words.push([{ type: 'text', text: redirect, isQuoted: false }]);
        continue;
      }
      const isExpression = words.at(-1)?.[0]?.type === 'text' && textOf(words.at(-1)) === '=~';
      const word = isExpression ? reader.readExpressionWord() : reader.readWord();
      if (!word) throw reader.unexpected();
      words.push(word);
    }
    reader.take(']]');
    return { type: 'test', words, redirections: this.redirections() };
  }

  private functionKeyword(): Command {
    const { reader } = this;
    reader.take('function');
    reader.skipBlanks();
    const name = reader.peekWord() ?? '';
    reader.take(name);
    reader.skipBlanks();
    if (reader.text.startsWith('()', reader.position)) reader.take('()');
    reader.skipBlanks(true);
    return { type: 'function', name, body: this.command() };
  }

  private simple(): Command {
    const { reader } = this;
    const assignments: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    const { line } = reader;
    for (;;) {
      reader.skipBlanks();
      const redirection = reader.readRedirection();
      if (redirection) {
        redirections.push(redirection);
        continue;
      }
      if (words.length === 1 && assignments.length === 0 && reader.peekOperator() === '(') return this.functionOf(words[0]);
      const word = reader.readWord();
      if (!word) break;
      const assignment = words.length === 0 ? asAssignment(word) : undefined;
      if (assignment) assignments.push(reader.peekOperator() === '(' && assignment.value.length === 0 ? { ...assignment, elements: this.elements() } : assignment);
      else words.push(word);
    }
    if (assignments.length + words.length + redirections.length === 0) throw reader.unexpected();
    return { type: 'simple', assignments, words, redirections, line };
  }

  /** The elements of an array, in parentheses. */
  private elements(): Word[] {
    const { reader } = this;
    reader.take('(');
    const elements: Word[] = [];
    for (;;) {
      reader.skipBlanks(true);
      if (reader.peekOperator() === ')') break;
      const word = reader.readWord();
      if (!word) throw reader.unexpected();
      elements.push(word);
    }
    reader.take(')');
    return elements;
  }

  private functionOf(word: Word | undefined): Command {
    const { reader } = this;
    const name = word?.map((part) => (part.type === 'text' ? part.text : '')).join('') ?? '';
    reader.take('(');
    reader.skipBlanks();
    if (reader.peekOperator() !== ')') throw reader.unexpected();
    reader.take(')');
    reader.skipBlanks(true);
    return { type: 'function', name, body: this.command() };
  }

  private redirections(): Redirection[] {
    const redirections: Redirection[] = [];
    for (;;) {
      this.reader.skipBlanks();
      const redirection = this.reader.readRedirection();
      if (!redirection) return redirections;
      redirections.push(redirection);
    }
  }

  private expectWord(word: string): void {
    this.reader.skipBlanks(true);
    if (this.reader.peekWord() !== word) throw this.reader.unexpected(word);
    this.reader.take(word);
  }

  private expectOperator(operator: string): void {
    this.reader.skipBlanks(true);
    if (this.reader.peekOperator() !== operator) throw this.reader.unexpected(operator);
    this.reader.take(operator);
  }
}

const errorToOutput: Redirection = { descriptor: 2, operator: '>&', target: [{ type: 'text', text: '1', isQuoted: false }] };

function textOf(word: Word | undefined): string {
  return word?.map((part) => (part.type === 'text' ? part.text : '$')).join('') ?? '';
}

function asAssignment(word: Word): Assignment | undefined {
  const [first, ...rest] = word;
  if (first?.type !== 'text' || first.isQuoted) return undefined;
  const match = /^([A-Za-z_]\w*)(?:\[([^\]]*)\])?(\+?)=/.exec(first.text);
  if (!match) return undefined;
  const [all, name = '', index, plus] = match;
  const text = first.text.slice(all.length);
  const value: Word = text === '' ? rest : [{ ...first, text }, ...rest];
  return { name, value, isAppended: plus === '+', ...(index === undefined ? {} : { index: [{ type: 'text', text: index, isQuoted: true }] }) };
}
