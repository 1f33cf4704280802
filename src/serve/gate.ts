import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../machine/index.ts';

/**
 * Who is let in: with a token, only who shows it, and that is the administrator. Without one, so on the machine's own loopback,
 * whoever shows nothing is: clients show nothing where there is no TLS.
 */
export class Gate {
  private readonly token: Buffer | undefined;
  private readonly adminToken: string;

  /**
   * @param token what a client is to show; undefined lets everybody in
   * @param adminToken by which the API server knows the administrator
   */
  constructor(token: string | undefined, adminToken: string) {
    this.token = token === undefined ? undefined : Buffer.from(token);
    this.adminToken = adminToken;
  }

  /** Whether something has to be shown. */
  get isGuarded(): boolean {
    return this.token !== undefined;
  }

  /** The request as it may go on; undefined when it may not. */
  pass(request: HttpRequest): HttpRequest | undefined {
    const said = request.headers['authorization'];
    if (!this.token && said !== undefined) return request;
    const [, shown = ''] = /^Bearer +(\S+)$/i.exec(said ?? '') ?? [];
    if (!this.opens(shown)) return undefined;
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${this.adminToken}` } };
  }

  /** Whether the token is the right one, or none is asked for. */
  opens(shown: string): boolean {
    const { token } = this;
    const bytes = Buffer.from(shown);
    return !token || (bytes.length === token.length && timingSafeEqual(bytes, token));
  }
}
