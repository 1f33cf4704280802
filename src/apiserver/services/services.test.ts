import { describe, expect, it } from 'vitest';
import type { Service } from '../../kinds/index.ts';
import { ApiWorld } from '../testing/api-world.ts';
import { MemoryStorage } from '../testing/memory-storage.ts';
import { NodePorts } from './node-ports.ts';

const service = (name: string, spec: object = {}) => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec } });
const create = (world: ApiWorld, name: string, spec: object = {}, options: object = {}) => world.object('create', 'services', { body: service(name, spec), options }) as Service;
const refuse = (world: ApiWorld, spec: object) => world.refusal('create', 'services', { body: service('web', spec) }).replace(/^422 Invalid: Service "web" is invalid: /, '');

describe('the addresses of Services', () => {
  it('are drawn from the upper band of the block', () => {
    const world = new ApiWorld();
    for (const name of ['a', 'b', 'c']) {
      const { spec } = create(world, name);
      expect(spec.clusterIPs).toEqual([spec.clusterIP]);
      expect(spec.clusterIP).toMatch(/^10\.(9[6-9]|10\d|11[01])\.\d+\.\d+$/);
      expect(spec.clusterIP).not.toMatch(/^10\.96\.0\./);
    }
  });

  it('are refused in the words of Kubernetes', () => {
    const world = new ApiWorld();
    create(world, 'first', { type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] });
    const refusals: [object, string][] = [
      [{ clusterIP: '192.168.1.10' }, 'spec.clusterIPs: Invalid value: ["192.168.1.10"]: failed to allocate IP 192.168.1.10: the provided network does not match the current range'],
      [{ clusterIP: '10.96.0.1' }, 'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: provided IP is already allocated'],
      [{ type: 'NodePort', ports: [{ port: 80, nodePort: 8080 }] }, 'spec.ports[0].nodePort: Invalid value: 8080: provided port is not in the valid range. The range of valid ports is 30000-32767'],
      [{ type: 'NodePort', ports: [{ name: 'a', port: 80, nodePort: 30_090 }, { name: 'b', port: 81, nodePort: 30_090 }] }, 'spec.ports[1].nodePort: Invalid value: 30090: provided port is already allocated'],
      [{ type: 'NodePort', ports: [{ port: 80, nodePort: 30_080 }] }, 'spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated'],
      [{ ipFamilyPolicy: 'RequireDualStack' }, 'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": this cluster is not configured for dual-stack services'],
      [{ ipFamilies: ['IPv6'] }, 'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster'],
    ];
    for (const [spec, why] of refusals) expect(refuse(world, spec)).toBe(why);
  });

  it('are given back by a refusal and by a deletion', () => {
    const world = new ApiWorld();
    expect(refuse(world, { type: 'NodePort', clusterIP: '10.96.0.77', ports: [{ port: 80, nodePort: 8080 }] })).toContain('valid range');
    create(world, 'a', { type: 'NodePort', clusterIP: '10.96.0.77', ports: [{ port: 80, nodePort: 30_080 }] });
    world.ask('delete', 'services', { name: 'a' });
    expect(create(world, 'b', { type: 'NodePort', clusterIP: '10.96.0.77', ports: [{ port: 80, nodePort: 30_080 }] }).spec.clusterIP).toBe('10.96.0.77');
  });

  it('are still taken after a restart', () => {
    const world = new ApiWorld();
    const { spec } = create(world, 'a', { type: 'NodePort' });
    world.host.group.kill();
    world.server = world.start();
    world.pass(2_000);
    expect(refuse(world, { clusterIP: spec.clusterIP })).toContain('provided IP is already allocated');
    expect(refuse(world, { type: 'NodePort', ports: [{ port: 80, nodePort: spec.ports?.[0]?.nodePort }] })).toContain('provided port is already allocated');
  });

  it('are not taken by a dry run', () => {
    const world = new ApiWorld();
    expect(create(world, 'a', { clusterIP: '10.96.0.77' }, { dryRun: true }).spec.clusterIP).toBe('10.96.0.77');
    expect(create(world, 'a', { clusterIP: '10.96.0.77' }).spec.clusterIP).toBe('10.96.0.77');
  });

  it('share a node port between TCP and UDP of one port', () => {
    const world = new ApiWorld();
    const ports = [{ name: 'a', port: 53 }, { name: 'b', port: 53, protocol: 'UDP' }];
    const [tcp, udp] = create(world, 'dns', { type: 'NodePort', ports }).spec.ports ?? [];
    expect(tcp?.nodePort).toBeGreaterThanOrEqual(30_086);
    expect(udp?.nodePort).toBe(tcp?.nodePort);
  });

  it('stay through a change that leaves them out, and go with the type that needs them', () => {
    const world = new ApiWorld();
    const made = create(world, 'web', { type: 'NodePort' });
    const kept = world.object('update', 'services', { name: 'web', body: service('web', { type: 'NodePort', sessionAffinity: 'ClientIP' }) }) as Service;
    expect(kept.spec).toMatchObject({ clusterIP: made.spec.clusterIP, ports: [{ nodePort: made.spec.ports?.[0]?.nodePort }], sessionAffinity: 'ClientIP' });
    const inner = world.object('patch', 'services', { name: 'web', patchType: 'merge', body: { spec: { type: 'ClusterIP' } } }) as Service;
    expect(inner.spec.clusterIP).toBe(made.spec.clusterIP);
    expect(inner.spec.ports).toEqual([{ port: 80, protocol: 'TCP', targetPort: 80 }]);
    const outer = world.object('patch', 'services', { name: 'web', patchType: 'merge', body: { spec: { type: 'ExternalName', externalName: 'example.com' } } }) as Service;
    expect(outer.spec.clusterIP).toBeUndefined();
    expect(create(world, 'other', { type: 'NodePort', clusterIP: made.spec.clusterIP, ports: [{ port: 80, nodePort: made.spec.ports?.[0]?.nodePort }] }).spec.clusterIP).toBe(made.spec.clusterIP);
  });

  it('of headless and external Services are none', () => {
    const world = new ApiWorld();
    expect(create(world, 'headless', { clusterIP: 'None' }).spec).toMatchObject({ clusterIP: 'None', clusterIPs: ['None'] });
    expect(create(world, 'outside', { type: 'ExternalName', externalName: 'example.com' }).spec.clusterIP).toBeUndefined();
  });
});

describe('node ports', () => {
  it('are drawn until none is left, none of them twice', () => {
    const world = new ApiWorld();
    const ports = new NodePorts(new MemoryStorage(world.kernel), world.kernel.random('ports'), { first: 30_000, last: 30_039 });
    const drawn = Array.from({ length: 40 }, () => world.run(ports.claimAny(false)));
    expect(drawn.toSorted((a = 0, b = 0) => a - b)).toEqual(Array.from({ length: 40 }, (_, index) => 30_000 + index));
    expect(world.run(ports.claimAny(false))).toBeUndefined();
  });
});
