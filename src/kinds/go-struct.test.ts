import { describe, expect, it } from 'vitest';
import './provide.ts';
import { goValue } from './go-struct.ts';

type Printed = Readonly<Record<string, unknown>>;

describe('what Go prints of a schema', () => {
  const printed = goValue('v1.JSONSchemaProps', {
    type: 'object',
    properties: { list: { type: 'array', items: { type: 'string' } }, open: { type: 'object', additionalProperties: true }, typed: { type: 'object', additionalProperties: { type: 'integer' } } },
    'x-kubernetes-validations': [{ rule: 'true' }],
  }) as Printed;
  const properties = printed['Properties'] as Readonly<Record<string, Printed>>;

  it('has every field, in the order of the server\'s own type', () => {
    expect(Object.keys(printed).slice(0, 7)).toEqual(['ID', 'Schema', 'Ref', 'Description', 'Type', 'Nullable', 'Format']);
    expect(printed).toMatchObject({ Dependencies: null, Definitions: null, XValidations: [{ Rule: 'true', Message: '', Reason: null }] });
  });

  it('prints the schemas within it as schemas, whatever stands for them', () => {
    expect(properties['list']?.['Items']).toMatchObject({ Schema: { Type: 'string', Nullable: false }, JSONSchemas: null });
    expect(properties['open']?.['AdditionalProperties']).toEqual({ Allows: true, Schema: null });
    expect(properties['typed']?.['AdditionalProperties']).toMatchObject({ Allows: true, Schema: { Type: 'integer' } });
  });
});
