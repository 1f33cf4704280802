// What a Pod means where its author left something out, beyond what templates have too.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Pod

import type { Container, ContainerStatus, ContainerStatusInput, Pod, PodInput, PodSpec, PodStatus, PodStatusInput } from '../../generated/types.ts';
import type { Defaulted } from '../../object.ts';
import { reuse, reuseList } from '../../reuse.ts';
import { qosClassOf } from './pod-resources.ts';
import { podSpecDefaults } from './pod-spec-defaults.ts';

/** What is limited is also requested, unless something else is. */
function requestLimits(container: Container): Container {
  const { limits, requests } = container.resources;
  if (!limits) return container;
  for (const name in limits) {
    if (requests?.[name] === undefined) {
      return { ...container, resources: { ...container.resources, requests: { ...limits, ...requests } } };
    }
  }
  return container;
}

/** On the host's network a container's port is the host's. */
function exposeOnHost(container: Container): Container {
  if (!container.ports) return container;
  const ports = reuseList(container.ports, (port) => (port.hostPort ? port : { ...port, hostPort: port.containerPort }));
  return reuse(container, { ...container, ports });
}

function runningSpec(spec: PodSpec): PodSpec {
  const complete = spec.hostNetwork === true
    ? (container: Container): Container => exposeOnHost(requestLimits(container))
    : requestLimits;
  return reuse(spec, {
    ...spec,
    enableServiceLinks: spec.enableServiceLinks ?? true,
    containers: reuseList(spec.containers, complete),
    ...(spec.initContainers && { initContainers: reuseList(spec.initContainers, complete) }),
  });
}

function containerStatusDefaults(input: ContainerStatusInput): ContainerStatus {
  return reuse<ContainerStatus>(input, {
    ...input,
    image: input.image ?? '',
    imageID: input.imageID ?? '',
    lastState: input.lastState ?? {},
    ready: input.ready ?? false,
    restartCount: input.restartCount ?? 0,
    state: input.state ?? {},
  });
}

function statusDefaults(input: PodStatusInput, spec: PodSpec): PodStatus {
  const { containerStatuses, initContainerStatuses, ephemeralContainerStatuses, ...rest } = input;
  return reuse<PodStatus>(input, {
    ...rest,
    phase: input.phase ?? 'Pending',
    qosClass: input.qosClass ?? qosClassOf(spec),
    ...(containerStatuses && { containerStatuses: reuseList(containerStatuses, containerStatusDefaults) }),
    ...(initContainerStatuses && { initContainerStatuses: reuseList(initContainerStatuses, containerStatusDefaults) }),
    ...(ephemeralContainerStatuses && { ephemeralContainerStatuses: reuseList(ephemeralContainerStatuses, containerStatusDefaults) }),
  });
}

/** A Pod with everything said that has a default. */
export function podDefaults(input: PodInput): Defaulted<Pod> {
  const spec = runningSpec(podSpecDefaults(input.spec));
  return reuse(input, { ...input, metadata: input.metadata ?? {}, spec, status: statusDefaults(input.status ?? {}, spec) });
}
