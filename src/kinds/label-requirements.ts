// The label selector of a query as text: `app=web,tier in (a,b),!old`.
// Upstream: k8s.io/apimachinery pkg/labels/selector.go

import { compareText } from '../base/index.ts';
import { formatFieldError, invalid } from './field-error.ts';
import type { Labels } from './label-selector.ts';
import { isLabelValue, isQualifiedName } from './names.ts';

/** What a label selector says about labels. */
export type LabelPredicate = (labels: Labels) => boolean;

/** One of the things that a selector asks: a comparison, `exists`, or `!` for a label that is not to be there. */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: '!' | '!=' | '<' | '=' | '==' | '>' | 'exists' | 'in' | 'notin';
  /** Sorted, each once. */
  readonly values: readonly string[];
  readonly isMet: LabelPredicate;
}

/** A text that is no label selector, and why. */
export class SelectorError extends Error {}

type TokenType = 'identifier' | 'end' | '(' | ')' | ',' | '!' | '=' | '==' | '!=' | '>' | '<' | 'in' | 'notin';

interface Token {
  readonly type: TokenType;
  readonly text: string;
}

const symbols: ReadonlySet<string> = new Set(['(', ')', ',', '!', '=', '==', '!=', '>', '<']);
const isSymbolLetter = (letter: string): boolean => '=!(),><'.includes(letter);

function isSymbol(text: string): text is TokenType {
  return symbols.has(text);
}

function* tokens(text: string): Generator<Token, void, undefined> {
  let at = 0;
  while (at < text.length) {
    const letter = text.charAt(at);
    if (/[ \t\r\n]/.test(letter)) {
      at++;
      continue;
    }
    const begin = at;
    if (isSymbolLetter(letter)) {
      const two = text.slice(at, at + 2);
      const symbol = isSymbol(two) ? two : letter;
      if (!isSymbol(symbol)) throw new SelectorError(`error expected: keyword found '${symbol}'`);
      at += symbol.length;
      yield { type: symbol, text: symbol };
      continue;
    }
    while (at < text.length && !isSymbolLetter(text.charAt(at)) && !/[ \t\r\n]/.test(text.charAt(at))) at++;
    const word = text.slice(begin, at);
    yield { type: word === 'in' || word === 'notin' ? word : 'identifier', text: word };
  }
}

const end: Token = { type: 'end', text: '' };

class Parser {
  private readonly all: readonly Token[];
  private at = 0;

  constructor(text: string) {
    this.all = [...tokens(text)];
  }

  parse(): LabelRequirement[] {
    const requirements: LabelRequirement[] = [];
    for (;;) {
      const first = this.peek();
      if (first.type === 'end') return requirements;
      if (first.type !== 'identifier' && first.type !== '!') {
        throw new SelectorError(`found '${first.text}', expected: !, identifier, or 'end of string'`);
      }
      requirements.push(this.requirement());
      const separator = this.take();
      if (separator.type === 'end') return requirements;
      if (separator.type !== ',') throw new SelectorError(`found '${separator.text}', expected: ',' or 'end of string'`);
      const next = this.peek();
      if (next.type !== 'identifier' && next.type !== '!') throw new SelectorError(`found '${next.text}', expected: identifier after ','`);
    }
  }

  private requirement(): LabelRequirement {
    try {
      return this.readRequirement();
    } catch (error) {
      if (!(error instanceof SelectorError)) throw error;
      throw new SelectorError(`unable to parse requirement: ${error.message}`);
    }
  }

