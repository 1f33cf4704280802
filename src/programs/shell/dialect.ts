/** Which shell's words and habits: bash, busybox' ash, or Debian's dash. */
export interface Dialect {
  readonly name: 'bash' | 'ash' | 'dash';
  /** What stands before a complaint. */
  prefix(at: { readonly name: string; readonly line: number; readonly isInteractive: boolean }): string;
  notFound(command: string): string;
  noSuchFile(path: string): string;
  cannotFork: string;
}

/** bash, as on a workstation. */
export const bash: Dialect = {
  name: 'bash',
  prefix: ({ name, line, isInteractive }) => (isInteractive ? `${name}: ` : `${name}: line ${line}: `),
  notFound: (command) => `${command}: command not found`,
  noSuchFile: (path) => `${path}: No such file or directory`,
  cannotFork: 'fork: Resource temporarily unavailable',
};

/** busybox' shell, as in small containers. */
export const ash: Dialect = {
  name: 'ash',
  prefix: ({ name, line }) => (name.includes('/') || name.endsWith('.sh') ? `${name}: line ${line}: ` : `${name}: `),
  notFound: (command) => `${command}: not found`,
  noSuchFile: (path) => `${path}: not found`,
  cannotFork: "can't fork: Resource temporarily unavailable",
};

/** Debian's `sh`. */
export const dash: Dialect = {
  name: 'dash',
  prefix: ({ name, line }) => `${name}: ${line}: `,
  notFound: (command) => `${command}: not found`,
  noSuchFile: (path) => `${path}: not found`,
  cannotFork: 'Cannot fork',
};
