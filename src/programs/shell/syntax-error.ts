/** Input that is no script. */
export class ShellSyntaxError extends Error {
  /** Whether more input could still make it one. */
  readonly isIncomplete: boolean;
  readonly line: number;

  constructor(message: string, line = 1, isIncomplete = false) {
    super(message);
    this.name = 'ShellSyntaxError';
    this.line = line;
    this.isIncomplete = isIncomplete;
  }
}
