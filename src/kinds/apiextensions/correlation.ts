// Which item of a changed list was which before: told by its keys.
// Upstream: k8s.io/apiserver pkg/cel/common/equality.go CorrelatedObject

import { deepEqual, isObject } from '../../base/index.ts';
import type { JSONSchemaProps } from '../generated/types.ts';

/** What an item of a list was before, where that can be told; undefined otherwise. */
export function correlatedItem(schema: JSONSchemaProps, before: { readonly value: unknown } | undefined, item: unknown): { readonly value: unknown } | undefined {
  if (!before || schema['x-kubernetes-list-type'] !== 'map' || !Array.isArray(before.value) || !isObject(item)) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const old: unknown = before.value.find((each: unknown) => isObject(each) && keys.every((key) => deepEqual(each[key], item[key])));
  return old === undefined ? undefined : { value: old };
}
