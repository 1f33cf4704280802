import type { ApiRequest } from '../../kinds/index.ts';
import type { User } from './authenticate.ts';

/** Says whether a user may do something. */
export interface Authorizer {
  /** Why not; undefined when it is allowed. */
  refuse(user: User, request: ApiRequest): string | undefined;
}

/** Lets everybody do everything. kube-apiserver --authorization-mode=AlwaysAllow */
export const alwaysAllow: Authorizer = { refuse: () => undefined };
