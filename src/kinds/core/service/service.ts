// Service: one name and address for the Pods that a selector selects.
// Upstream: pkg/registry/core/service/strategy.go

import { defineKind } from '../../define-kind.ts';
import type { Service, ServiceInput } from '../../generated/types.ts';
import { serviceColumns } from './service-columns.ts';
import { serviceDefaults } from './service-defaults.ts';

export const serviceKind = defineKind<ServiceInput, Service>({
  group: '',
  version: 'v1',
  kind: 'Service',
  registryPath: 'services/specs',
  defaults: serviceDefaults,
  initialStatus: () => ({ loadBalancer: {} }),
  columns: serviceColumns,
  selectableFields: { 'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '', 'spec.type': ({ spec }) => spec.type },
});
