import { expect, test } from 'vitest';
import { schedule } from './situation.ts';

interface NodeShape {
  readonly name: string;
  readonly cpu?: string;
  readonly memory?: string;
  readonly labels?: object;
  readonly spec?: object;
  readonly more?: object;
}

const node = ({ name, cpu = '4', memory = '8Gi', labels, spec = {}, more }: NodeShape) => {
  const allocatable = { cpu, memory, pods: '110', 'ephemeral-storage': '100Gi', ...more };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } }, spec, status: { allocatable } };
};
const pod = (name: string, requests: object, spec: object = {}, labels: object = {}) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name, labels },
  spec: { containers: [{ name: 'app', image: 'nginx', resources: { requests } }], ...spec },
});
const taint = (key: string, effect = 'NoSchedule') => ({ spec: { taints: [{ key, effect }] } });
const tail = (rest: string): string => ` no new claims to deallocate, preemption: ${rest}`;

// The recorded cluster of "when preemption cannot or may not help".
const mixed = [
  node({ name: 'big', labels: { size: 'big' } }),
  node({ name: 'middle', cpu: '2', labels: { size: 'middle' } }),
  node({ name: 'tainted', ...taint('dedicated') }),
  node({ name: 'cordoned', spec: { unschedulable: true } }),
];
const running = [
  pod('big-1', { cpu: '3' }, { nodeName: 'big', priority: 1000 }, { app: 'web' }),
  pod('big-2', { cpu: '1' }, { nodeName: 'big', priority: 10 }),
  pod('middle-1', { cpu: '2' }, { nodeName: 'middle', priority: 1000 }, { app: 'web' }),
];
const away = {
  affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } }] } },
};

test.each([
  {
    why: 'reasons are counted and sorted as texts, so that 12 comes before 2',
    nodes: Array.from({ length: 12 }, (_, i) => node({ name: `n${i}`, memory: i < 2 ? '1Gi' : '8Gi' })),
    pods: [],
    asked: pod('p', { cpu: '5', memory: '2Gi' }),
    message: `0/12 nodes are available: 12 Insufficient cpu, 2 Insufficient memory.${tail('0/12 nodes are available: 12 Preemption is not helpful for scheduling.')}`,
  },
  {
    why: 'a node is counted under the first filter that refuses it',
    nodes: [node({ name: 'a', spec: { unschedulable: true, taints: [{ key: 'x', effect: 'NoSchedule' }] } }), node({ name: 'b', ...taint('x') }), node({ name: 'c' })],
    pods: [],
    asked: pod('p', { cpu: '5' }),
    message: `0/3 nodes are available: 1 Insufficient cpu, 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable.${tail('0/3 nodes are available: 3 Preemption is not helpful for scheduling.')}`,
  },
  {
    why: 'a class that never preempts says so',
    nodes: mixed, pods: running,
    asked: pod('polite', { cpu: '1' }, { priority: 5000, preemptionPolicy: 'Never' }),
    message: `0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu.${tail('not eligible due to preemptionPolicy=Never.')}`,
  },
  {
    why: 'nothing of lower priority runs where eviction could help',
    nodes: mixed, pods: running,
    asked: pod('ordinary', { cpu: '1' }, { priority: 10 }),
    message: `0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu.${tail('0/4 nodes are available: 2 No preemption victims found for incoming pod, 2 Preemption is not helpful for scheduling.')}`,
  },
  {
    why: 'a request larger than a node cannot be helped, a full node is still too full without its lesser Pods',
    nodes: mixed, pods: running,
    asked: pod('large', { cpu: '3' }, { priority: 1000 }),
    message: `0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 Insufficient cpu.${tail('0/4 nodes are available: 1 Insufficient cpu, 3 Preemption is not helpful for scheduling.')}`,
  },
  {
    why: 'anti-affinity to a Pod that may not be evicted stays',
    nodes: mixed, pods: running,
    asked: pod('anti', {}, { priority: 1000, ...away }),
    message: `0/4 nodes are available: 1 node(s) had untolerated taint(s), 1 node(s) were unschedulable, 2 node(s) didn't match pod anti-affinity rules.${tail('0/4 nodes are available: 1 No preemption victims found for incoming pod, 1 node(s) didn\'t match pod anti-affinity rules, 2 Preemption is not helpful for scheduling.')}`,
  },
  {
    why: 'where evicting would make room there is nothing to add',
    nodes: mixed.slice(0, 1), pods: running.slice(0, 2),
    asked: pod('first', { cpu: '1' }, { priority: 1000 }),
    message: '0/1 nodes are available: 1 Insufficient cpu.',
  },
  {
    why: 'a Pod that asks for a node by name leaves the others out',
    nodes: [node({ name: 'a' }), node({ name: 'b', ...taint('x') })],
    pods: [],
    asked: pod('p', {}, { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['b'] }] }] } } } }),
    message: `0/2 nodes are available: 1 node(s) didn't satisfy plugin(s) [NodeAffinity], 1 node(s) had untolerated taint(s).${tail('0/2 nodes are available: 2 Preemption is not helpful for scheduling.')}`,
  },
  { why: 'no node at all is a sentence of its own', nodes: [], pods: [], asked: pod('p', {}), message: 'no nodes available to schedule pods' },
])('$why', ({ nodes, pods, asked, message }) => {
  expect(schedule({ nodes, pods, pod: asked }).message).toBe(message);
});
