import { timingSafeEqual } from 'node:crypto';
import type { HttpRequest } from '../machine/index.ts';

/** Who is let in: with a token, only who shows it, and that is the administrator. */
export class Gate {
  private readonly token: Buffer | undefined;
  private readonly adminToken: string;

  /**
   * @param token what a client is to show; undefined lets everybody in as who they are
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

  /**
   * The request as it may go on; undefined when it may not. Without a token a program of this machine that speaks plain HTTP
   * and shows nothing is the administrator, as at the insecure port that API servers once had; a page of another site is not.
   */
  pass(request: HttpRequest, isEncrypted: boolean): HttpRequest | undefined {
    const { authorization } = request.headers;
    if (!this.token) return authorization === undefined && !isEncrypted && isOwn(request.headers) ? this.asAdministrator(request) : request;
    const [, shown = ''] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
    return this.opens(shown) ? this.asAdministrator(request) : undefined;
  }

  private asAdministrator(request: HttpRequest): HttpRequest {
    return { ...request, headers: { ...request.headers, authorization: `Bearer ${this.adminToken}` } };
  }

  /** Whether the token is the right one, or none is asked for. */
  opens(shown: string): boolean {
    const { token } = this;
    const bytes = Buffer.from(shown);
    return !token || (bytes.length === token.length && timingSafeEqual(bytes, token));
  }
}

const localHost = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/** Whether a request was made by a program of this machine or by the server's own page, not by a browser for another site. */
export function isOwn(headers: Readonly<Record<string, string | undefined>>): boolean {
  const { origin, host = '', 'sec-fetch-site': site = 'none' } = headers;
  if (origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host)) return false;
  return localHost.test(host) && (site === 'none' || site === 'same-origin');
}
