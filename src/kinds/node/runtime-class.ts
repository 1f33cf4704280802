// RuntimeClass: a way to run containers, by name.
// Upstream: pkg/registry/node/runtimeclass/strategy.go, pkg/apis/node/validation

import type { Errors } from '../checks.ts';
import { checkDnsLabel, checkImmutable, checkLabels } from '../checks.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import { checkTolerations } from '../core/pod/placement-validation.ts';
import { checkResources } from '../core/pod/resource-validation.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { duplicate, path, printed, required } from '../field-error.ts';
import type { RuntimeClass, RuntimeClassInput, Toleration } from '../generated/types.ts';
import { complete } from '../reuse.ts';

/** Tolerations as of a Pod, none of them twice. */
function checkDistinctTolerations(errors: Errors, tolerations: readonly Toleration[]): void {
  const at = path('scheduling', 'tolerations');
  checkTolerations(errors, at, tolerations);
  const seen = new Set<string>();
  for (const [index, { key = '', operator = '', value = '', effect = '', tolerationSeconds = null }] of tolerations.entries()) {
    const text = JSON.stringify({ Key: key, Operator: operator, Value: value, Effect: effect, TolerationSeconds: tolerationSeconds });
    if (seen.has(text)) errors.push(duplicate(at.index(index), printed(text)));
    seen.add(text);
  }
}

function validate({ handler, overhead, scheduling }: RuntimeClass): FieldError[] {
  const errors: FieldError[] = [];
  if (handler === '') errors.push(required(path('handler')));
  else checkDnsLabel(errors, path('handler'), handler);
  // What a Pod costs beside its containers counts as their limit does.
  if (overhead?.podFixed) checkResources(errors, path('overhead'), { limits: overhead.podFixed });
  if (scheduling?.nodeSelector) checkLabels(errors, path('scheduling', 'nodeSelector'), scheduling.nodeSelector);
  if (scheduling?.tolerations) checkDistinctTolerations(errors, scheduling.tolerations);
  return errors;
}

function validateUpdate(next: RuntimeClass, previous: RuntimeClass): readonly FieldError[] {
  const errors = validate(next);
  checkImmutable(errors, path('handler'), next.handler, previous.handler);
  return errors;
}

/** How RuntimeClasses are completed, checked, shown and selected. */
export const runtimeClassKind = defineKind<RuntimeClassInput, RuntimeClass>({
  group: 'node.k8s.io',
  version: 'v1',
  kind: 'RuntimeClass',
  metadataLooks: { ofChange: ['new', 'change'] },
  allowCreateOnUpdate: true,
  allowUnconditionalUpdate: false,
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, handler: input.handler ?? '' }),
  validateCreate: validate,
  validateUpdate,
  columns: [nameColumn, textColumn('Handler', ({ handler }) => handler), ageColumn],
});
