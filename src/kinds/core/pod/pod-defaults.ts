// What a Pod means where its author left something out, beyond what templates have too.
// Upstream: pkg/apis/core/v1/defaults.go SetDefaults_Pod

import type { Container, ContainerStatus, ContainerStatusInput, Pod, PodInput, PodSpec, PodStatus, PodStatusInput } from '../../generated/types.ts';
import type { Defaulted } from '../../object.ts';
import { complete, completeList, completeOnce } from '../../reuse.ts';
import { withPodResources } from './pod-level-resources.ts';
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
    terminationGracePeriodSeconds: given.terminationGracePeriodSeconds < 0 ? 1 : given.terminationGracePeriodSeconds,
    containers: completeList(given.containers, finish),
    initContainers: given.initContainers && completeList(given.initContainers, finish),
  });
  return withPodResources(spec);
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

/** The first of a Pod's addresses stands in two places; where they differ the older field is right. */
function addresses({ podIP, podIPs }: PodStatusInput): Pick<PodStatusInput, 'podIP' | 'podIPs'> | undefined {
  const first = podIPs?.[0]?.ip ?? '';
  if (podIP) return first === podIP ? undefined : { podIPs: [{ ip: podIP }] };
  return first === '' ? undefined : { podIP: first };
}

function statusDefaults(input: PodStatusInput, spec: PodSpec): PodStatus {
  return complete(input, {
    ...addresses(input),
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
