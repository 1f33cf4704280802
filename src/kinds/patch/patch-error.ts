/** Who is to blame for a patch that cannot be applied: its form, its meaning, or what the server makes of it. */
export type PatchFault = 'bad-request' | 'internal' | 'too-large' | 'unprocessable';

/** A patch that cannot be applied. The message is the API server's. */
export class PatchError extends Error {
  override readonly name = 'PatchError';
  readonly fault: PatchFault;

  constructor(fault: PatchFault, message: string) {
    super(message);
    this.fault = fault;
  }
}
