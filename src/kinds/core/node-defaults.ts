// What a Node means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus, zz_generated.conversion

import type { Node, NodeInput, NodeSpec, NodeSpecInput, NodeStatus, NodeStatusInput, NodeSystemInfo } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { complete, completeList } from '../reuse.ts';

const unknownSystem: NodeSystemInfo = Object.freeze({
  architecture: '',
  bootID: '',
  containerRuntimeVersion: '',
  kernelVersion: '',
  kubeProxyVersion: '',
  kubeletVersion: '',
  machineID: '',
  operatingSystem: '',
  osImage: '',
  systemUUID: '',
});
const noBlocks: readonly string[] = [];
const noPort = Object.freeze({ kubeletEndpoint: Object.freeze({ Port: 0 }) });

/** A Node's status with what can be allocated: as much as there is, unless said. */
function statusDefaults(input: NodeStatusInput): NodeStatus {
  const { images, runtimeHandlers, daemonEndpoints } = input;
  return complete(input, {
    allocatable: input.allocatable ?? input.capacity,
    images: images && completeList(images, (image) => complete(image, { names: image.names ?? null })),
    runtimeHandlers: runtimeHandlers && completeList(runtimeHandlers, (handler) => complete(handler, { name: handler.name ?? '' })),
    daemonEndpoints: daemonEndpoints
      ? complete(daemonEndpoints, { kubeletEndpoint: daemonEndpoints.kubeletEndpoint ?? noPort.kubeletEndpoint })
      : noPort,
    nodeInfo: input.nodeInfo ?? unknownSystem,
  });
}

/** The old single block of addresses counts as the first, and is told with the others; where they contradict each other it wins. */
function specDefaults(input: NodeSpecInput): NodeSpec {
  const { podCIDR = '', podCIDRs = noBlocks } = input;
  const [first = ''] = podCIDRs;
  if (podCIDR === first) return input;
  return podCIDR === '' ? { ...input, podCIDR: first } : { ...input, podCIDRs: [podCIDR] };
}

/** A Node with everything said that has a default. */
export function nodeDefaults(input: NodeInput): Defaulted<Node> {
  return complete(input, {
        metadata: input.metadata ?? {},
    spec: specDefaults(input.spec ?? {}),
    status: statusDefaults(input.status ?? {}),
  });
}
