// CustomResourceDefinition: a kind that a person adds to the API.
// Upstream: k8s.io/apiextensions-apiserver pkg/registry/customresourcedefinition, pkg/apis/apiextensions/v1/defaults.go

import { deepEqual } from '../../base/index.ts';
import { createdColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type {
  CustomResourceConversion, CustomResourceDefinition, CustomResourceDefinitionInput, CustomResourceDefinitionNames, CustomResourceDefinitionStatus,
} from '../generated/types.ts';
import { unknownFormats, validateDefinition, validateDefinitionStatus, validateDefinitionUpdate } from '../later.ts';
import { complete } from '../reuse.ts';
import { markedForDeletion } from './definition-state.ts';

function namesDefaults(names: CustomResourceDefinitionNames): CustomResourceDefinitionNames {
  return complete(names, {
    plural: names.plural ?? '',
    kind: names.kind ?? '',
    singular: names.singular || (names.kind ?? '').toLowerCase(),
    listKind: names.listKind || (names.kind ? `${names.kind}List` : undefined),
  }) as CustomResourceDefinitionNames;
}

/** Objects are the same in all versions unless said; a webhook of a Service answers at 443. */
function conversionDefaults(conversion: CustomResourceConversion | undefined): CustomResourceConversion {
  if (!conversion) return { strategy: 'None' };
  const { webhook } = conversion;
  if (webhook && !webhook.clientConfig && webhook.conversionReviewVersions.length === 0) {
    const { webhook: _, ...rest } = conversion; // an empty one is none
    return rest;
  }
  const service = webhook?.clientConfig?.service;
  if (!webhook || !service || service.port !== undefined) return conversion;
  return { ...conversion, webhook: { ...webhook, clientConfig: { ...webhook.clientConfig, service: { ...service, port: 443 } } } };
}

const noNames: CustomResourceDefinitionNames = { kind: '', plural: '' };

function storageVersions({ versions }: CustomResourceDefinitionInput['spec']): readonly string[] {
  return (versions ?? []).filter(({ storage }) => storage).slice(0, 1).map(({ name }) => name);
}

/** The status with the version in which objects are stored from now on. */
function withStorageVersion(status: CustomResourceDefinitionStatus, { spec }: CustomResourceDefinition): CustomResourceDefinitionStatus {
  const stored = spec.versions.find(({ storage }) => storage)?.name;
  const versions = status.storedVersions ?? [];
  return stored === undefined || versions.includes(stored) ? status : { ...status, storedVersions: [...versions, stored] };
}

function withStatusOfStorage(next: CustomResourceDefinition): CustomResourceDefinition {
  const status = withStorageVersion(next.status, next);
  return status === next.status ? next : { ...next, status };
}

/** How CustomResourceDefinitions are completed, checked, shown and selected. */
export const customResourceDefinitionKind = defineKind<CustomResourceDefinitionInput, CustomResourceDefinition>({
  group: 'apiextensions.k8s.io',
  version: 'v1',
  kind: 'CustomResourceDefinition',
  allowUnconditionalUpdate: false,
  registryPath: 'apiextensions.k8s.io/customresourcedefinitions',
  defaults: (input) => {
    const { spec } = input;
    const status = input.status ?? ({ } as NonNullable<CustomResourceDefinitionInput['status']>);
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, { names: namesDefaults(spec.names ?? noNames), conversion: conversionDefaults(spec.conversion) }),
      status: { ...status, acceptedNames: status.acceptedNames ?? noNames, conditions: status.conditions ?? null, storedVersions: status.storedVersions?.length ? status.storedVersions : storageVersions(spec) } as unknown as CustomResourceDefinitionStatus,
    });
  },
  generation: ({ spec }, previous) => !deepEqual(spec, previous.spec),
  initialStatus: (definition) => withStorageVersion({ acceptedNames: noNames, conditions: null, storedVersions: [] } as unknown as CustomResourceDefinitionStatus, definition),
  prepareForUpdate: withStatusOfStorage,
  prepareForStatusUpdate: withStatusOfStorage,
  markForDeletion: markedForDeletion,
  validateCreate: validateDefinition,
  validateUpdate: validateDefinitionUpdate,
  validateStatusUpdate: validateDefinitionStatus,
  warnings: ({ spec }) => unknownFormats(spec.versions),
  columns: [nameColumn, createdColumn],
});
