import { internalError } from '../failures.ts';
import type { KubeObject, ScaleSubresource } from '../../kinds/index.ts';

/** The Scale of an object: how many replicas it wants and has, in the same form for every kind. */
export function scaleOf(subresource: ScaleSubresource<KubeObject>, object: KubeObject): KubeObject {
  const replicas = subresource.replicas(object);
  if (replicas === undefined) throw internalError(`the spec replicas field ${JSON.stringify(subresource.path ?? '.spec.replicas')} does not exist`);
  return scaleWith(subresource, object, replicas);
}

/** The same where it is about to be changed: nothing is wanted where the object does not say. */
export function scaleNow(subresource: ScaleSubresource<KubeObject>, object: KubeObject): KubeObject {
  return scaleWith(subresource, object, subresource.replicas(object) ?? 0);
}

function scaleWith(subresource: ScaleSubresource<KubeObject>, object: KubeObject, replicas: number): KubeObject {
  const { name, namespace, uid, resourceVersion, creationTimestamp } = object.metadata;
  const selector = subresource.selector(object);
  return {
    kind: 'Scale',
    apiVersion: 'autoscaling/v1',
    metadata: { name, ...(namespace === undefined ? {} : { namespace }), uid, resourceVersion, creationTimestamp },
    spec: replicas === 0 ? {} : { replicas },
    status: { replicas: subresource.currentReplicas(object), ...(selector === '' ? {} : { selector }) },
  };
}
