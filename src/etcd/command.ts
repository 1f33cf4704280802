import type { WriteRequest } from './requests.ts';

/** A write on its way through the log, with what tells its proposer that it is its own. */
export class Command {
  /** Number of the member that proposed it. */
  readonly member: number;
  /** Counts that member's proposals over all its lives. */
  readonly sequence: number;
  readonly request: WriteRequest;

  constructor(member: number, sequence: number, request: WriteRequest) {
    this.member = member;
    this.sequence = sequence;
    this.request = request;
  }
}

const headBytes = 64;

/** What an entry's data would take on the wire, by the sizes that its writers told. */
export function commandBytes(data: unknown): number {
  if (!(data instanceof Command)) return headBytes;
  const { request } = data;
  if (request.type === 'put') return headBytes + (request.size ?? 0);
  if (request.type !== 'txn') return headBytes;
  let bytes = headBytes;
  for (const operation of request.success) if (operation.type === 'put') bytes += operation.size ?? 0;
  for (const operation of request.failure) if (operation.type === 'put') bytes += operation.size ?? 0;
  return bytes;
}
