import type { ApiRequest } from '../../kinds/index.ts';

/** Who asks. */
export interface User {
  readonly name: string;
  readonly groups: readonly string[];
}

const authenticated: readonly string[] = ['system:authenticated'];
const masters: readonly string[] = ['system:masters', 'system:authenticated'];

/** First stage: who asks. The connection vouches for the name; its groups follow from it as kubeadm's certificates say. */
export function authenticate(request: ApiRequest): User {
  return { name: request.user, groups: groupsOf(request.user) };
}

function groupsOf(name: string): readonly string[] {
  if (name === 'system:admin' || name === 'kubernetes-admin') return masters;
  if (name.startsWith('system:node:')) return ['system:nodes', ...authenticated];
  if (name.startsWith('system:serviceaccount:')) {
    const [, , namespace = ''] = name.split(':');
    return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, ...authenticated];
  }
  return authenticated;
}
