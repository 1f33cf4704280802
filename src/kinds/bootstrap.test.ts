// What a new cluster begins with was recorded from a real one: each object is right by the rules of its kind.

import { expect, test } from 'vitest';
import type { KubeObject } from './index.ts';
import { bootstrapObjects, formatFieldError, kindRegistry, validateMetadata } from './index.ts';

const objects = bootstrapObjects().flatMap((input) => {
  const kind = kindRegistry.byKind(input.apiVersion, input.kind);
  return kind ? [{ kind, input, name: `${input.kind} ${input.metadata?.name ?? ''}` }] : [];
});

test.each(objects)('$name', ({ kind, input }) => {
  const object = kind.defaults(input) as KubeObject;
  expect([...validateMetadata(object.metadata, kind), ...(kind.validateCreate?.(object) ?? [])].map(formatFieldError)).toEqual([]);
});
