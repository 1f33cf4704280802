// The annotation in which kubectl keeps what was applied last.
// Upstream: k8s.io/kubectl pkg/util/apply.go

import { goJson, isObject } from '../../base/index.ts';
import { inGoOrder, lastAppliedAnnotation } from '../../kinds/index.ts';
import { at, mapAt, withField } from '../core/object.ts';
import type { AnyObject } from '../core/object.ts';
import { parseYaml } from '../core/yaml.ts';

/** What was applied last; undefined when the object does not say. */
export function lastApplied(object: AnyObject): AnyObject | undefined {
  const text = mapAt(object, 'metadata', 'annotations')[lastAppliedAnnotation];
  if (text === undefined || text.trim() === '') return undefined;
  const parsed = parseYaml(text);
  return isObject(parsed) ? parsed : undefined;
}

/** The object without that annotation. */
export function withoutLastApplied(object: AnyObject): AnyObject {
  const { [lastAppliedAnnotation]: _, ...annotations } = mapAt(object, 'metadata', 'annotations');
  return withField(object, ['metadata', 'annotations'], annotations);
}

/** The same for an object of a type that kubectl knows itself: the text has the fields in the order of the type. */
export function withLastAppliedAs(definition: string, object: AnyObject): AnyObject {
  const text = goJson(inGoOrder(definition, object), { keepsOrder: true });
  return withField(object, ['metadata', 'annotations'], { ...mapAt(object, 'metadata', 'annotations'), [lastAppliedAnnotation]: `${text}\n` });
}

/** The object with itself, as text, in its annotation. */
export function withLastApplied(object: AnyObject): AnyObject {
  const { [lastAppliedAnnotation]: _, ...annotations } = mapAt(object, 'metadata', 'annotations');
  const plain = withField(object, ['metadata', 'annotations'], annotations);
  return withField(object, ['metadata', 'annotations'], { ...annotations, [lastAppliedAnnotation]: `${goJson(plain)}\n` });
}

/** Whether the object says what was applied last. */
export const hasLastApplied = (object: AnyObject): boolean => at(object, 'metadata', 'annotations', lastAppliedAnnotation) !== undefined;
