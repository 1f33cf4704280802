// A Pod cannot come to ask for more than its node has.
// Upstream: kube-apiserver, admission of pods/resize
import { podRequests, resourceAmounts } from '../../kinds/index.ts';
import type { Node } from '../../kinds/index.ts';
import { lookUp } from '../cache/lookup.ts';
import { isPodKind, refusal } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';
import { isPod } from './service-account.ts';

/** Refuses a resize beyond what the Pod's node can give to Pods. */
export const podResizeValidator: AdmissionPlugin = {
  name: 'PodResizeValidator',
  handles: ({ kind, operation, subresource }) => isPodKind(kind) && operation === 'UPDATE' && subresource === 'resize',
  *validate(write) {
    const { call: { server }, object } = write;
    if (!object || !isPod(object)) return;
    const node = (yield* lookUp(server, { apiVersion: 'v1', kind: 'Node', name: object.spec.nodeName ?? '' })) as Node | undefined;
    if (!node) return;
    const allocatable = resourceAmounts(node.status.allocatable);
    for (const [name, requested] of Object.entries(podRequests(object))) {
      const most = allocatable[name] ?? 0;
      if ((name !== 'cpu' && name !== 'memory') || requested <= most) continue;
      throw refusal(write, `node didn't have enough allocatable resources: ${name}, requested: ${requested}, allocatable: ${most}`);
    }
  },
};
