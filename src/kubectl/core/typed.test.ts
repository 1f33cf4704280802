import { expect, test } from 'vitest';
import { asTyped } from './typed.ts';

test('an object of a known type has what its type always writes, and nothing that the type does not have', () => {
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' }, spec: { selector: {}, template: { spec: { containers: [{ name: 'c', nosuch: 1 }] } } } };
  expect(asTyped(deployment)).toEqual({
    apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'a' },
    spec: { selector: {}, strategy: {}, template: { metadata: {}, spec: { containers: [{ name: 'c', resources: {} }] } } }, status: {},
  });
});

test('an object of a kind that kubectl does not know stays as it is', () => {
  const widget = { apiVersion: 'example.com/v1', kind: 'Widget', spec: { any: [1] } };
  expect(asTyped(widget)).toBe(widget);
});

test('a wrong type is told', () => {
  expect(() => asTyped({ apiVersion: 'v1', kind: 'Pod', spec: { containers: 'x' } })).toThrow(/cannot unmarshal string/);
});
