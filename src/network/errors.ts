/** What a socket answers when it cannot do what was asked. */
export type NetworkErrorCode =
  | 'ECONNREFUSED' // the machine is there, nobody listens
  | 'ECONNRESET' // the other side went away
  | 'ETIMEDOUT' // no answer in time
  | 'EHOSTUNREACH'; // no route

/** An operating failure of the network. */
export class NetworkError extends Error {
  readonly code: NetworkErrorCode;

  constructor(code: NetworkErrorCode, message: string) {
    super(message);
    this.name = 'NetworkError';
    this.code = code;
  }
}
