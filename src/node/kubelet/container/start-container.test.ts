import { describe, expect, test } from 'vitest';
import type { ContainerInput, EventInput, PodSpecInput } from '../../../kinds/index.ts';
import { testWorld } from '../../testing/test-world.ts';
import type { TestWorld } from '../../testing/test-world.ts';

function started(container: Partial<ContainerInput>, spec: Partial<PodSpecInput> = {}): TestWorld {
  const world = testWorld();
  world.run('app', { terminationGracePeriodSeconds: 1, ...spec, containers: [{ name: 'app', image: 'tools:1', ...container }] });
  return world;
}

const status = (world: TestWorld) => world.pod('app').status.containerStatuses?.[0];
const waiting = (world: TestWorld) => status(world)?.state.waiting;
const log = (world: TestWorld): string => {
  const container = world.nodes[0]?.runtime.pods.get(world.pod('app').metadata.uid)?.latest('app');
  return container?.log.tail(1_000, 100_000) ?? '';
};

describe('images that cannot be had', () => {
  test('a tag that does not exist: the error, then the back-off, then the next try', () => {
    const world = started({ image: 'web:no-such-tag' });
    const error = 'rpc error: code = NotFound desc = failed to pull and unpack image "docker.io/library/web:no-such-tag": failed to resolve image: docker.io/library/web:no-such-tag: not found';
    world.until(() => waiting(world)?.reason === 'ErrImagePull');
    expect(waiting(world)?.message).toBe(error);
    world.until(() => waiting(world)?.reason === 'ImagePullBackOff', 3_000);
    expect(waiting(world)?.message).toBe(`Back-off pulling image "web:no-such-tag": ErrImagePull: ${error}`);
    world.pass(100);
    expect(world.events('app')).toEqual([
      'Pulling Pulling image "web:no-such-tag"',
      `Failed Failed to pull image "web:no-such-tag": ${error}`,
      'Failed Error: ErrImagePull',
      'BackOff Back-off pulling image "web:no-such-tag"',
      'Failed Error: ImagePullBackOff',
    ]);
    world.until(() => waiting(world)?.reason === 'ErrImagePull', 11_000);
    expect(status(world)).toMatchObject({ image: 'web:no-such-tag', imageID: '', started: false });
    expect(world.pod('app').status.phase).toBe('Pending');
  });

  test('a Pod whose image is corrected goes on with the new one at once', () => {
    const world = started({ image: 'web:no-such-tag' });
    world.until(() => waiting(world)?.reason === 'ImagePullBackOff');
    world.api.change('pods', 'default/app', (pod) => ({
      metadata: { ...pod.metadata, generation: 2 },
      spec: { ...(pod.spec as object), containers: [{ ...world.pod('app').spec.containers[0], image: 'web:1' }] },
    }));
    world.until(() => status(world)?.ready === true, 3_000);
    expect(status(world)).toMatchObject({ restartCount: 0, image: 'docker.io/library/web:1' });
  });

  test.each([
    { image: 'nothing', reason: 'ErrImagePull', message: 'failed to pull and unpack image "docker.io/library/nothing:latest": failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed' },
    { image: 'Nginx:1.27', reason: 'InvalidImageName', message: 'Failed to apply default image tag "Nginx:1.27": couldn\'t parse image name "Nginx:1.27": invalid reference format: repository name (library/Nginx) must be lowercase' },
  ])('$image gives $reason', ({ image, reason, message }) => {
    const world = started({ image });
    world.until(() => waiting(world)?.reason === reason);
    expect(waiting(world)?.message).toBe(message);
  });

  test('an image that may not be pulled and is not there', () => {
    const world = started({ image: 'web:1', imagePullPolicy: 'Never' });
    world.until(() => waiting(world)?.reason === 'ErrImageNeverPull');
    expect(waiting(world)?.message).toBe('Container image "web:1" is not present with pull policy of Never');
  });
});

