import { describe, expect, test } from 'vitest';
import { readJson } from '../../base/index.ts';
import type { APIService, ResourceRequest } from '../../kinds/index.ts';
import { isHttpRequest } from '../../machine/index.ts';
import type { HttpRequest, HttpResponse } from '../../machine/index.ts';
import { ApiWorld } from '../testing/api-world.ts';

const registration: Partial<ResourceRequest> = { group: 'apiregistration.k8s.io', version: 'v1' };
const hats = [{ name: 'hats', singularName: 'hat', namespaced: true, kind: 'Hat', verbs: ['get', 'list'] }];

/** A world with an APIService for shop.example.com/v1, and a machine that serves it once the Service leads there. */
class Shop {
  readonly world = new ApiWorld();
  readonly asked: HttpRequest[] = [];
  status = 200;

  constructor() {
    const { world } = this;
    const { namespace: _, ...request } = world.request('create', 'apiservices', {
      ...registration,
      body: { apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', metadata: { name: 'v1.shop.example.com' }, spec: { group: 'shop.example.com', version: 'v1', groupPriorityMinimum: 100, versionPriority: 10, service: { name: 'shop', namespace: 'default' }, insecureSkipTLSVerify: true } },
    });
    expect(world.send(request).code).toBe(201);
    world.pass(1_000);
  }

  /** Lets a machine serve the group, behind the Service. */
  open(): void {
    const { stack, group } = this.world.network.addHost('shop', 'outside', '10.0.9.7');
    const { asked } = this;
    const answer = (path: string): HttpResponse => ({
      type: 'http.response', status: this.status, headers: { 'content-type': 'application/json' },
      body: JSON.stringify(path.endsWith('/v1') ? { kind: 'APIResourceList', resources: hats } : { kind: 'HatList', items: [] }),
    });
    stack.serve({
      port: 8443, name: 'shop', group,
      *handler({ request }) {
        if (!isHttpRequest(request)) return undefined;
        asked.push(request);
        return { kind: 'response', payload: answer(request.path) };
      },
    });
    this.world.object('create', 'services', { body: { metadata: { name: 'shop' }, spec: { clusterIP: '10.96.0.77', ports: [{ port: 443 }] } } });
    this.world.object('create', 'endpointslices', {
      body: { metadata: { name: 'shop-1', labels: { 'kubernetes.io/service-name': 'shop' } }, addressType: 'IPv4', ports: [{ name: '', port: 8443 }], endpoints: [{ addresses: ['10.0.9.7'] }] },
    });
    this.world.pass(1_000);
  }

  get available(): string {
    const { namespace: _, ...request } = this.world.request('get', 'apiservices', { ...registration, name: 'v1.shop.example.com' });
    const [{ status, reason, message } = { status: '', reason: '', message: '' }] = (this.world.send(request).body as APIService).status.conditions ?? [];
    return `${status} ${reason ?? ''}: ${message ?? ''}`;
  }

  get(path: string, accept = 'application/json'): HttpResponse {
    const { world } = this;
    return world.call({ type: 'http.request', method: 'GET', path, headers: { accept, authorization: 'x' }, isSecure: true, body: '', certificate: world.admin.certificate ?? '' }).payload as HttpResponse;
  }

  /** What aggregated discovery says of the group. */
  get discovered(): unknown {
    const { body } = this.get('/apis', 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    const { items } = readJson(body).value as { readonly items: readonly { readonly metadata: { readonly name?: string }; readonly versions: unknown }[] };
    return items.find(({ metadata }) => metadata.name === 'shop.example.com')?.versions;
  }
}

describe('a group that an APIService leaves to a Service', () => {
  test('is listed, and unavailable while nobody is there', () => {
    const shop = new Shop();
    expect(shop.available).toBe('False ServiceNotFound: service/shop in "default" is not present');
    expect(shop.discovered).toEqual([{ version: 'v1', freshness: 'Stale' }]);
    expect(shop.get('/apis/shop.example.com/v1/hats')).toMatchObject({ status: 503, body: 'service unavailable\n' });
    expect(shop.world.refusal('list', 'hats', { group: 'shop.example.com', version: 'v1' })).toBe('503 ServiceUnavailable: the server is currently unable to handle the request');
  });

  test('is served by whoever stands behind the Service, who is told for whom', () => {
    const shop = new Shop();
    shop.open();
    expect(shop.available).toBe('True Passed: all checks passed');
    expect(shop.discovered).toMatchObject([{ version: 'v1', freshness: 'Current', resources: [{ resource: 'hats', responseKind: { kind: 'Hat' } }] }]);
    expect(shop.get('/apis/shop.example.com/v1/namespaces/default/hats?limit=5')).toMatchObject({ status: 200, body: '{"kind":"HatList","items":[]}' });
    const passedOn = shop.asked.at(-1);
    expect(passedOn?.path).toBe('/apis/shop.example.com/v1/namespaces/default/hats?limit=5');
    expect(passedOn?.headers).toMatchObject({ 'x-remote-user': 'kubernetes-admin', 'x-remote-group': 'system:masters, system:authenticated' });
    expect(passedOn?.headers).not.toHaveProperty('authorization');
  });

  test('is unavailable when what stands there answers something else, until it is asked again', () => {
    const shop = new Shop();
    shop.status = 404;
    shop.open();
    const url = 'https://10.96.0.77:443/apis/shop.example.com/v1';
    expect(shop.available).toBe(`False FailedDiscoveryCheck: failing or missing response from ${url}: bad status from ${url}: 404`);
    shop.status = 200;
    shop.world.pass(31_000);
    expect(shop.available).toBe('True Passed: all checks passed');
  });
});
