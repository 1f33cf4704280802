// ValidatingAdmissionPolicy and MutatingAdmissionPolicy with their bindings: rules about what is written, as expressions.
// Upstream: pkg/registry/admissionregistration, pkg/apis/admissionregistration/v1/defaults.go

import { deepEqual } from '../../base/index.ts';
import { ageColumn, nameColumn, textColumn } from '../column-cells.ts';
import type { Column } from '../define-kind.ts';
import { defineKind } from '../define-kind.ts';
import type {
  MatchResources, MatchResourcesInput, MutatingAdmissionPolicy, MutatingAdmissionPolicyBinding, MutatingAdmissionPolicyBindingInput, MutatingAdmissionPolicyInput,
  NamedRuleWithOperations, NamedRuleWithOperationsInput, ParamKind, ParamRef, ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding,
  ValidatingAdmissionPolicyBindingInput, ValidatingAdmissionPolicyInput,
} from '../generated/types.ts';
import { validateMutatingBinding, validateMutatingPolicy, validateValidatingBinding, validateValidatingPolicy, validateValidatingPolicyStatus } from '../later.ts';
import { selectorGoText } from '../label-selector.ts';
import { complete, completeList } from '../reuse.ts';

const group = 'admissionregistration.k8s.io';
const version = 'v1';
const nothing: readonly [] = [];
const everything = Object.freeze({});

const ruleDefaults = (rule: NamedRuleWithOperationsInput): NamedRuleWithOperations => complete(rule, {
  operations: rule.operations ?? nothing, apiGroups: rule.apiGroups ?? nothing, apiVersions: rule.apiVersions ?? nothing, resources: rule.resources ?? nothing,
  scope: rule.scope ?? ('*' as const),
});

function matchDefaults(input: MatchResourcesInput | undefined): MatchResources | undefined {
  return input && complete(input, {
    matchPolicy: input.matchPolicy ?? ('Equivalent' as const), namespaceSelector: input.namespaceSelector ?? everything, objectSelector: input.objectSelector ?? everything,
    resourceRules: input.resourceRules && completeList(input.resourceRules, ruleDefaults),
    excludeResourceRules: input.excludeResourceRules && completeList(input.excludeResourceRules, ruleDefaults),
  });
}

const isChanged = (next: { readonly spec: unknown }, previous: { readonly spec: unknown }): boolean => !deepEqual(next.spec, previous.spec);
const unset = '<unset>';

/** `v1/ConfigMap` */
function paramKindCell({ spec: { paramKind } }: { readonly spec: { readonly paramKind?: ParamKind } }): string {
  return paramKind ? `${paramKind.apiVersion ?? ''}/${paramKind.kind ?? ''}` : unset;
}

/** `namespace/name`, or the selector. */
function paramRefCell({ spec: { paramRef } }: { readonly spec: { readonly paramRef?: ParamRef } }): string {
  if (!paramRef) return unset;
  const { name = '', namespace = '*', selector } = paramRef;
  return selector ? selectorGoText(selector) : `${namespace}/${name}`;
}

interface Bound {
  readonly spec: { readonly policyName?: string };
}

const policyNameColumn: Column<Bound> = textColumn('PolicyName', ({ spec }) => spec.policyName ?? '');
const countOf = <Policy>(name: string, items: (policy: Policy) => readonly unknown[]): Column<Policy> => ({ name, type: 'integer', cell: (policy) => items(policy).length });

/** How ValidatingAdmissionPolicies are completed, checked and shown. */
export const validatingAdmissionPolicyKind = defineKind<ValidatingAdmissionPolicyInput, ValidatingAdmissionPolicy>({
  allowUnconditionalUpdate: false,
  group, version, kind: 'ValidatingAdmissionPolicy',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => {
    const spec = input.spec ?? {};
    return complete(input, {
      metadata: input.metadata ?? {}, status: input.status ?? {},
      spec: complete(spec, { failurePolicy: spec.failurePolicy ?? ('Fail' as const), matchConstraints: matchDefaults(spec.matchConstraints) }),
    });
  },
  validateCreate: validateValidatingPolicy,
  validateStatusUpdate: validateValidatingPolicyStatus,
  generation: isChanged,
  columns: [nameColumn, countOf<ValidatingAdmissionPolicy>('Validations', ({ spec }) => spec.validations ?? []), textColumn('ParamKind', paramKindCell), ageColumn],
});

/** How ValidatingAdmissionPolicyBindings are completed, checked and shown. */
export const validatingAdmissionPolicyBindingKind = defineKind<ValidatingAdmissionPolicyBindingInput, ValidatingAdmissionPolicyBinding>({
  allowUnconditionalUpdate: false,
  group, version, kind: 'ValidatingAdmissionPolicyBinding',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => complete(input, {
    metadata: input.metadata ?? {},
    spec: complete(input.spec, {
      policyName: input.spec.policyName ?? '', validationActions: input.spec.validationActions ?? nothing, matchResources: matchDefaults(input.spec.matchResources),
    }),
  }),
  validateCreate: validateValidatingBinding,
  generation: isChanged,
  columns: [nameColumn, policyNameColumn, textColumn('ParamRef', paramRefCell), ageColumn],
});

/** How MutatingAdmissionPolicies are completed, checked and shown. */
export const mutatingAdmissionPolicyKind = defineKind<MutatingAdmissionPolicyInput, MutatingAdmissionPolicy>({
  allowUnconditionalUpdate: false,
  group, version, kind: 'MutatingAdmissionPolicy',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => {
    const spec = input.spec ?? {};
    return complete(input, {
      metadata: input.metadata ?? {},
      spec: complete(spec, {
        failurePolicy: spec.failurePolicy ?? ('Fail' as const), matchConstraints: matchDefaults(spec.matchConstraints), reinvocationPolicy: spec.reinvocationPolicy ?? ('' as 'Never'),
        mutations: spec.mutations && completeList(spec.mutations, (mutation) => complete(mutation, { patchType: mutation.patchType ?? ('' as 'JSONPatch') })),
      }),
    });
  },
  validateCreate: validateMutatingPolicy,
  generation: isChanged,
  columns: [nameColumn, countOf<MutatingAdmissionPolicy>('Mutations', ({ spec }) => spec.mutations ?? []), textColumn('ParamKind', paramKindCell), ageColumn],
});

/** How MutatingAdmissionPolicyBindings are completed, checked and shown. */
export const mutatingAdmissionPolicyBindingKind = defineKind<MutatingAdmissionPolicyBindingInput, MutatingAdmissionPolicyBinding>({
  allowUnconditionalUpdate: false,
  group, version, kind: 'MutatingAdmissionPolicyBinding',
  metadataLooks: { ofChange: ['new'] },
  defaults: (input) => complete(input, {
    metadata: input.metadata ?? {},
    spec: complete(input.spec ?? {}, { matchResources: matchDefaults(input.spec?.matchResources) }),
  }),
  validateCreate: validateMutatingBinding,
  generation: isChanged,
  columns: [nameColumn, policyNameColumn, textColumn('ParamRef', paramRefCell), ageColumn],
});
