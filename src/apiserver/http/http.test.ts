import { describe, expect, it } from 'vitest';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const http = (method: string, path: string, body: unknown = '', headers: Readonly<Record<string, string>> = {}): HttpRequest => ({
  type: 'http.request', method, path, headers, isSecure: true, body: typeof body === 'string' ? body : JSON.stringify(body),
});

/** The administrator's certificate goes along, unless a token does. */
function byAdmin({ admin: { certificate = '' } }: ApiWorld, request: HttpRequest): HttpRequest {
  return request.headers['authorization'] === undefined ? { ...request, certificate } : request;
}

function curl(world: ApiWorld, ...request: Parameters<typeof http>): HttpResponse {
  return world.call(byAdmin(world, http(...request))).payload as HttpResponse;
}

const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
const configMaps = '/api/v1/namespaces/default/configmaps';

describe('HTTP', () => {
  it('reads, writes and deletes', () => {
    const world = new ApiWorld();
    expect(curl(world, 'POST', configMaps, configMap('a')).status).toBe(201);
    expect(JSON.parse(curl(world, 'GET', `${configMaps}/a`).body)).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'a' } });
    const patched = curl(world, 'PATCH', `${configMaps}/a`, { data: { k: 'v' } }, { 'content-type': 'application/merge-patch+json' });
    expect(JSON.parse(patched.body)).toMatchObject({ data: { k: 'v' } });
    expect(JSON.parse(curl(world, 'GET', `${configMaps}?limit=1`).body)).toMatchObject({ kind: 'ConfigMapList', items: [{ metadata: { name: 'a' } }] });
    expect(JSON.parse(curl(world, 'DELETE', `${configMaps}/a`, { kind: 'DeleteOptions', apiVersion: 'v1', preconditions: { uid: 'x' } }).body).reason).toBe('Conflict');
    expect(JSON.parse(curl(world, 'DELETE', `${configMaps}/a`).body)).toMatchObject({ kind: 'Status', status: 'Success' });
  });

  it('writes JSON in the order of Go\'s structs', () => {
    const world = new ApiWorld();
    curl(world, 'POST', configMaps, { apiVersion: 'v1', data: { k: '<&>' }, kind: 'ConfigMap', metadata: { name: 'a' } });
    expect(curl(world, 'GET', `${configMaps}/a`).body).toMatch(/^\{"kind":"ConfigMap","apiVersion":"v1","metadata":\{"name":"a",.*\},"data":\{"k":"\\u003c\\u0026\\u003e"\}\}\n$/);
    expect(curl(world, 'GET', '/apis/apps').body).toBe(
      '{"kind":"APIGroup","apiVersion":"v1","name":"apps","versions":[{"groupVersion":"apps/v1","version":"v1"}],"preferredVersion":{"groupVersion":"apps/v1","version":"v1"}}\n');
  });

  it('watches as lines of JSON', () => {
    const world = new ApiWorld();
    const { payload, stream } = world.call(byAdmin(world, http('GET', `${configMaps}?watch=true`)));
    expect(payload).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    curl(world, 'POST', configMaps, configMap('a'));
    world.pass(100);
    const line = String(stream?.tryNext());
    expect(line.endsWith('\n')).toBe(true);
    expect(JSON.parse(line)).toMatchObject({ type: 'ADDED', object: { metadata: { name: 'a' } } });
  });

  it('passes warnings as headers and tables as asked', () => {
    const world = new ApiWorld();
    expect(curl(world, 'POST', configMaps, { ...configMap('a'), colour: 'red' }).headers['warning']).toBe('299 - "unknown field \\"colour\\""');
    const table = curl(world, 'GET', configMaps, '', { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' });
    expect(JSON.parse(table.body)).toMatchObject({ kind: 'Table', rows: [{ cells: ['a', 0, '0s'] }] });
  });

  it('knows a service account by its token, nobody without one, and turns away what is no token', () => {
    const world = new ApiWorld();
    world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } } });
    const { status } = world.object('create', 'serviceaccounts', { name: 'robot', subresource: 'token', body: {} }) as { readonly status?: { readonly token?: string } };
    const from = world.kernel.trace.latestId + 1;
    curl(world, 'GET', '/version', '', { authorization: `Bearer ${status?.token}` });
    curl(world, 'GET', '/version', '', { authorization: '' });
    expect(curl(world, 'GET', '/version', '', { authorization: 'Bearer no.such.token' })).toMatchObject({ status: 401, body: expect.stringContaining('"message":"Unauthorized"') });
    const users = [...world.kernel.trace.since(from)].flatMap(({ subject }) => (typeof subject === 'object' && 'user' in subject ? [subject.user] : []));
    expect(users).toEqual(['system:serviceaccount:default:robot', 'system:anonymous', '']);
  });

  it('takes nothing that is not secure, and nothing else that comes along', () => {
    const world = new ApiWorld();
    const refusal = { status: 400, body: 'Client sent an HTTP request to an HTTPS server.\n' };
    expect(world.call({ ...http('GET', '/api'), isSecure: false }).payload).toMatchObject(refusal);
    for (const payload of ['hello', undefined, { type: 'api.call' }, { type: 'mysql.query' }]) expect(world.call(payload).payload).toMatchObject(refusal);
  });

  it.each([
    ['GET', '/api/v1/nothing', 404, 'the server could not find the requested resource'],
    ['GET', `${configMaps}?limit=x`, 400, 'strconv.ParseInt: parsing "x": invalid syntax'],
    ['GET', `${configMaps}?labelSelector=%3D%3D`, 400, "found '==', expected: !, identifier, or 'end of string'"],
    ['GET', '/api/v1/namespaces/default/pods/ghost/eviction', 405, 'the server does not allow this method on the requested resource'],
    ['DELETE', `${configMaps}/b?dryRun=Some`, 422, 'DeleteOptions.meta.k8s.io "" is invalid: dryRun: Unsupported value: ["Some"]: supported values: "All"'],
    ['DELETE', `${configMaps}/b?propagationPolicy=Sideways`, 422,
      'DeleteOptions.meta.k8s.io "" is invalid: propagationPolicy: Unsupported value: "Sideways": supported values: "Foreground", "Background", "Orphan", "nil"'],
    ['POST', `${configMaps}?fieldValidation=Sometimes`, 422,
      'CreateOptions.meta.k8s.io "" is invalid: fieldValidation: Unsupported value: "Sometimes": supported values: "", "Ignore", "Strict", "Warn"'],
  ])('%s %s is refused with %i', (method, path, status, message) => {
    const response = curl(new ApiWorld(), method, path);
    expect([response.status, JSON.parse(response.body).message]).toEqual([status, message]);
  });
});

