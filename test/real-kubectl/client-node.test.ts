import '../../src/cluster/provide.ts';
import { PassThrough } from 'node:stream';
import { AppsV1Api, CoreV1Api, Exec, KubeConfig, KubernetesObjectApi, ListWatch, PatchStrategy, PortForward, Watch, makeInformer } from '@kubernetes/client-node';
import type { V1Pod, V1Status } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, readTopology } from '../../src/cluster/index.ts';
import { kubeconfigText, openDoor } from '../../src/serve/index.ts';
import type { Door } from '../../src/serve/index.ts';

const namespace = 'default';
const pod = (name: string, image = 'nginx', command?: readonly string[]): V1Pod => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, labels: { app: name } }, spec: { containers: [{ name: 'main', image, ...(command ? { command: [...command] } : {}) }] },
});

describe('the client library for JavaScript', { timeout: 60_000 }, () => {
  let door: Door;
  const config = new KubeConfig();
  let core: CoreV1Api;
  beforeAll(async () => {
    door = await openDoor(createWorld({ topology: readTopology({ workers: [{ name: 'worker-1' }] }), seed: 1 }), { port: 0, bind: '127.0.0.1', speed: 10 });
    config.loadFromString(kubeconfigText(door.wayIn));
    core = config.makeApiClient(CoreV1Api);
  }, 60_000);
  afterAll(() => door.close());

  const running = async (name: string): Promise<void> => {
    while ((await core.readNamespacedPod({ name, namespace })).status?.phase !== 'Running') await new Promise((resolve) => setTimeout(resolve, 50));
  };

  test('makes, reads, lists and patches', async () => {
    await core.createNamespacedPod({ namespace, body: pod('a') });
    expect((await core.listNamespacedPod({ namespace, labelSelector: 'app=a' })).items.map(({ metadata }) => metadata?.name)).toEqual(['a']);
    const patched = await core.patchNamespacedPod({ name: 'a', namespace, body: [{ op: 'add', path: '/metadata/labels/more', value: 'yes' }] });
    expect(patched.metadata?.labels).toEqual({ app: 'a', more: 'yes' });
    await expect(core.readNamespacedPod({ name: 'ghost', namespace })).rejects.toMatchObject({ code: 404 });
  });

  test('watches', async () => {
    const seen: string[] = [];
    const going = await new Watch(config).watch(`/api/v1/namespaces/${namespace}/configmaps`, {}, (type, object: { readonly metadata: { readonly name: string } }) => seen.push(`${type} ${object.metadata.name}`), () => undefined);
    await core.createNamespacedConfigMap({ namespace, body: { metadata: { name: 'watched' } } });
    await core.deleteNamespacedConfigMap({ name: 'watched', namespace });
    while (!seen.includes('DELETED watched')) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(seen.filter((each) => each.endsWith(' watched'))).toEqual(['ADDED watched', 'DELETED watched']);
    going.abort();
  });

  test('keeps an informer that agrees with a list', async () => {
    const informer: ListWatch<V1Pod> = makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () => core.listNamespacedPod({ namespace })) as ListWatch<V1Pod>;
    await informer.start();
    for (const name of ['b', 'c', 'd']) await core.createNamespacedPod({ namespace, body: pod(name) });
    await core.deleteNamespacedPod({ name: 'c', namespace, gracePeriodSeconds: 0 });
    await running('d');
    const wanted = (await core.listNamespacedPod({ namespace })).items.map(({ metadata }) => metadata?.name).sort();
    const names = (): (string | undefined)[] => informer.list().map(({ metadata }) => metadata?.name).sort();
    while (names().join() !== wanted.join()) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(names()).toEqual(['a', 'b', 'd']);
    await informer.stop();
  });

  test('enters a container', async () => {
    await core.createNamespacedPod({ namespace, body: pod('box', 'busybox', ['sleep', '1d']) });
    await running('box');
    const output = new PassThrough();
    const status = await new Promise<V1Status>((resolve, reject) => {
      new Exec(config).exec(namespace, 'box', 'main', ['sh', '-c', 'echo hi; exit 2'], output, null, null, false, resolve).catch(reject);
    });
    expect(String(output.read())).toBe('hi\n');
    expect(status).toMatchObject({ status: 'Failure', reason: 'NonZeroExitCode', details: { causes: [{ reason: 'ExitCode', message: '2' }] } });
  });

  test('forwards a port', async () => {
    const [output, input] = [new PassThrough(), new PassThrough()];
    await running('a');
    await new PortForward(config).portForward(namespace, 'a', [80], output, null, input);
    input.write('GET / HTTP/1.1\r\nHost: a\r\n\r\n');
    let text = '';
    for await (const part of output as AsyncIterable<Buffer>) if ((text += part.toString()).includes('Welcome to nginx!')) break;
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  test('scales a Deployment by replacing what it read', async () => {
    const apps = config.makeApiClient(AppsV1Api);
    await KubernetesObjectApi.makeApiClient(config).create({
      apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace },
      spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'main', image: 'nginx' }] } } },
    } as Parameters<KubernetesObjectApi['create']>[0]);
    const read = await apps.readNamespacedDeployment({ name: 'web', namespace });
    if (read.spec) read.spec.replicas = 2;
    await apps.replaceNamespacedDeployment({ name: 'web', namespace, body: read }).catch(() => undefined); // its status may have come between
    const scaled = await KubernetesObjectApi.makeApiClient(config).patch({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace }, spec: { replicas: 2 } } as Parameters<KubernetesObjectApi['patch']>[0], undefined, undefined, undefined, undefined, PatchStrategy.MergePatch);
    expect(scaled).toMatchObject({ spec: { replicas: 2 } });
  });
});
