// Advice about a policy: what its expressions would be told if they knew the types of the objects that they are about.
// Upstream: k8s.io/apiserver pkg/admission/plugin/policy/validating/typechecking.go

import { compareText } from '../../base/index.ts';
import { compile, schemaType } from '../../cel/index.ts';
import type { CelType, ObjectShape, Schema as CelSchema } from '../../cel/index.ts';
import type { AnyKind } from '../define-kind.ts';
import { resolveSchema } from '../facts.ts';
import type { Schema } from '../facts.ts';
import type { ExpressionWarning, NamedRuleWithOperations, ValidatingAdmissionPolicy } from '../generated/types.ts';
import { compileVariables, policyEnvironment } from './policy-environment.ts';
import type { PolicyTypes } from './policy-environment.ts';

/** The kinds that a policy names one by one; of a star nobody can tell. A group that is not said may be any. */
export function kindsOfPolicy({ spec }: ValidatingAdmissionPolicy, kinds: readonly AnyKind[]): readonly AnyKind[] {
  const rules = spec.matchConstraints?.resourceRules ?? [];
  const named = kinds.filter((kind) => rules.some((rule) => isNamed(rule, kind)));
  return named.toSorted((a, b) => compareText(a.apiVersion.includes('/') ? a.apiVersion : `/${a.apiVersion}`, b.apiVersion.includes('/') ? b.apiVersion : `/${b.apiVersion}`) || compareText(a.kind, b.kind));
}

function isNamed({ apiGroups, apiVersions, resources }: NamedRuleWithOperations, { gvr }: AnyKind): boolean {
  if ([...apiGroups, ...apiVersions, ...resources].some((name) => name.includes('*'))) return false;
  return (apiGroups.includes(gvr.group) || apiGroups.includes('')) && apiVersions.includes(gvr.version) && resources.includes(gvr.resource);
}

/** What is to be told of each expression, for each kind. `unique` makes the names of types as upstream does. */
export function typeWarnings(policy: ValidatingAdmissionPolicy, kinds: readonly AnyKind[], unique: number): readonly ExpressionWarning[] {
  const { validations = [], paramKind } = policy.spec;
  const named = kindsOfPolicy(policy, kinds);
  const params = paramKind && kinds.find(({ apiVersion, kind }) => apiVersion === paramKind.apiVersion && kind === paramKind.kind);
  const warnings: ExpressionWarning[] = [];
  const check = (fieldRef: string, text: string | undefined, hasAuthorizer: boolean): void => {
    if (!text) return;
    const told = named.flatMap((kind) => {
      const errors = errorsFor(policy, text, typesOf(kind, params, unique), hasAuthorizer);
      return errors === undefined ? [] : [`${gvkText(kind)}: ${errors}\n`];
    });
    if (told.length > 0) warnings.push({ fieldRef, warning: told.join('\n') });
  };
  for (const [index, { expression, messageExpression }] of validations.entries()) {
    check(`spec.validations[${index}].expression`, expression, true);
    check(`spec.validations[${index}].messageExpression`, messageExpression, false);
  }
  return warnings;
}

/** `apps/v1, Kind=Deployment` */
const gvkText = ({ gvk: { group, version, kind } }: AnyKind): string => `${group}/${version}, Kind=${kind}`;

function errorsFor({ spec }: ValidatingAdmissionPolicy, text: string, types: PolicyTypes, hasAuthorizer: boolean): string | undefined {
  const variables = compileVariables(spec.variables ?? [], spec.paramKind, types).types;
  return compile(text, policyEnvironment({ hasParams: spec.paramKind !== undefined, hasAuthorizer, variables, isMutation: false }, types)).errors;
}

function typesOf(object: AnyKind, params: AnyKind | undefined, unique: number): PolicyTypes {
  const shapes = new Map<string, ObjectShape>();
  const typeOf = (kind: AnyKind): CelType | undefined => schemaType(forExpressions({ $ref: `#/definitions/${kind.definition}` }), `${kind.kind}${unique}`, shapes, false)?.type;
  const [objectType, paramsType] = [typeOf(object), params && typeOf(params)];
  return { ...(objectType ? { object: objectType } : {}), ...(paramsType ? { params: paramsType } : {}), shape: (name) => shapes.get(name) };
}

/** Amounts are texts or numbers, which the published schema says in a way that expressions do not understand. */
const amounts = '#/definitions/io.k8s.apimachinery.pkg.api.resource.Quantity';

/** A schema of the API as expressions take it; its parts are made when somebody asks, for some contain themselves. */
function forExpressions(schema: Schema): CelSchema {
  if (schema.$ref === amounts) return {};
  const { type, format, properties = {}, additionalProperties, items } = resolveSchema(schema);
  if (format === 'int-or-string') return { 'x-kubernetes-int-or-string': true };
  const parts: Record<string, CelSchema> = {};
  for (const [name, part] of Object.entries(properties)) Object.defineProperty(parts, name, { enumerable: true, get: () => forExpressions(part) });
  return {
    type, format, ...(type === 'object' ? { properties: parts } : {}),
    ...(additionalProperties ? { additionalProperties: forExpressions(additionalProperties) } : {}), ...(items ? { items: forExpressions(items) } : {}),
  };
}
