// Whom a Pod of higher priority has go, and where.
import { expect, test } from 'vitest';
import { nodeKind, podDisruptionBudgetKind, podKind } from '../kinds/index.ts';
import type { Node, Pod, PodDisruptionBudget } from '../kinds/index.ts';
import { attempt } from './attempt.ts';
import { ClusterState } from './cluster-state.ts';
import { defaultPlugins } from './default-plugins.ts';
import { PodInfo } from './pod-info.ts';
import { findEviction } from './preemption.ts';

interface Running {
  readonly name: string;
  readonly node: string;
  readonly cpu: number;
  readonly priority: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly started?: string;
}

const node = (name: string): Node => nodeKind.defaults({
  apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { allocatable: { cpu: '2', memory: '8Gi', pods: '110' } },
}) as Node;

function pod({ name, node: nodeName, cpu, priority, labels = {}, started = '2026-01-01T00:00:00Z' }: Omit<Running, 'node'> & { readonly node?: string }): PodInfo {
  const written = podKind.defaults({
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default', labels },
    spec: { priority, ...(nodeName !== undefined && { nodeName }), containers: [{ name: 'app', image: 'nginx', resources: { requests: { cpu: String(cpu) } } }] },
    status: { startTime: started },
  }) as Pod;
  return new PodInfo(written);
}

function budget(name: string, app: string, disruptionsAllowed: number, disrupted: readonly string[] = []): PodDisruptionBudget {
  const disruptedPods = Object.fromEntries(disrupted.map((key) => [key, '2026-01-01T00:00:00Z']));
  return podDisruptionBudgetKind.defaults({
    apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: 'default' }, spec: { minAvailable: 1, selector: { matchLabels: { app } } },
    status: { disruptionsAllowed, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, disruptedPods },
  }) as PodDisruptionBudget;
}

function evicted(running: readonly Running[], budgets: readonly PodDisruptionBudget[] = [], cpu = 2): object | undefined {
  const state = new ClusterState({ namespaces: () => ({}), groups: { services: () => [], controller: () => undefined } });
  for (const name of ['a', 'b', 'c']) state.setNode(node(name));
  for (const each of running) state.place(pod(each), each.node);
  const asking = pod({ name: 'asking', cpu, priority: 100 });
  const result = attempt(asking, state, { plugins: defaultPlugins, draw: () => 0 });
  const eviction = findEviction(asking, state, result, { plugins: defaultPlugins, budgets: () => budgets });
  return eviction && { on: eviction.nodeName, victims: eviction.victims.map(({ pod: { metadata } }) => metadata.name), violations: eviction.violations };
}

const full = (name: string, priority: number, more: Partial<Running> = {}): Running => ({ name: `${name}-${priority}`, node: name, cpu: 2, priority, ...more });

test.each([
  { why: 'the node whose highest victim is lowest', running: [full('a', 30), full('b', 10), full('c', 20)], on: 'b', victims: ['b-10'] },
  {
    why: 'rather a higher priority than a broken budget',
    running: [full('a', 10, { labels: { app: 'guarded' } }), full('b', 30), full('c', 20)], budgets: [budget('guarded', 'guarded', 0)], on: 'c', victims: ['c-20'],
  },
  {
    why: 'a broken budget if there is nothing else',
    running: [full('a', 10, { labels: { app: 'guarded' } }), full('b', 100), full('c', 100)], budgets: [budget('guarded', 'guarded', 0)], on: 'a', victims: ['a-10'], violations: 1,
  },
  {
    why: 'a budget that allows one more is not broken by it',
    running: [full('a', 10, { labels: { app: 'guarded' } }), full('b', 30), full('c', 20)], budgets: [budget('guarded', 'guarded', 1)], on: 'a', victims: ['a-10'],
  },
  {
    why: 'who is being evicted already counts no more',
    running: [full('a', 10, { labels: { app: 'guarded' } }), full('b', 30), full('c', 20)], budgets: [budget('guarded', 'guarded', 0, ['a-10'])], on: 'a', victims: ['a-10'],
  },
  {
    why: 'fewer broken budgets',
    running: [
      full('a', 10, { name: 'a-1', cpu: 1, labels: { app: 'guarded' } }), full('a', 10, { name: 'a-2', cpu: 1, labels: { app: 'guarded' } }),
      full('b', 30, { labels: { app: 'guarded' } }), full('c', 100),
    ],
    budgets: [budget('guarded', 'guarded', 0)], on: 'b', victims: ['b-30'], violations: 1,
  },
  {
    why: 'on the node who is guarded may stay, though others are more important',
    running: [
      full('a', 10, { name: 'guarded', cpu: 1, labels: { app: 'guarded' } }), full('a', 50, { name: 'important', cpu: 1 }), full('b', 100), full('c', 100),
    ],
    budgets: [budget('guarded', 'guarded', 0)], cpu: 1, on: 'a', victims: ['important'],
  },
  {
    why: 'of equals the one whose first important Pod was started last',
    running: [full('a', 10), full('b', 10, { started: '2026-01-01T00:00:02Z' }), full('c', 10, { started: '2026-01-01T00:00:01Z' })], on: 'b', victims: ['b-10'],
  },
])('room is made: $why', ({ running, budgets = [], cpu, on, victims, violations = 0 }) => {
  expect(evicted(running, budgets, cpu)).toEqual({ on, victims, violations });
});

test('no room is made where everything is as important', () => {
  expect(evicted([full('a', 100), full('b', 100), full('c', 100)])).toBeUndefined();
});
