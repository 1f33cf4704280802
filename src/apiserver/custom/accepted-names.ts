// Which of the names that a definition asks for it gets: no two definitions of a group may share one.
// Upstream: k8s.io/apiextensions-apiserver pkg/controller/status/naming_controller.go

import { deepEqual, quote } from '../../base/index.ts';
import { findCondition, withCondition } from '../../kinds/index.ts';
import type { CustomResourceDefinition, CustomResourceDefinitionCondition, CustomResourceDefinitionNames } from '../../kinds/index.ts';

/** The names that other definitions of a group have. */
interface Taken {
  readonly resources: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function takenBy(others: readonly CustomResourceDefinition[]): Taken {
  const names = others.map(({ status }) => status.acceptedNames);
  const given = (all: readonly (string | undefined)[]): ReadonlySet<string> => new Set(all.filter((name) => name !== undefined && name !== '') as string[]);
  return {
    resources: given(names.flatMap(({ plural, singular, shortNames = [] }) => [plural, singular, ...shortNames])),
    kinds: given(names.flatMap(({ kind, listKind }) => [kind, listKind])),
  };
}

const reasons = { plural: 'PluralConflict', singular: 'SingularConflict', kind: 'KindConflict', listKind: 'ListKindConflict' } as const;

/** The definition with the names that it gets among the others, and what its conditions say of them. `now` is an RFC 3339 time. */
export function withAcceptedNames(definition: CustomResourceDefinition, all: readonly CustomResourceDefinition[], now: string): CustomResourceDefinition {
  const { spec, status, metadata } = definition;
  const wanted = spec.names;
  const taken = takenBy(all.filter((other) => other.spec.group === spec.group && other.metadata.name !== metadata.name));
  let accepted: CustomResourceDefinitionNames = { ...status.acceptedNames };
  let names: CustomResourceDefinitionCondition = { type: 'NamesAccepted', status: 'True', lastTransitionTime: now, reason: 'NoConflicts', message: 'no conflicts found' };
  const refuse = (reason: string, name: string): void => {
    names = { ...names, status: 'False', reason, message: `${quote(name)} is already in use` };
  };
  for (const field of ['plural', 'singular', 'kind', 'listKind'] as const) {
    const name = wanted[field] ?? '';
    const others = field === 'plural' || field === 'singular' ? taken.resources : taken.kinds;
    if (name !== accepted[field] && others.has(name)) refuse(reasons[field], name);
    else accepted = { ...accepted, [field]: name };
    if (field === 'singular') accepted = withShortNames(accepted, wanted.shortNames, taken.resources, refuse);
  }
  const { categories: _, ...rest } = accepted;
  const acceptedNames = wanted.categories ? { ...rest, categories: wanted.categories } : rest;
  const isAccepted = names.status === 'True';
  // What somebody else has written in the conditions stays until the names change.
  if (isAccepted && deepEqual(acceptedNames, status.acceptedNames)) return definition;
  const named = withCondition({ ...definition, status: { ...status, acceptedNames } }, names);
  if (findCondition(status.conditions ?? [], 'Established')?.status === 'True') return named;
  return withCondition(named, {
    type: 'Established', status: 'False', lastTransitionTime: now,
    reason: isAccepted ? 'Installing' : 'NotAccepted',
    message: isAccepted ? 'the initial names have been accepted' : 'not all names are accepted',
  });
}

function withShortNames(
  accepted: CustomResourceDefinitionNames,
  wanted: readonly string[] = [],
  taken: ReadonlySet<string>,
  refuse: (reason: string, name: string) => void,
): CustomResourceDefinitionNames {
  const conflicts = wanted.filter((name) => !accepted.shortNames?.includes(name) && taken.has(name));
  const [first] = conflicts;
  if (first !== undefined) {
    refuse('ShortNamesConflict', first);
    return accepted;
  }
  const { shortNames: _, ...rest } = accepted;
  return wanted.length > 0 ? { ...rest, shortNames: wanted } : rest;
}

/** Whether a definition has its names, and only has still to be called established. */
export function isReadyToServe({ status }: CustomResourceDefinition): boolean {
  const conditions = status.conditions ?? [];
  return findCondition(conditions, 'NamesAccepted')?.status === 'True' && findCondition(conditions, 'Established')?.status === 'False';
}

/** The definition, established. */
export function established(definition: CustomResourceDefinition, now: string): CustomResourceDefinition {
  return withCondition(definition, {
    type: 'Established', status: 'True', lastTransitionTime: now, reason: 'InitialNamesAccepted', message: 'the initial names have been accepted',
  });
}
