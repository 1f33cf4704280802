// What a Node means where its author left something out.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_NodeStatus, zz_generated.conversion

import type { Node, NodeInput, NodeStatus, NodeStatusInput, NodeSystemInfo } from '../generated/types.ts';
import type { Defaulted } from '../object.ts';
import { reuse } from '../reuse.ts';

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
const noPort = Object.freeze({ kubeletEndpoint: Object.freeze({ Port: 0 }) });

/** A Node's status with what can be allocated: as much as there is, unless said. */
export function nodeStatusDefaults(input: NodeStatusInput): NodeStatus {
  const { capacity, allocatable = capacity, images, runtimeHandlers, ...rest } = input;
  return reuse<NodeStatus>(input, {
    ...rest,
    ...(capacity && { capacity }),
    ...(allocatable && { allocatable }),
    ...(images && { images: images.map((image) => reuse(image, { ...image, names: image.names ?? [] })) }),
    ...(runtimeHandlers && { runtimeHandlers: runtimeHandlers.map((handler) => reuse(handler, { ...handler, name: handler.name ?? '' })) }),
    daemonEndpoints: input.daemonEndpoints?.kubeletEndpoint ? { kubeletEndpoint: input.daemonEndpoints.kubeletEndpoint } : noPort,
    nodeInfo: input.nodeInfo ?? unknownSystem,
  });
}

/** A Node with everything said that has a default. */
export function nodeDefaults(input: NodeInput): Defaulted<Node> {
  return reuse(input, {
    ...input,
    metadata: input.metadata ?? {},
    spec: input.spec ?? {},
    status: nodeStatusDefaults(input.status ?? {}),
  });
}
