import { describe, expect, test } from 'vitest';
import type { PodInput } from '../../kinds/index.ts';
import { testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

const isReady = (world: TestWorld, pod: string): boolean => world.pod(pod).status.conditions?.some((one) => one.type === 'Ready' && one.status === 'True') ?? false;
const runtimeOf = (world: TestWorld, pod: string) => world.nodes[0]?.runtime.pods.get(world.pod(pod).metadata.uid);

describe('sidecars', () => {
  test('start before the main containers, count as ready, and end after them', () => {
    const world = testWorld();
    world.run('pair', {
      terminationGracePeriodSeconds: 5,
      initContainers: [{ name: 'mesh', image: 'web:1', restartPolicy: 'Always', startupProbe: { httpGet: { port: 80 }, periodSeconds: 1 } }, { name: 'setup', image: 'tools:1', command: ['say', 'hi'] }],
      containers: [{ name: 'app', image: 'tools:1', command: ['until', '/stop'] }],
    }, { finalizers: ['example.com/keep'] });
    world.until(() => isReady(world, 'pair'));
    const runtime = runtimeOf(world, 'pair');
    expect(world.pod('pair').status.initContainerStatuses?.map(({ name, ready, started }) => ({ name, ready, started }))).toEqual([
      { name: 'mesh', ready: true, started: true }, { name: 'setup', ready: true, started: false },
    ]);
    expect(runtime?.latest('setup')?.createdMs).toBeGreaterThan(runtime?.latest('mesh')?.startedMs ?? Number.NaN);
    world.api.delete('pods', 'default/pair');
    world.until(() => world.pod('pair').status.phase === 'Succeeded');
    const ends = world.pod('pair').status;
    world.pass(100);
    expect(ends.initContainerStatuses?.[0]?.state.terminated).toBeDefined();
    expect(world.events('pair').filter((line) => line.startsWith('Killing'))).toEqual(['Killing Stopping container app', 'Killing Stopping container mesh']);
  });

  test('a Pod whose main container has ended takes its sidecar down and has succeeded', () => {
    const world = testWorld();
    world.run('job', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'mesh', image: 'web:1', restartPolicy: 'Always' }],
      containers: [{ name: 'app', image: 'tools:1', command: ['say', 'done'] }],
    });
    world.until(() => world.pod('job').status.phase === 'Succeeded');
    world.pass(3_000);
    expect(runtimeOf(world, 'job')?.running).toEqual([]);
    expect(world.pod('job').status.initContainerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 0 });
  });
});

