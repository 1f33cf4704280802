/** A bug of ours, as opposed to a failure of the world: the run stops. */
export class AssertionError extends Error {
  override readonly name = 'AssertionError';
}

/** Stops the run when a thing that must hold does not. */
export function assert(condition: boolean, why: string): asserts condition {
  if (!condition) throw new AssertionError(why);
}

/** The value, which must not be undefined. */
export function defined<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new AssertionError(why);
  return value;
}

/** For the end of an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new AssertionError(`not reachable: ${JSON.stringify(value)}`);
}
