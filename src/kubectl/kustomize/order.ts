// The order in which a kustomization's objects are written.
// Upstream: sigs.k8s.io/kustomize api/internal/builtins/SortOrderTransformer.go

import { compareText } from '../../base/index.ts';
import { parseApiVersion } from '../../kinds/index.ts';
import { nameOf, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import type { OrderRule } from './kustomization.ts';

/** Namespaces first, what others need before what needs it. Upstream: resid.Gvk ordering */
const firstKinds = [
  'Namespace', 'ResourceQuota', 'StorageClass', 'CustomResourceDefinition', 'ServiceAccount', 'PodSecurityPolicy', 'Role', 'ClusterRole', 'RoleBinding', 'ClusterRoleBinding', 'ConfigMap', 'Secret', 'Endpoints', 'Service',
  'LimitRange', 'PriorityClass', 'PersistentVolume', 'PersistentVolumeClaim', 'Deployment', 'StatefulSet', 'CronJob', 'PodDisruptionBudget',
];
/** What refuses objects comes after all of them. */
const lastKinds = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];

/** The objects as a rule wants them: as they came, or by their kinds, then by all that names them; what is missing stands behind. */
export function inOrder(objects: readonly AnyObject[], { isKept, first = firstKinds, last = lastKinds }: OrderRule): readonly AnyObject[] {
  if (isKept) return objects;
  const rank = (object: AnyObject): number => {
    const kind = textAt(object, 'kind');
    const [early, late] = [first.indexOf(kind), last.indexOf(kind)];
    return early >= 0 ? early : first.length + 1 + late;
  };
  return objects.toSorted((a, b) => rank(a) - rank(b) || compareText(typeText(a), typeText(b)) || compareText(placeText(a), placeText(b)));
}

/** `apps_v1_Deployment` */
function typeText(object: AnyObject): string {
  const { group, version } = parseApiVersion(textAt(object, 'apiVersion'));
  return `${group || '~G'}_${version}_${textAt(object, 'kind')}`;
}

const placeText = (object: AnyObject): string => `${namespaceOf(object) || '~X'}|${nameOf(object)}`;
