/** A breach of the protocol's own rules: never an answer to bad input, always a bug. */
export class RaftFault extends Error {
  override readonly name = 'RaftFault';
}

/** Stops everything unless `condition` holds. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new RaftFault(why);
}

/** The value, which cannot be missing. */
export function present<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new RaftFault(why);
  return value;
}
