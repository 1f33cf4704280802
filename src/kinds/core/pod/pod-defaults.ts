// What a Pod means where its author left something out, beyond what templates have too.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Pod

import type { Container, ContainerStatus, ContainerStatusInput, Pod, PodInput, PodSpec, PodStatus, PodStatusInput } from '../../generated/types.ts';
import type { Defaulted } from '../../object.ts';
import { complete, completeList, completeOnce } from '../../reuse.ts';
import type { Quantity } from '../../values.ts';
import { isPodLevelResource, podQuantities, qosClassOf } from './pod-resources.ts';
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
  const { ports } = container;
  return complete(container, {
    ports: ports && completeList(ports, (port) => complete(port, { hostPort: port.hostPort || port.containerPort })),
  });
}

const requestLimitsOnHost = (container: Container): Container => exposeOnHost(requestLimits(container));

function runningSpec(given: PodSpec): PodSpec {
  const finish = given.hostNetwork === true ? requestLimitsOnHost : requestLimits;
  const spec = complete(given, {
    enableServiceLinks: given.enableServiceLinks ?? true,
    containers: completeList(given.containers, finish),
    initContainers: given.initContainers && completeList(given.initContainers, finish),
  });
  return spec.resources?.limits ? withPodRequests(spec, spec.resources.limits) : spec;
}

/** What is limited for the Pod as a whole it also requests: as much as its containers do, or all of it when they say nothing. */
function withPodRequests(spec: PodSpec, limits: Readonly<Record<string, Quantity>>): PodSpec {
  const { resources, overhead: _, ...rest } = spec;
  const ofContainers = podQuantities(rest, 'requests');
  const requests: Record<string, Quantity> = { ...resources?.requests };
  for (const [name, limit] of Object.entries(limits)) if (isPodLevelResource(name)) requests[name] ??= ofContainers[name] ?? limit;
  return complete(spec, { resources: { ...resources, ...(Object.keys(requests).length > 0 ? { requests } : {}) } });
}

function containerStatusDefaults(input: ContainerStatusInput): ContainerStatus {
  return complete(input, {
    image: input.image ?? '',
    imageID: input.imageID ?? '',
    lastState: input.lastState ?? {},
    ready: input.ready ?? false,
    restartCount: input.restartCount ?? 0,
    state: input.state ?? {},
  });
}

const containerStatuses = (input: readonly ContainerStatusInput[] | undefined): readonly ContainerStatus[] | undefined =>
  input && completeList(input, containerStatusDefaults);

function statusDefaults(input: PodStatusInput, spec: PodSpec): PodStatus {
  return complete(input, {
    phase: input.phase ?? ('Pending' as const),
    qosClass: input.qosClass ?? qosClassOf(spec),
    containerStatuses: containerStatuses(input.containerStatuses),
    initContainerStatuses: containerStatuses(input.initContainerStatuses),
    ephemeralContainerStatuses: containerStatuses(input.ephemeralContainerStatuses),
  });
}

const specDefaults = completeOnce((input: PodInput['spec']): PodSpec => runningSpec(podSpecDefaults(input)));

/** A Pod with everything said that has a default. */
export function podDefaults(input: PodInput): Defaulted<Pod> {
  const spec = specDefaults(input.spec);
  return complete(input, { metadata: input.metadata ?? {}, spec, status: statusDefaults(input.status ?? {}, spec) });
}
