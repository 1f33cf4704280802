// CSIDriver: what Kubernetes has to know of a driver of storage.
// Upstream: pkg/registry/storage/csidriver/strategy.go, pkg/apis/storage/v1/defaults.go, pkg/apis/storage/validation

import { deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { checkImmutable, checkSupported } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { Column } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, invalid, path } from '../field-error.ts';
import type { CSIDriver, CSIDriverInput, CSIDriverSpecInput } from '../generated/types.ts';
import { complete } from '../reuse.ts';

const at = path('spec');
const shortestPeriod = 10; // seconds
const noSpec: CSIDriverSpecInput = {};

function checkTokens(errors: Errors, { tokenRequests = [] }: CSIDriver['spec']): void {
  const audiences = new Set<string>();
  for (const [index, { audience, expirationSeconds: seconds }] of tokenRequests.entries()) {
    const where = at.child('tokenRequests').index(index);
    if (audiences.has(audience)) {
      errors.push(duplicate(where.child('audience'), audience));
      continue;
    }
    audiences.add(audience);
    if (seconds === undefined) continue;
    if (seconds < 600) errors.push(invalid(where.child('expirationSeconds'), seconds, 'may not specify a duration less than 10 minutes'));
    if (seconds > 2 ** 32) errors.push(invalid(where.child('expirationSeconds'), seconds, 'may not specify a duration larger than 2^32 seconds'));
  }
}

function validate({ spec }: CSIDriver): FieldError[] {
  const errors: FieldError[] = [];
  const { fsGroupPolicy, volumeLifecycleModes = [], nodeAllocatableUpdatePeriodSeconds: period } = spec;
  if (fsGroupPolicy !== undefined) checkSupported(errors, at.child('fsGroupPolicy'), fsGroupPolicy, ['File', 'None', 'ReadWriteOnceWithFSType']);
  checkTokens(errors, spec);
  if (spec.serviceAccountTokenInSecrets !== undefined && !spec.tokenRequests?.length) {
    errors.push(invalid(at.child('serviceAccountTokenInSecrets'), spec.serviceAccountTokenInSecrets, 'serviceAccountTokenInSecrets is set but no tokenRequests are specified'));
  }
  for (const mode of volumeLifecycleModes) checkSupported(errors, at.child('volumeLifecycleModes'), mode, ['Persistent', 'Ephemeral']);
  if (period !== undefined && period < shortestPeriod) {
    errors.push(invalid(at.child('nodeAllocatableUpdatePeriodSeconds'), period, `must be greater than or equal to ${shortestPeriod} seconds`));
  }
  return errors;
}

function validateUpdate(next: CSIDriver, previous: CSIDriver): readonly FieldError[] {
  const errors = validate(next);
  // Errors name the field as if it were called otherwise, as Kubernetes does.
  checkImmutable(errors, at.child('attachedRequired'), next.spec.attachRequired, previous.spec.attachRequired);
  checkImmutable(errors, at.child('volumeLifecycleModes'), next.spec.volumeLifecycleModes, previous.spec.volumeLifecycleModes);
  return errors;
}

/** Tokens in volume attributes end up in logs. */
function warnings({ spec }: CSIDriver, previous: CSIDriver | undefined): readonly string[] {
  const isSilent = spec.tokenRequests && spec.tokenRequests.length > 0 && spec.serviceAccountTokenInSecrets === undefined && !deepEqual(spec.tokenRequests, previous?.spec.tokenRequests);
  return isSilent ? ['spec.serviceAccountTokenInSecrets is unset; if supported by this CSI driver, set to true to prevent possible logging of tokens in volume attributes'] : [];
}

const flag = (name: string, cell: (driver: CSIDriver) => boolean | undefined): Column<CSIDriver> =>
  ({ name, type: 'boolean', cell: (driver) => cell(driver) ?? false });

const modes = ['Persistent'];

/** Whether Pods wait for the driver belongs to a feature that is off unless asked for. */
function withoutDisabled(driver: CSIDriver): CSIDriver {
  if (driver.spec.preventPodSchedulingIfMissing === undefined) return driver;
  const { preventPodSchedulingIfMissing: _, ...spec } = driver.spec;
  return { ...driver, spec };
}

/** Changes are counted, while a new driver has no count. */
function counted(next: CSIDriver, { metadata, spec }: CSIDriver): CSIDriver {
  return deepEqual(next.spec, spec) ? next : { ...next, metadata: { ...next.metadata, generation: (metadata.generation ?? 0) + 1 } };
}

/** How CSIDrivers are completed, checked, shown and selected. */
export const csiDriverKind = defineKind<CSIDriverInput, CSIDriver>({
  group: 'storage.k8s.io',
  version: 'v1',
  kind: 'CSIDriver',
  allowUnconditionalUpdate: false,
  registryPath: 'csidrivers',
  defaults: (input) => {
    const spec = input.spec ?? noSpec;
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, {
        attachRequired: spec.attachRequired ?? true,
        fsGroupPolicy: spec.fsGroupPolicy ?? 'ReadWriteOnceWithFSType',
        podInfoOnMount: spec.podInfoOnMount ?? false,
        requiresRepublish: spec.requiresRepublish ?? false,
        seLinuxMount: spec.seLinuxMount ?? false,
        storageCapacity: spec.storageCapacity ?? false,
        volumeLifecycleModes: spec.volumeLifecycleModes && spec.volumeLifecycleModes.length > 0 ? spec.volumeLifecycleModes : modes,
      }),
    });
  },
  prepareForCreate: withoutDisabled,
  prepareForUpdate: (next, previous) => counted(withoutDisabled(next), previous),
  validateCreate: validate,
  validateUpdate,
  warnings,
  columns: [
    nameColumn,
    flag('AttachRequired', ({ spec }) => spec.attachRequired),
    flag('PodInfoOnMount', ({ spec }) => spec.podInfoOnMount),
    flag('StorageCapacity', ({ spec }) => spec.storageCapacity),
    textColumn('TokenRequests', ({ spec }) => spec.tokenRequests?.map(({ audience }) => audience).join(',') || '<unset>'),
    flag('RequiresRepublish', ({ spec }) => spec.requiresRepublish),
    textColumn('Modes', ({ spec }) => spec.volumeLifecycleModes?.join(',') || '<none>'),
    ageColumn,
  ],
});
