import { describe, expect, it } from 'vitest';
import type { Bookmark, EventRow, NodeRow, PodRow } from '../../protocol/index.ts';
import { latestEntries, troublesOf } from './chronicle.ts';

const rows = <Row extends { readonly id: string }>(...all: readonly Row[]) => new Map(all.map((row) => [row.id, row]));
const event = (id: string, storedMs: number, more: Partial<EventRow> = {}): EventRow =>
  ({ id, storedMs, count: 1, type: 'Normal', reason: 'Started', about: 'object/Pod/default/web', object: 'pod/web', message: `message of ${id}`, source: 'kubelet', ...more });
const pod = (name: string, more: Partial<PodRow>): PodRow => ({
  id: `object/Pod/default/${name}`, uid: name, namespace: 'default', name, phase: 'ready', status: 'Running', readyContainers: 1, containers: 1, restarts: 0, createdMs: 0, ...more,
});
const node = (name: string, ready: NodeRow['ready']): NodeRow => ({
  id: `object/Node//${name}`, name, ready, unschedulable: false, pressures: [], roles: [], taints: [], cpu: { requested: 0, allocatable: 1 }, memory: { requested: 0, allocatable: 1 }, pods: { requested: 0, allocatable: 1 },
});

describe('latestEntries', () => {
  const bookmarks = rows<Bookmark>(
    { id: 'bookmark/1', atMs: 100, event: 1, what: { say: 'mark.leader', with: { member: 'etcd-1', term: 1 } } },
    { id: 'bookmark/2', atMs: 200, event: 2, what: { say: 'mark.apply', with: { file: 'web.yaml' } } },
  );
  it('mixes Events and flags by time, the newest first, and knows whose hand it was', () => {
    const entries = latestEntries({ events: rows(event('a', 150), event('b', 250, { type: 'Warning' })), bookmarks }, 10);
    expect(entries.map(({ id, by, isWarning }) => ({ id, by, isWarning }))).toEqual([
      { id: 'b', by: { source: 'kubelet' }, isWarning: true },
      { id: 'bookmark/2', by: 'hand', isWarning: false },
      { id: 'a', by: { source: 'kubelet' }, isWarning: false },
      { id: 'bookmark/1', by: undefined, isWarning: false },
    ]);
  });
  it('gives no more than was asked for, and of one moment what came last', () => {
    expect(latestEntries({ events: rows(event('a', 300), event('b', 300), event('c', 300)), bookmarks }, 2).map(({ id }) => id)).toEqual(['c', 'b']);
  });
});

describe('troublesOf', () => {
  it('says nothing of what is well or only on its way', () => {
    expect(troublesOf({ nodes: rows(node('n1', 'True')), pods: rows(pod('a', {}), pod('b', { phase: 'pending', status: 'Pending' })) })).toEqual([]);
  });
  it('gathers what is in the same trouble, nodes first, each with the first that is in it', () => {
    const found = troublesOf({
      nodes: rows(node('n1', 'True'), node('n2', 'Unknown'), { ...node('n3', 'True'), pressures: ['DiskPressure'] }),
      pods: rows(
        pod('a', { phase: 'crashLoop', status: 'ImagePullBackOff', node: 'n1' }), pod('b', { phase: 'crashLoop', status: 'ImagePullBackOff', node: 'n1' }),
        pod('c', { phase: 'pending', status: 'Pending', note: '0/2 nodes' })),
    });
    expect(found.map(({ kind, status, count, first }) => [kind, status, count, first.name])).toEqual([
      ['node', 'NotReady', 1, 'n2'], ['node', 'DiskPressure', 1, 'n3'], ['pod', 'ImagePullBackOff', 2, 'a'], ['pod', 'Unschedulable', 1, 'c'],
    ]);
  });
});
