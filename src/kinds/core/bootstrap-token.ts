// Bootstrap tokens: short shared secrets by which new machines and the cluster know each other for the first time.
// Upstream: k8s.io/cluster-bootstrap token, k8s.io/kubernetes plugin/pkg/auth/authenticator/token/bootstrap

import { base64DecodeText, parseTime } from '../../base/index.ts';
import type { Secret } from '../generated/types.ts';

/** Where their Secrets are, and of what type. */
export const bootstrapTokenNamespace = 'kube-system';
export const bootstrapTokenType = 'bootstrap.kubernetes.io/token';

/** Whether a Secret is one of them, good or not. */
export const isBootstrapToken = ({ type, metadata }: Secret): boolean => type === bootstrapTokenType && metadata.namespace === bootstrapTokenNamespace;

/** A token: what names it, and what nobody else knows. */
export interface BootstrapToken {
  readonly id: string;
  readonly secret: string;
}

/** The two halves of a token as it is shown: `abcdef.0123456789abcdef`; undefined for what is none. */
export function parseBootstrapToken(text: string): BootstrapToken | undefined {
  const [, id, secret] = /^([a-z0-9]{6})\.([a-z0-9]{16})$/.exec(text) ?? [];
  return id === undefined || secret === undefined ? undefined : { id, secret };
}

/** The name of the Secret that holds a token. */
export const bootstrapSecretName = (id: string): string => `bootstrap-token-${id}`;

const textOf = ({ data }: Secret, field: string): string => base64DecodeText(data?.[field] ?? '') ?? '';

/** When (wall clock) a token loses its force; undefined: never. A time that nobody can read has passed. */
export function bootstrapTokenEndMs(secret: Secret): number | undefined {
  const text = textOf(secret, 'expiration');
  return text === '' ? undefined : parseTime(text) ?? 0;
}

/** The token that a Secret holds for a purpose now; undefined when it does not. */
export function bootstrapTokenFor(usage: 'authentication' | 'signing', secret: Secret, nowMs: number): BootstrapToken | undefined {
  const id = textOf(secret, 'token-id');
  const token = parseBootstrapToken(`${id}.${textOf(secret, 'token-secret')}`);
  if (secret.type !== bootstrapTokenType || secret.metadata.deletionTimestamp !== undefined || secret.metadata.name !== bootstrapSecretName(id)) return undefined;
  const endMs = bootstrapTokenEndMs(secret);
  if (endMs !== undefined && endMs <= nowMs) return undefined;
  return textOf(secret, `usage-bootstrap-${usage}`) === 'true' ? token : undefined;
}

const everyGroup = 'system:bootstrappers';

/** The groups of those who show the token; undefined when one is named that no such token may give. */
export function bootstrapTokenGroups(secret: Secret): readonly string[] | undefined {
  const text = textOf(secret, 'auth-extra-groups');
  const extra = text === '' ? [] : text.split(',').map((group) => group.trim());
  if (!extra.every((group) => /^system:bootstrappers:[a-z0-9:-]{0,255}[a-z0-9]$/.test(group))) return undefined;
  return [...new Set([everyGroup, ...extra])].sort();
}
