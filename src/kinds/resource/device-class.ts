// DeviceClass: devices of one sort, which claims ask for by its name.
// Upstream: pkg/registry/resource/deviceclass/strategy.go, pkg/apis/resource/validation ValidateDeviceClass

import type { Errors } from '../checks.ts';
import { ageColumn, nameColumn } from '../column-cells.ts';
import { isExtended } from '../core/resource-names.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { invalid, path } from '../field-error.ts';
import type { DeviceClass, DeviceClassInput } from '../generated/types.ts';
import { checkSelectors } from '../later.ts';
import { complete } from '../reuse.ts';
import { checkList } from './bounded-list.ts';
import { checkConfiguration } from './device-configuration.ts';

const at = path('spec');
const maxConfigurations = 32;

function validate({ spec }: DeviceClass): readonly FieldError[] {
  const errors: Errors = [];
  const { selectors, config, extendedResourceName } = spec;
  checkSelectors(errors, at.child('selectors'), selectors);
  checkList(errors, at.child('config'), config, { max: maxConfigurations, check: (one, where) => checkConfiguration(errors, where, one) });
  if (extendedResourceName !== undefined && !isExtended(extendedResourceName)) {
    errors.push(invalid(at.child('extendedResourceName'), extendedResourceName, 'must be a valid extended resource name'));
  }
  return errors;
}

/** How DeviceClasses are completed, checked, shown and selected. */
export const deviceClassKind = defineKind<DeviceClassInput, DeviceClass>({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'DeviceClass',
  metadataLooks: { ofChange: ['new', 'change'] },
  generation: 'spec',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, spec: input.spec ?? {} }),
  validateCreate: validate,
  columns: [nameColumn, ageColumn],
});
