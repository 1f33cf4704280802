// What the containers of a running Pod ask for and may use has a door of its own.
// Upstream: pkg/registry/core/pod/strategy.go (podResizeStrategy), pkg/apis/core/validation ValidatePodResize

import { deepEqual } from '../../../base/index.ts';
import type { Errors } from '../../checks.ts';
import type { PartSubresource } from '../../define-kind.ts';
import type { FieldPath } from '../../field-error.ts';
import { forbidden, invalid, path } from '../../field-error.ts';
import type { Container, Pod, ResourceRequirements } from '../../generated/types.ts';
import { qosClassOf } from './pod-resources.ts';
import { checkPodSpec } from './pod-spec-validation.ts';

const at = path('spec');

type Containers = readonly Container[] | undefined;

function areSameNames(next: Containers = [], previous: Containers = []): boolean {
  return next.length === previous.length && next.every(({ name }, index) => name === previous[index]?.name);
}

/** The containers as they are, with the resources of others of the same names; the others themselves where they are not the same ones. */
function withResourcesOf(previous: Containers, next: Containers): Containers {
  if (!areSameNames(next, previous)) return next;
  return previous?.map((container, index) => {
    const { resizePolicy: _, ...rest } = container;
    const { resources, resizePolicy } = next?.[index] ?? container;
    return { ...rest, resources, ...(resizePolicy ? { resizePolicy } : {}) };
  });
}

/** What a container has of cpu or memory can be changed, not taken away. */
function checkNothingRemoved(errors: Errors, where: FieldPath, next: ResourceRequirements, previous: ResourceRequirements): void {
  for (const which of ['requests', 'limits'] as const) {
    if (isTakenAway(next, previous, which)) errors.push(forbidden(where.child('resources', which), `resource ${which} cannot be removed`));
  }
}

function isTakenAway(next: ResourceRequirements, previous: ResourceRequirements, which: 'requests' | 'limits'): boolean {
  return ['cpu', 'memory'].some((name) => previous[which]?.[name] !== undefined && next[which]?.[name] === undefined);
}

/** The resources but for those that may change. */
function fixedResources(resources: ResourceRequirements): object {
  const fixed = (amounts: ResourceRequirements['limits']) => Object.entries(amounts ?? {}).filter(([name]) => name !== 'cpu' && name !== 'memory').sort();
  const { requests, limits, ...rest } = resources;
  return { ...rest, requests: fixed(requests), limits: fixed(limits) };
}

const fixedPart = (containers: Containers = []): readonly object[] =>
  containers.map(({ resources, resizePolicy }) => ({ resources: fixedResources(resources), resizePolicy }));

const lists = ['initContainers', 'containers'] as const;

/** What the Pod asks for as a whole can be changed and added, not taken away. */
function checkWhole(errors: Errors, next: ResourceRequirements | undefined, previous: ResourceRequirements): void {
  if (!next) {
    errors.push(forbidden(at.child('resources'), 'pod-level resources cannot be removed'));
    return;
  }
  for (const which of ['requests', 'limits'] as const) {
    if (isTakenAway(next, previous, which)) errors.push(forbidden(at.child('resources', which), `pod-level resource ${which} cannot be removed`));
  }
  if (!deepEqual(fixedResources(next), fixedResources(previous))) errors.push(forbidden(at, 'only cpu and memory resources are mutable at pod-level'));
}

/** `resize`: what the Pod and its containers ask for and may use. */
export const resizePart: PartSubresource<Pod> = {
  take({ spec: next }, current) {
    const { containers, initContainers, resources: _, ...spec } = current.spec;
    const initial = withResourcesOf(initContainers, next.initContainers);
    return { ...current, spec: { ...spec, ...(next.resources ? { resources: next.resources } : {}), containers: withResourcesOf(containers, next.containers) ?? [], ...(initial ? { initContainers: initial } : {}) } };
  },
  validate({ spec: next }, { spec: previous, status }) {
    const errors: Errors = [];
    checkPodSpec(errors, at, next);
    if (qosClassOf(next) !== status.qosClass) errors.push(invalid(at, status.qosClass, 'Pod QOS Class may not change as a result of resizing'));
    const changed = lists.filter((list) => !areSameNames(next[list], previous[list]));
    for (const list of changed) errors.push(forbidden(at.child(list), `${list} may not be added or removed on resize`));
    if (changed.length > 0) return errors;
    for (const list of lists) {
      for (const [index, container] of (previous[list] ?? []).entries()) {
        checkNothingRemoved(errors, at.child(list).index(index), next[list]?.[index]?.resources ?? {}, container.resources);
      }
    }
    if (previous.resources) checkWhole(errors, next.resources, previous.resources);
    const isFixed = lists.every((list) => deepEqual(fixedPart(next[list]), fixedPart(previous[list])));
    if (!isFixed) errors.push(forbidden(at, 'only cpu and memory resources are mutable'));
    return errors;
  },
};
