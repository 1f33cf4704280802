import { expect, test } from 'vitest';
import { withCustomKinds, type KindsSchema } from './custom-schemas.ts';

const builtIn: KindsSchema = {
  properties: { apiVersion: { enum: ['v1'] }, kind: { enum: ['Pod'] } },
  allOf: [],
  definitions: {},
};

test('kinds of definitions are known beside the built-in ones, each by its own schema', () => {
  const schema = {
    type: 'object',
    properties: {
      spec: {
        type: 'object',
        properties: { size: { type: 'integer', minimum: 0, exclusiveMinimum: true, 'x-kubernetes-validations': [] }, port: { 'x-kubernetes-int-or-string': true }, note: { type: 'string', nullable: true }, anything: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    },
  };
  const known = withCustomKinds(builtIn, [{ apiVersion: 'example.com/v1', kind: 'Gadget', schema }]);
  expect(known.properties).toEqual({ apiVersion: { enum: ['v1', 'example.com/v1'] }, kind: { enum: ['Pod', 'Gadget'] } });
  expect(known.allOf.at(-1)).toMatchObject({ if: { properties: { kind: { const: 'Gadget' } } }, then: { $ref: '#/definitions/custom.example.com.v1.Gadget' } });
  expect(known.definitions['custom.example.com.v1.Gadget']).toEqual({
    type: 'object',
    additionalProperties: false,
    properties: {
      apiVersion: { type: 'string' },
      kind: { type: 'string' },
      metadata: { $ref: '#/definitions/meta.v1.ObjectMeta' },
      spec: {
        type: 'object',
        additionalProperties: false,
        properties: { size: { type: 'integer', exclusiveMinimum: 0 }, port: { type: ['integer', 'string'] }, note: { type: ['string', 'null'] }, anything: { type: 'object' } },
      },
    },
  });
});

test('a kind that is called as a built-in one is left to that', () => {
  expect(withCustomKinds(builtIn, [{ apiVersion: 'example.com/v1', kind: 'Pod', schema: {} }])).toBe(builtIn);
});
