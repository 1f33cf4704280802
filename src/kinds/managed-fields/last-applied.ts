// From client-side to server-side apply: what kubectl's annotation says was applied is no conflict for kubectl.
// Upstream: k8s.io/apimachinery util/managedfields/internal (lastappliedmanager.go, lastappliedupdater.go)

import { goJson, isObject } from '../../base/index.ts';
import { lastAppliedAnnotation } from '../object.ts';
import type { Conflict } from './apply-configuration.ts';
import { fieldsOf } from './applied-fields.ts';
import { whyNotApplied } from './check-applied.ts';
import { changedFields } from './differences.ts';
import type { FieldModel } from './field-model.ts';
import type { FieldSet } from './field-set.ts';
import { difference } from './field-set.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Whose applies follow on client-side ones. */
export const clientSideSuccessor = 'kubectl';

function annotationOf(object: Fields): string | undefined {
  const { metadata } = object;
  const annotations = isObject(metadata) ? metadata['annotations'] : undefined;
  const text = isObject(annotations) ? annotations[lastAppliedAnnotation] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** The conflicts that are left when what was applied last, and is still as it was applied, may be taken. */
export function withoutLastApplied({ type }: FieldModel, live: Fields, conflicts: readonly Conflict[]): readonly Conflict[] {
  const text = annotationOf(live);
  const last = text === undefined ? undefined : parsed(text);
  if (!last || whyNotApplied(type, last) !== undefined) return conflicts;
  const allowed = difference(fieldsOf(type, last), changedFields(type, live, last));
  return conflicts.flatMap((conflict) => {
    const fields: FieldSet | undefined = difference(conflict.fields, allowed);
    return fields ? [{ ...conflict, fields }] : [];
  });
}

function parsed(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}

/** The object with what was applied now in the annotation, if it has one. */
export function withLastApplied(object: Fields, live: Fields, config: Fields): Fields {
  if (annotationOf(live) === undefined) return object;
  const text = `${goJson(withoutAnnotation(config))}\n`;
  const metadata = isObject(object['metadata']) ? object['metadata'] : {};
  const annotations = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  if (annotations[lastAppliedAnnotation] === text) return object;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, [lastAppliedAnnotation]: text } } };
}

/** A configuration as it is kept: without its own annotation. */
function withoutAnnotation(config: Fields): Fields {
  if (annotationOf(config) === undefined) return config;
  const metadata = isObject(config['metadata']) ? config['metadata'] : {};
  const { [lastAppliedAnnotation]: _, ...annotations } = isObject(metadata['annotations']) ? metadata['annotations'] : {};
  return { ...config, metadata: { ...metadata, annotations } };
}
