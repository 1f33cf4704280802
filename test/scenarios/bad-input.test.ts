import { expect, test } from 'vitest';
import { Session, TopologyError, createWorld, readTopology } from '../../src/cluster/index.ts';
import { Scenario } from './support.ts';

const twoWorkers = { workers: [{ name: 'worker-1' }, { name: 'worker-2' }] };

test('a line that is no message is answered with what would be right, and the session goes on', () => {
  const session = new Session(createWorld({ seed: 1 }));
  for (const line of ['', 'kubectl get pods', '[]', 'null', '{}', '{"run": 5}', '{"rn": "ls"}']) expect(session.answerLine(line)).toHaveProperty('error');
  expect(session.answerLine('{"until": "true"}').error).toContain('"matches" is missing');
  expect(session.answerLine('{"until": "true", "matches": "("}').error).toContain('until: ');
  expect(session.answerLine('{"until": "true", "matches": "x", "within": "soon"}').error).toContain('"soon" is no time');
  expect(session.answerLine('{"pass": "a while"}').error).toContain('"a while" is no time');
  expect(session.answerLine('{"write": "x"}').error).toContain('"text" is missing');
  expect(session.answerLine('{"inspect": "everything"}').error).toContain('none of raft, hash, stats');
  expect(session.answerLine('{"run": "echo fine"}')).toMatchObject({ output: 'fine\n', status: 0 });
});

test('a topology that cannot be built says where and what would be right', () => {
  const wrong: readonly (readonly [unknown, RegExp])[] = [
    ['workers', /expected a mapping/],
    [{ workrs: [] }, /unknown field "workrs"; known are/],
    [{ workers: [{}] }, /workers\[0\]\.name: expected a text, found nothing/],
    [{ workers: [{ name: 'A B' }] }, /no machine name/],
    [{ workers: [{ name: 'a', cpu: 'much' }] }, /workers\[0\]\.cpu: "much" is no quantity/],
    [{ workers: [{ name: 'a', pods: -1 }] }, /whole number/],
    [{ workers: [{ name: 'a', taints: [{ key: 'k', effect: 'Never' }] }] }, /taints\[0\]\.effect: "Never" is not NoSchedule/],
    [{ controlPlanes: 0, workers: [] }, /controlPlanes/],
    [{ podCIDR: '10.244', workers: [] }, /podCIDR: "10\.244" is no network/],
    [{ etcd: { members: 3, on: ['nowhere'] }, workers: [] }, /nowhere/],
    [{ workers: [{ name: 'a' }, { name: 'a' }] }, /a/],
  ];
  for (const [topology, message] of wrong) {
    expect(() => readTopology(topology), JSON.stringify(topology)).toThrow(TopologyError);
    expect(() => readTopology(topology)).toThrow(message);
  }
});

test('what is wrong with a fault is told, and nothing happens', () => {
  const scenario = new Scenario(twoWorkers);
  expect(scenario.refuse('orrery power off worker-9')).toContain('there is no machine "worker-9"; there are');
  expect(scenario.refuse('orrery explode worker-1')).toContain('there is no fault "explode"');
  expect(scenario.refuse('orrery loss worker-1 7')).toContain('PROBABILITY is a number from 0 to 1');
  scenario.expectSound();
});

test('a command that never ends is ended after ten simulated minutes', () => {
  const scenario = new Scenario(twoWorkers);
  const began = scenario.world.kernel.nowMs;
  expect(scenario.session.answer({ run: 'sleep 100000' })).toMatchObject({ status: 124 });
  expect(scenario.world.kernel.nowMs - began).toBe(600_000);
  expect(scenario.run('echo fine')).toBe('fine\n');
});

test('endless loops and fork bombs at the workstation end, and the world goes on', () => {
  const scenario = new Scenario(twoWorkers);
  for (const command of ['while true; do :; done', 'bomb() { bomb | bomb & }; bomb', 'f() { f; }; f', 'yes > /dev/null', 'cat /dev/zero | wc -c']) {
    const { status } = scenario.session.answer({ run: `timeout 5 bash -c '${command}'` });
    expect(scenario.world.kernel.failure, command).toBeUndefined();
    expect(typeof status, command).toBe('number');
    expect(scenario.run('echo fine'), command).toBe('fine\n');
  }
}, 120_000);

test('an endless loop and a fork bomb in containers leave the cluster alive', () => {
  const scenario = new Scenario(twoWorkers);
  scenario.run(`kubectl run loop --image=busybox:1.36 --restart=Never -- sh -c 'while true; do :; done'`);
  scenario.run(`kubectl run bomb --image=busybox:1.36 --restart=Never -- sh -c 'bomb() { bomb | bomb & }; bomb; sleep 5'`);
  scenario.run('kubectl run web --image=nginx:1.27');
  scenario.until('kubectl get pod web', /1\/1 +Running/);
  scenario.pass('30s');
  expect(scenario.run('kubectl get nodes --no-headers')).not.toContain('NotReady');
  scenario.run('kubectl delete pod loop bomb --grace-period=1');
  scenario.expectSound();
}, 120_000);

test('a full disk is told, and room makes it work again', () => {
  const scenario = new Scenario(twoWorkers);
  scenario.run('orrery fill-disk workstation');
  expect(scenario.refuse('echo more > file')).toContain('No space left on device');
  scenario.run('orrery free-disk workstation');
  scenario.run('echo more > file');
  scenario.expectSound();
});
