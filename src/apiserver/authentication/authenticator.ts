// The first stage of a request: who asks. A client certificate is looked at first, then a bearer token; who shows neither is
// anonymous, and who shows something that proves nothing is turned away.
// Upstream: pkg/kubeapiserver/authenticator/config.go, k8s.io/apiserver pkg/authentication (x509, bearertoken, token/cache)

import { LruMap, fingerprint } from '../../base/index.ts';
import type { CertificateAuthority } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { Credentials, User } from '../../kinds/index.ts';
import { unauthorized } from '../failures.ts';
import { limits } from '../limits.ts';
import { issuer } from './account-tokens.ts';
import type { AccountTokens, CheckedToken, TokenSurroundings } from './account-tokens.ts';
import { bootstrapUser } from './bootstrap-tokens.ts';
import { anonymous, authenticated, credentialIdKey } from './identity.ts';
import type { Identity } from './identity.ts';

/** By what a server knows its clients. */
export interface AuthenticationOptions {
  /** Whose client certificates count. kube-apiserver --client-ca-file */
  readonly authority: CertificateAuthority;
  /** Tokens that are users' for ever. kube-apiserver --token-auth-file */
  readonly staticTokens?: ReadonlyMap<string, User> | undefined;
}

interface Known {
  readonly identity: Identity;
  readonly untilMs: number;
}

/** Says who clients are, and remembers it for a while. Times are of the world's wall clock. */
export class Authenticator {
  private readonly options: AuthenticationOptions;
  private readonly tokens: AccountTokens;
  private readonly server: () => TokenSurroundings;
  /** Clients show one object with all their requests. */
  private readonly byCredentials = new WeakMap<Credentials, Known>();
  /** By certificate or token: whoever speaks HTTP shows a new object each time. */
  private readonly byText = new LruMap<string, Known>(limits.rememberedCredentials);

  constructor(options: AuthenticationOptions, tokens: AccountTokens, server: () => TokenSurroundings) {
    this.options = options;
    this.tokens = tokens;
    this.server = server;
  }

  /** Who shows these credentials, if that was found out a short while ago; else `identify` has to. */
  remembered(credentials: Credentials): Identity | undefined {
    const known = this.byCredentials.get(credentials);
    return known && known.untilMs > this.wallMs() ? known.identity : undefined;
  }

  /** Who shows these credentials. Throws Unauthorized when they prove nothing. */
  *identify(credentials: Credentials): Process<Identity> {
    const known = this.byCertificate(credentials) ?? (yield* this.byBearer(credentials));
    if (!known) return anonymous;
    this.byCredentials.set(credentials, known);
    return known.identity;
  }

  /** Whose token it is, for one of these audiences, or why it is nobody's. */
  *reviewToken(token: string, audiences?: readonly string[]): Process<CheckedToken> {
    const known = this.byStaticToken(token) ?? (yield* this.byBootstrapToken(token));
    if (known) return { user: known.user, audiences: audiences ?? [issuer] };
    const checked = yield* this.tokens.check(token, audiences);
    return 'user' in checked ? { ...checked, user: authenticated(checked.user) } : checked;
  }

  private wallMs(): number {
    return this.server().kernel.wallMs;
  }

  private byCertificate({ certificate: pem }: Credentials): Known | undefined {
    if (pem === undefined) return undefined;
    const fresh = this.byText.get(pem);
    if (fresh && fresh.untilMs > this.wallMs()) return fresh;
    const certificate = this.options.authority.verify(pem);
    if (!certificate) return undefined;
    const { subject: { commonName, organizations }, notBeforeMs, notAfterMs } = certificate;
    const nowMs = this.wallMs();
    // Certificates count whole seconds.
    if (commonName === '' || nowMs < notBeforeMs - 1_000 || nowMs > notAfterMs) throw unauthorized();
    const extra = { [credentialIdKey]: [`X509SHA256=${fingerprint(certificate)}`] };
    const user = authenticated({ name: commonName, uid: '', groups: organizations, extra });
    return this.remember(pem, { user, by: 'certificate' }, notAfterMs);
  }

  private *byBearer({ token }: Credentials): Process<Known | undefined> {
    if (token === undefined || token === '') return undefined;
    const fresh = this.byText.get(token);
    if (fresh && fresh.untilMs > this.wallMs()) return fresh;
    const found = this.byStaticToken(token) ?? (yield* this.byBootstrapToken(token)) ?? (yield* this.byAccountToken(token));
    return this.remember(token, found, this.wallMs() + limits.tokenCacheMs);
  }

  private remember(text: string, identity: Identity, untilMs: number): Known {
    const known = { identity, untilMs };
    this.byText.set(text, known);
    return known;
  }

  private byStaticToken(token: string): Identity | undefined {
    const user = this.options.staticTokens?.get(token);
    return user && { user: authenticated(user), by: 'static token' };
  }

  private *byBootstrapToken(token: string): Process<Identity | undefined> {
    const user = yield* bootstrapUser(this.server(), token);
    return user && { user: authenticated(user), by: 'bootstrap token' };
  }

  private *byAccountToken(token: string): Process<Identity> {
    const checked = yield* this.tokens.check(token);
    if (!('user' in checked)) throw unauthorized();
    return { user: authenticated(checked.user), by: 'service account token' };
  }
}
