import { expect, test } from 'vitest';
import { threeWayPatch } from './strategic.ts';

const pod = (...containers: readonly object[]) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web' }, spec: { containers } });

test('the items of a three-way patch stand in the order that it asks for, deleted ones last', () => {
  const original = pod({ name: 'a', tty: true }, { name: 'b', image: 'y' }, { name: 'gone', image: 'z' });
  const modified = pod({ name: 'b', image: 'new' }, { name: 'a' });
  const current = pod({ name: 'a', tty: true }, { name: 'b', image: 'y' }, { name: 'gone', image: 'z' });
  expect(threeWayPatch(original, modified, current)).toEqual({
    spec: {
      '$setElementOrder/containers': [{ name: 'b' }, { name: 'a' }],
      containers: [{ name: 'b', image: 'new' }, { name: 'a', tty: null }, { $patch: 'delete', name: 'gone' }],
    },
  });
});