  private readRequirement(): LabelRequirement {
    let token = this.take();
    const isNegated = token.type === '!';
    if (isNegated) token = this.take();
    if (token.type !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    const key = token.text;
    checkKey(key);
    const { type } = this.peek();
    if (isNegated) return { key, operator: '!', values: [], isMet: (labels) => labels[key] === undefined };
    if (type === 'end' || type === ',') return { key, operator: 'exists', values: [], isMet: (labels) => labels[key] !== undefined };
    return this.comparison(key);
  }

  private comparison(key: string): LabelRequirement {
    const taken = this.takeRaw();
    const operator = taken.type;
    switch (operator) {
      case 'in':
      case 'notin': {
        const among = new Set(this.values());
        const values = [...among].sort();
        for (const [index, value] of values.entries()) checkValue(key, value, index);
        const isMet: LabelPredicate = operator === 'in'
          ? (labels) => labels[key] !== undefined && among.has(labels[key])
          : (labels) => labels[key] === undefined || !among.has(labels[key]);
        return { key, operator, values, isMet };
      }
      case '=':
      case '==':
      case '!=': {
        const value = this.exactValue();
        checkValue(key, value, 0);
        return { key, operator, values: [value], isMet: operator === '!=' ? (labels) => labels[key] !== value : (labels) => labels[key] === value };
      }
      case '>':
      case '<': {
        const value = this.exactValue();
        return { key, operator, values: [value], isMet: compareNumbers(key, operator, value) };
      }
      default:
        throw new SelectorError(`found '${taken.text}', expected: in, notin, =, ==, !=, gt, lt`);
    }
  }

  private values(): string[] {
    const open = this.take();
    if (open.type !== '(') throw new SelectorError(`found '${open.text}' expected: '('`);
    const first = this.peek();
    if (first.type === ')') {
      this.take();
      return [''];
    }
    if (first.type !== 'identifier' && first.type !== ',') throw new SelectorError(`found '${first.text}', expected: ',', ')' or identifier`);
    const values = [...this.list()];
    if (this.take().type !== ')') throw new SelectorError(`found '${first.text}', expected: ')'`);
    return values;
  }

  private list(): Set<string> {
    const values = new Set<string>();
    for (;;) {
      const token = this.take();
      if (token.type === 'identifier') {
        values.add(token.text);
        const next = this.peek();
        if (next.type === ')') return values;
        if (next.type !== ',') throw new SelectorError(`found '${next.text}', expected: ',' or ')'`);
      } else if (token.type === ',') {
        if (values.size === 0) values.add('');
        const next = this.peek();
        if (next.type === ')') return values.add('');
        if (next.type === ',') {
          this.take();
          values.add('');
        }
      } else {
        throw new SelectorError(`found '${token.text}', expected: ',', or identifier`);
      }
    }
  }

  private exactValue(): string {
    const { type } = this.peek();
    if (type === 'end' || type === ',') return '';
    const token = this.take();
    if (token.type !== 'identifier') throw new SelectorError(`found '${token.text}', expected: identifier`);
    return token.text;
  }

  /** Where an operator cannot stand, its word is a name like any other. */
  private peek(): Token {
    const token = this.all[this.at] ?? end;
    return token.type === 'in' || token.type === 'notin' ? { type: 'identifier', text: token.text } : token;
  }

  private take(): Token {
    const token = this.peek();
    this.at++;
    return token;
  }

  private takeRaw(): Token {
    return this.all[this.at++] ?? end;
  }
}

function checkKey(key: string): void {
  const wrong = isQualifiedName(key);
  if (wrong.length > 0) throw new SelectorError(formatFieldError(invalid('<nil>', key, wrong.join('; '))));
}

function checkValue(key: string, value: string, index: number): void {
  const wrong = isLabelValue(value);
  if (wrong.length > 0) throw new SelectorError(formatFieldError(invalid(`values[${index}][${key}]`, value, wrong.join('; '))));
}

function compareNumbers(key: string, operator: '>' | '<', text: string): LabelPredicate {
  if (!/^[-+]?[0-9]+$/.test(text)) {
    throw new SelectorError(formatFieldError(invalid('values[0]', text, "for 'Gt', 'Lt' operators, the value must be an integer")));
  }
  const bound = Number(text);
  return (labels) => {
    const label = labels[key];
    if (label === undefined || !/^[-+]?[0-9]+$/.test(label)) return false;
    return operator === '>' ? Number(label) > bound : Number(label) < bound;
  };
}

/** All that the text asks, in the order of the labels. Throws SelectorError. Upstream: labels.ParseToRequirements */
export function labelRequirements(text: string): readonly LabelRequirement[] {
  return new Parser(text).parse().sort((a, b) => compareText(a.key, b.key));
}

/** What the text asks of labels; undefined when it asks nothing. Throws SelectorError. */
export function parseLabelRequirements(text: string): LabelPredicate | undefined {
  const requirements = new Parser(text).parse();
  const [only] = requirements;
  if (requirements.length <= 1) return only?.isMet;
  return (labels) => requirements.every(({ isMet }) => isMet(labels));
}
