import { expect, test } from 'vitest';
import { Kernel } from '../kernel/index.ts';
import { nodeKind, podKind } from '../kinds/index.ts';
import type { Node, Pod } from '../kinds/index.ts';
import { ClusterState } from './cluster-state.ts';
import { defaultPlugins } from './default-plugins.ts';
import { PodInfo } from './pod-info.ts';
import { SchedulingQueue } from './queue.ts';
import type { QueuedPod } from './queue.ts';

function podInfo(name: string, more: { priority?: number; cpu?: string } = {}): PodInfo {
  const spec = { containers: [{ name: 'app', image: 'nginx', resources: { requests: { cpu: more.cpu ?? '1' } } }], priority: more.priority ?? 0 };
  const defaulted = podKind.defaults({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
  return new PodInfo({ ...defaulted, metadata: { name, namespace: 'default', uid: name } } as Pod);
}

function nodeOf(cpu: string): Node {
  return nodeKind.defaults({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' }, status: { allocatable: { cpu, pods: '10' } } }) as Node;
}

function world() {
  const kernel = new Kernel({ seed: 1 });
  const state = new ClusterState({ namespaces: () => undefined, groups: { services: () => [], controller: () => undefined } });
  const queue = new SchedulingQueue(kernel, defaultPlugins, state);
  const taken: { readonly name: string; readonly atMs: number; readonly pod: QueuedPod }[] = [];
  kernel.spawn('taker', (function* () {
    for (;;) {
      const pod = yield* queue.take();
      taken.push({ name: pod.info.pod.metadata.name, atMs: kernel.nowMs, pod });
    }
  })());
  return { kernel, state, queue, taken, names: () => taken.map(({ name }) => name) };
}

test('the more important comes first, then who came first', () => {
  const { kernel, queue, names } = world();
  queue.put(podInfo('a'));
  queue.put(podInfo('b', { priority: 10 }));
  queue.put(podInfo('c'));
  queue.put(podInfo('d', { priority: 10 }));
  kernel.run({});
  expect(names()).toEqual(['b', 'd', 'a', 'c']);
});

test('who left while waiting is not taken', () => {
  const { kernel, queue, names } = world();
  for (const name of ['a', 'b', 'c', 'd', 'e']) queue.put(podInfo(name));
  queue.remove('default/b');
  queue.remove('default/d');
  kernel.run({});
  expect(names()).toEqual(['a', 'c', 'e']);
});

test('a refused Pod stays until something happens that its refuser says may help', () => {
  const { kernel, state, queue, taken } = world();
  queue.put(podInfo('a', { cpu: '4' }));
  kernel.run({ untilMs: 10 });
  queue.refused(taken[0]!.pod, new Set(['NodeResourcesFit']));
  queue.happened({ type: 'node-added', node: state.setNode(nodeOf('2')) });
  kernel.run({ untilMs: 20_000 });
  expect(taken.length).toBe(1);
  queue.happened({ type: 'node-changed', node: state.setNode(nodeOf('8')), what: new Set(['allocatable']) });
  kernel.run({ untilMs: 20_001 });
  expect(taken.map(({ atMs }) => atMs)).toEqual([0, 20_000]);
});

test('what nobody helps is looked at again after five minutes', () => {
  const { kernel, queue, taken } = world();
  queue.put(podInfo('a'));
  kernel.run({ untilMs: 10 });
  queue.refused(taken[0]!.pod, new Set(['TaintToleration']));
  kernel.run({ untilMs: 400_000 });
  expect(taken.map(({ atMs }) => atMs)).toEqual([0, 300_010]);
});

test('after errors the back-off doubles from one second to ten', () => {
  const { kernel, queue, taken } = world();
  queue.put(podInfo('a'));
  for (let i = 0; i < 7; i++) {
    kernel.run({ untilMs: kernel.nowMs + 20_000, condition: () => taken.length > i });
    queue.failed(taken[i]!.pod);
  }
  const pauses = taken.slice(1).map(({ atMs }, i) => atMs - (taken[i]?.atMs ?? 0));
  expect(pauses).toEqual([1000, 2000, 4000, 8000, 10_000, 10_000]);
});

test('a Pod that was removed while it was tried does not come back', () => {
  const { kernel, queue, taken } = world();
  queue.put(podInfo('a'));
  kernel.run({ untilMs: 10 });
  queue.remove('default/a');
  queue.failed(taken[0]!.pod);
  queue.refused(taken[0]!.pod, new Set());
  kernel.run({ untilMs: 600_000 });
  expect(taken.length).toBe(1);
  expect([...queue.waiting]).toEqual([]);
});

test('changed taints bring a Pod back that had no room, whatever they are; changed labels do not', () => {
  const { kernel, state, queue, taken } = world();
  const node = state.setNode(nodeOf('2'));
  queue.put(podInfo('a', { cpu: '4' }));
  kernel.run({ untilMs: 10 });
  queue.refused(taken[0]!.pod, new Set(['NodeResourcesFit']));
  queue.happened({ type: 'node-changed', node, what: new Set(['labels']) });
  kernel.run({ untilMs: 20_000 });
  expect(taken).toHaveLength(1);
  queue.happened({ type: 'node-changed', node, what: new Set(['taints']) });
  kernel.run({ untilMs: 40_000 });
  expect(taken).toHaveLength(2);
});