describe('processes', () => {
  test('an ephemeral container sees the processes of its target, ends, and never comes back', () => {
    const world = testWorld();
    world.run('pair', { containers: [{ name: 'first', image: 'tools:1', command: ['sleep', '3601'] }] });
    world.until(() => isReady(world, 'pair'));
    world.api.change('pods', 'default/pair', (pod) => ({
      metadata: { ...pod.metadata, generation: 2 },
      spec: {
        ...(pod.spec as object),
        ephemeralContainers: [{ name: 'debugger', image: 'tools:1', imagePullPolicy: 'IfNotPresent', command: ['fail', '2', '0'], targetContainerName: 'first', resources: {}, terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' }],
      },
    }));
    world.until(() => world.pod('pair').status.ephemeralContainerStatuses?.[0]?.state.running !== undefined);
    expect(runtimeOf(world, 'pair')?.latest('debugger')?.processes.list().map(({ argv }) => argv.join(' '))).toEqual(['sleep 3601', 'fail 2 0']);
    world.pass(60_000);
    expect(world.pod('pair').status.ephemeralContainerStatuses?.[0]).toMatchObject({ ready: false, restartCount: 0, state: { terminated: { exitCode: 0, reason: 'Completed' } } });
    expect(isReady(world, 'pair')).toBe(true);
  });

  test('containers that share their processes see those of each other and the pause process first', () => {
    const world = testWorld();
    world.run('shared', {
      shareProcessNamespace: true, terminationGracePeriodSeconds: 1,
      containers: [{ name: 'one', image: 'tools:1', command: ['sleep', '3601'] }, { name: 'two', image: 'tools:1', command: ['sleep', '3602'] }],
    });
    world.until(() => isReady(world, 'shared'));
    expect(runtimeOf(world, 'shared')?.latest('two')?.processes.list().map(({ argv }) => argv.join(' '))).toEqual(['/pause', 'sleep 3601', 'sleep 3602']);
    const two = runtimeOf(world, 'shared')?.latest('two');
    const main = two?.processes.list().at(-1);
    if (!two || !main) return;
    const child = two.processes.start({ ...main.context, program: function* () { return 0; }, argv: ['child'], parent: main.pid });
    expect(child.context.sandbox).toBe(two.sandbox);
    world.api.delete('pods', 'default/shared');
    world.until(() => world.api.get('pods', 'default/shared') === undefined, 5_000);
  });
});

describe('static Pods', () => {
  const manifest: PodInput = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'server', namespace: 'kube-system' }, spec: { hostNetwork: true, containers: [{ name: 'server', image: 'web:1', env: [{ name: 'PORT', value: '9000' }] }] } };
  const mirror = (world: TestWorld) => world.api.get('pods', 'kube-system/server-worker-1');

  test('run without the API and are shown by a mirror that comes back when it is deleted', () => {
    const world = testWorld();
    const [node] = world.nodes;
    node?.addManifest('server.yaml', manifest);
    world.until(() => (mirror(world)?.status as { phase?: string } | undefined)?.phase === 'Running');
    expect(node?.host.stack.listenerAt(9_000)).toBeDefined();
    expect(mirror(world)?.metadata.ownerReferences?.[0]).toMatchObject({ kind: 'Node', name: 'worker-1' });
    const { uid } = mirror(world)?.metadata ?? { uid: '' };
    world.api.delete('pods', 'kube-system/server-worker-1');
    world.until(() => mirror(world) !== undefined && mirror(world)?.metadata.uid !== uid);
    expect([...node?.runtime.pods.values() ?? []].flatMap((pod) => pod.running).map(({ config }) => config.attempt)).toEqual([0]);
  });

  test('start while no server can be reached, and end when their manifest goes', () => {
    const world = testWorld({ isStarted: false });
    const [node] = world.nodes;
    if (!node) return;
    world.network.setCut(node.host, world.api.host, true);
    node.addManifest('server.yaml', manifest);
    node.start();
    world.pass(5_000);
    expect(node.host.stack.listenerAt(9_000)).toBeDefined();
    world.network.setCut(node.host, world.api.host, false);
    world.until(() => mirror(world) !== undefined, 120_000);
    node.removeManifest('server.yaml');
    world.until(() => mirror(world) === undefined && node.runtime.pods.size === 0, 60_000);
    expect(node.host.stack.listenerAt(9_000)).toBeUndefined();
  });

  test('go on when their manifest is written again, and come back when it is put back before they have ended', () => {
    const world = testWorld();
    const [node] = world.nodes;
    node?.addManifest('server.yaml', manifest);
    world.until(() => (mirror(world)?.status as { phase?: string } | undefined)?.phase === 'Running');
    node?.addManifest('server.yaml', { ...manifest });
    world.pass(5_000);
    expect(node?.host.stack.listenerAt(9_000)).toBeDefined();
    node?.removeManifest('server.yaml');
    node?.addManifest('server.yaml', manifest);
    world.pass(40_000);
    expect(node?.host.stack.listenerAt(9_000)).toBeDefined();
  });

  test('are the files of a folder on the machine: written, written wrongly, removed', () => {
    const world = testWorld();
    const disk = world.nodes[0]?.disk;
    const file = '/etc/kubernetes/manifests/server.yaml';
    disk?.write(file, JSON.stringify(manifest));
    disk?.write('/etc/kubernetes/manifests/notes.txt', 'no: [manifest');
    world.until(() => (mirror(world)?.status as { phase?: string } | undefined)?.phase === 'Running');
    expect(world.api.list('pods').map(({ metadata }) => metadata.name)).toEqual(['server-worker-1']);
    disk?.remove(file);
    world.until(() => mirror(world) === undefined, 60_000);
  });
});
