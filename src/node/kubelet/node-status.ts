// Upstream: pkg/kubelet/kubelet_node_status.go, pkg/kubelet/nodestatus/setters.go
import type { NodeCondition, NodeStatus } from '../../kinds/index.ts';
import { findCondition, kubeletPort } from '../../kinds/index.ts';
import { operatingSystem } from '../../machine/index.ts';
import { imageSize } from '../runtime/image.ts';
import type { KubeletContext } from './context.ts';
import { timeText } from './moments.ts';

/** Labels that every node has of itself. */
export function nodeLabels(context: KubeletContext): Readonly<Record<string, string>> {
  return {
    'beta.kubernetes.io/arch': 'amd64',
    'beta.kubernetes.io/os': 'linux',
    'kubernetes.io/arch': 'amd64',
    'kubernetes.io/hostname': context.config.nodeName,
    'kubernetes.io/os': 'linux',
    ...context.config.labels,
  };
}

/** The status of the node as its kubelet sees it now. */
export function makeNodeStatus(context: KubeletContext, before: NodeStatus | undefined): NodeStatus {
  const { config, host } = context;
  const inUse = context.inUse.all();
  return {
    addresses: [{ type: 'InternalIP', address: host.stack.address }, { type: 'Hostname', address: config.nodeName }],
    allocatable: config.capacity,
    capacity: config.capacity,
    conditions: conditionsOf(context, before?.conditions ?? []),
    daemonEndpoints: { kubeletEndpoint: { Port: kubeletPort } },
    images: imagesOf(context),
    nodeInfo: before?.nodeInfo.machineID ? before.nodeInfo : nodeInfo(context),
    ...(inUse.length > 0 ? { volumesInUse: inUse } : {}),
  };
}

function nodeInfo(context: KubeletContext): NodeStatus['nodeInfo'] {
  const random = context.kernel.random(`machine ${context.host.name}`);
  return {
    architecture: 'amd64',
    bootID: random.uuid(),
    containerRuntimeVersion: 'containerd://2.2.0',
    kernelVersion: operatingSystem.kernelRelease,
    kubeProxyVersion: '',
    kubeletVersion: context.config.version,
    machineID: random.text(32, '0123456789abcdef'),
    operatingSystem: 'linux',
    osImage: operatingSystem.name,
    systemUUID: random.uuid(),
  };
}

function conditionsOf(context: KubeletContext, before: readonly NodeCondition[]): readonly NodeCondition[] {
  const { kernel, runtime, pressure } = context;
  const now = timeText(kernel, kernel.nowMs);
  const make = (type: string, status: string, reason: string, message: string): NodeCondition => {
    const old = findCondition(before.filter(isWithStatus), type);
    const lastTransitionTime = old?.status === status ? (old.lastTransitionTime ?? now) : now;
    return { type, status, reason, message, lastHeartbeatTime: now, lastTransitionTime };
  };
  const notReady = 'container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized';
  return [
    pressure.has('MemoryPressure')
      ? make('MemoryPressure', 'True', 'KubeletHasInsufficientMemory', 'kubelet has insufficient memory available')
      : make('MemoryPressure', 'False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'),
    pressure.has('DiskPressure')
      ? make('DiskPressure', 'True', 'KubeletHasDiskPressure', 'kubelet has disk pressure')
      : make('DiskPressure', 'False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'),
    make('PIDPressure', 'False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'),
    runtime.addresses
      ? make('Ready', 'True', 'KubeletReady', 'kubelet is posting ready status')
      : make('Ready', 'False', 'KubeletNotReady', notReady),
  ];
}

function isWithStatus(condition: NodeCondition): condition is NodeCondition & { readonly lastTransitionTime: string } {
  return condition.lastTransitionTime !== undefined;
}

/** kubelet --node-status-max-images */
const mostImages = 50;

function imagesOf(context: KubeletContext): NonNullable<NodeStatus['images']> {
  const images = [...context.runtime.images.all()].map(({ id, tags, image }) => ({
    names: [id, ...tags], sizeBytes: imageSize(image),
  }));
  return images.sort((a, b) => b.sizeBytes - a.sizeBytes).slice(0, mostImages);
}
