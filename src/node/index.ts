/** Everything that runs on a node: container runtime, kubelet, kube-proxy, DNS. */
export { createNode } from './node.ts';
export type { ClusterNode, NodeOptions } from './node.ts';
export type { ContainerView, NodeView, PodView, PullView } from './inspect.ts';
export type { KubeletRecord } from './kubelet/pod-worker.ts';
export type { ProbeRecord, ProbeState } from './kubelet/probes/pod-probes.ts';
export type { NodeCapacity } from './kubelet/context.ts';
export type { ImageAnswer, ImageCatalogue } from './runtime/image.ts';
export type { ImageSource } from './runtime/image-store.ts';
export { parseReference } from './runtime/reference.ts';
export type { ImageReference } from './runtime/reference.ts';
export { registryPort, serveRegistry } from './runtime/registry.ts';
export { coreDns } from './dns/core-dns.ts';
export type { CoreDnsOptions } from './dns/core-dns.ts';
export { inClusterClient } from './dns/in-cluster-client.ts';
