import { describe, expect, it } from 'vitest';
import type { Clock, FrameDiff, PodRow } from '../../protocol/index.ts';
import { placedPods, podTitle, podsOnNode, splitName, waitingPods } from './queries.ts';
import { applyFrame, applyPatch, noWorld, virtualNow, type Rows } from './world.ts';

const clock: Clock = {
  nowMs: 100, slope: 0.5, untilMs: 120, event: 1, epoch: '2026-01-01T00:00:00Z', running: true,
  pace: { mode: 'event', rate: 2 }, headMs: 100, messagesPerSecond: 2,
};
const pod = (name: string, more: Partial<PodRow> = {}): PodRow => ({
  id: `object/Pod/default/${name}`, uid: name, namespace: 'default', name, phase: 'pending', status: 'Pending',
  readyContainers: 0, containers: 1, restarts: 0, createdMs: 0, ...more,
});
const frame = (more: Partial<FrameDiff> = {}): FrameDiff => ({ type: 'frame', frame: 1, clock, ...more });

describe('applyPatch', () => {
  it('gives the same map back when nothing changed, so that nothing is drawn again', () => {
    const rows: Rows<PodRow> = new Map([['a', pod('a')]]);
    expect(applyPatch(rows, undefined)).toBe(rows);
    expect(applyPatch(rows, { set: [], gone: [] })).toBe(rows);
  });
  it('keeps the newest rows of a table', () => {
    const rows = applyPatch<PodRow>(new Map(), { set: [pod('a'), pod('b'), pod('c')] }, 2);
    expect([...rows.values()].map((row) => row.name)).toEqual(['b', 'c']);
  });
});

describe('applyFrame', () => {
  it('sets and removes rows and leaves the rest shared', () => {
    const first = applyFrame(noWorld, frame({ pods: { set: [pod('a'), pod('b')] } }), 0);
    const second = applyFrame(first, frame({ pods: { gone: ['object/Pod/default/a'] } }), 1);
    expect([...second.pods.keys()]).toEqual(['object/Pod/default/b']);
    expect(second.nodes).toBe(first.nodes);
    expect(first.pods.size).toBe(2);
  });
  it('starts every collection afresh on a reset', () => {
    const first = applyFrame(noWorld, frame({ pods: { set: [pod('a')] } }), 0);
    expect(applyFrame(first, frame({ reset: true }), 1).pods.size).toBe(0);
  });
  it('keeps what has happened on the rule of time while the past is shown, and forgets it at a head', () => {
    const flag = { id: 'bookmark/1', atMs: 90, event: 9, what: { text: 'later' } };
    const head = applyFrame(noWorld, frame({ bookmarks: { set: [flag] } }), 0);
    expect(head.lived).toBeUndefined();
    const past = applyFrame(head, frame({ reset: true, clock: { ...clock, nowMs: 40 } }), 1);
    expect([past.bookmarks.size, past.lived?.bookmarks.get('bookmark/1')]).toEqual([0, flag]);
    const further = applyFrame(past, frame({ reset: true, clock: { ...clock, nowMs: 20 } }), 2);
    expect(further.lived).toBe(past.lived);
    expect(applyFrame(further, frame({ clock: { ...clock, nowMs: 20, headMs: 20 } }), 3).lived).toBeUndefined();
  });
});

describe('virtualNow', () => {
  it('carries time on at the slope and never past what the worker promised', () => {
    const world = { clock, receivedMs: 1_000 };
    expect(virtualNow(world, 1_010)).toBe(105);
    expect(virtualNow(world, 9_000)).toBe(120);
  });
  it('stands still while paused', () => {
    expect(virtualNow({ clock: { ...clock, slope: 0 }, receivedMs: 0 }, 5_000)).toBe(100);
  });
});

describe('queries', () => {
  it('parts bound Pods from waiting ones', () => {
    const world = applyFrame(noWorld, frame({ pods: { set: [pod('a', { node: 'worker-1' }), pod('b')] } }), 0);
    expect(podsOnNode(world, 'worker-1').map((row) => row.name)).toEqual(['a']);
    expect(waitingPods(world.pods).map((row) => row.name)).toEqual(['b']);
  });
  it('keeps the Pods that places depend on until one comes, goes, is replaced or stands elsewhere', () => {
    const rows = (...pods: readonly PodRow[]): Rows<PodRow> => new Map(pods.map((row) => [row.name, row]));
    const first = placedPods(rows(pod('a', { node: 'worker-1' }), pod('b')));
    expect(placedPods(rows(pod('a', { node: 'worker-1', phase: 'ready' }), pod('b', { note: 'no room' })))).toBe(first);
    const moved: readonly Rows<PodRow>[] = [
      rows(pod('a', { node: 'worker-1' })), rows(pod('a', { node: 'worker-1' }), pod('c')), rows(pod('a', { node: 'worker-1' }), pod('b', { assumedNode: 'worker-2' })),
      rows(pod('a', { node: 'worker-1' }), pod('b', { node: 'worker-2' })), rows(pod('a', { node: 'worker-1', phase: 'crashLoop' }), pod('b')), rows(pod('a', { node: 'worker-1', createdMs: 5 }), pod('b')),
    ];
    for (const now of moved) {
      placedPods(first);
      expect(placedPods(now)).toBe(now);
    }
  });
  it('titles a Pod by its topmost owner and the part that is its own', () => {
    const owned = pod('web-7d4b9c6f58-9rlbc', {
      owner: 'object/ReplicaSet/default/web-7d4b9c6f58', topOwner: 'object/Deployment/default/web',
    });
    expect(podTitle(owned)).toEqual({ title: 'web', suffix: '9rlbc' });
    expect(podTitle(pod('redis-0', { owner: 'object/StatefulSet/default/redis' }))).toEqual({ title: 'redis-0', suffix: '0/1' });
    expect(splitName(owned.id, owned.owner)).toEqual({ shared: 'web-7d4b9c6f58-', own: '9rlbc' });
  });
});
