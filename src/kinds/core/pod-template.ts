// PodTemplate: a template of Pods on its own; nothing in a cluster uses it.
// Upstream: pkg/registry/core/podtemplate/strategy.go

import { deepEqual } from '../../base/index.ts';
import { containerImages, containerNames, nameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { FieldError } from '../field-error.ts';
import { path } from '../field-error.ts';
import type { PodTemplate, PodTemplateInput } from '../generated/types.ts';
import { formatLabels } from '../label-selector.ts';
import { complete } from '../reuse.ts';
import { podTemplateDefaults } from './pod/pod-spec-defaults.ts';
import { checkPodTemplate } from './pod/pod-spec-validation.ts';
import { templateWarnings } from './pod/pod-warnings.ts';

function validate({ template }: PodTemplate): readonly FieldError[] {
  const errors: FieldError[] = [];
  checkPodTemplate(errors, path('template'), template);
  return errors;
}

/** How PodTemplates are completed, checked, shown and selected. */
export const podTemplateKind = defineKind<PodTemplateInput, PodTemplate>({
  group: '',
  version: 'v1',
  kind: 'PodTemplate',
  defaults: (input) => complete(input, { metadata: input.metadata ?? {}, template: podTemplateDefaults(input.template) }),
  validateCreate: validate,
  generation: (next, previous) => !deepEqual(next.template, previous.template),
  warnings: (next, previous) => templateWarnings({ spec: next }, previous && { spec: previous }, path('template')),
  columns: [
    nameColumn,
    textColumn('Containers', ({ template }) => containerNames(template.spec)),
    textColumn('Images', ({ template }) => containerImages(template.spec)),
    textColumn('Pod Labels', ({ template }) => formatLabels(template.metadata.labels)),
  ],
});
