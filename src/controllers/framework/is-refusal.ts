import { ApiError } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';

/** Whether a request came to nothing because it was refused or nobody answered, and not by a bug. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ApiError || error instanceof NetworkError;
}
