// The claim that is made for a Pod which requests extended resources that devices serve.
// Upstream: pkg/scheduler/framework/plugins/dynamicresources/extendeddynamicresources.go
import { compareText } from '../../base/index.ts';
import { resourceAmount } from '../../kinds/index.ts';
import type { Container, ContainerExtendedResourceRequest, DeviceRequest, Pod } from '../../kinds/index.ts';
import type { NodeInfo } from '../node-info.ts';
import type { PodInfo } from '../pod-info.ts';
import type { Devices } from './devices.ts';
import { classOfResource } from './resource-classes.ts';
import type { OpenClaim } from './wish.ts';

/** What is to be claimed for a Pod, and which request serves which container. */
export interface ExtendedClaim {
  /** As nothing can be called that is there. */
  readonly claim: OpenClaim;
  readonly mappings: readonly ContainerExtendedResourceRequest[];
}

/** The claim that a Pod needs on the node; undefined where it has one, or the node itself offers all that is requested. */
export function extendedClaim({ pod, requests }: PodInfo, node: NodeInfo, devices: Devices): ExtendedClaim | undefined {
  if (pod.status.extendedResourceClaimStatus) return undefined;
  const mappings: ContainerExtendedResourceRequest[] = [];
  const asked: (DeviceRequest & { readonly place: number })[] = [];
  for (const resource of Object.keys(requests).sort(compareText)) {
    const deviceClass = resource in node.allocatable ? undefined : classOfResource(resource, devices);
    if (!deviceClass) continue;
    for (const { container, name, place, count } of sharedOut(pod, resource)) {
      mappings.push({ containerName: container, requestName: name, resourceName: resource });
      if (count > 0) asked.push({ place, name, exactly: { deviceClassName: deviceClass.metadata.name, allocationMode: 'ExactCount', count } });
    }
  }
  if (mappings.length === 0) return undefined;
  const { namespace, name } = pod.metadata;
  const ordered = asked.sort((a, b) => a.place - b.place).map(({ place: _, ...request }) => request);
  return { claim: { metadata: { namespace, name: `<extended-resources> of ${name}` }, spec: { devices: { requests: ordered } } }, mappings };
}

/** That a container is served by a request; `count` devices are asked for by it anew. */
interface Use {
  readonly container: string;
  readonly name: string;
  /** Where the request stands among all of the Pod's. */
  readonly place: number;
  readonly count: number;
}

/** Most resources that a container can request as far as the order of requests goes. */
const placesPerContainer = 1_000;

/** Requests of one resource: containers that run together have their own, those that run before them use these first. */
function sharedOut({ spec: { initContainers = [], containers } }: Pod, resource: string): readonly Use[] {
  const all = [...initContainers, ...containers].map((container, at) => ({ container, at, wanted: wantedBy(container, resource) })).filter(({ wanted }) => wanted > 0);
  const isBefore = ({ container, at }: { readonly container: Container; readonly at: number }): boolean => at < initContainers.length && container.restartPolicy !== 'Always';
  const asking = ({ container, at }: { readonly container: Container; readonly at: number }, count: number): Use => {
    const index = Object.keys(container.resources.requests ?? {}).sort(compareText).indexOf(resource);
    return { container: container.name, name: `container-${at}-request-${index}`, place: at * placesPerContainer + index, count };
  };
  const lasting = all.filter((one) => !isBefore(one)).map((one) => asking(one, one.wanted));
  const there = [...lasting];
  const uses: Use[] = [...lasting];
  for (const one of all.filter(isBefore)) {
    let missing = one.wanted;
    for (const known of there) {
      if (missing <= 0) break;
      uses.push({ ...known, container: one.container.name, count: 0 });
      missing -= known.count;
    }
    if (missing <= 0) continue;
    const own = asking(one, missing);
    there.push(own);
    uses.push(own);
  }
  return uses;
}

const wantedBy = ({ resources }: Container, resource: string): number => resourceAmount(resource, resources.requests?.[resource] ?? '0');
