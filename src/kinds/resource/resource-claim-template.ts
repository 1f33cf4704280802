// ResourceClaimTemplate: what the claims of Pods are made of.
// Upstream: pkg/registry/resource/resourceclaimtemplate/strategy.go, pkg/apis/resource/validation ValidateResourceClaimTemplate

import { compareText, deepEqual } from '../../base/index.ts';
import type { Errors } from '../checks.ts';
import { addInvalid } from '../checks.ts';
import { ageColumn, nameColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { forbidden, invalid, path, printedJson } from '../field-error.ts';
import type { ResourceClaimTemplate, ResourceClaimTemplateInput } from '../generated/types.ts';
import { inGoOrder } from '../go-order.ts';
import { checkResourceClaimSpec } from '../later.ts';
import { isLabelValue, isQualifiedName } from '../names.ts';
import { complete } from '../reuse.ts';
import { completeClaimSpec } from './claim-defaults.ts';
import { internalClaimSpec } from './resource-claim.ts';

const at = path('spec');
/** Metadata that a template may say; all else is the claim's own. */
const allowed = new Set(['labels', 'annotations']);

const inTypesOrder = (metadata: ResourceClaimTemplate['spec']['metadata']): object => inGoOrder('io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta', metadata) as object; // it is one

function checkMetadata(errors: Errors, metadata: ResourceClaimTemplate['spec']['metadata']): void {
  const where = at.child('metadata');
  const { annotations = {}, labels = {} } = metadata;
  for (const key of Object.keys(annotations).sort(compareText)) addInvalid(errors, where.child('annotations'), key, isQualifiedName(key.toLowerCase()));
  for (const key of Object.keys(labels).sort(compareText)) {
    addInvalid(errors, where.child('labels'), key, isQualifiedName(key));
    addInvalid(errors, where.child('labels'), labels[key], isLabelValue(labels[key] ?? ''));
  }
  for (const [field, value] of Object.entries(inTypesOrder(metadata))) if (!allowed.has(field) && value !== null) errors.push(forbidden(where.child(field === 'uid' ? 'uID' : field), 'cannot be set'));
}

function validate({ spec }: ResourceClaimTemplate): Errors {
  const errors: Errors = [];
  checkMetadata(errors, spec.metadata);
  checkResourceClaimSpec(errors, at.child('spec'), spec.spec);
  return errors;
}

function validateUpdate(next: ResourceClaimTemplate, previous: ResourceClaimTemplate): readonly FieldError[] {
  const errors = validate(next);
  if (deepEqual(next.spec, previous.spec)) return errors;
  const { metadata, spec } = next.spec;
  return [...errors, invalid(at, printedJson({ ...inTypesOrder(metadata), Spec: internalClaimSpec(spec) }), 'field is immutable')];
}

/** How ResourceClaimTemplates are completed, checked, shown and selected. */
export const resourceClaimTemplateKind = defineKind<ResourceClaimTemplateInput, ResourceClaimTemplate>({
  group: 'resource.k8s.io',
  version: 'v1',
  kind: 'ResourceClaimTemplate',
  metadataLooks: { ofChange: ['new', 'change'] },
  defaults: (input) => {
    const spec = input.spec ?? {};
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, { metadata: spec.metadata ?? {}, spec: completeClaimSpec(spec.spec ?? {}) }) as ResourceClaimTemplate['spec'], // the metadata is no object's
    });
  },
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, ageColumn],
});
