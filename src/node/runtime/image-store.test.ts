import { describe, expect, test } from 'vitest';
import { testImages, testWorld } from '../testing/test-world.ts';
import type { TestWorld } from '../testing/test-world.ts';
import { parseReference } from './reference.ts';
import { serveRegistry } from './registry.ts';

function worldWithRegistry(isSerial: boolean): TestWorld {
  const world = testWorld({ node: { images: { address: '10.9.9.9', isSerial } } });
  serveRegistry(world.network.addHost('registry', 'registry', '10.9.9.9'), testImages);
  return world;
}

describe('image names', () => {
  test.each([
    ['nginx', 'docker.io/library/nginx:latest'],
    ['nginx:1.27', 'docker.io/library/nginx:1.27'],
    ['bitnami/redis', 'docker.io/bitnami/redis:latest'],
    ['registry.example.com:5000/team/app:v1', 'registry.example.com:5000/team/app:v1'],
    ['localhost/app', 'localhost/app:latest'],
    [`nginx@sha256:${'a'.repeat(64)}`, `docker.io/library/nginx@sha256:${'a'.repeat(64)}`],
  ])('%s is %s', (image, full) => {
    expect(parseReference(image)).toMatchObject({ full });
  });

  test.each(['', 'nginx:', ':1.27', 'a b', 'nginx:1.27:2'])('"%s" is no name', (image) => {
    expect(parseReference(image)).toEqual({ error: 'invalid reference format' });
  });
});

describe('pulls from a registry machine', () => {
  test('show their progress and bring the image', () => {
    const world = worldWithRegistry(true);
    world.run('web', { containers: [{ name: 'web', image: 'web:1' }] });
    world.until(() => (world.nodes[0]?.inspect().pulls[0]?.doneBytes ?? 0) > 2_000_000);
    const pod = world.nodes[0]?.inspectPod(world.pod('web').metadata.uid);
    expect(pod?.pull).toMatchObject({ image: 'docker.io/library/web:1', totalBytes: 5_000_000 });
    expect(pod?.pull?.doneBytes).toBeLessThan(5_000_000);
    world.until(() => world.pod('web').status.phase === 'Running');
    expect(world.nodes[0]?.inspect()).toMatchObject({ pulls: [], images: [{ name: 'docker.io/library/web:1', sizeBytes: 5_000_000 }] });
  });

  test.each([{ isSerial: true, waits: true }, { isSerial: false, waits: false }])('one after the other: $isSerial', ({ isSerial, waits }) => {
    const world = worldWithRegistry(isSerial);
    world.run('a', { containers: [{ name: 'a', image: 'web:1' }] });
    world.run('b', { containers: [{ name: 'b', image: 'tools:1' }] });
    world.until(() => (world.nodes[0]?.inspect().pulls.length ?? 0) === 2);
    world.pass(40);
    expect(world.nodes[0]?.inspect().pulls.some(({ startedMs }) => startedMs === undefined)).toBe(waits);
  });

  test('fail with the words of the dialler when the registry is off', () => {
    const world = worldWithRegistry(true);
    const registry = world.network.hosts.get('registry');
    if (registry) world.network.powerOff(registry);
    world.run('web', { containers: [{ name: 'web', image: 'web:1' }] });
    world.until(() => world.pod('web').status.containerStatuses?.[0]?.state.waiting?.reason === 'ErrImagePull', 90_000);
    expect(world.pod('web').status.containerStatuses?.[0]?.state.waiting?.message).toMatch(
      /^failed to pull and unpack image "docker\.io\/library\/web:1": failed to resolve image: failed to do request: Head "https:\/\/registry-1\.docker\.io\/v2\/library\/web\/manifests\/1": /,
    );
    if (registry) {
      world.network.powerOn(registry);
      serveRegistry(registry, testImages);
    }
    world.until(() => world.pod('web').status.phase === 'Running', 120_000);
  });
});