describe('containers that cannot be made or started', () => {
  test.each([
    { why: 'a missing ConfigMap', container: { envFrom: [{ configMapRef: { name: 'missing' } }] }, message: 'configmap "missing" not found' },
    { why: 'a missing key', container: { env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: 'settings', key: 'size' } } }] }, message: "couldn't find key size in ConfigMap default/settings" },
    { why: 'a missing Secret', container: { env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 'absent', key: 'p' } } }] }, message: 'secret "absent" not found' },
  ])('$why is told as CreateContainerConfigError', ({ container, message }) => {
    const world = testWorld();
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'blue' } } as never);
    world.run('app', { containers: [{ name: 'app', image: 'tools:1', ...container }] });
    world.until(() => waiting(world)?.reason === 'CreateContainerConfigError');
    expect(waiting(world)?.message).toBe(message);
    world.pass(100);
    expect(world.events('app')).toContain(`Failed Error: ${message}`);
  });

  test('root where root is refused', () => {
    const world = started({ securityContext: { runAsNonRoot: true } });
    world.until(() => waiting(world)?.reason === 'CreateContainerConfigError');
    const { uid } = world.pod('app').metadata;
    expect(waiting(world)?.message).toBe(`container has runAsNonRoot and image will run as root (pod: "app_default(${uid})", container: app)`);
  });

  test('a Pod goes on by itself once the missing thing is there', () => {
    const world = started({ envFrom: [{ configMapRef: { name: 'late' } }] });
    world.until(() => waiting(world)?.reason === 'CreateContainerConfigError');
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late' }, data: { a: '1' } } as never);
    world.until(() => status(world)?.ready === true, 20_000);
    expect(status(world)?.restartCount).toBe(0);
  });

  test.each([
    { command: ['no-such-command'], why: 'exec: "no-such-command": executable file not found in $PATH' },
    { command: ['/bin/no-such-command', '-v'], why: 'exec: "/bin/no-such-command": stat /bin/no-such-command: no such file or directory' },
  ])('a program that does not exist: $why', ({ command, why }) => {
    const world = started({ command }, { restartPolicy: 'Never' });
    world.until(() => world.pod('app').status.phase === 'Failed');
    expect(status(world)?.state.terminated).toMatchObject({
      exitCode: 128, reason: 'StartError', startedAt: '1970-01-01T00:00:00Z',
      message: `failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: ${why}`,
    });
  });

  test('a program that does not exist is tried again like one that fails', () => {
    const world = started({ command: ['no-such-command'] });
    world.until(() => waiting(world)?.reason === 'CrashLoopBackOff');
    expect(world.pod('app').status.phase).toBe('Running');
    expect(status(world)?.lastState.terminated).toMatchObject({ exitCode: 128, reason: 'StartError' });
  });
});

