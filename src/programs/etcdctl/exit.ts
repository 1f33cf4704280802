// Upstream: pkg/cobrautl

/** With what status etcdctl ends, by what went wrong. */
export const exitStatus = { error: 1, badConnection: 2, invalidInput: 3, badFeature: 4, interrupted: 5, io: 5, badArgs: 128 } as const;

/** Ends a run; the message, if there is one, is printed behind `Error: `. */
export class ExitError extends Error {
  override readonly name = 'ExitError';
  readonly status: number;

  constructor(kind: keyof typeof exitStatus | number, message = '') {
    super(message);
    this.status = typeof kind === 'number' ? kind : exitStatus[kind];
  }
}

/** The command was called wrongly. */
export const badArgs = (message: string): ExitError => new ExitError('badArgs', message);
