import { expect, test } from 'vitest';
import type { Attempt, QueuedPod } from '../../../protocol/index.ts';
import { byDecision } from './verdicts.ts';

const attempt = (pod: string, number: number, node?: string): Attempt => ({ id: `attempt/${pod}${number}`, atMs: 0, pod, number, outcome: node === undefined ? 'unschedulable' : 'chosen', ...(node === undefined ? {} : { node }), filters: [], scorers: [], nodes: [] });
const queued = (pod: string, attempts: number): QueuedPod => ({ pod, attempts, sinceMs: 0 });

test('who has a node already and waits for its binding is no longer to be decided', () => {
  const [a, b, c] = [queued('a', 1), queued('b', 2), queued('c', 0)];
  expect(byDecision([a, b, c], [attempt('a', 1, 'worker-2'), attempt('b', 1)])).toEqual([[b, c], [{ item: a, node: 'worker-2' }]]);
});

test('who was bound in vain and is tried again is to be decided anew', () => {
  const again = queued('a', 2);
  expect(byDecision([again], [attempt('a', 1, 'worker-2')])).toEqual([[again], []]);
});
