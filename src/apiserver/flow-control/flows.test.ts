import { expect, test } from 'vitest';
import type { FlowSchema, PriorityLevelConfiguration, User } from '../../kinds/index.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { Flows } from './flows.ts';

type Rule = NonNullable<FlowSchema['spec']['rules']>[number];

const metadata = (name: string) => ({ name, uid: `uid of ${name}`, resourceVersion: '1', creationTimestamp: '2026-01-01T00:00:00Z' });
const level = (name: string): PriorityLevelConfiguration => ({ apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'PriorityLevelConfiguration', metadata: metadata(name), spec: { type: 'Exempt' }, status: {} });
const schema = (name: string, matchingPrecedence: number, rule: Rule, priorityLevel = 'usual'): FlowSchema => ({
  apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata: metadata(name), spec: { matchingPrecedence, priorityLevelConfiguration: { name: priorityLevel }, rules: [rule] }, status: {},
});

const everybody: Rule['subjects'] = [{ kind: 'Group', group: { name: '*' } }];
const anywhere = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], namespaces: ['*'], clusterScope: true };
const ann: User = { name: 'ann', uid: '', groups: ['devs'], extra: {} };
const robot: User = { name: 'system:serviceaccount:shop:robot', uid: '', groups: [], extra: {} };
const pods: Attributes = { type: 'resource', verb: 'list', group: '', resource: 'pods', namespace: 'shop' };

const rules: Readonly<Record<string, Rule>> = {
  shop: { subjects: everybody, resourceRules: [{ ...anywhere, namespaces: ['shop'], clusterScope: false }] },
  nodes: { subjects: everybody, resourceRules: [{ ...anywhere, resources: ['nodes'], namespaces: [] }] },
  logs: { subjects: everybody, resourceRules: [{ ...anywhere, resources: ['pods/log'] }] },
  devs: { subjects: [{ kind: 'Group', group: { name: 'devs' } }], resourceRules: [anywhere] },
  robot: { subjects: [{ kind: 'ServiceAccount', serviceAccount: { namespace: 'shop', name: 'robot' } }], resourceRules: [anywhere] },
  health: { subjects: everybody, nonResourceRules: [{ verbs: ['get'], nonResourceURLs: ['/healthz', '/livez/*'] }] },
};

test.each<readonly [why: string, rule: string, user: User, asked: Attributes, isMeant: boolean]>([
  ['its namespace', 'shop', ann, pods, true],
  ['another namespace', 'shop', ann, { ...pods, namespace: 'bank' }, false],
  ['all namespaces at once', 'shop', ann, { ...pods, namespace: undefined }, false],
  ['what stands in no namespace', 'nodes', ann, { ...pods, resource: 'nodes', namespace: undefined }, true],
  ['a subresource of what is named', 'nodes', ann, { ...pods, resource: 'nodes', subresource: 'status', namespace: undefined }, false],
  ['a subresource that is named itself', 'logs', ann, { ...pods, subresource: 'log' }, true],
  ['somebody of the group', 'devs', ann, pods, true],
  ['somebody else', 'devs', robot, pods, false],
  ['the account', 'robot', robot, pods, true],
  ['an account of that name elsewhere', 'robot', { ...robot, name: 'system:serviceaccount:bank:robot' }, pods, false],
  ['a path', 'health', ann, { type: 'path', verb: 'get', path: '/healthz' }, true],
  ['a path below', 'health', ann, { type: 'path', verb: 'get', path: '/livez/ping' }, true],
  ['a path below one that has none', 'health', ann, { type: 'path', verb: 'get', path: '/healthz/ping' }, false],
  ['another verb', 'health', ann, { type: 'path', verb: 'post', path: '/healthz' }, false],
])('%s: a rule for %s', (_, name, user, asked, isMeant) => {
  const rule = rules[name];
  const flows = new Flows();
  flows.refresh(rule ? [schema(name, 1, rule)] : [], [level('usual')]);
  expect(flows.headersOf(user, asked)).toEqual(isMeant ? { 'x-kubernetes-pf-flowschema-uid': `uid of ${name}`, 'x-kubernetes-pf-prioritylevel-uid': 'uid of usual' } : {});
});

test('the schema of the least precedence counts, of two alike the first by name, and none whose level is not there', () => {
  const all: Rule = { subjects: everybody, resourceRules: [anywhere] };
  const flows = new Flows();
  const first = (): string | undefined => flows.headersOf(ann, pods)['x-kubernetes-pf-flowschema-uid'];
  flows.refresh([schema('late', 9000, all), schema('b', 500, all), schema('a', 500, all), schema('lost', 1, all, 'ghost')], [level('usual')]);
  expect(first()).toBe('uid of a');
  flows.refresh([schema('late', 9000, all), schema('b', 500, all)], [level('usual')]);
  expect(first()).toBe('uid of b');
  flows.refresh([schema('b', 500, all)], []);
  expect(first()).toBeUndefined();
});
