import { ApiError } from '../../kinds/index.ts';
import type { ApiRequest, Status } from '../../kinds/index.ts';
import { plainError, timedOut, unanswered } from '../failures.ts';
import { StorageError } from '../storage/storage.ts';

/** The Status that a request's failure is answered with; a bug is thrown on. */
export function failureStatus(error: unknown, request: ApiRequest): Status {
  if (error instanceof ApiError) return error.status;
  if (!(error instanceof StorageError)) throw error;
  if (error.code !== 'late') return plainError(error.message).status;
  const isRead = request.type === 'resource' && (request.verb === 'get' || request.verb === 'list');
  return (isRead ? unanswered(request) : timedOut()).status;
}