describe('what a container sees', () => {
  test('its environment: fields, resources, references between variables, Services', () => {
    const world = testWorld();
    world.api.create({
      apiVersion: 'v1', kind: 'Service', metadata: { name: 'shop-api' },
      spec: { clusterIP: '10.96.7.7', ports: [{ name: '8080-80', port: 8080, protocol: 'TCP' }] }, status: { loadBalancer: {} },
    });
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'blue' } } as never);
    world.pass(100);
    world.run('app', {
      restartPolicy: 'Never',
      containers: [{
        name: 'app', image: 'tools:1', command: ['env'],
        resources: { requests: { cpu: '250m' }, limits: { cpu: '500m', memory: '64Mi' } },
        envFrom: [{ configMapRef: { name: 'settings' }, prefix: 'CM_' }],
        env: [
          { name: 'GREETING', value: 'good day' }, { name: 'TWICE', value: '$(GREETING), $(GREETING) $(MISSING) $$(GREETING)' },
          { name: 'HOST', value: '$(SHOP_API_SERVICE_HOST)' },
          { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
          { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
          { name: 'TIER', valueFrom: { fieldRef: { fieldPath: "metadata.labels['tier']" } } },
          { name: 'CPU_LIMIT', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
          { name: 'CPU_MILLI', valueFrom: { resourceFieldRef: { resource: 'requests.cpu', divisor: '1m' } } },
          { name: 'MEM', valueFrom: { resourceFieldRef: { resource: 'limits.memory' } } },
          { name: 'MEM_MI', valueFrom: { resourceFieldRef: { resource: 'limits.memory', divisor: '1Mi' } } },
        ],
      }],
    }, { labels: { tier: 'front' } });
    world.until(() => world.pod('app').status.phase === 'Succeeded');
    const environment = new Map(log(world).trim().split('\n').map((line) => line.split('=') as [string, string]));
    expect(Object.fromEntries(environment)).toMatchObject({
      HOSTNAME: 'app', IMAGE: 'tools', CM_color: 'blue', TWICE: 'good day, good day $(MISSING) $(GREETING)', HOST: '10.96.7.7',
      POD_NAME: 'app', POD_IP: world.pod('app').status.podIP, TIER: 'front', CPU_LIMIT: '1', CPU_MILLI: '250', MEM: '67108864', MEM_MI: '64',
      SHOP_API_SERVICE_PORT: '8080', SHOP_API_SERVICE_PORT_8080_80: '8080', SHOP_API_PORT: 'tcp://10.96.7.7:8080', SHOP_API_PORT_8080_TCP_PROTO: 'tcp',
    });
    expect([...environment.keys()].filter((name) => name.startsWith('SHOP_API'))).toHaveLength(8);
  });

  test('the files of its Pod: hosts, resolver, volumes from objects, a directory that outlives it', () => {
    const world = testWorld();
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'blue', size: 'big' } } as never);
    world.api.create({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'login' }, data: { password: 'czNjcmV0' }, type: 'Opaque' } as never);
    world.run('app', {
      volumes: [
        { name: 'settings', configMap: { name: 'settings', items: [{ key: 'color', path: 'deep/color.txt' }] } },
        { name: 'all', projected: { sources: [{ secret: { name: 'login' } }, { downwardAPI: { items: [{ path: 'labels', fieldRef: { fieldPath: 'metadata.labels' } }] } }, { serviceAccountToken: { path: 'token' } }] } },
        { name: 'shared', emptyDir: {} },
      ],
      containers: [{
        name: 'app', image: 'tools:1', command: ['until', '/shared/stop'],
        volumeMounts: [{ name: 'settings', mountPath: '/settings' }, { name: 'all', mountPath: '/all' }, { name: 'shared', mountPath: '/shared' }],
      }],
    }, { labels: { app: 'demo', tier: 'front' } });
    world.until(() => status(world)?.ready === true);
    const runtime = world.nodes[0]?.runtime.pods.get(world.pod('app').metadata.uid);
    const files = runtime?.latest('app')?.files;
    expect(files?.read('/settings/deep/color.txt')).toBe('blue');
    expect(files?.list('/settings').map((name) => name.replace(/^\.\.2.*/, '..TIME'))).toEqual(['..TIME', '..data', 'deep']);
    expect(files?.read('/all/password')).toBe('s3cret');
    expect(files?.read('/all/labels')).toBe('app="demo"\ntier="front"');
    expect(files?.read('/all/token')).toMatch(/^eyJ/);
    expect(() => files?.write('/settings/x', 'y')).toThrow('Read-only file system');
    expect(files?.read('/etc/resolv.conf')).toBe('search default.svc.cluster.local svc.cluster.local cluster.local\nnameserver 10.96.0.10\noptions ndots:5\n');
    expect(files?.read('/etc/hosts')).toContain(`${world.pod('app').status.podIP}\tapp\n`);
    files?.write('/shared/stop', 'now');
    files?.write('/tmp/lost', '');
    world.until(() => status(world)?.restartCount === 1);
    expect(runtime?.latest('app')?.files.exists('/shared/stop')).toBe(true);
    expect(runtime?.latest('app')?.files.exists('/tmp/lost')).toBe(false);
  });

  test('a changed ConfigMap reaches the files within two minutes', () => {
    const world = testWorld();
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'blue' } } as never);
    world.run('app', {
      volumes: [{ name: 'v', configMap: { name: 'settings' } }],
      containers: [{ name: 'app', image: 'tools:1', volumeMounts: [{ name: 'v', mountPath: '/v' }, { name: 'v', mountPath: '/etc/color', subPath: 'color' }] }],
    });
    world.until(() => status(world)?.ready === true);
    const files = world.nodes[0]?.runtime.pods.get(world.pod('app').metadata.uid)?.latest('app')?.files;
    world.api.change('configmaps', 'default/settings', () => ({ data: { color: 'red', more: 'x' } }));
    world.pass(2_000);
    expect(files?.read('/v/color')).toBe('blue');
    world.pass(120_000);
    expect(files?.read('/v/color')).toBe('red');
    expect([files?.read('/etc/color'), files?.stat('/etc/color').type, files?.readLink('/etc/color')]).toEqual(['blue', 'file', undefined]);
    expect(files?.list('/v').filter((name) => !name.startsWith('..'))).toEqual(['color', 'more']);
  });

  test.each([
    { why: 'a missing ConfigMap', volume: { configMap: { name: 'missing' } }, says: 'configmap "missing" not found' },
    { why: 'a missing key', volume: { configMap: { name: 'settings', items: [{ key: 'size', path: 's' }] } }, says: 'configmap references non-existent config key: size' },
    { why: 'a missing directory', volume: { hostPath: { path: '/no/such/folder', type: 'Directory' as const } }, says: 'hostPath type check failed: /no/such/folder is not a directory' },
  ])('a volume with $why keeps the Pod in ContainerCreating', ({ volume, says }) => {
    const world = testWorld();
    world.api.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { color: 'blue' } } as never);
    world.run('app', { volumes: [{ name: 'v', ...volume }], containers: [{ name: 'app', image: 'tools:1', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] });
    world.pass(5_000);
    expect(waiting(world)).toEqual({ reason: 'ContainerCreating' });
    expect([...new Set(world.events('app'))]).toEqual([`FailedMount MountVolume.SetUp failed for volume "v" : ${says}`]);
    expect(world.pod('app').status.conditions?.map(({ type, status: is }) => `${type}=${is}`)[0]).toBe('PodReadyToStartContainers=False');
  });

  test('a volume that is written while another cannot be mounted wakes nobody, even where its size is watched', () => {
    const world = testWorld();
    const kept = { name: 'kept', emptyDir: { sizeLimit: '1Gi' } };
    const written = { name: 'written', downwardAPI: { items: [{ path: 'name', fieldRef: { fieldPath: 'metadata.name' } }] } };
    const missing = { name: 'missing', configMap: { name: 'missing' } };
    world.run('app', { volumes: [kept, written, missing], containers: [{ name: 'app', image: 'tools:1' }] });
    world.pass(60_000);
    expect(world.kernel.failure).toBeUndefined();
    const failures = world.api.list('events').map((event) => event as unknown as EventInput).find(({ reason }) => reason === 'FailedMount');
    expect(failures?.count).toBe(7); // 0.5 s after the first, then after twice the pause each time
  });
});

