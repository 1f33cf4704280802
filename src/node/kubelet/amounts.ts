// What the containers of a Pod ask for and may use, which can change while they run.
import { deepEqual } from '../../base/index.ts';
import { resourceAmounts } from '../../kinds/index.ts';
import type { Container, EphemeralContainer, Pod, ResourceRequirements } from '../../kinds/index.ts';

/** Whether two versions of a Pod ask for different amounts, as a whole or for containers. */
export function hasOtherAmounts(a: Pod, b: Pod): boolean {
  return !deepEqual(amounts(a.spec.resources ?? {}), amounts(b.spec.resources ?? {})) || containerLists(a).some((list, index) => list.some(({ name, resources }) => {
    const other = containerLists(b)[index]?.find((container) => container.name === name);
    return other !== undefined && !deepEqual(amounts(resources), amounts(other.resources));
  }));
}

/** The Pod with the amounts that it and its containers have in another version of it. */
export function withAmountsOf(pod: Pod, granted: Pod): Pod {
  const [containers = [], inits = []] = containerLists(granted);
  const keep = (list: readonly Container[], before: readonly Container[]): readonly Container[] =>
    list.map((container) => ({ ...container, resources: before.find(({ name }) => name === container.name)?.resources ?? container.resources }));
  const { spec } = pod;
  const { resources } = granted.spec;
  return { ...pod, spec: { ...spec, ...(resources ? { resources } : {}), containers: keep(spec.containers, containers), ...(spec.initContainers ? { initContainers: keep(spec.initContainers, inits) } : {}) } };
}

/** The lists of containers whose amounts can change. */
export function containerLists({ spec }: Pod): readonly (readonly Container[])[] {
  return [spec.containers, spec.initContainers ?? []];
}

/** The amounts of resources in numbers: `1` and `1000m` are the same. */
function amounts({ limits, requests }: ResourceRequirements): Readonly<Record<'limits' | 'requests', Readonly<Record<string, number>>>> {
  return { limits: resourceAmounts(limits), requests: resourceAmounts(requests) };
}

/** How a container comes to other amounts. */
export type ResizeWay = 'none' | 'in place' | 'restart';

/** What is to be done with a container that runs for it to have what it is granted. */
export function resizeWay(spec: Container | EphemeralContainer, container: { readonly resources: ResourceRequirements }): ResizeWay {
  const given = amounts(container.resources);
  const granted = amounts(spec.resources);
  if (deepEqual(given, granted)) return 'none';
  const isRestart = (spec.resizePolicy ?? []).some(({ resourceName, restartPolicy }) => restartPolicy === 'RestartContainer'
    && (given.limits[resourceName] !== granted.limits[resourceName] || given.requests[resourceName] !== granted.requests[resourceName]));
  return isRestart ? 'restart' : 'in place';
}
