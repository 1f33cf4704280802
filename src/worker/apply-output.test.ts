import { describe, expect, it } from 'vitest';
import { builtInNames } from './kind-names.ts';
import { objectsIn, refusalsIn } from './apply-output.ts';

const files = [
  { name: 'a.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata: {name: web}\n---\napiVersion: v1\nkind: Service\nmetadata: {name: web, namespace: shop}\n' },
  { name: 'b.yaml', text: 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\n' },
];

describe('what kubectl said about an apply', () => {
  it('names what was stored, with the namespace of its document', () => {
    expect(objectsIn(builtInNames, 'pod/web created\nservice/web unchanged (server dry run)\ndeployment.apps/api configured\n', files)).toEqual([
      { id: 'object/Pod/default/web', action: 'created' },
      { id: 'object/Service/shop/web', action: 'unchanged' },
      { id: 'object/Deployment/default/api', action: 'configured' },
    ]);
  });
  it('gives each cause of an invalid object its field', () => {
    const [refusal] = refusalsIn(builtInNames, 'The Deployment "api" is invalid: \n* spec.replicas: Invalid value: -1: must be greater than or equal to 0\n* spec.selector: Required value\n', files);
    expect(refusal).toMatchObject({ file: 'b.yaml', document: 0, code: 422, reason: 'Invalid' });
    expect(refusal?.causes).toEqual([
      { field: 'spec.replicas', message: 'Invalid value: -1: must be greater than or equal to 0' },
      { field: 'spec.selector', message: 'Required value' },
    ]);
  });
  it('finds file and document of a request that was refused', () => {
    const output = 'Error from server (BadRequest): error when creating "a.yaml": Service in version "v1" cannot be handled as a Service: strict decoding error: unknown field "spec.port"\n';
    expect(refusalsIn(builtInNames, output, files)).toMatchObject([{ file: 'a.yaml', document: 1, code: 400, reason: 'BadRequest' }]);
    expect(refusalsIn(builtInNames, 'Error from server (AlreadyExists): error when creating "a.yaml": pods "web" already exists\n', files)).toMatchObject([{ document: 0, code: 409 }]);
  });
  it('tells the line of what is no YAML', () => {
    const output = 'error: error parsing b.yaml: error converting YAML to JSON: yaml: line 8: found a tab character that violates indentation\n';
    expect(refusalsIn(builtInNames, output, files)).toMatchObject([{ file: 'b.yaml', line: 8, message: output.trimEnd() }]);
  });
  it('finds nothing wrong where nothing is', () => {
    expect(refusalsIn(builtInNames, 'pod/web created\n', files)).toEqual([]);
  });
});
