// Who asks: what a client shows of itself, and what a server knows of it then.
// Upstream: k8s.io/apiserver pkg/authentication/user; authentication.k8s.io/v1 UserInfo

/** What a client shows with each of its requests; nothing at all is allowed too. Clients show the same object every time. */
export interface Credentials {
  /** A client certificate in PEM, whose key the client has. */
  readonly certificate?: string;
  /** A bearer token. */
  readonly token?: string;
}

/** Whom a client wants to be taken for. The server asks whether it may. */
export interface Impersonation {
  readonly user: string;
  readonly groups: readonly string[];
  readonly uid: string;
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Somebody whom a server knows. */
export interface User {
  readonly name: string;
  /** '' for who has none. */
  readonly uid: string;
  readonly groups: readonly string[];
  /** What else is known: how they proved it, on which node they run. */
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

/** Showing nothing. */
export const noCredentials: Credentials = Object.freeze({});

const accountPrefix = 'system:serviceaccount:';

/** The user name of a service account. */
export function accountUser(namespace: string, name: string): string {
  return `${accountPrefix}${namespace}:${name}`;
}

/** Whose account a user name stands for; undefined when it is no service account's. */
export function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace, name, ...more] = user.slice(accountPrefix.length).split(':');
  return namespace && name && more.length === 0 ? { namespace, name } : undefined;
}

/** The groups that every service account of a namespace is in. */
export function accountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}
