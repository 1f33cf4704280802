// A Pod cannot come to ask for more than its node has.
// Upstream: kube-apiserver, admission of pods/resize
import type { Process } from '../../kernel/index.ts';
import { podRequests, resourceAmounts } from '../../kinds/index.ts';
import type { KubeObject, Node, Pod } from '../../kinds/index.ts';
import { forbidden } from '../failures.ts';
import type { Call } from '../request/call.ts';
import { lookUp } from './lookup.ts';

/** Refuses a resize beyond what the Pod's node can give to Pods. */
export function* admitResize({ server, kind }: Call, object: KubeObject): Process {
  const pod = object as Pod;
  const node = (yield* lookUp(server, { apiVersion: 'v1', kind: 'Node', name: pod.spec.nodeName ?? '' })) as Node | undefined;
  if (!node) return;
  const allocatable = resourceAmounts(node.status.allocatable);
  for (const [name, requested] of Object.entries(podRequests(pod))) {
    const most = allocatable[name] ?? 0;
    if ((name !== 'cpu' && name !== 'memory') || requested <= most) continue;
    throw forbidden(kind.gvr, pod.metadata.name, `node didn't have enough allocatable resources: ${name}, requested: ${requested}, allocatable: ${most}`);
  }
}
