// Ephemeral containers have a door of their own.
// Upstream: pkg/registry/core/pod/strategy.go (podEphemeralContainersStrategy), pkg/apis/core/validation

import { deepEqual } from '../../../base/index.ts';
import type { PartSubresource } from '../../define-kind.ts';
import type { FieldError } from '../../field-error.ts';
import { forbidden, path } from '../../field-error.ts';
import type { EphemeralContainer, Pod, PodSpec } from '../../generated/types.ts';
import { goLines } from '../../go-struct.ts';
import { unifiedDiff } from '../../unified-diff.ts';
import { internalPodSpec } from './internal-pod-spec.ts';
import { checkPodSpec } from './pod-spec-validation.ts';

const at = path('spec');

/** `ephemeralcontainers`: containers to look into a Pod with; they can be added, never changed or taken away. */
export const ephemeralContainersPart: PartSubresource<Pod> = {
  take({ spec: { ephemeralContainers } }, current) {
    const { ephemeralContainers: _, ...spec } = current.spec;
    return { ...current, spec: ephemeralContainers ? { ...spec, ephemeralContainers } : spec };
  },
  validate({ spec: next }, { spec: previous }) {
    const errors: FieldError[] = [];
    checkPodSpec(errors, at, next);
    for (const old of previous.ephemeralContainers ?? []) {
      const found = next.ephemeralContainers?.find(({ name }) => name === old.name);
      if (!found) errors.push(forbidden(at.child('ephemeralContainers'), `existing ephemeral containers "${old.name}" may not be removed\n`));
      else if (!deepEqual(found, old)) errors.push(forbidden(at.child('ephemeralContainers'), `existing ephemeral containers "${old.name}" may not be changed\n${changeOf(previous, old, found)}`));
    }
    return errors;
  },
};

function changeOf(spec: PodSpec, old: EphemeralContainer, found: EphemeralContainer): string {
  const text = (container: EphemeralContainer): string => {
    const [internal] = internalPodSpec({ ...spec, ephemeralContainers: [container] })['EphemeralContainers'] as readonly unknown[];
    return goLines(internal);
  };
  return unifiedDiff(text(old), text(found));
}
