import type { Process } from '../../kernel/index.ts';
import { ApiError } from '../../kinds/index.ts';

/** The answer to a request about an object; undefined when the object has gone meanwhile, which is as good. */
export function* unlessGone<Result>(request: Process<Result>): Process<Result | undefined> {
  try {
    return yield* request;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return undefined;
    throw error;
  }
}
