import { describe, expect, test } from 'vitest';
import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Stack } from '../../network/index.ts';
import type { ServiceInput } from '../../kinds/index.ts';
import { testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

function service(world: TestWorld, spec: Partial<ServiceInput['spec']> = {}): void {
  world.api.create({
    apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' },
    spec: { clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.1'], type: 'ClusterIP', ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }], ...spec },
    status: { loadBalancer: {} },
  });
}

interface Ends { readonly name: string; readonly address: string; readonly node: string; readonly ready?: boolean; readonly serving?: boolean; readonly terminating?: boolean; readonly hints?: object }

function endpoints(world: TestWorld, ends: readonly Ends[]): void {
  const slice = {
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4',
    metadata: { name: 'web-1', namespace: 'default', labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: '', port: 80, protocol: 'TCP' }],
    endpoints: ends.map(({ address, node, ready = true, serving = ready, terminating = false, hints }) => ({
      addresses: [address], nodeName: node, conditions: { ready, serving, terminating }, ...(hints && { hints }),
    })),
  };
  if (world.api.get('endpointslices', 'default/web-1')) world.api.change('endpointslices', 'default/web-1', () => ({ endpoints: slice.endpoints }));
  else world.api.create(slice);
}

/** Two Pods on two nodes that answer with their names. */
function twoPods(world: TestWorld): readonly Ends[] {
  for (const [index, node] of ['worker-1', 'worker-2'].entries()) {
    world.run(`web-${index}`, { nodeName: node, containers: [{ name: 'web', image: 'web:1' }] });
  }
  world.until(() => ['web-0', 'web-1'].every((name) => world.pod(name).status.phase === 'Running'));
  return ['web-0', 'web-1'].map((name) => ({ name, address: world.pod(name).status.podIP ?? '', node: world.pod(name).spec.nodeName ?? '' }));
}

interface Heard { readonly body: string; readonly client: string }

function ask(world: TestWorld, from: Stack, address: string, port: number): Heard | string {
  let heard: Heard | string | undefined;
  const body = function* (): Process {
    try {
      const { payload } = yield* from.call({ address, port, kind: 'traffic', payload: { type: 'http.request', path: '/' }, timeoutMs: 1_000 });
      const answer = payload as { readonly body: string; readonly headers: { readonly client: string } };
      heard = { body: answer.body, client: answer.headers.client };
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      heard = error.code;
    }
  };
  world.kernel.spawn('ask', body());
  world.until(() => heard !== undefined);
  return heard ?? '';
}

function names(world: TestWorld, from: Stack, address: string, port: number, times = 40): readonly string[] {
  const seen = new Set<string>();
  for (let i = 0; i < times; i++) {
    const heard = ask(world, from, address, port);
    seen.add(typeof heard === 'string' ? heard : heard.body);
  }
  return [...seen].sort();
}

describe('kube-proxy', () => {
  test('endpoints with hints are used from the nodes and zones that they are for, as long as all have some and one is for here', () => {
    const world = testWorld({ nodes: 2 });
    const [first, second] = twoPods(world) as [Ends, Ends];
    service(world);
    world.api.change('nodes', 'worker-1', ({ metadata }) => ({ metadata: { ...metadata, labels: { ...metadata.labels, 'topology.kubernetes.io/zone': 'a' } } }));
    const from = world.nodes[0]?.host.stack as Stack;
    const seenWith = (one: object | undefined, other: object | undefined): readonly string[] => {
      endpoints(world, [{ ...first, ...(one && { hints: one }) }, { ...second, ...(other && { hints: other }) }]);
      world.pass(100);
      return names(world, from, '10.96.1.1', 80);
    };
    const forZone = (name: string) => ({ forZones: [{ name }] });
    expect(seenWith(forZone('b'), forZone('a'))).toEqual(['web-1']);
    expect(seenWith(forZone('a'), forZone('b'))).toEqual(['web-0']);
    expect(seenWith(forZone('b'), forZone('c'))).toEqual(['web-0', 'web-1']);
    expect(seenWith(forZone('a'), undefined)).toEqual(['web-0', 'web-1']);
    expect(seenWith({ ...forZone('a'), forNodes: [{ name: 'worker-2' }] }, { ...forZone('b'), forNodes: [{ name: 'worker-1' }] })).toEqual(['web-1']);
  });

  test('a cluster IP leads to every ready endpoint, from Pods and from nodes, and other ports refuse', () => {
    const world = testWorld({ nodes: 2 });
    const ends = twoPods(world);
    service(world);
    endpoints(world, ends);
    world.pass(100);
    const node = world.nodes[0]?.host.stack as Stack;
    const pod = world.network.stackAt(ends[1]?.address ?? '') as Stack;
    expect(names(world, node, '10.96.1.1', 80)).toEqual(['web-0', 'web-1']);
    expect(names(world, pod, '10.96.1.1', 80)).toEqual(['web-0', 'web-1']);
    expect(ask(world, node, '10.96.1.1', 81)).toBe('ECONNREFUSED');
  });

  test('a Service without ready endpoints refuses, and follows its endpoints at once', () => {
    const world = testWorld({ nodes: 2 });
    const ends = twoPods(world);
    service(world);
    endpoints(world, ends.map((end) => ({ ...end, ready: false })));
    world.pass(100);
    const node = world.nodes[0]?.host.stack as Stack;
    expect(ask(world, node, '10.96.1.1', 80)).toBe('ECONNREFUSED');
    endpoints(world, ends.slice(0, 1));
    world.pass(100);
    expect(names(world, node, '10.96.1.1', 80)).toEqual(['web-0']);
    world.api.delete('services', 'default/web');
    world.pass(100);
    expect(ask(world, node, '10.96.1.1', 80)).toBe('ETIMEDOUT');
  });

  test('when no endpoint is ready, those that end but still serve are used', () => {
    const world = testWorld({ nodes: 2 });
    const [first, second] = twoPods(world) as [Ends, Ends];
    service(world);
    endpoints(world, [{ ...first, ready: false, serving: true, terminating: true }, { ...second, ready: false, serving: false, terminating: true }]);
    world.pass(100);
    expect(names(world, world.nodes[0]?.host.stack as Stack, '10.96.1.1', 80)).toEqual(['web-0']);
  });

  test('a node port is open on every node, hides the client behind the node, and with policy Local only where endpoints are', () => {
    const world = testWorld({ nodes: 2 });
    const ends = twoPods(world);
    const client = world.network.addHost('client', 'client', '203.0.113.7');
    client.hasRouteTo = (address) => address.startsWith('192.168.');
    service(world, { type: 'NodePort', externalTrafficPolicy: 'Cluster', ports: [{ port: 80, protocol: 'TCP', targetPort: 80, nodePort: 30080 }] });
    endpoints(world, ends.slice(0, 1));
    world.pass(100);
    expect(ask(world, client.stack, '192.168.0.11', 30080)).toEqual({ body: 'web-0', client: '192.168.0.11' });
    expect(ask(world, client.stack, '192.168.0.12', 30080)).toEqual({ body: 'web-0', client: '192.168.0.12' });
    expect(ask(world, client.stack, ends[0]?.address ?? '', 80)).toBe('ETIMEDOUT');
    world.api.change('services', 'default/web', ({ spec }) => ({ spec: { ...(spec as object), externalTrafficPolicy: 'Local' } }));
    world.pass(100);
    expect(ask(world, client.stack, '192.168.0.11', 30080)).toEqual({ body: 'web-0', client: '203.0.113.7' });
    expect(ask(world, client.stack, '192.168.0.12', 30080)).toBe('ETIMEDOUT');
  });

  test('a host port leads to its Pod while the Pod runs', () => {
    const world = testWorld({ nodes: 2 });
    world.run('web', { terminationGracePeriodSeconds: 1, containers: [{ name: 'web', image: 'web:1', ports: [{ containerPort: 80, hostPort: 8080 }] }] });
    world.until(() => world.pod('web').status.phase === 'Running');
    const other = world.nodes[1]?.host.stack as Stack;
    expect(ask(world, other, '192.168.0.11', 8080)).toEqual({ body: 'web', client: '192.168.0.12' });
    world.api.delete('pods', 'default/web');
    world.pass(3_000);
    expect(ask(world, other, '192.168.0.11', 8080)).toBe('ECONNREFUSED');
  });

  test('with session affinity a client stays with its endpoint', () => {
    const world = testWorld({ nodes: 2 });
    const ends = twoPods(world);
    service(world, { sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 60 } } });
    endpoints(world, ends);
    world.pass(100);
    const node = world.nodes[0]?.host.stack as Stack;
    expect(names(world, node, '10.96.1.1', 80)).toHaveLength(1);
    const seen = new Set<string>();
    for (let i = 0; i < 12; i++) {
      world.pass(61_000);
      seen.add(names(world, node, '10.96.1.1', 80, 1)[0] ?? '');
    }
    expect([...seen].sort()).toEqual(['web-0', 'web-1']);
  });

  test('rules stay while kube-proxy is stopped and are brought up to date when it comes back', () => {
    const world = testWorld({ nodes: 2 });
    const ends = twoPods(world);
    service(world);
    endpoints(world, ends.slice(0, 1));
    world.pass(100);
    const [node] = world.nodes;
    const stack = node?.host.stack as Stack;
    node?.stopProxy();
    endpoints(world, ends.slice(1));
    world.pass(1_000);
    expect(names(world, stack, '10.96.1.1', 80)).toEqual(['web-0']);
    node?.startProxy();
    world.pass(1_000);
    expect(names(world, stack, '10.96.1.1', 80)).toEqual(['web-1']);
  });
});
