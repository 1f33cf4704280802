// A new node takes no Pods until it says that it is ready.
// Upstream: plugin/pkg/admission/nodetaint

import type { KubeObject, Node } from '../../kinds/index.ts';
import type { AdmissionPlugin } from './plugin.ts';

const taint = { effect: 'NoSchedule', key: 'node.kubernetes.io/not-ready' } as const;

function isNode(object: KubeObject): object is Node {
  return object.kind === 'Node' && object.apiVersion === 'v1';
}

export const taintNodesByCondition: AdmissionPlugin = {
  name: 'TaintNodesByCondition',
  handles: (kind) => kind.kind === 'Node' && kind.group === '',
  *admit({ object, previous }) {
    if (previous || !isNode(object)) return object;
    const taints = object.spec.taints ?? [];
    if (taints.some(({ key, effect }) => key === taint.key && effect === taint.effect)) return object;
    return { ...object, spec: { ...object.spec, taints: [...taints, taint] } };
  },
};
