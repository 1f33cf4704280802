import { expect, test } from 'vitest';
import type { TraceRecord } from '../../src/kernel/index.ts';
import { isConditionTrue } from '../../src/kinds/index.ts';
import type { Pod } from '../../src/kinds/index.ts';
import { hop } from './hops.ts';
import { Scenario } from './support.ts';

/** Every write of etcd: proposed to the leader, appended by a majority, committed. */
const throughRaft = ['sent: etcd → etcd append', 'delivered: etcd → etcd append', 'sent: etcd → etcd append', 'delivered: etcd → etcd append', 'etcd commits'];

/** A request to the API server that changes something. */
function request(from: string, verb: string, resource: string): string[] {
  return [
    `sent: ${from} → control-plane ${verb} ${resource}`,
    `delivered: ${from} → control-plane ${verb} ${resource}`,
    `kube-apiserver serves ${verb} ${resource}`,
    'sent: control-plane → etcd request',
    'delivered: control-plane → etcd request',
    ...throughRaft,
  ];
}

/** What was committed reaches who watches the API server. */
function watchBy(role: string): string[] {
  return [
    'sent: etcd → control-plane watch',
    'delivered: etcd → control-plane watch',
    `sent: control-plane → ${role} watch`,
    `delivered: control-plane → ${role} watch`,
  ];
}

const schedule = [...watchBy('control-plane'), 'kube-scheduler decides: scheduling', ...request('control-plane', 'create', 'pods/binding')];
const start = (image: string[]): string[] => [...watchBy('worker'), ...image, 'kubelet: Created', 'kubelet: Started', ...request('worker', 'patch', 'pods/status')];

interface Written {
  readonly type?: string;
  readonly events?: readonly { readonly kv: { readonly key: string; readonly value?: unknown } }[];
}

/** The record of the commit that made a Pod Ready. */
function readyWrite(scenario: Scenario, since: number, name: string): TraceRecord {
  const isReady = (pod: unknown): boolean => isConditionTrue((pod as Pod).status.conditions, 'Ready');
  const [first] = scenario.records(since, ({ kind, subject }) => {
    const { type, events = [] } = subject as Written;
    return kind === 'write' && type === 'etcd-write' && events.some(({ kv }) => kv.key === `/registry/pods/default/${name}` && isReady(kv.value));
  });
  if (!first) throw new Error(`${name} never became Ready`);
  return first;
}

function chainTo(scenario: Scenario, record: TraceRecord): string[] {
  return scenario.world.kernel.trace.causesOf(record.id).reverse().map((link) => hop(scenario.world, link));
}

function chainIds(scenario: Scenario, id: number): number[] {
  return scenario.world.kernel.trace.causesOf(id).map((link) => link.id);
}

/** Writes at the same moment share Raft's messages; each then hangs on its own request alone. */
function withoutAppends(chain: readonly string[]): string[] {
  return chain.filter((link) => !link.endsWith('append'));
}

test('applying a Pod is a chain of messages: kubectl, API server, Raft, scheduler, binding, kubelet, image, container, status', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const since = scenario.world.kernel.trace.latestId;
  scenario.apply('apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: c, image: "nginx:1.27"}]}\n');
  scenario.until('kubectl get pod web', /1\/1/);
  const ready = readyWrite(scenario, since, 'web');
  const chain = chainTo(scenario, ready);
  const created = ['input: kubectl apply -f scenario.yaml', ...request('workstation', 'create', 'pods')];
  expect(chain.slice(0, created.length)).toEqual(created);
  // What the kubelet writes last may share Raft's messages with the event that it writes at the same moment.
  expect(withoutAppends(chain)).toEqual(withoutAppends([...created, ...schedule, ...start(['kubelet: Pulling', 'kubelet: Pulled'])]));
  // The image comes from the registry's machine: a question and its answer for the manifest, then each layer in parts.
  const [pulling] = scenario.records(since, (record) => hop(scenario.world, record) === 'kubelet: Pulling');
  const pulled = scenario.records(pulling?.id ?? Infinity, ({ id }) => chainIds(scenario, id).includes(pulling?.id ?? 0)).map((record) => hop(scenario.world, record)).filter((link) => link.includes('registry'));
  expect(pulled.slice(0, 4)).toEqual(['sent: worker → registry traffic', 'delivered: worker → registry traffic', 'sent: registry → worker response', 'delivered: registry → worker response']);
  expect(pulled.filter((link) => link === 'delivered: registry → worker traffic').length).toBeGreaterThan(2);
  const times = scenario.world.kernel.trace.causesOf(ready.id).map(({ atMs }) => atMs);
  expect(times).toEqual(times.toSorted((a, b) => b - a));
  scenario.expectSound();
});

test('applying a ReplicaSet of three: the controller asks for Pods, each is scheduled, and each kubelet starts only its own', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const since = scenario.world.kernel.trace.latestId;
  scenario.apply(`apiVersion: apps/v1
kind: ReplicaSet
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: c, image: 'nginx:1.27'}]}
`);
  scenario.until('kubectl get replicaset web', /3 +3 +3/);
  const pods = scenario.run(`kubectl get pods -o jsonpath='{range .items[*]}{.metadata.name} {.spec.nodeName}{"\\n"}{end}'`).trim().split('\n').map((line) => line.split(' '));
  expect(pods).toHaveLength(3);
  for (const [name = '', node = ''] of pods) {
    const ready = readyWrite(scenario, since, name);
    const chain = chainTo(scenario, ready);
    const image = chain.includes('kubelet: Pulling') ? ['kubelet: Pulling', 'kubelet: Pulled'] : ['kubelet: Pulled'];
    expect(withoutAppends(chain)).toEqual(withoutAppends([
      'input: kubectl apply -f scenario.yaml',
      ...request('workstation', 'create', 'replicasets').map((link) => link.replace('serves create replicasets', 'serves create replicasets.apps')),
      ...watchBy('control-plane'),
      'replicaset-controller reconciles',
      ...request('control-plane', 'create', 'pods'),
      ...schedule,
      ...start(image),
    ]));
    const started = scenario.records(since, ({ subject }) => typeof subject === 'object' && 'reason' in subject && 'pod' in subject && subject.pod === `default/${name}`);
    expect(new Set(started.map(({ actor }) => actor))).toEqual(new Set([`${node}/kubelet`]));
  }
  expect(new Set(pods.map(([, node]) => node)).size).toBe(2);
  scenario.expectSound();
});