describe('security contexts seen from inside', () => {
  test.each([
    { why: 'root as usual', securityContext: undefined, mask: '00000000a80425fb', noNew: 0, user: { uid: 0, gid: 0, supplementalGroups: [0] } },
    { why: 'nearly nothing', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['NET_BIND_SERVICE'] } }, mask: '0000000000000400', noNew: 1, user: { uid: 0 } },
    { why: 'another user', securityContext: { runAsUser: 1000, runAsGroup: 3000 }, mask: '0000000000000000', noNew: 0, user: { uid: 1000, gid: 3000, supplementalGroups: [3000] } },
    { why: 'everything', securityContext: { privileged: true }, mask: '000001ffffffffff', noNew: 0, user: { uid: 0 } },
  ])('$why', ({ securityContext, mask, noNew, user }) => {
    const world = started(securityContext ? { securityContext } : {});
    world.until(() => status(world)?.ready === true);
    const files = world.nodes[0]?.runtime.pods.get(world.pod('app').metadata.uid)?.latest('app')?.files;
    expect(files?.read('/proc/1/status')).toContain(`CapEff:\t${mask}\n`);
    expect(files?.read('/proc/1/status')).toContain(`NoNewPrivs:\t${noNew}\n`);
    expect(files?.read('/proc/1/cmdline')).toBe(`sleep${String.fromCharCode(0)}3600${String.fromCharCode(0)}`);
    expect(status(world)?.user?.linux).toMatchObject(user);
  });
});

