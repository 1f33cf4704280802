// Upstream: pkg/controller/endpointslicemirroring reconciler.go
import { deepEqual } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { lastAppliedAnnotation } from '../../kinds/index.ts';
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice, EndpointSubset, ObjectMeta } from '../../kinds/index.ts';
import { maxEndpointsPerSlice, planSlices } from '../endpointslice/plan.ts';
import type { PortGroup } from '../endpointslice/plan.ts';
import { managedByLabel, serviceNameLabel, sliceLabels, triggerTimeAnnotation } from '../endpointslice/slice-labels.ts';
import { newSlice } from '../endpointslice/slice-writer.ts';
import type { SliceWriter } from '../endpointslice/slice-writer.ts';
import { manager } from './manager.ts';

/** Makes the slices say what the Endpoints say; without Endpoints there are to be none. */
export function* mirror(endpoints: Endpoints | undefined, existing: readonly EndpointSlice[], write: SliceWriter): Process {
  const plan = planSlices(existing, (endpoints?.subsets ?? []).map(groupOf).filter((group) => group.endpoints.length > 0));
  for (const slice of plan.delete) yield* write.delete(slice);
  if (!endpoints) return;
  const said = handedOn(endpoints.metadata);
  const resaid = ({ metadata: { annotations: _, ...metadata }, ...slice }: EndpointSlice): EndpointSlice => ({ ...slice, metadata: { ...metadata, ...said } });
  for (const { slice, endpoints: next } of plan.update) yield* write.update({ ...resaid(slice), endpoints: next });
  for (const group of plan.create) yield* write.create(newSlice(endpoints, said, group));
  const isOther = ({ metadata }: EndpointSlice): boolean => !deepEqual(metadata.labels, said.labels) || !deepEqual(metadata.annotations, said.annotations);
  const untouched = existing.filter((slice) => !plan.delete.includes(slice) && !plan.update.some((entry) => entry.slice === slice));
  for (const slice of untouched.filter(isOther)) yield* write.update(resaid(slice));
}

/** What the author of Endpoints says of them is said of their slices, but for what only these Endpoints can mean. */
function handedOn({ name, labels, annotations }: Endpoints['metadata']): Pick<Required<ObjectMeta>, 'labels'> & Pick<ObjectMeta, 'annotations'> {
  const kept = without(annotations, lastAppliedAnnotation, triggerTimeAnnotation);
  return {
    labels: sliceLabels(without(labels, managedByLabel, serviceNameLabel), name, manager, false),
    ...(Object.keys(kept).length > 0 && { annotations: kept }),
  };
}

function without(texts: Readonly<Record<string, string>> | undefined, ...keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(texts ?? {}).filter(([key]) => !keys.includes(key)));
}

function groupOf(subset: EndpointSubset): PortGroup {
  const ports = (subset.ports ?? []).map((port) => ({ name: port.name ?? '', port: port.port, protocol: port.protocol, ...(port.appProtocol ? { appProtocol: port.appProtocol } : {}) }));
  const ready = (subset.addresses ?? []).map((address) => endpointOf(address, true));
  const notReady = (subset.notReadyAddresses ?? []).map((address) => endpointOf(address, false));
  return { ports, endpoints: [...ready, ...notReady].slice(0, 10 * maxEndpointsPerSlice) }; // --mirroring-max-endpoints-per-subset
}

function endpointOf(address: EndpointAddress, ready: boolean): Endpoint {
  const { ip, hostname, nodeName, targetRef } = address;
  return {
    addresses: [ip],
    conditions: { ready },
    ...(hostname ? { hostname } : {}),
    ...(targetRef ? { targetRef } : {}),
    ...(nodeName ? { nodeName } : {}),
  };
}
