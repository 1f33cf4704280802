// Service: one name and address for the Pods that a selector selects.
// Upstream: pkg/registry/core/service/strategy.go

import { defineKind } from '../../define-kind.ts';
import type { Service, ServiceInput } from '../../generated/types.ts';
import { validateDnsLabelName } from '../../names.ts';
import { serviceColumns } from './service-columns.ts';
import { serviceDefaults } from './service-defaults.ts';
import { prepareServiceForCreate, prepareServiceForUpdate } from './service-strategy.ts';
import { validateService, validateServiceStatus, validateServiceUpdate } from './service-validation.ts';
import { serviceWarnings } from './service-warnings.ts';

/** How Services are completed, checked, shown and selected. */
export const serviceKind = defineKind<ServiceInput, Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  allowCreateOnUpdate: true,
  registryPath: 'services/specs',
  validateName: validateDnsLabelName,
  defaults: serviceDefaults,
  initialStatus: () => ({ loadBalancer: {} }),
  validateCreate: validateService,
  validateUpdate: validateServiceUpdate,
  validateStatusUpdate: validateServiceStatus,
  warnings: serviceWarnings,
  prepareForCreate: prepareServiceForCreate,
  prepareForUpdate: prepareServiceForUpdate,
  columns: serviceColumns,
  selectableFields: { 'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '', 'spec.type': ({ spec }) => spec.type },
});
