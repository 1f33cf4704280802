import { unescape } from '../../shell/reader.ts';
import { UsageError } from '../support/options.ts';

/** A token: a number, text, expression, name, keyword, or operator. */
export interface Token {
  readonly type: 'number' | 'string' | 'regex' | 'name' | 'call' | 'keyword' | 'operator' | 'newline' | 'end';
  readonly text: string;
}

const keywords = new Set(['BEGIN', 'END', 'function', 'func', 'if', 'else', 'while', 'for', 'do', 'break', 'continue', 'next', 'exit', 'return', 'delete', 'in', 'print', 'printf', 'getline']);
const operators = ['**=', '+=', '-=', '*=', '/=', '%=', '^=', '**', '==', '<=', '>=', '!=', '&&', '||', '++', '--', '>>', '!~', '{', '}', '(', ')', '[', ']', ';', ',', '+', '-', '*', '/', '%', '^', '!', '>', '<', '|', '?', ':', '~', '$', '='];

/** Takes an awk program apart. Throws UsageError. */
export function tokenizeAwk(text: string): readonly Token[] {
  const tokens: Token[] = [];
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const blank = /^([ \t\r]+|\\\n|#[^\n]*)/.exec(rest);
    if (blank) {
      at += blank[0].length;
      continue;
    }
    const token = read(rest, tokens.at(-1));
    tokens.push(token.token);
    at += token.length;
  }
  tokens.push({ type: 'end', text: '' });
  return tokens;
}

function read(rest: string, last: Token | undefined): { token: Token; length: number } {
  if (rest.startsWith('\n')) return { token: { type: 'newline', text: '\n' }, length: 1 };
  const number = /^(0[xX][0-9a-fA-F]+|(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?)/.exec(rest);
  if (number) return { token: { type: 'number', text: number[0] }, length: number[0].length };
  const string = /^"((?:[^"\\\n]|\\[^])*)"/.exec(rest);
  if (string) return { token: { type: 'string', text: unescape((string[1] ?? '').replaceAll('\\/', '/')) }, length: string[0].length };
  const regex = isOperand(last) ? null : /^\/((?:[^/\\\n[]|\\.|\[(?:\^?\]?)(?:[^\]\\\n]|\\.)*\])*)\//.exec(rest);
  if (regex) return { token: { type: 'regex', text: (regex[1] ?? '').replaceAll('\\/', '/') }, length: regex[0].length };
  const name = /^[A-Za-z_]\w*/.exec(rest)?.[0];
  if (name !== undefined) {
    const type = keywords.has(name) ? 'keyword' : rest[name.length] === '(' ? 'call' : 'name';
    return { token: { type, text: name === 'func' ? 'function' : name }, length: name.length };
  }
  const operator = operators.find((candidate) => rest.startsWith(candidate));
  if (operator === undefined) throw new UsageError(`syntax error at source line 1\n context is\n\t >>> ${rest.charAt(0)} <<<`, { hasHint: false, status: 2 });
  return { token: { type: 'operator', text: operator.replace('**', '^') }, length: operator.length };
}

/** Whether a `/` behind the token divides. */
function isOperand(token: Token | undefined): boolean {
  if (!token) return false;
  if (token.type === 'operator') return token.text === ')' || token.text === ']' || token.text === '$' || token.text === '++' || token.text === '--';
  return token.type === 'number' || token.type === 'string' || token.type === 'name' || token.type === 'regex';
}
