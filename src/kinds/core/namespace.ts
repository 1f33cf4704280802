// Namespace: a room for names; everything in it goes when it goes.
// Upstream: pkg/registry/core/namespace/strategy.go

import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { PartSubresource } from '../define-kind.ts';
import type { Namespace, NamespaceInput } from '../generated/types.ts';
import { validateDnsLabelName } from '../names.ts';
import type { Defaulted } from '../object.ts';
import { complete } from '../reuse.ts';
import { validateFinalizers, validateNamespace, validateNamespaceStatus } from './namespace-validation.ts';

/** The label by which selectors find a namespace by its name. */
const nameLabel = 'kubernetes.io/metadata.name';

function defaults(input: NamespaceInput): Defaulted<Namespace> {
  const { metadata = {}, status = {} } = input;
  const labelled = metadata.name
    ? complete(metadata, { labels: complete(metadata.labels ?? {}, { [nameLabel]: metadata.name }) })
    : metadata;
  return complete(input, {
        metadata: labelled,
    spec: input.spec ?? {},
    status: complete(status, { phase: status.phase ?? ('Active' as const) }),
  });
}

/** The finalizer by which the namespace controller empties a namespace before it goes. */
const finalizer = 'kubernetes';

/** `finalize`: what keeps the namespace from going; its metadata can be written there too. */
const finalizePart: PartSubresource<Namespace> = {
  take: ({ metadata, spec: { finalizers } }, current) => ({ ...current, metadata, spec: finalizers ? { finalizers } : {} }),
  validate: validateFinalizers,
};

/** How Namespaces are completed, checked, shown and selected. */
export const namespaceKind = defineKind<NamespaceInput, Namespace>({
  group: '',
  version: 'v1',
  kind: 'Namespace',
  metadataLooks: { ofChange: ['new', 'change'] },
  defaults,
  validateName: validateDnsLabelName,
  validateCreate: validateNamespace,
  validateUpdate: () => [],
  validateStatusUpdate: validateNamespaceStatus,
  initialStatus: () => ({ phase: 'Active' }),
  prepareForCreate: (namespace) => {
    const finalizers = namespace.spec.finalizers ?? [];
    return finalizers.includes(finalizer) ? namespace : { ...namespace, spec: { ...namespace.spec, finalizers: [...finalizers, finalizer] } };
  },
  // Finalizers change only through the finalize subresource.
  prepareForUpdate: (next, previous) => ({ ...next, spec: previous.spec }),
  parts: { finalize: finalizePart },
  columns: [nameColumn, textColumn('Status', ({ status }) => status.phase), ageColumn],
  selectableFields: { 'status.phase': ({ status }) => status.phase, name: ({ metadata }) => metadata.name },
});
