// Tokens of service accounts: signed statements of who the bearer is, until when, and while which object exists.
// Upstream: pkg/serviceaccount (claims.go, legacy.go, jwt.go), pkg/registry/core/serviceaccount/storage/token.go

import { base64EncodeText, claimsOf, isObject } from '../../base/index.ts';
import type { TokenKey } from '../../base/index.ts';
import type { Kernel, Process, RandomStream } from '../../kernel/index.ts';
import { accountGroups, accountOf, accountUser } from '../../kinds/index.ts';
import type { KubeObject, User } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import type { ObjectHome } from '../cache/lookup.ts';
import { credentialIdKey } from './identity.ts';

/** Who issues them, and for whom when nobody else is said. kube-apiserver --service-account-issuer, --api-audiences */
export const issuer = 'https://kubernetes.default.svc.cluster.local';
/** How long the tokens hold that every Pod is given: an hour and seven seconds. Upstream: WarnOnlyBoundTokenExpirationSeconds */
export const accountTokenSeconds = 3_607;
/** Who signs those that stand in Secrets. */
const legacyIssuer = 'kubernetes/serviceaccount';
const legacyPrefix = 'kubernetes.io/serviceaccount/';
/** How much two machines' clocks may differ. */
const leewaySeconds = 60;

/** An object that a token dies with. */
export interface BoundObject {
  readonly kind: 'Pod' | 'Secret' | 'Node';
  readonly name: string;
  readonly uid: string;
}

/** What a token is to say. */
export interface TokenTemplate {
  readonly namespace: string;
  readonly account: KubeObject;
  readonly audiences: readonly string[];
  readonly lifeSeconds: number;
  /** From when on its bearer is only warned. */
  readonly warnAfterSeconds?: number | undefined;
  readonly bound?: BoundObject | undefined;
  /** The node that the bound Pod runs on. */
  readonly node?: { readonly name: string; readonly uid?: string } | undefined;
}

/** What came of looking at a token: whose it is and for whom it is meant, or why it proves nothing. */
export type CheckedToken = { readonly user: User; readonly audiences: readonly string[] } | { readonly refusal: string };

type Claims = Readonly<Record<string, unknown>>;

const invalidated = 'service account token has been invalidated';
const refused = (refusal: string): CheckedToken => ({ refusal });
const at = (value: unknown, field: string): unknown => (isObject(value) ? value[field] : undefined);
const textAt = (value: unknown, field: string): string => {
  const text = at(value, field);
  return typeof text === 'string' ? text : '';
};
const numberAt = (value: unknown, field: string): number => {
  const number = at(value, field);
  return typeof number === 'number' ? number : 0;
};
const textsAt = (value: unknown, field: string): readonly string[] => {
  const list = at(value, field);
  return Array.isArray(list) ? list.filter((item) => typeof item === 'string') : typeof list === 'string' ? [list] : [];
};

/** What making and knowing tokens asks of the server: the objects that they are bound to, the time, and identifiers. */
export interface TokenSurroundings extends ObjectHome {
  readonly kernel: Kernel;
  readonly random: RandomStream;
}

/** Makes tokens and knows them again. */
export class AccountTokens {
  private readonly server: () => TokenSurroundings;
  private readonly key: TokenKey;

  constructor(key: TokenKey, server: () => TokenSurroundings) {
    this.key = key;
    this.server = server;
  }

  /** How tokens are signed, and by which key. */
  get signedBy(): Pick<TokenKey, 'algorithm' | 'id'> {
    return this.key;
  }

  /** A new token, in the order in which the claims are written. */
  make({ namespace, account, audiences, lifeSeconds, warnAfterSeconds, bound, node }: TokenTemplate): string {
    const { kernel, random } = this.server();
    const nowSeconds = Math.floor(kernel.wallMs / 1_000);
    const { name, uid } = account.metadata;
    return this.key.sign({
      aud: audiences,
      exp: nowSeconds + lifeSeconds,
      iat: nowSeconds,
      iss: issuer,
      jti: random.uuid(),
      'kubernetes.io': {
        namespace,
        ...(node === undefined ? {} : { node }),
        ...(bound === undefined ? {} : { [bound.kind.toLowerCase()]: { name: bound.name, uid: bound.uid } }),
        serviceaccount: { name, uid },
        ...(warnAfterSeconds === undefined ? {} : { warnafter: nowSeconds + warnAfterSeconds }),
      },
      nbf: nowSeconds,
      sub: accountUser(namespace, name),
    });
  }