describe('hooks and last words', () => {
  test('postStart runs after the start, preStop before the signal, and both may leave a message', () => {
    const world = testWorld();
    world.run('app', {
      containers: [{
        name: 'app', image: 'tools:1', command: ['until', '/never'],
        lifecycle: { postStart: { exec: { command: ['write', '/tmp/log', 'started'] } }, preStop: { exec: { command: ['write', '/dev/termination-log', 'preStop\n'] } } },
      }],
    }, { finalizers: ['example.com/keep'] });
    world.until(() => status(world)?.ready === true);
    expect(world.nodes[0]?.runtime.pods.get(world.pod('app').metadata.uid)?.latest('app')?.files.read('/tmp/log')).toBe('started');
    world.api.delete('pods', 'default/app');
    world.until(() => world.pod('app').status.phase === 'Succeeded');
    expect(status(world)?.state.terminated).toMatchObject({ message: 'preStop\nTERM\n', reason: 'Completed', exitCode: 0 });
  });

  test('a postStart hook that fails ends the container', () => {
    const world = started({ lifecycle: { postStart: { exec: { command: ['write', '/x', 'y', '7'] } } } }, { restartPolicy: 'Never' });
    world.until(() => world.pod('app').status.phase === 'Failed');
    world.pass(100);
    expect(world.events('app').filter((line) => line.includes('PostStart'))).toEqual(['FailedPostStartHook PostStartHook failed', 'Killing FailedPostStartHook']);
  });

  test('a preStop hook that fails changes nothing but an event', () => {
    const world = started({ lifecycle: { preStop: { exec: { command: ['write', '/x', 'y', '9'] } } } });
    world.until(() => status(world)?.ready === true);
    world.api.delete('pods', 'default/app');
    world.until(() => world.api.get('pods', 'default/app') === undefined);
    expect(world.events('app')).toContain('FailedPreStopHook PreStopHook failed');
  });

  test('the end of the log stands for a message where the Pod wants it', () => {
    const world = started({ command: ['say', 'last', 'words', 'exit', '1'], terminationMessagePolicy: 'FallbackToLogsOnError' }, { restartPolicy: 'Never' });
    world.until(() => world.pod('app').status.phase === 'Failed');
    expect(status(world)?.state.terminated?.message).toBe('last words\n');
  });

  test('a Pod over its deadline is ended by its node', () => {
    const world = started({}, { activeDeadlineSeconds: 5 });
    world.until(() => world.pod('app').status.phase === 'Failed');
    expect(world.pod('app').status).toMatchObject({ reason: 'DeadlineExceeded', message: 'Pod was active on the node longer than the specified deadline' });
    expect(world.events('app')).toEqual(expect.arrayContaining(['DeadlineExceeded Pod was active on the node longer than the specified deadline', 'Killing Stopping container app']));
  });

  test('a Pod that writes more than it may is evicted', () => {
    const world = started({ command: ['write', '/fill', 'x'.repeat(3_000_000)], resources: { limits: { 'ephemeral-storage': '1Mi' } } });
    world.until(() => world.pod('app').status.phase === 'Failed');
    expect(world.pod('app').status).toMatchObject({ reason: 'Evicted', message: 'Pod ephemeral local storage usage exceeds the total limit of containers 1Mi. ' });
  });
});
