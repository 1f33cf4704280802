import { expect, test } from 'vitest';
import { nodeKind, podKind } from '../kinds/index.ts';
import type { Node, Pod } from '../kinds/index.ts';
import { ClusterState } from './cluster-state.ts';
import { Nominations } from './nominations.ts';
import { PodInfo } from './pod-info.ts';
import type { Snapshot } from './snapshot.ts';

function pod(name: string, priority: number): PodInfo {
  return new PodInfo(podKind.defaults({
    apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'n' }, spec: { priority, containers: [{ name: 'app', image: 'nginx' }] },
  }) as Pod);
}

/** Two nodes with nothing on them. */
function snapshot(): Snapshot {
  const state = new ClusterState({ namespaces: () => ({}), groups: { services: () => [], controller: () => undefined } });
  for (const name of ['a', 'b']) state.setNode(nodeKind.defaults({ apiVersion: 'v1', kind: 'Node', metadata: { name }, status: { allocatable: { cpu: '2', pods: '10' } } }) as Node);
  return state;
}

const on = (seen: Snapshot, name: string): readonly string[] => [...(seen.nodes.find((node) => node.name === name)?.pods.keys() ?? [])];

test('room that was made for a Pod is taken for all that are not more important', () => {
  const nominations = new Nominations(() => true);
  nominations.set(pod('first', 5), 'a');
  expect([4, 5, 6].map((priority) => on(nominations.seenBy(pod('other', priority), snapshot()), 'a'))).toEqual([['n/first'], ['n/first'], []]);
  expect(on(nominations.seenBy(pod('first', 5), snapshot()), 'a')).toEqual([]);
  expect(on(nominations.seenBy(pod('other', 5), snapshot()), 'b')).toEqual([]);
});

test('a Pod that waits no more has given its room up', () => {
  const nominations = new Nominations((key) => key !== 'n/first');
  nominations.set(pod('first', 5), 'a');
  expect(on(nominations.seenBy(pod('other', 1), snapshot()), 'a')).toEqual([]);
  expect(nominations.nodeOf('n/first')).toBeUndefined();
});

test('a more important Pod displaces the lesser ones that wait for the same node', () => {
  const nominations = new Nominations(() => true);
  for (const [name, priority, node] of [['low', 1, 'a'], ['equal', 5, 'a'], ['elsewhere', 1, 'b']] as const) nominations.set(pod(name, priority), node);
  expect(nominations.displace(pod('next', 5), 'a').map(({ key }) => key)).toEqual(['n/low']);
  expect(['n/low', 'n/equal', 'n/elsewhere'].map((key) => nominations.nodeOf(key))).toEqual([undefined, 'a', 'b']);
});
