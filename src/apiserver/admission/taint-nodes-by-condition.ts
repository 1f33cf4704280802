// A new node takes no Pods until it says that it is ready.
// Upstream: plugin/pkg/admission/nodetaint

import type { KubeObject, Node } from '../../kinds/index.ts';
import { isCreation } from './plugin.ts';
import type { AdmissionPlugin } from './plugin.ts';

const taint = { effect: 'NoSchedule', key: 'node.kubernetes.io/not-ready' } as const;

function isNode(object: KubeObject): object is Node {
  return object.kind === 'Node' && object.apiVersion === 'v1';
}

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: (target) => target.kind.kind === 'Node' && target.kind.group === '' && isCreation(target),
  *mutate({ object }) {
    if (!object || !isNode(object)) return undefined;
    const taints = object.spec.taints ?? [];
    if (taints.some(({ key, effect }) => key === taint.key && effect === taint.effect)) return undefined;
    return { ...object, spec: { ...object.spec, taints: [...taints, taint] } };
  },
};
