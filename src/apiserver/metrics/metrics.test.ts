import { describe, expect, it } from 'vitest';
import '../../kinds/provide.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

function get(world: ApiWorld, path: string, headers: Readonly<Record<string, string>> = {}): HttpResponse {
  const request: HttpRequest = { type: 'http.request', method: 'GET', path, headers, isSecure: true, body: '', certificate: world.admin.certificate ?? '' };
  return world.call(request).payload as HttpResponse;
}

describe('what the server says of itself', () => {
  it('counts requests by what they are and how they end', () => {
    const world = new ApiWorld();
    world.object('create', 'configmaps', { body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } } });
    for (let i = 0; i < 3; i++) world.ask('get', 'configmaps', { name: 'a' });
    world.ask('get', 'configmaps', { name: 'b' });
    const { body, headers } = get(world, '/metrics');
    const rest = 'component="apiserver",dry_run="",group="",resource="configmaps",scope="resource",subresource=""';
    expect(body).toContain(`apiserver_request_total{code="200",${rest},verb="GET",version="v1"} 3\n`);
    expect(body).toContain(`apiserver_request_total{code="404",${rest},verb="GET",version="v1"} 1\n`);
    expect(body).toContain(`apiserver_request_total{code="201",${rest},verb="POST",version="v1"} 1\n`);
    expect(body).toContain(`apiserver_request_duration_seconds_bucket{${rest},verb="GET",version="v1",le="+Inf"} 4\n`);
    expect(body).toContain('apiserver_resource_objects{group="",resource="configmaps"} 1\n');
    expect(body).toMatch(/^# HELP apiserver_request_total \[STABLE\] .*\n# TYPE apiserver_request_total counter$/m);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8; escaping=underscores');
  });

  it('tells its health check by check', () => {
    const world = new ApiWorld();
    const { body } = get(world, '/readyz?verbose&exclude=etcd&exclude=nope');
    expect(body).toContain('[+]ping ok\n[+]log ok\n[+]etcd excluded: ok\n[+]etcd-readiness ok\n[+]informer-sync ok\n');
    expect(body).toMatch(/\[\+\]shutdown ok\nwarn: some health checks cannot be excluded: no matches for "nope"\nreadyz check passed\n$/);
    expect(get(world, '/livez/poststarthook/rbac/bootstrap-roles')).toMatchObject({ status: 200, body: 'ok' });
    world.storage.fail('unavailable', 'etcd is away');
    expect(get(world, '/livez/etcd')).toMatchObject({ status: 500 });
    expect(get(world, '/livez')).toMatchObject({ status: 500, body: expect.stringContaining('[-]etcd failed: reason withheld\n') });
    expect(get(world, '/livez?exclude=etcd')).toMatchObject({ status: 200, body: 'ok' });
  });

  it('says nothing again that a client has', () => {
    const world = new ApiWorld();
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const first = get(world, '/apis', { accept });
    expect(first).toMatchObject({ status: 200, headers: { vary: 'Accept', 'content-type': accept } });
    const { etag = '' } = first.headers;
    expect(get(world, '/apis', { accept, 'if-none-match': etag })).toMatchObject({ status: 304, body: '' });
    expect(get(world, '/apis', { accept, 'if-none-match': '"other"' }).status).toBe(200);
  });

  it('describes itself in OpenAPI v2, in JSON only', () => {
    const world = new ApiWorld();
    const { status, body } = get(world, '/openapi/v2');
    const { swagger, paths, definitions } = JSON.parse(body) as { swagger: string; paths: Record<string, unknown>; definitions: Record<string, unknown> };
    expect([status, swagger]).toEqual([200, '2.0']);
    expect(paths).toHaveProperty(['/api/v1/namespaces/{namespace}/pods/{name}', 'patch', 'parameters', '0', 'name'], 'body');
    const referred = new Set([...body.matchAll(/"#\/definitions\/([^"]+)"/g)].map(([, name = '']) => name));
    expect([...referred].filter((name) => !(name in definitions))).toEqual([]);
    expect(body).not.toContain('#/components/');
    expect(get(world, '/openapi/v2', { accept: 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf' }).status).toBe(406);
  });
});
