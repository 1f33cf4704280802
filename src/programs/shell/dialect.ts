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

const unmatched = /^unexpected EOF while looking for matching `(.)'$/;
const misplaced = /^syntax error near unexpected token `(.*)'$/;
const expected = (word: string | undefined): string => (word === undefined ? '' : ` (expecting "${word}")`);
const isQuote = (mark: string | undefined): boolean => mark === '"' || mark === "'";

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
  syntaxError({ message, expecting }) {
    const mark = unmatched.exec(message)?.[1];
    if (isQuote(mark)) return 'syntax error: unterminated quoted string';
    if (mark === '`') return 'syntax error: EOF in backquote substitution';
    if (mark === '}') return "syntax error: missing '}'";
    const token = misplaced.exec(message)?.[1];
    return (mark === ')' ? 'syntax error: unexpected end of file' : token === undefined ? message : `syntax error: unexpected "${token}"`) + expected(mark ?? expecting);
  },
};

/** Debian's `sh`. */
export const dash: Dialect = {
  name: 'dash',
  prefix: ({ name, line }) => `${name}: ${line}: `,
  notFound: (command) => `${command}: not found`,
  noSuchFile: (path) => `${path}: not found`,
  cannotFork: 'Cannot fork',
  syntaxError({ message, expecting }) {
    const mark = unmatched.exec(message)?.[1];
    if (isQuote(mark)) return 'Syntax error: Unterminated quoted string';
    if (mark === '`') return 'Syntax error: EOF in backquote substitution';
    if (mark === '}') return 'Syntax error: Missing \'}\'';
    const token = misplaced.exec(message)?.[1];
    const isAtEnd = mark === ')' || message === 'syntax error: unexpected end of file';
    return isAtEnd ? `Syntax error: end of file unexpected${expected(mark ?? expecting)}` : token === undefined ? message : `Syntax error: "${token}" unexpected${expected(expecting)}`;
  },
};
