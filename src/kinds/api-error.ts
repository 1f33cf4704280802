import type { Status } from './request.ts';

/** A request that the API refused, with the Status that says why. */
export class ApiError extends Error {
  readonly status: Status;

  constructor(status: Status) {
    super(status.message ?? '');
    this.name = 'ApiError';
    this.status = status;
  }

  /** `NotFound`, `Conflict`, `Invalid`; empty when the server gave none. */
  get reason(): string {
    return this.status.reason ?? '';
  }

  /** The HTTP status. */
  get code(): number {
    return this.status.code ?? 500;
  }
}
