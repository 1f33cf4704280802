// Which nodes are left for a Pod, in situations recorded from the real scheduler as transcripts.
import { describe, expect, test } from 'vitest';
import { schedule } from './situation.ts';

const node = (name: string, labels: object = {}, spec: object = {}) => ({
  apiVersion: 'v1', kind: 'Node', metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } }, spec,
  status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
});
const pod = (metadata: object, spec: object = {}) => ({
  apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p', ...metadata }, spec: { containers: [{ name: 'app', image: 'nginx' }], ...spec },
});
const namespace = (name: string, labels: object = {}) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } });

/** Names of the nodes that no filter refuses. */
function feasible(situation: Parameters<typeof schedule>[0], all: readonly string[]): readonly string[] {
  const { filtered } = schedule(situation);
  return all.filter((name) => filtered[name] === undefined);
}

const expression = (key: string, operator: string, ...values: string[]) => ({ key, operator, values });
const required = (...terms: object[]) => ({ affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } } });

describe('required node affinity', () => {
  const names = ['node-a', 'node-b', 'node-c', 'node-d'];
  const nodes = [
    node('node-a', { disk: 'ssd', cores: '8' }),
    node('node-b', { disk: 'hdd', cores: '16' }),
    node('node-c', { cores: '32', gpu: 'yes' }),
    node('node-d', { disk: 'nvme', cores: 'many' }),
  ];
  test.each([
    { why: 'In wants the label', spec: required({ matchExpressions: [expression('disk', 'In', 'ssd')] }), left: ['node-a'] },
    { why: 'NotIn includes nodes without the label', spec: required({ matchExpressions: [expression('disk', 'NotIn', 'ssd', 'hdd', 'nvme')] }), left: ['node-c'] },
    { why: 'Exists and DoesNotExist', spec: required({ matchExpressions: [expression('disk', 'Exists'), expression('gpu', 'DoesNotExist')] }), left: ['node-a', 'node-b', 'node-d'] },
    { why: 'Gt and Lt compare whole numbers, and what is none never', spec: required({ matchExpressions: [expression('cores', 'Gt', '8'), expression('cores', 'Lt', '32')] }), left: ['node-b'] },
    { why: 'terms are alternatives', spec: required({ matchExpressions: [expression('gpu', 'Exists')] }, { matchExpressions: [expression('disk', 'In', 'nvme')] }), left: ['node-c', 'node-d'] },
    { why: 'a field names a node', spec: required({ matchFields: [expression('metadata.name', 'In', 'node-b')] }), left: ['node-b'] },
    { why: 'a field excludes a node', spec: required({ matchFields: [expression('metadata.name', 'NotIn', 'node-a', 'node-b', 'node-c')] }), left: ['node-d'] },
    { why: 'an empty term selects nothing', spec: required({}), left: [] },
    { why: 'nodeSelector counts as well', spec: { ...required({ matchExpressions: [expression('disk', 'Exists')] }), nodeSelector: { cores: '16' } }, left: ['node-b'] },
  ])('$why', ({ spec, left }) => {
    expect(feasible({ nodes, pods: [], pod: pod({}, spec) }, names)).toEqual(left);
  });
});

describe('Pod affinity and namespaces', () => {
  const names = ['node-a', 'node-b', 'node-c', 'node-d'];
  const situation = {
    nodes: names.map((name) => node(name)),
    pods: [
      pod({ name: 'db', namespace: 'prod', labels: { app: 'db', rev: '1' } }, { nodeName: 'node-a' }),
      pod({ name: 'db', namespace: 'dev', labels: { app: 'db', rev: '2' } }, { nodeName: 'node-b' }),
      pod({ name: 'db', namespace: 'default', labels: { app: 'db', rev: '3', tenant: 'blue' } }, { nodeName: 'node-c' }),
    ],
    objects: [namespace('prod'), namespace('dev', { team: 'dev' })],
  };
  const term = (more: object = {}) => ({ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'db' } }, ...more });
  const near = (more?: object) => ({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(more)] } } });
  const away = (more?: object) => ({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term(more)] } } });
  test.each([
    { why: 'a term looks into the own namespace', spec: near(), left: ['node-c'] },
    { why: 'or into those that are listed', spec: near({ namespaces: ['prod'] }), left: ['node-a'] },
    { why: 'or into those that a selector finds', spec: near({ namespaceSelector: { matchLabels: { team: 'dev' } } }), left: ['node-b'] },
    { why: 'an empty selector means all', spec: away({ namespaceSelector: {} }), left: ['node-d'] },
    { why: 'matchLabelKeys narrows it to the own value', spec: near({ namespaceSelector: {}, matchLabelKeys: ['rev'] }), left: ['node-b'] },
    { why: 'mismatchLabelKeys to any other value', spec: away({ labelSelector: { matchExpressions: [expression('tenant', 'Exists')] }, mismatchLabelKeys: ['tenant'] }), left: ['node-a', 'node-b', 'node-d'] },
    { why: 'nobody is near who is not there', spec: near({ namespaceSelector: { matchLabels: { team: 'ops' } } }), left: [] },
  ])('$why', ({ spec, left }) => {
    expect(feasible({ ...situation, pod: pod({ labels: { rev: '2', tenant: 'green' } }, spec) }, names)).toEqual(left);
  });
});

describe('topology spread', () => {
  const names = ['a1', 'a2', 'b1', 'b2', 'c1'];
  const nodes = names.map((name) => node(name, { zone: name.charAt(0), ...(name === 'a1' ? { rack: 'r1' } : {}) }));
  const spread = (more: object = {}) => ({
    topologySpreadConstraints: [{ topologyKey: 'zone', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule', labelSelector: { matchLabels: { app: 'x' } }, ...more }],
  });
  const on = (nodeName: string, name: string) => pod({ name, labels: { app: 'x' } }, { nodeName });
  test.each([
    { why: 'the emptiest zone is next', pods: [on('a1', '1'), on('b1', '2')], spec: spread(), left: ['c1'] },
    { why: 'with one each, every zone will do', pods: [on('a1', '1'), on('b1', '2'), on('c1', '3')], spec: spread(), left: names },
    { why: 'fewer zones than minDomains count as if one were empty', pods: [on('a1', '1'), on('b1', '2'), on('c1', '3')], spec: spread({ minDomains: 4 }), left: [] },
    { why: 'as many zones as minDomains are enough', pods: [on('a1', '1'), on('b1', '2'), on('c1', '3')], spec: spread({ minDomains: 3 }), left: names },
    { why: 'a node without the key is none', pods: [], spec: spread({ topologyKey: 'rack' }), left: ['a1'] },
    { why: 'ScheduleAnyway never refuses', pods: [on('a1', '1'), on('a2', '2')], spec: spread({ whenUnsatisfiable: 'ScheduleAnyway' }), left: names },
  ])('$why', ({ pods, spec, left }) => {
    expect(feasible({ nodes, pods, pod: pod({ labels: { app: 'x' } }, spec) }, names)).toEqual(left);
  });
});
