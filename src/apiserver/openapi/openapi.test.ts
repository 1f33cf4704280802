import { describe, expect, it } from 'vitest';
import '../../kinds/provide.ts';
import { ApiWorld } from '../testing/api-world.ts';

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly 'x-kubernetes-group-version-kind'?: object; readonly parameters?: readonly { readonly name: string }[] }>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, unknown>> };
}

const read = (path: string, world = new ApiWorld()) => world.send({ type: 'path', verb: 'get', path, credentials: world.admin, userAgent: 'test' });

describe('OpenAPI', () => {
  it('has an index of the groups, whose hashes tell what they serve', () => {
    const { paths } = read('/openapi/v3').body as { readonly paths: Readonly<Record<string, { readonly serverRelativeURL: string }>> };
    expect(Object.keys(paths)).toEqual(expect.arrayContaining(['api/v1', 'apis/apps/v1', 'apis/batch/v1']));
    expect(paths['apis/apps/v1']?.serverRelativeURL).toMatch(/^\/openapi\/v3\/apis\/apps\/v1\?hash=[0-9A-F]{64}$/);
    expect(new Set(Object.values(paths).map(({ serverRelativeURL }) => serverRelativeURL)).size).toBe(Object.keys(paths).length);
    expect(read(paths['apis/apps/v1']?.serverRelativeURL ?? '').code).toBe(200);
    expect(read('/openapi/v3/apis/none/v1').code).toBe(404);
  });

  it('tells what can be done where, and of which kind', () => {
    const { paths } = read('/openapi/v3/apis/apps/v1').body as Document;
    const one = paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}'];
    expect(Object.keys(one ?? {}).sort()).toEqual(['delete', 'get', 'parameters', 'patch', 'put']);
    expect(one?.['patch']).toMatchObject({ 'x-kubernetes-group-version-kind': { group: 'apps', version: 'v1', kind: 'Deployment' } });
    expect(one?.['patch']?.parameters?.map(({ name }) => name)).toEqual(['dryRun', 'fieldManager', 'fieldValidation', 'force']);
    expect(paths['/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale']?.['put']).toMatchObject({ 'x-kubernetes-group-version-kind': { group: 'autoscaling', version: 'v1', kind: 'Scale' } });
    expect(Object.keys(paths)).toContain('/apis/apps/v1/deployments');
  });

  it('offers strategic merge patches of what is built in, but not of custom objects, which have no merge keys', () => {
    const world = new ApiWorld();
    const crons = { group: 'stable.example.com', scope: 'Namespaced', names: { plural: 'crons', kind: 'Cron' }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }] };
    const body = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'crons.stable.example.com' }, spec: crons };
    world.send({ type: 'resource', verb: 'create', group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions', body, options: {}, as: 'object', credentials: world.admin, userAgent: 'test' });
    world.pass(1_000);
    const patchesOf = (path: string, one: string) => {
      const { paths } = read(`/openapi/v3${path}`, world).body as Document;
      const patch = paths[`${path}/${one}`]?.['patch'] as { readonly requestBody?: { readonly content: object } } | undefined;
      return Object.keys(patch?.requestBody?.content ?? {}).sort();
    };
    const always = ['application/apply-patch+yaml', 'application/json-patch+json', 'application/merge-patch+json'];
    expect(patchesOf('/apis/stable.example.com/v1', 'namespaces/{namespace}/crons/{name}')).toEqual(always);
    expect(patchesOf('/apis/apps/v1', 'namespaces/{namespace}/deployments/{name}')).toEqual([...always, 'application/strategic-merge-patch+json']);
    const { paths } = read('/openapi/v2', world).body as { readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly consumes: readonly string[] }>>>> };
    const consumedBy = (method: string, path: string) => [...paths[path]?.[method]?.consumes ?? []].sort();
    expect(consumedBy('patch', '/apis/stable.example.com/v1/namespaces/{namespace}/crons/{name}')).toEqual(always);
    expect(consumedBy('patch', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}')).toEqual([...always, 'application/strategic-merge-patch+json']);
    expect(consumedBy('put', '/apis/apps/v1/namespaces/{namespace}/deployments/{name}')).toEqual(['*/*']);
  });

  it('has every type that its documents refer to, with descriptions', () => {
    for (const path of ['/api/v1', '/apis/apps/v1', '/apis/apiextensions.k8s.io/v1', '/apis/policy/v1']) {
      const text = JSON.stringify(read(`/openapi/v3${path}`).body);
      const { components: { schemas } } = JSON.parse(text) as Document;
      const referred = new Set([...text.matchAll(/"#\/components\/schemas\/([^"]+)"/g)].map(([, name = '']) => name));
      expect([...referred].filter((name) => !(name in schemas))).toEqual([]);
      expect(text).not.toContain('#/definitions/');
    }
    const { components: { schemas } } = read('/openapi/v3/api/v1').body as Document;
    expect(schemas['io.k8s.api.core.v1.PodSpec']).toMatchObject({ properties: { containers: {
      description: expect.stringContaining('List of containers belonging to the pod'), type: 'array',
      items: { allOf: [{ $ref: '#/components/schemas/io.k8s.api.core.v1.Container' }] }, 'x-kubernetes-list-map-keys': ['name'],
    } } });
    expect(schemas['io.k8s.apimachinery.pkg.util.intstr.IntOrString']).toMatchObject({ oneOf: [{ type: 'integer' }, { type: 'string' }] });
  });
});
