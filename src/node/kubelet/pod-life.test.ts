import { describe, expect, test } from 'vitest';
import { testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';

const web = { containers: [{ name: 'web', image: 'web:1' }] };

function condition(world: TestWorld, pod: string, type: string): string {
  return world.pod(pod).status.conditions?.find((one) => one.type === type)?.status ?? '';
}

const isReady = (world: TestWorld, pod: string): boolean => condition(world, pod, 'Ready') === 'True';
const phase = (world: TestWorld, pod: string): string => world.pod(pod).status.phase;
const exists = (world: TestWorld, pod: string): boolean => world.api.get('pods', `default/${pod}`) !== undefined;

describe('the life of a Pod', () => {
  test('a bare Pod is pulled, started, and reported as running and ready', () => {
    const world = testWorld();
    world.run('web', web);
    world.until(() => isReady(world, 'web'));
    const { status } = world.pod('web');
    expect(status.phase).toBe('Running');
    expect(status.podIP).toMatch(/^10\.244\.1\./);
    expect(status.containerStatuses?.[0]).toMatchObject({
      name: 'web', ready: true, started: true, restartCount: 0, image: 'docker.io/library/web:1', lastState: {}, state: { running: {} },
    });
    expect(status.conditions?.map(({ type, status: is }) => `${type}=${is}`)).toEqual([
      'PodReadyToStartContainers=True', 'Initialized=True', 'Ready=True', 'ContainersReady=True', 'PodScheduled=True',
    ]);
    world.pass(1_000);
    expect(world.events('web').map((line) => line.replace(/in \S+ \(\S+ including waiting\)/, 'in TIME'))).toEqual([
      'Pulling Pulling image "web:1"',
      'Pulled Successfully pulled image "web:1" in TIME. Image size: 5000000 bytes.',
      'Created Container created',
      'Started Container started',
    ]);
  });

  test('the start of a Pod whose image is there costs two status writes', () => {
    const world = testWorld();
    world.run('first', web);
    world.until(() => isReady(world, 'first'));
    world.pass(5_000);
    const before = world.api.writes.length;
    world.run('second', web);
    world.until(() => isReady(world, 'second'));
    world.pass(5_000);
    expect(world.api.writes.slice(before).filter((write) => write === 'patch pods second')).toHaveLength(2);
    expect(world.events('second')[0]).toBe('Pulled Container image "web:1" already present on machine and can be accessed by the pod');
  });

  test('a deleted Pod ends in order and is taken out of the API when nothing of it runs', () => {
    const world = testWorld();
    world.run('web', web);
    world.until(() => isReady(world, 'web'));
    const address = world.pod('web').status.podIP ?? '';
    world.api.delete('pods', 'default/web');
    expect(exists(world, 'web')).toBe(true);
    world.until(() => !exists(world, 'web'), 5_000);
    world.pass(1_000);
    expect(world.network.stackAt(address)).toBeUndefined();
    expect(world.nodes[0]?.runtime.pods.size).toBe(0);
    expect(world.events('web')).toContain('Killing Stopping container web');
  });

  test('a main program that does not hear SIGTERM is killed after the grace period', () => {
    const world = testWorld();
    world.run('deaf', { terminationGracePeriodSeconds: 7, containers: [{ name: 'app', image: 'tools:1' }] }, { finalizers: ['example.com/keep'] });
    world.until(() => isReady(world, 'deaf'));
    world.api.delete('pods', 'default/deaf');
    const beganMs = world.kernel.nowMs;
    world.until(() => phase(world, 'deaf') !== 'Running');
    expect(world.kernel.nowMs - beganMs).toBeGreaterThan(7_000);
    expect(world.pod('deaf').status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 137, reason: 'Error' });
    expect(phase(world, 'deaf')).toBe('Failed');
  });

  test('a Pod with a readiness gate is ready once somebody says so', () => {
    const world = testWorld();
    world.run('gated', { ...web, readinessGates: [{ conditionType: 'example.com/go' }] });
    world.until(() => condition(world, 'gated', 'ContainersReady') === 'True');
    world.pass(2_000);
    expect(world.pod('gated').status.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
      status: 'False', reason: 'ReadinessGatesNotReady', message: 'corresponding condition of pod readiness gate "example.com/go" does not exist.',
    });
    world.api.change('pods', 'default/gated', () => ({
      status: { ...world.pod('gated').status, conditions: [{ type: 'example.com/go', status: 'True' }, ...(world.pod('gated').status.conditions ?? [])] },
    }));
    world.until(() => isReady(world, 'gated'), 2_000);
    expect(world.pod('gated').status.conditions?.map(({ type }) => type)).toContain('example.com/go');
  });

  test('a second deletion with a shorter grace period hurries the end', () => {
    const world = testWorld();
    world.run('patient', { terminationGracePeriodSeconds: 600, containers: [{ name: 'app', image: 'tools:1' }] });
    world.until(() => isReady(world, 'patient'));
    world.api.delete('pods', 'default/patient');
    world.pass(20_000);
    expect(exists(world, 'patient')).toBe(true);
    world.api.delete('pods', 'default/patient', 1);
    world.pass(2_000);
    expect(exists(world, 'patient')).toBe(false);
  });

  test('a Pod whose program ends well has succeeded, and a moment later its sandbox is gone', () => {
    const world = testWorld();
    world.run('once', { restartPolicy: 'Never', containers: [{ name: 'app', image: 'tools:1', command: ['say', 'done'] }] });
    world.until(() => phase(world, 'once') === 'Succeeded');
    world.until(() => condition(world, 'once', 'PodReadyToStartContainers') === 'False');
    const { conditions, containerStatuses } = world.pod('once').status;
    expect(conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`.trim())).toEqual([
      'PodReadyToStartContainers=False', 'Initialized=True PodCompleted', 'Ready=False PodCompleted', 'ContainersReady=False PodCompleted', 'PodScheduled=True',
    ]);
    expect(containerStatuses?.[0]).toMatchObject({ ready: false, started: false, restartCount: 0, state: { terminated: { reason: 'Completed', exitCode: 0 } } });
  });

  test('a program that fails again and again is restarted at once, then after 10 and 20 seconds, as a watch sees it', () => {
    const world = testWorld();
    world.run('crash', { containers: [{ name: 'crash', image: 'tools:1', command: ['fail', '3', '3'] }] });
    const seen: string[] = [];
    const starts: number[] = [];
    for (let i = 0; i < 3000; i++) {
      world.pass(25);
      const status = world.pod('crash').status.containerStatuses?.[0];
      const state = status?.state.waiting?.reason ?? status?.state.terminated?.reason ?? (status?.state.running ? 'Running' : '');
      const line = `${state} ${status?.restartCount}`;
      if (line !== seen.at(-1)) seen.push(line);
      if (state === 'Running' && line !== seen.at(-2)) starts[status?.restartCount ?? 0] ??= world.kernel.nowMs;
    }
    expect(seen.filter((line) => !line.startsWith('ContainerCreating')).slice(0, 9)).toEqual([
      'Running 0', 'Error 0', 'Running 1', 'Error 1', 'CrashLoopBackOff 1', 'Running 2', 'Error 2', 'CrashLoopBackOff 2', 'Running 3',
    ]);
    expect(Math.round(((starts[2] ?? 0) - (starts[1] ?? 0)) / 1000)).toBe(13);
    expect(Math.round(((starts[3] ?? 0) - (starts[2] ?? 0)) / 1000)).toBe(23);
    expect(world.events('crash').find((line) => line.startsWith('BackOff'))).toBe(
      `BackOff Back-off restarting failed container crash in pod crash_default(${world.pod('crash').metadata.uid})`,
    );
  });

  test('init containers run one after the other and the Pod waits for them', () => {
    const world = testWorld();
    world.run('setup', {
      initContainers: [
        { name: 'first', image: 'tools:1', command: ['sleep', '3'] },
        { name: 'second', image: 'tools:1', command: ['sleep', '3'] },
      ],
      containers: [{ name: 'app', image: 'web:1' }],
    });
    world.until(() => world.pod('setup').status.initContainerStatuses?.[0]?.state.running !== undefined);
    const initialized = world.pod('setup').status.conditions?.find(({ type }) => type === 'Initialized');
    expect(initialized).toMatchObject({ status: 'False', reason: 'ContainersNotInitialized', message: 'containers with incomplete status: [first second]' });
    expect(world.pod('setup').status.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
    expect(phase(world, 'setup')).toBe('Pending');
    world.until(() => isReady(world, 'setup'));
    expect(world.pod('setup').status.initContainerStatuses?.map(({ ready }) => ready)).toEqual([true, true]);
  });

  test('an init container that fails without a restart fails the Pod', () => {
    const world = testWorld();
    world.run('never', {
      restartPolicy: 'Never',
      initContainers: [{ name: 'setup', image: 'tools:1', command: ['say', 'no', 'exit', '2'] }],
      containers: [{ name: 'app', image: 'web:1' }],
    });
    world.until(() => condition(world, 'never', 'PodReadyToStartContainers') === 'False' && phase(world, 'never') === 'Failed');
    expect(world.pod('never').status.conditions?.map(({ type, status, reason }) => `${type}=${status} ${reason ?? ''}`.trim())).toEqual([
      'PodReadyToStartContainers=False', 'Initialized=False ContainersNotInitialized', 'Ready=False PodFailed', 'ContainersReady=False PodFailed', 'PodScheduled=True',
    ]);
    expect(world.pod('never').status.containerStatuses?.[0]?.state).toEqual({ waiting: { reason: 'PodInitializing' } });
  });

  test.each([['eat', '50000000'], ['double']])('a container over its memory limit is killed by the kernel: %s', (...command) => {
    const world = testWorld();
    const container = { name: 'app', image: 'tools:1', command, resources: { limits: { memory: '24Mi' } } };
    world.run('eater', { restartPolicy: 'Never', containers: [container] });
    world.until(() => phase(world, 'eater') === 'Failed');
    expect(world.pod('eater').status.containerStatuses?.[0]?.state.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });
});
