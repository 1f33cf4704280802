// Where objects name others: what was renamed is named anew.
// Upstream: sigs.k8s.io/kustomize api/internal/accumulator (namereferencetransformer.go), api/filters/nameref

import { isObject } from '../../base/index.ts';
import { nameOf, namespaceOf, textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { changedAt, isMeant } from './field-specs.ts';
import type { Resource } from './resource.ts';
import type { NameReference } from './transformer-config.ts';

/** The resources with their references to others put right. */
export function withReferences(resources: readonly Resource[], references: readonly NameReference[]): readonly Resource[] {
  const groups = references.map(({ fields, ...kind }) => ({ fields, candidates: resources.filter((resource) => isMeant(resource.object, kind) && isElsewhere(resource)) }));
  const inUse = groups.filter(({ candidates }) => candidates.length > 0);
  return inUse.length === 0 ? resources : resources.map((resource) => inUse.reduce((current, { fields, candidates }) => {
    const referrer = current.object;
    const object = fields.reduce((next, spec) => changedAt(next, spec, (before) => referred(before, (name, namespace) => meant(candidates.filter((each) => namespace === '' || namespace === (each.firstNamespace || 'default') || namespace === namespaceOf(each.object)), name, resource))), referrer);
    return object === referrer ? current : { ...current, object };
  }, resource));
}

const isElsewhere = ({ object, names, firstNamespace }: Resource): boolean => namespaceOf(object) !== firstNamespace || names.some((name) => name !== nameOf(object));

/** A reference is a name, or an object with a name and a namespace. */
function referred(before: unknown, find: (name: string, namespace: string) => AnyObject | undefined): unknown {
  if (typeof before === 'string') return nameOf(find(before, '') ?? { metadata: { name: before } });
  const target = isObject(before) && typeof before['name'] === 'string' ? find(before['name'], textAt(before, 'namespace')) : undefined;
  if (!isObject(before) || !target) return before;
  const namespace = namespaceOf(target);
  return { ...before, name: nameOf(target), ...(namespace === '' ? undefined : { namespace }) };
}

/** What went the referrer's own way comes first when there are several of that name. */
function meant(candidates: readonly Resource[], name: string, referrer: Resource): AnyObject | undefined {
  const found = candidates.filter(({ names }) => names.includes(name));
  const near = found.filter(({ object }) => namespaceOf(object) === namespaceOf(referrer.object));
  const among = near.length > 0 ? near : found;
  return (among.find(({ affixes }) => affixes.join(' ') === referrer.affixes.join(' ')) ?? among[0])?.object;
}
