import { describe, expect, test } from 'vitest';
import type { ContainerInput } from '../../../kinds/index.ts';
import { testWorld } from '../../testing/test-world.ts';
import type { TestWorld } from '../../testing/test-world.ts';

function probed(container: Partial<ContainerInput>): TestWorld {
  const world = testWorld();
  world.run('probed', { terminationGracePeriodSeconds: 1, containers: [{ name: 'app', image: 'web:1', ...container }] });
  return world;
}

const status = (world: TestWorld) => world.pod('probed').status.containerStatuses?.[0];
const kinds = (world: TestWorld, reason: string): readonly string[] =>
  [...new Set(world.events('probed').filter((line) => line.startsWith(`${reason} `)).map((line) => line.slice(reason.length + 1)))];

describe('probes', () => {
  test.each([
    {
      why: 'an exec probe keeps the whole output', image: 'tools:1',
      livenessProbe: { exec: { command: ['cat', '/tmp/healthy'] }, periodSeconds: 3, failureThreshold: 2 },
      says: "Liveness probe failed: cat: can't open '/tmp/healthy': No such file or directory\n",
    },
    {
      why: 'an http probe tells the status code', image: 'web:1',
      livenessProbe: { httpGet: { path: '/healthz', port: 80 }, periodSeconds: 3, failureThreshold: 2 },
      says: 'Liveness probe failed: HTTP probe failed with statuscode: 404',
    },
    {
      why: 'an http probe of a closed port', image: 'web:1',
      livenessProbe: { httpGet: { path: '/', port: 8081 }, periodSeconds: 3, failureThreshold: 2 },
      says: 'Liveness probe failed: Get "http://ADDRESS:8081/": dial tcp ADDRESS:8081: connect: connection refused',
    },
    {
      why: 'a tcp probe of a closed port', image: 'web:1',
      livenessProbe: { tcpSocket: { port: 8080 }, periodSeconds: 3, failureThreshold: 2 },
      says: 'Liveness probe failed: dial tcp ADDRESS:8080: connect: connection refused',
    },
    {
      why: 'a grpc probe gives up after its time', image: 'web:1',
      livenessProbe: { grpc: { port: 9000 }, periodSeconds: 5, failureThreshold: 2, timeoutSeconds: 3 },
      says: 'Liveness probe failed: timeout: failed to connect service "ADDRESS:9000" within 3s: context deadline exceeded',
    },
  ])('$why', ({ image, livenessProbe, says }) => {
    const world = probed({ image, livenessProbe });
    world.until(() => (status(world)?.restartCount ?? 0) > 0);
    world.pass(200);
    const address = world.pod('probed').status.podIP ?? '';
    expect(kinds(world, 'Unhealthy').map((line) => line.replaceAll(address, 'ADDRESS'))).toEqual([says]);
    expect(kinds(world, 'Killing')).toEqual(['Container app failed liveness probe, will be restarted']);
  });

  test('a container ended by its liveness probe shows its back-off at once from the second time on', () => {
    const world = probed({ image: 'tools:1', livenessProbe: { exec: { command: ['cat', '/none'] }, periodSeconds: 1, failureThreshold: 2 } });
    world.until(() => status(world)?.state.waiting?.reason === 'CrashLoopBackOff');
    const sinceMs = world.kernel.nowMs;
    expect(status(world)).toMatchObject({ restartCount: 1, lastState: { terminated: { exitCode: 137, reason: 'Error' } } });
    world.until(() => status(world)?.restartCount === 2);
    expect(world.kernel.nowMs - sinceMs).toBeGreaterThan(9_500);
  });

  test('an unready container is not restarted, and becomes ready when the probe succeeds', () => {
    const world = probed({ readinessProbe: { httpGet: { path: '/ready', port: 80 }, periodSeconds: 2 } });
    world.pass(20_000);
    expect(status(world)).toMatchObject({ ready: false, started: true, restartCount: 0 });
    const { uid } = world.pod('probed').metadata;
    const container = world.nodes[0]?.runtime.pods.get(uid)?.latest('app');
    container?.files.makeDirectory('/www', { parents: true });
    container?.files.write('/www/ready', '');
    world.until(() => status(world)?.ready === true, 3_000);
    container?.files.remove('/www/ready');
    world.until(() => status(world)?.ready === false, 9_000);
    expect(status(world)?.restartCount).toBe(0);
  });

  test('a container whose startup probe has not succeeded is neither started nor ready, and other probes wait', () => {
    const world = probed({
      image: 'tools:1',
      startupProbe: { exec: { command: ['cat', '/up'] }, periodSeconds: 1, failureThreshold: 600 },
      livenessProbe: { exec: { command: ['cat', '/never'] }, periodSeconds: 1, failureThreshold: 1 },
    });
    world.pass(10_000);
    expect(status(world)).toMatchObject({ ready: false, started: false, restartCount: 0 });
    world.nodes[0]?.runtime.pods.get(world.pod('probed').metadata.uid)?.latest('app')?.files.write('/up', '');
    world.until(() => (status(world)?.restartCount ?? 0) === 1, 10_000);
  });

  test('a failing startup probe restarts the container', () => {
    const world = probed({ startupProbe: { tcpSocket: { port: 81 }, periodSeconds: 1, failureThreshold: 3 } });
    world.until(() => status(world)?.restartCount === 1);
    expect(kinds(world, 'Killing')).toEqual(['Container app failed startup probe, will be restarted']);
  });

  test('a tcp probe of a server of calls succeeds', () => {
    const world = probed({ livenessProbe: { tcpSocket: { port: 80 }, periodSeconds: 1, failureThreshold: 1 } });
    world.pass(10_000);
    expect(status(world)).toMatchObject({ ready: true, restartCount: 0 });
    expect(kinds(world, 'Unhealthy')).toEqual([]);
  });

  // Recorded: Pods taken up at :06 and :07; the liveness probe fails at :17, the container was started at :10.
  test('periods are counted from when the node took the Pod up, not from the start of the container', () => {
    const world = probed({ livenessProbe: { tcpSocket: { port: 81 }, periodSeconds: 10, failureThreshold: 1 } });
    world.until(() => status(world)?.started === true);
    world.pass(8_000);
    expect(kinds(world, 'Unhealthy')).toEqual([]);
    world.pass(2_000);
    expect(kinds(world, 'Unhealthy')).toHaveLength(1);
  });

  test('readiness is tried soon after the start; when its delay is not over yet, a whole period later', () => {
    const prompt = probed({ readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 10 } });
    prompt.until(() => status(prompt)?.started === true);
    prompt.pass(1_500);
    expect(status(prompt)?.ready).toBe(true);
    const delayed = probed({ readinessProbe: { tcpSocket: { port: 80 }, periodSeconds: 10, initialDelaySeconds: 3 } });
    delayed.until(() => status(delayed)?.started === true);
    delayed.pass(9_000);
    expect(status(delayed)?.ready).toBe(false);
    delayed.pass(2_500);
    expect(status(delayed)?.ready).toBe(true);
  });
});
