import { ApiError } from '../../kinds/index.ts';
import type { Status } from '../../kinds/index.ts';
import { plainError, timedOut } from '../failures.ts';
import { StorageError } from '../storage/storage.ts';

/** The Status that a failure is answered with; a bug is thrown on. */
export function failureStatus(error: unknown): Status {
  if (error instanceof ApiError) return error.status;
  if (!(error instanceof StorageError)) throw error;
  return (error.code === 'late' ? timedOut() : plainError(error.message)).status;
}