describe('discovery', () => {
  const read = (path: string) => {
    const world = new ApiWorld();
    const { body } = world.send({ type: 'path', verb: 'get', path, credentials: world.admin, userAgent: 'test' });
    return body;
  };

  it('tells what is served', () => {
    expect(read('/version')).toMatchObject({ major: '1', minor: '36', gitVersion: 'v1.36.3' });
    expect(read('/api')).toEqual({ kind: 'APIVersions', versions: ['v1'], serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '10.0.0.1:6443' }] });
    expect(read('/apis/apps')).toEqual({ kind: 'APIGroup', apiVersion: 'v1', name: 'apps', versions: [{ groupVersion: 'apps/v1', version: 'v1' }], preferredVersion: { groupVersion: 'apps/v1', version: 'v1' } });
    const names = (read('/apis/apps/v1') as { resources: { name: string }[] }).resources.map(({ name }) => name);
    expect(names).toContain('deployments/scale');
    expect(names).toContain('statefulsets/scale');
    expect(read('/')).toContain('    "/apis/apps/v1",\n');
  });

  it('comes all at once when that is asked for', () => {
    const world = new ApiWorld();
    const { body } = world.send({ type: 'path', verb: 'get', path: '/apis', accept: 'discovery', credentials: world.admin, userAgent: 'test' });
    expect(body).toMatchObject({ kind: 'APIGroupDiscoveryList', items: expect.arrayContaining([expect.objectContaining({ metadata: { name: 'apps' } })]) });
    const { items } = body as { readonly items: readonly { readonly metadata: { readonly name: string }; readonly versions: readonly { readonly resources: readonly object[] }[] }[] };
    const [apps] = items.find(({ metadata }) => metadata.name === 'apps')?.versions ?? [];
    // Kinds that are built in do not say where they are; those of other groups do.
    expect(apps?.resources).toContainEqual(expect.objectContaining({
      resource: 'deployments', responseKind: { group: '', version: '', kind: 'Deployment' },
      subresources: [expect.objectContaining({ subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } }), expect.objectContaining({ subresource: 'status' })],
    }));
    expect(Object.keys(apps ?? {})).toEqual(['version', 'resources', 'freshness']);
  });

  it('does not come again while a client has it, and does when more is served', () => {
    const world = new ApiWorld();
    const asked = (headers: Readonly<Record<string, string>> = {}): HttpResponse =>
      curl(world, 'GET', '/apis', '', { accept: 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList', ...headers });
    const { headers: { etag = '' } } = asked();
    expect(etag).toMatch(/^"[0-9A-F]{64}"$/);
    expect(asked({ 'if-none-match': etag })).toMatchObject({ status: 304, body: '', headers: { etag } });
    expect(asked({ 'if-none-match': '"another"' })).toMatchObject({ status: 200, headers: { etag } });
    const names = { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' };
    const versions = [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }];
    curl(world, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'widgets.example.com' }, spec: { group: 'example.com', scope: 'Namespaced', names, versions },
    });
    world.pass(10_000);
    expect(asked({ 'if-none-match': etag })).toMatchObject({ status: 200, body: expect.stringContaining('widgets') });
  });

  it('says that it is well', () => {
    expect([read('/healthz'), read('/livez/ping'), read('/readyz')]).toEqual(['ok', 'ok', 'ok']);
    expect(read('/readyz?verbose')).toMatch(/^\[\+\]ping ok\n[^]*readyz check passed\n$/);
  });

  it('is not ready while storage is away', () => {
    const world = new ApiWorld();
    world.storage.fail('unavailable', 'etcdserver: no leader');
    const reply = world.send({ type: 'path', verb: 'get', path: '/readyz', credentials: world.admin, userAgent: 'test' });
    expect(reply.code).toBe(500);
    expect(reply.body).toContain('[-]etcd failed: reason withheld\n');
  });

  it('says by what a request is known, and of which priority it is', () => {
    const world = new ApiWorld();
    const uidOf = (group: string, name: string) => JSON.parse(curl(world, 'GET', `/apis/flowcontrol.apiserver.k8s.io/v1/${group}/${name}`).body).metadata.uid as string;
    const flow = (schema: string, level: string) => ({ 'x-kubernetes-pf-flowschema-uid': uidOf('flowschemas', schema), 'x-kubernetes-pf-prioritylevel-uid': uidOf('prioritylevelconfigurations', level) });
    expect(curl(world, 'GET', configMaps).headers).toMatchObject({ 'cache-control': 'no-cache, private', ...flow('exempt', 'exempt') });
    const anonymous = (path: string) => (world.call({ ...http('GET', path), certificate: undefined }).payload as HttpResponse).headers;
    expect(anonymous('/healthz')).toMatchObject({ 'x-content-type-options': 'nosniff', ...flow('probes', 'exempt') });
    expect(anonymous(configMaps)).toMatchObject({ 'x-content-type-options': 'nosniff', ...flow('global-default', 'global-default') });
    const [first, second] = [curl(world, 'GET', configMaps), curl(world, 'GET', configMaps)].map(({ headers }) => headers['audit-id']);
    expect(first).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(second).not.toBe(first);
    expect(curl(world, 'GET', configMaps, '', { 'audit-id': 'mine' }).headers['audit-id']).toBe('mine');
    const { stream, payload } = world.call(byAdmin(world, http('GET', '/api/v1/endpoints?watch=1')));
    expect((payload as HttpResponse).headers).toMatchObject({ ...flow('exempt', 'exempt'), warning: '299 - "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"' });
    stream?.cancel();
  });

  it('tells who signs tokens', () => {
    const world = new ApiWorld();
    const told = JSON.parse(curl(world, 'GET', '/.well-known/openid-configuration').body);
    expect(told).toMatchObject({ issuer: 'https://kubernetes.default.svc.cluster.local', jwks_uri: 'https://10.0.0.1:6443/openid/v1/jwks' });
    world.object('create', 'serviceaccounts', { body: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'robot' } } });
    const { token } = (world.ask('create', 'serviceaccounts', { name: 'robot', subresource: 'token', body: {} }).body as { readonly status: { readonly token: string } }).status;
    const { kid } = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString('utf8'));
    expect(JSON.parse(curl(world, 'GET', '/openid/v1/jwks').body)).toEqual({ keys: [{ use: 'sig', kty: 'oct', kid, alg: 'HS256' }] });
  });

  it('gives a request as long as it says, unless it goes on', () => {
    const world = new ApiWorld();
    const refused = (path: string): string => `${curl(world, 'GET', path).status} ${curl(world, 'GET', path).body}`;
    expect(refused(`${configMaps}?timeout=1x`)).toContain('invalid timeout specified in the request URL - time: unknown unit \\"x\\" in duration \\"1x\\"');
    expect(curl(world, 'GET', `${configMaps}?timeout=1ns`)).toMatchObject({
      status: 504, headers: { 'content-type': 'text/plain; charset=utf-8' },
      body: '{"metadata":{},"status":"Failure","message":"Timeout: request did not complete within the allotted timeout","reason":"Timeout","details":{},"code":504}',
    });
    for (const enough of ['10s', '0', '-1s', '']) expect(curl(world, 'GET', `${configMaps}?timeout=${enough}`).status).toBe(200);
    const { stream, payload } = world.call(byAdmin(world, http('GET', `${configMaps}?watch=1&timeout=bad`)));
    expect((payload as HttpResponse).status).toBe(200);
    stream?.cancel();
  });

  it('tells since when it runs and with which flags, as text or in a form that is asked for by its name', () => {
    const world = new ApiWorld();
    const told = (path: string, accept = ''): HttpResponse => curl(world, 'GET', path, '', { accept });
    expect(told('/statusz').body).toMatch(/^\napiserver statusz\nWarning: .*\n\nStarted.* UTC 2026\nUp[:=]? +0 hr 00 min \d\d sec\n/);
    expect(told('/flagz', 'text/plain').body).toMatch(/\nauthorization-mode(: ?|=| )\[Node,RBAC\]\n/);
    const status = told('/statusz', 'application/json;v=v1beta1;g=config.k8s.io;as=Statusz');
    expect(status.headers['content-type']).toBe('application/json;g=config.k8s.io;v=v1beta1;as=Statusz');
    expect(JSON.parse(status.body)).toMatchObject({ kind: 'Statusz', apiVersion: 'config.k8s.io/v1beta1', metadata: { name: 'apiserver' }, binaryVersion: '1.36.3', emulationVersion: '1.36' });
    const flags = told('/flagz', 'application/yaml;v=v1alpha1;g=config.k8s.io;as=Flagz');
    expect(flags.headers['warning']).toBe('299 - "This version of the flagz endpoint is deprecated. Please use a newer version."');
    expect(flags.body).toMatch(/^apiVersion: config\.k8s\.io\/v1alpha1\nflags:\n {2}advertise-address: /);
    expect(JSON.parse(told('/flagz', 'application/json').body)).toMatchObject({ reason: 'NotAcceptable', message: 'only the following media types are accepted: application/json, application/yaml, text/plain' });
  });

  it('counts what its checks came to', () => {
    const world = new ApiWorld();
    curl(world, 'GET', '/livez/ping');
    curl(world, 'GET', '/livez/ping');
    expect(curl(world, 'GET', '/metrics/slis').body.split('\n').filter((line) => line.includes('ping'))).toEqual([
      'kubernetes_healthcheck{name="ping",type="livez"} 1', 'kubernetes_healthchecks_total{name="ping",status="success",type="livez"} 2',
    ]);
  });

  it.each([
    ['POST', '[', 'application/json', "the object provided is unrecognized (must be of type ConfigMap): couldn't get version/kind; json parse error: invalid character '[' exceeded max depth (5b5b"],
    ['PATCH', '{"a":', 'application/merge-patch+json', "error decoding patch: invalid character '{' exceeded max depth"],
    ['PATCH', '{"a":', 'application/strategic-merge-patch+json', "invalid character '{' exceeded max depth"],
    ['PATCH', '{a: ', 'application/apply-patch+yaml', 'error decoding YAML: error converting YAML to JSON: yaml: exceeded max depth of 1000'],
  ])('refuses what lies too deep: %s %s %s', (method, step, type, message) => {
    const world = new ApiWorld();
    const answer = curl(world, method, method === 'POST' ? configMaps : `${configMaps}/a?fieldManager=x`, step.repeat(20_000), { 'content-type': type });
    expect(answer.status).toBe(400);
    expect(JSON.parse(answer.body).message.slice(0, message.length)).toBe(message);
  });
});
