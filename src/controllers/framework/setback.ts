import { ApiError } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';

/** What was found is not yet as it has to be: the key is tried again, after a pause that grows. */
export class Setback extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'Setback';
  }
}

/** Whether a sync came to nothing because it was refused, nobody answered or something is in its way, and not by a bug. */
export function isSetback(error: unknown): error is Error {
  return error instanceof ApiError || error instanceof NetworkError || error instanceof Setback;
}
