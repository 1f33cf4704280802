// IngressClass: which controller serves the Ingresses that name it.
// Upstream: pkg/registry/networking/ingressclass/strategy.go, pkg/printers/internalversion printIngressClass

import { ageColumn, classNameColumn, textColumn } from '../column-cells.ts';
import { defineKind } from '../define-kind.ts';
import type { IngressClass, IngressClassInput } from '../generated/types.ts';
import { validateIngressClass, validateIngressClassUpdate } from '../later.ts';
import type { KubeObject } from '../object.ts';
import { complete } from '../reuse.ts';

function parametersCell({ spec: { parameters } }: IngressClass): string {
  if (!parameters) return '<none>';
  const kind = parameters.apiGroup ? `${parameters.kind}.${parameters.apiGroup}` : parameters.kind;
  return `${kind}/${parameters.name}`;
}

/** Whether Ingresses that name no class get this one. */
export const isDefaultIngressClass = ({ metadata }: KubeObject): boolean => metadata.annotations?.['ingressclass.kubernetes.io/is-default-class'] === 'true';

/** How IngressClasses are completed, checked, shown and selected. */
export const ingressClassKind = defineKind<IngressClassInput, IngressClass>({
  group: 'networking.k8s.io',
  version: 'v1',
  kind: 'IngressClass',
  metadataLooks: { ofChange: ['change', 'new'] },
  defaults: (input) => {
    const spec = input.spec ?? {};
    const { parameters } = spec;
    return complete(input, {
          metadata: input.metadata ?? {},
      // Parameters are the cluster's unless they are said to be a namespace's.
      spec: parameters ? complete(spec, { parameters: complete(parameters, { scope: parameters.scope ?? 'Cluster' }) }) : spec,
    });
  },
  validateCreate: validateIngressClass,
  validateUpdate: validateIngressClassUpdate,
  generation: 'spec',
  columns: [classNameColumn(isDefaultIngressClass), textColumn('Controller', ({ spec }) => spec.controller ?? ''), textColumn('Parameters', parametersCell), ageColumn],
});
