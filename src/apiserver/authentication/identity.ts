import type { User } from '../../kinds/index.ts';

/** What the first stage found: who asks, and by what the server knows. */
export interface Identity {
  readonly user: User;
  /** `certificate`, `service account token`, `bootstrap token`, `static token`, `anonymous`; `loopback` for the server itself. */
  readonly by: string;
}

/** Everybody who has proved who they are is in it. */
export const authenticatedGroup = 'system:authenticated';
/** Everybody else is in this one. */
export const unauthenticatedGroup = 'system:unauthenticated';
/** May do everything, whatever roles say. */
export const mastersGroup = 'system:masters';

/** Where `extra` says by which credential somebody came. */
export const credentialIdKey = 'authentication.kubernetes.io/credential-id';

/** Whoever shows nothing. kube-apiserver --anonymous-auth */
export const anonymous: Identity = { user: { name: 'system:anonymous', uid: '', groups: [unauthenticatedGroup], extra: {} }, by: 'anonymous' };

/** The server as a client of itself. */
export const loopback: Identity = { user: { name: 'system:apiserver', uid: '', groups: [mastersGroup, authenticatedGroup], extra: {} }, by: 'loopback' };

/** A user with the group that all who are known have, after their own. */
export function authenticated(user: User): User {
  return user.groups.includes(authenticatedGroup) ? user : { ...user, groups: [...user.groups, authenticatedGroup] };
}
