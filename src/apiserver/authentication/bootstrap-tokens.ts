// kube-apiserver --enable-bootstrap-token-auth, which kubeadm sets.
// Upstream: plugin/pkg/auth/authenticator/token/bootstrap

import type { Process } from '../../kernel/index.ts';
import { bootstrapSecretName, bootstrapTokenFor, bootstrapTokenGroups, bootstrapTokenNamespace, parseBootstrapToken, secretKind } from '../../kinds/index.ts';
import type { Secret, User } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import type { TokenSurroundings } from './account-tokens.ts';

/** Who shows a bootstrap token; undefined when it is none, or none that counts now. */
export function* bootstrapUser(server: TokenSurroundings, text: string): Process<User | undefined> {
  const token = parseBootstrapToken(text);
  if (!token) return undefined;
  const { apiVersion, kind } = secretKind;
  const secret = (yield* lookUp(server, { apiVersion, kind, namespace: bootstrapTokenNamespace, name: bootstrapSecretName(token.id) })) as Secret | undefined;
  if (!secret || bootstrapTokenFor('authentication', secret, server.kernel.wallMs)?.secret !== token.secret) return undefined;
  const groups = bootstrapTokenGroups(secret);
  return groups && { name: `system:bootstrap:${token.id}`, uid: '', groups, extra: {} };
}
