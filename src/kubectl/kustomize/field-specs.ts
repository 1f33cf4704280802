// Where in objects a kustomization changes something: paths, for all kinds or for one. Lists on the way are entered at every item.
// Upstream: sigs.k8s.io/kustomize api/filters/fieldspec

import { isObject } from '../../base/index.ts';
import { parseApiVersion } from '../../kinds/index.ts';
import { textAt } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';

/** A path in objects of a group, version and kind; what is empty is any. */
export interface FieldSpec {
  /** `spec/template/metadata/labels`; `\/` is a slash in a name, and `[]` behind a name says that a list is there. */
  readonly path: string;
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Whether what is missing on the way is made. */
  readonly creates: boolean;
}

/** A spec as a file has it. */
export function fieldSpec(given: AnyObject): FieldSpec {
  return { path: textAt(given, 'path'), group: textAt(given, 'group'), version: textAt(given, 'version'), kind: textAt(given, 'kind'), creates: given['create'] === true };
}

/** Whether a kind is meant. */
export function isMeant(object: AnyObject, { group, version, kind }: Pick<FieldSpec, 'group' | 'kind' | 'version'>): boolean {
  const own = parseApiVersion(textAt(object, 'apiVersion'));
  return (kind === '' || kind === object['kind']) && (group === '' || group === own.group) && (version === '' || version === own.version);
}

/** The object with what a spec's path leads to changed; what `change` gives as undefined stays away. */
export function changedAt(object: AnyObject, spec: FieldSpec, change: (before: unknown) => unknown): AnyObject {
  if (!isMeant(object, spec)) return object;
  const steps = spec.path.split(/(?<!\\)\//).map((step) => step.replaceAll('\\/', '/'));
  const next = changed(object, steps, spec.creates, change);
  return isObject(next) ? next : object;
}

/** The object changed by all specs, one after another. */
export function changedAtAll(object: AnyObject, specs: readonly FieldSpec[], change: (before: unknown) => unknown): AnyObject {
  return specs.reduce((current, spec) => changedAt(current, spec, change), object);
}

function changed(value: unknown, steps: readonly string[], creates: boolean, change: (before: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each: unknown) => changed(each, steps, creates, change));
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (!isObject(value)) return value;
  const name = step.replace(/\[\]$/, '');
  const before = value[name];
  // A list is not made: nobody could say of what.
  if ((before === undefined || before === null) && (!creates || name !== step)) return value;
  const next = changed(before ?? (rest.length > 0 ? {} : undefined), rest, creates, change);
  return next === undefined || next === before ? value : { ...value, [name]: next };
}
