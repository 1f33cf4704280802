// Whether a Pod's toleration covers a node's taint.
// Upstream: k8s.io/component-helpers scheduling/corev1, k8s.io/api/core/v1 ToleratesTaint

import type { Taint, Toleration } from '../generated/types.ts';

/** What tolerations of nodes' and of devices' taints have in common. */
export type AnyToleration = Omit<Toleration, 'effect'> & { readonly effect?: string };
/** What taints of nodes and of devices have in common. */
export type AnyTaint = Pick<Taint, 'key' | 'value'> & { readonly effect: string };

/** Whether this toleration covers the taint. An empty effect or key matches all; `Exists` takes any value. */
export function tolerates(toleration: AnyToleration, taint: AnyTaint): boolean {
  if (toleration.effect && toleration.effect !== taint.effect) return false;
  if (toleration.key && toleration.key !== taint.key) return false;
  const { operator = 'Equal' } = toleration;
  switch (operator) {
    case 'Exists': return true;
    case 'Equal': return (toleration.value ?? '') === (taint.value ?? '');
    // The comparisons by number belong to a feature that is off unless asked for.
    case 'Gt':
    case 'Lt': return false;
  }
}

/** Whether any of the tolerations covers the taint. */
export function toleratesTaint(tolerations: readonly AnyToleration[] | undefined, taint: AnyTaint): boolean {
  return tolerations?.some((toleration) => tolerates(toleration, taint)) ?? false;
}

/** Whether a toleration covers everything that another one does. Upstream: pkg/util/tolerations isSuperset */
export function coversToleration(wide: Toleration, narrow: Toleration): boolean {
  const { key: wideKey = '', operator = 'Equal', value: wideValue = '', effect: wideEffect = '' } = wide;
  const isOfAll = wideKey === '' && operator === 'Exists';
  if (!isOfAll && wideKey !== (narrow.key ?? '')) return false;
  if (wideEffect !== '' && wideEffect !== (narrow.effect ?? '')) return false;
  if (wideEffect === 'NoExecute' && wide.tolerationSeconds !== undefined
    && (narrow.tolerationSeconds === undefined || wide.tolerationSeconds < narrow.tolerationSeconds)) return false;
  return operator === 'Exists' || (narrow.operator !== 'Exists' && wideValue === (narrow.value ?? ''));
}
