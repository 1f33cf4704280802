import { describe, expect, test } from 'vitest';
import { askServer, resolveName } from '../../machine/index.ts';
import type { DnsQuery, Program, Resolution } from '../../machine/index.ts';
import type { Stack } from '../../network/index.ts';
import { coreDns } from './core-dns.ts';
import { ApiClient } from '../../client/index.ts';
import { testImages, testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

const dns = coreDns({
  domain: 'cluster.local',
  connect: ({ sandbox }) => new ApiClient({ stack: sandbox.stack, servers: [{ address: '192.168.0.1', port: 6443 }], credentials: {}, userAgent: 'coredns' }),
});

/** Resolves its argument and prints what it found. */
const resolved: Resolution[] = [];
const lookup: Program = function* (context) {
  resolved.push(yield* resolveName(context, context.argv[1] ?? ''));
  return 0;
};

function dnsWorld(): TestWorld {
  const more: Readonly<Record<string, Program>> = { coredns: dns, lookup };
  const world = testWorld({
    node: {
      images: {
        isSerial: true,
        catalogue: {
          find: (reference) => {
            const answer = testImages.find(reference);
            if (answer.verdict !== 'found') return answer;
            return { verdict: 'found', image: { ...answer.image, findProgram: (name, files) => more[name] ?? answer.image.findProgram(name, files) } };
          },
        },
      },
    },
  });
  world.run('coredns', { containers: [{ name: 'coredns', image: 'tools:1', command: ['coredns'] }], dnsPolicy: 'Default' });
  world.until(() => world.pod('coredns').status.phase === 'Running');
  const service = (name: string, spec: object): unknown => world.api.create({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec, status: { loadBalancer: {} } });
  const slice = (name: string, port: object, endpoints: readonly object[]): unknown => world.api.create({
    apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', addressType: 'IPv4',
    metadata: { name: `${name}-1`, namespace: 'default', labels: { 'kubernetes.io/service-name': name } }, ports: [port], endpoints,
  } as never);
  service('kube-dns', { clusterIP: '10.96.0.10', clusterIPs: ['10.96.0.10'], ports: [{ name: 'dns', port: 53, protocol: 'UDP', targetPort: 53 }] });
  slice('kube-dns', { name: 'dns', port: 53, protocol: 'UDP' }, [{ addresses: [world.pod('coredns').status.podIP], nodeName: 'worker-1', conditions: { ready: true } }]);
  service('web', { clusterIP: '10.96.1.1', clusterIPs: ['10.96.1.1'], ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 80 }] });
  service('db', { clusterIP: 'None', clusterIPs: ['None'], ports: [{ name: 'sql', port: 5432, protocol: 'TCP', targetPort: 5432 }] });
  slice('db', { name: 'sql', port: 5432, protocol: 'TCP' }, ['db-0', 'db-1'].map((hostname, index) => ({
    addresses: [`10.244.9.${index + 1}`], hostname, conditions: { ready: true },
  })));
  service('empty-headless', { clusterIP: 'None', clusterIPs: ['None'], ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }] });
  service('elsewhere', { type: 'ExternalName', externalName: 'www.example.com' });
  world.pass(500);
  return world;
}

function ask(world: TestWorld, name: string, recordType: DnsQuery['recordType'] = 'A'): string {
  let heard: string | undefined;
  const { kernel } = world;
  const stack = world.nodes[0]?.host.stack as Stack;
  const body = function* () {
    const answer = yield* askServer({ stack, group: kernel.root, random: kernel.random('test') }, '10.96.0.10', { name, recordType }, 10_000);
    heard = answer ? [answer.status, ...answer.records.map(({ value }) => value).sort()].join(' ') : 'no answer';
  };
  kernel.spawn('ask', body());
  world.until(() => heard !== undefined);
  return heard ?? '';
}

describe('the cluster\'s names', () => {
  const world = dnsWorld();

  test.each([
    ['web.default.svc.cluster.local', 'A', 'NOERROR 10.96.1.1'],
    ['web.default.svc.cluster.local', 'AAAA', 'NOERROR'],
    ['db.default.svc.cluster.local', 'A', 'NOERROR 10.244.9.1 10.244.9.2'],
    ['db-0.db.default.svc.cluster.local', 'A', 'NOERROR 10.244.9.1'],
    ['db-9.db.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['empty-headless.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['no-such-name.default.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['web.nowhere.svc.cluster.local', 'A', 'NXDOMAIN'],
    ['default.svc.cluster.local', 'A', 'NOERROR'],
    ['_http._tcp.web.default.svc.cluster.local', 'SRV', 'NOERROR 0 100 80 web.default.svc.cluster.local'],
    ['_sql._tcp.db.default.svc.cluster.local', 'SRV', 'NOERROR 0 50 5432 db-0.db.default.svc.cluster.local 0 50 5432 db-1.db.default.svc.cluster.local'],
    ['elsewhere.default.svc.cluster.local', 'CNAME', 'NOERROR www.example.com'],
    ['1.9.244.10.in-addr.arpa', 'PTR', 'NOERROR db-0.db.default.svc.cluster.local'],
    ['1.1.96.10.in-addr.arpa', 'PTR', 'NOERROR web.default.svc.cluster.local'],
    ['10-244-0-5.default.pod.cluster.local', 'A', 'NOERROR 10.244.0.5'],
    ['www.example.com', 'A', 'SERVFAIL'],
  ] as const)('%s %s: %s', (name, recordType, expected) => {
    expect(ask(world, name, recordType)).toBe(expected);
  });

  test('a program finds a Service by its short name, along the search list of its Pod', () => {
    world.run('dig', { restartPolicy: 'Never', containers: [{ name: 'dig', image: 'tools:1', command: ['lookup', 'web'] }] });
    world.until(() => world.pod('dig').status.phase === 'Succeeded');
    expect(resolved.at(-1)).toEqual({ verdict: 'found', addresses: ['10.96.1.1'], canonicalName: 'web.default.svc.cluster.local' });
  });

  test('a name that nobody has is not resolved when no server outside is known', () => {
    world.run('dig-2', { restartPolicy: 'Never', containers: [{ name: 'dig', image: 'tools:1', command: ['lookup', 'no-such-name'] }] });
    world.until(() => world.pod('dig-2').status.phase === 'Succeeded');
    expect(resolved.at(-1)).toEqual({ verdict: 'no-answer' });
  });
});
