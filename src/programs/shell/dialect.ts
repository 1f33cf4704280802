import type { ShellSyntaxError } from './syntax-error.ts';

/** Which shell's words and habits: bash, busybox' ash, or Debian's dash. */
export interface Dialect {
  readonly name: 'bash' | 'ash' | 'dash';
  /** What stands before a complaint. */
  prefix(at: { readonly name: string; readonly line: number; readonly isInteractive: boolean }): string;
  notFound(command: string): string;
  noSuchFile(path: string): string;
  cannotFork: string;
  /** A syntax error, whose message is bash's. */
  syntaxError(error: ShellSyntaxError): string;
}

/** How a small shell says what is wrong with a text. */
interface SyntaxWords {
  readonly unterminatedQuote: string;
  readonly endInBackquote: string;
  readonly missingBrace: string;
  readonly unexpectedEnd: string;
  unexpected(token: string): string;
}

/** A syntax error, whose message is bash's, in the words of a small shell. */
function inWords({ message, expecting }: ShellSyntaxError, words: SyntaxWords): string {
  const mark = /^unexpected EOF while looking for matching `(.)'$/.exec(message)?.[1];
  if (mark === '"' || mark === "'") return words.unterminatedQuote;
  if (mark === '`') return words.endInBackquote;
  if (mark === '}') return words.missingBrace;
  const token = /^syntax error near unexpected token `(.*)'$/.exec(message)?.[1];
  const isAtEnd = mark === ')' || message === 'syntax error: unexpected end of file';
  if (!isAtEnd && token === undefined) return message;
  const expected = mark ?? expecting;
  return (token === undefined ? words.unexpectedEnd : words.unexpected(token)) + (expected === undefined ? '' : ` (expecting "${expected}")`);
}

/** bash, as on a workstation. */
export const bash: Dialect = {
  name: 'bash',
  prefix: ({ name, line, isInteractive }) => (isInteractive ? `${name}: ` : `${name}: line ${line}: `),
  notFound: (command) => `${command}: command not found`,
  noSuchFile: (path) => `${path}: No such file or directory`,
  cannotFork: 'fork: Resource temporarily unavailable',
  syntaxError: ({ message }) => message,
};

/** busybox' shell, as in small containers. */
export const ash: Dialect = {
  name: 'ash',
  prefix: ({ name, line }) => (name.includes('/') || name.endsWith('.sh') ? `${name}: line ${line}: ` : `${name}: `),
  notFound: (command) => `${command}: not found`,
  noSuchFile: (path) => `${path}: not found`,
  cannotFork: "can't fork: Resource temporarily unavailable",
  syntaxError: (error) => inWords(error, {
    unterminatedQuote: 'syntax error: unterminated quoted string', endInBackquote: 'syntax error: EOF in backquote substitution', missingBrace: "syntax error: missing '}'",
    unexpectedEnd: 'syntax error: unexpected end of file', unexpected: (token) => `syntax error: unexpected "${token}"`,
  }),
};

/** Debian's `sh`. */
export const dash: Dialect = {
  name: 'dash',
  prefix: ({ name, line }) => `${name}: ${line}: `,
  notFound: (command) => `${command}: not found`,
  noSuchFile: (path) => `${path}: not found`,
  cannotFork: 'Cannot fork',
  syntaxError: (error) => inWords(error, {
    unterminatedQuote: 'Syntax error: Unterminated quoted string', endInBackquote: 'Syntax error: EOF in backquote substitution', missingBrace: "Syntax error: Missing '}'",
    unexpectedEnd: 'Syntax error: end of file unexpected', unexpected: (token) => `Syntax error: "${token}" unexpected`,
  }),
};
