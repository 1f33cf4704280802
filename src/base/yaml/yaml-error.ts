/** A place in a text: both counted from 0. */
export interface Mark {
  readonly index: number;
  readonly line: number;
  readonly column: number;
}

/** Text that is not YAML. The message is the one of Go's YAML library. */
export class YamlError extends Error {
  override readonly name: string = 'YamlError';
  /** Where reading stopped. */
  readonly mark: Mark | undefined;
  /** What went wrong, without the line. */
  readonly problem: string;

  constructor(problem: string, line: number, mark: Mark | undefined) {
    super(`yaml: ${line === 0 ? '' : `line ${line}: `}${problem}`);
    this.problem = problem;
    this.mark = mark;
  }
}

/** What YAML can say and JSON cannot: the message is that of the way from one to the other. */
export class NotJsonError extends YamlError {
  override readonly name = 'NotJsonError';

  constructor(problem: string) {
    super(problem, 0, undefined);
    this.message = problem;
  }
}

/** An error of the scanner: the lines of its messages are counted from 1, except that line 1 is not told. */
export function scannerError(problem: string, at: Mark, context: Mark): YamlError {
  const line = at.line !== 0 ? at.line + 1 : context.line !== 0 ? context.line + 1 : 0;
  return new YamlError(problem, line, at);
}

/** An error of the grammar: the lines of its messages are counted from 0, and line 0 is not told. */
export function grammarError(problem: string, at: Mark, context: Mark): YamlError {
  return new YamlError(problem, at.line !== 0 ? at.line : context.line, at);
}
