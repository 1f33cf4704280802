/** Input that is no script. */
export class ShellSyntaxError extends Error {
  /** Whether more input could still make it one. */
  readonly isIncomplete: boolean;
  readonly line: number;
  /** What alone could stand there, if it is one word. */
  readonly expecting: string | undefined;

  constructor(message: string, line = 1, isIncomplete = false, expecting?: string) {
    super(message);
    this.name = 'ShellSyntaxError';
    this.line = line;
    this.isIncomplete = isIncomplete;
    this.expecting = expecting;
  }
}
