import '../../src/cluster/provide.ts';
import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { Session, createWorld } from '../../src/cluster/index.ts';

const inputs = [
  { run: 'kubectl create deployment web --image=nginx:1.27 --replicas=5' },
  { until: 'kubectl get deployment web', matches: '5/5', within: '60s' },
  { run: 'orrery power off etcd-1' },
  { run: 'kubectl scale deployment web --replicas=8' },
  { pass: '20s' },
  { run: 'orrery power on etcd-1' },
  { run: 'kubectl delete pods --all --wait=false' },
  { pass: '60s' },
  { inspect: 'hash' },
];

function hashOf(seed: number): unknown {
  const session = new Session(createWorld({ seed }));
  let answer: unknown;
  for (const input of inputs) answer = session.answer(input);
  return answer;
}

test('the same seed and inputs give the same run, event for event', () => {
  expect(hashOf(7)).toEqual(hashOf(7));
});

test('another seed gives another run', () => {
  expect(hashOf(7)).not.toEqual(hashOf(8));
});

test('a process of its own gives the same run', () => {
  const input = `${inputs.map((line) => JSON.stringify(line)).join('\n')}\n`;
  const output = execFileSync(process.execPath, ['scripts/door.mjs', 'session', '--seed', '7'], { input, encoding: 'utf8' });
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual(hashOf(7));
}, 180_000);