  /** Whose token it is, for one of these audiences. */
  *check(token: string, audiences: readonly string[] = [issuer]): Process<CheckedToken> {
    const claims = claimsOf(token);
    if (!claims) return refused('invalid bearer token');
    const by = claims['iss'];
    if (by !== issuer && by !== legacyIssuer) return refused('invalid bearer token');
    if (!this.key.isSigned(token)) return refused('[invalid bearer token, go-jose/go-jose: error in cryptographic primitive]');
    const checked = by === issuer ? yield* this.checkBound(claims, audiences) : yield* this.checkLegacy(claims, token, audiences);
    return 'refusal' in checked ? refused(`[invalid bearer token, ${checked.refusal}]`) : checked;
  }

  private *checkBound(claims: Claims, audiences: readonly string[]): Process<CheckedToken> {
    const meant = textsAt(claims, 'aud');
    const common = meant.filter((audience) => audiences.includes(audience));
    if (common.length === 0) return refused(`token audiences ${list(meant)} is invalid for the target audiences ${list(audiences)}`);
    const nowSeconds = this.server().kernel.wallMs / 1_000;
    if (nowSeconds > numberAt(claims, 'exp') + leewaySeconds) return refused('service account token has expired');
    if (nowSeconds < numberAt(claims, 'nbf') - leewaySeconds) return refused('service account token is not valid yet');
    const own = claims['kubernetes.io'];
    const namespace = textAt(own, 'namespace');
    const subject = accountOf(textAt(claims, 'sub'));
    const said = at(own, 'serviceaccount');
    if (subject?.namespace !== namespace || subject.name !== textAt(said, 'name')) return refused('service account token claims are invalid');
    const account = yield* this.find('ServiceAccount', namespace, subject.name);
    if (!account) return refused(`serviceaccounts "${subject.name}" not found`);
    if (account.metadata.uid !== textAt(said, 'uid')) return refused('service account UID does not match');
    if (account.metadata.deletionTimestamp !== undefined) return refused(invalidated);
    const extra: Record<string, readonly string[]> = { [credentialIdKey]: [`JTI=${textAt(claims, 'jti')}`] };
    for (const kind of ['Secret', 'Pod', 'Node'] as const) {
      const bound = at(own, kind.toLowerCase());
      if (bound === undefined) continue;
      // With its Pod a token holds whatever becomes of the node.
      const isSaidOnly = kind === 'Node' && at(own, 'pod') !== undefined;
      if (!isSaidOnly && !(yield* this.isThere(kind, namespace, bound))) return refused(invalidated);
      if (kind !== 'Secret') Object.assign(extra, namedExtra(kind, bound));
    }
    const user = { name: accountUser(namespace, subject.name), uid: account.metadata.uid, groups: accountGroups(namespace), extra };
    return { user, audiences: common };
  }

  private *isThere(kind: BoundObject['kind'], namespace: string, bound: unknown): Process<boolean> {
    const found = yield* this.find(kind, kind === 'Node' ? '' : namespace, textAt(bound, 'name'));
    return found !== undefined && found.metadata.uid === textAt(bound, 'uid');
  }

  /** A token in a Secret holds as long as the Secret holds it. */
  private *checkLegacy(claims: Claims, token: string, audiences: readonly string[]): Process<CheckedToken> {
    const claim = (name: string): string => textAt(claims, legacyPrefix + name);
    const namespace = claim('namespace');
    const name = claim('service-account.name');
    if (textAt(claims, 'sub') !== accountUser(namespace, name)) return refused('sub claim is invalid');
    const secret = yield* this.find('Secret', namespace, claim('secret.name'));
    if (!secret || secret.metadata.deletionTimestamp !== undefined) return refused(invalidated);
    const kept: unknown = 'data' in secret ? secret.data : undefined;
    if (textAt(kept, 'token') !== base64EncodeText(token)) return refused('service account token does not match server\'s copy');
    const account = yield* this.find('ServiceAccount', namespace, name);
    if (!account) return refused(`serviceaccounts "${name}" not found`);
    if (account.metadata.uid !== claim('service-account.uid')) return refused('service account UID does not match');
    return { user: { name: accountUser(namespace, name), uid: account.metadata.uid, groups: accountGroups(namespace), extra: {} }, audiences };
  }

  private find(kind: string, namespace: string, name: string): Process<KubeObject | undefined> {
    return lookUp(this.server(), { apiVersion: 'v1', kind, ...(namespace === '' ? {} : { namespace }), name });
  }
}

const namedExtra = (kind: 'Pod' | 'Node', bound: unknown): Readonly<Record<string, readonly string[]>> => {
  const key = `authentication.kubernetes.io/${kind.toLowerCase()}`;
  return { [`${key}-name`]: [textAt(bound, 'name')], ...(textAt(bound, 'uid') === '' ? {} : { [`${key}-uid`]: [textAt(bound, 'uid')] }) };
};

const list = (texts: readonly string[]): string => `[${texts.map((text) => JSON.stringify(text)).join(' ')}]`;
