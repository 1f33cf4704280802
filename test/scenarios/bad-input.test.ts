import '../../src/cluster/provide.ts';
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
  expect(session.answerLine('{"pass": "99999999h"}').error).toContain('longer than a year');
  expect(session.answerLine('{"run": "true", "within": "5s"}').error).toBe('run: unknown field "within"; known are run');
  expect(session.answerLine('{"until": "true", "matches": "x", "wihtin": "5s"}').error).toBe('until: unknown field "wihtin"; known are until, matches, within');
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
    [{ workers: [{ name: 'a', cpu: -1 }] }, /workers\[0\]\.cpu: -1 is no quantity above 0/],
    [{ workers: [{ name: 'a', memory: '0' }] }, /workers\[0\]\.memory: "0" is no quantity above 0/],
    [{ workers: [{ name: 'a', labels: { 'a b': 'c' } }] }, /workers\[0\]\.labels: "a b": name part must consist of/],
    [{ workers: [{ name: 'a', labels: { a: 'b c' } }] }, /workers\[0\]\.labels\.a: a valid label must be/],
    [{ workers: [{ name: 'a', extended: { gpu: '1' } }] }, /"gpu" is no name of a further resource \(such as example\.com\/gpu\)/],
    [{ workers: [{ name: 'a', extended: { 'example.com/gpu': '1.5' } }] }, /expected a whole number, found "1\.5"/],
    [{ workers: [{ name: 'x'.repeat(254) }] }, /no machine name/],
    [{ workers: [{ name: 'control-plane-1' }] }, /two machines are called control-plane-1/],
    [{ workers: [{ name: 'workstation' }] }, /two machines are called workstation/],
    [{ etcd: { members: 0 } }, /etcd\.members: expected a whole number from 1 to 9, found 0/],
    [{ etcd: { members: 3, on: 'stacked' } }, /3 cannot stand on 1 control planes/],
    [{ etcd: { on: [] } }, /the number of machines: expected a whole number from 1 to 9, found 0/],
    [{ etcd: { on: ['worker-1', 'worker-1'] } }, /worker-1 is named twice/],
    [{ etcd: { on: ['worker-1'], members: 2 } }, /2 is not the number of machines in etcd\.on, 1/],
    [{ etcd: { on: ['control-plane-2'] } }, /there is no machine control-plane-2; there are control-plane-1, worker-1/],
    [{ podCIDR: '10.244.0.0/24' }, /has no room for 3 nodes with a \/24 each; that takes a \/22/],
    [{ podCIDR: '10.244.0.0/16', workers: Array.from({ length: 1_000 }, (_, index) => ({ name: `worker-${index}` })) }, /no room for 1000 nodes with a \/24 each; that takes a \/14/],
    [{ podCIDR: '10.96.0.0/16' }, /podCIDR: 10\.96\.0\.0\/16 lies within serviceCIDR/],
    [{ podCIDR: '10.0.0.0/12' }, /the network of the machines: 10\.0\.0\.0\/16 lies within podCIDR/],
    [{ serviceCIDR: '10.96.0.0/30' }, /should be a network from \/12 to \/28/],
    [{ kubernetesVersion: 'latest' }, /"latest" is no version such as v1\.36\.3/],
    [{ workers: [{ name: 'a', taints: [{ key: 'k', effect: 'Never' }] }] }, /taints\[0\]\.effect: "Never" is not NoSchedule/],
    [{ controlPlanes: 0, workers: [] }, /controlPlanes: 0 is a group of etcd members alone; say how many, such as etcd: \{members: 5\}/],
    [{ controlPlanes: 0, etcd: { members: 0 } }, /etcd\.members: expected a whole number from 1 to 9, found 0/],
    [{ controlPlanes: 0, etcd: { members: 10 } }, /etcd\.members: expected a whole number from 1 to 9, found 10/],
    [{ controlPlanes: 0, etcd: { members: 3, on: 'stacked' } }, /etcd\.on: without control planes members stand on machines of their own: own, not "stacked"/],
    [{ controlPlanes: 0, etcd: { members: 3 }, workers: [{ name: 'a' }] }, /workers: 1 without a control plane to talk to/],
    [{ controlPlanes: 0, etcd: { members: 3 }, registered: true }, /registered: there is no control plane to register/],
    [{ controlPlanes: -1, etcd: { members: 3 } }, /controlPlanes: expected a whole number from 0 to 7, found -1/],
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
  for (const command of ['while true; do :; done', 'bomb() { bomb | bomb & }; bomb', 'f() { f; }; f', 'yes > /dev/null', 'yes > file', 'yes | wc -c']) {
    const { status } = scenario.session.answer({ run: `timeout 5 bash -c '${command}'` });
    expect(scenario.world.kernel.failure, command).toBeUndefined();
    expect(typeof status, command).toBe('number');
    expect(scenario.run('echo fine'), command).toBe('fine\n');
  }
}, 120_000);

/** Programs of containers that do no good, with what their Pods come to. */
const bad: readonly (readonly [name: string, script: string, comesTo: RegExp])[] = [
  ['loop', 'while true; do :; done', /Running/],
  ['bomb', 'bomb() { bomb | bomb & }; bomb; sleep 1000', /Running/],
  ['crowd', 'while true; do sleep 1000 & done', /Running/],
  ['flood', 'yes', /Running/],
  ['deep', 'f() { f; }; f', /Error|CrashLoopBackOff/],
  ['grow', 'x=a; while true; do x=$x$x; done', /Error|OOMKilled|CrashLoopBackOff/],
  ['unclosed', 'echo "abc', /Error|CrashLoopBackOff/],
  ['endless', `cat <<EOF\n${'y'.repeat(100_000)}\nEOF\nsleep 1000`, /Running/],
];

test.each(bad)('in a container, %s leaves the world alive: other Pods serve, and it can be deleted', (name, script, comesTo) => {
  const scenario = new Scenario(twoWorkers);
  scenario.run('kubectl run web --image=nginx:1.27');
  scenario.until('kubectl get pod web', /1\/1 +Running/);
  const address = scenario.run(`kubectl get pod web -o jsonpath='{.status.podIP}'`);
  const container = { name: 'c', image: 'busybox:1.36', command: ['sh', '-c', script] };
  scenario.apply(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } }));
  scenario.pass('20s');
  expect(scenario.run(`kubectl get pod ${name}`)).toMatch(comesTo);
  expect(scenario.run(`ssh worker-1 curl -s -m 2 http://${address}/`)).toContain('Welcome to nginx!');
  expect(scenario.run('kubectl get nodes --no-headers')).not.toContain('NotReady');
  expect(scenario.run(`kubectl delete pod ${name} --timeout=30s`)).toContain('deleted');
  scenario.expectSound();
}, 60_000);

test('a Pod that writes until its node is short of disk is evicted, and the others stay', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1', ephemeralStorage: '100Mi' }] });
  scenario.run('kubectl run web --image=nginx:1.27');
  scenario.run(`kubectl run writer --image=busybox:1.36 -- sh -c 'while true; do dd if=/dev/zero of=/$RANDOM bs=1M count=1; done'`);
  scenario.until('kubectl get pod writer', /Evicted|Error|ContainerStatusUnknown/, '120s');
  expect(scenario.run(`kubectl get pod writer -o jsonpath='{.status.reason}: {.status.message}'`)).toMatch(/^Evicted: The node was low on resource: ephemeral-storage\. Threshold quantity: /);
  expect(scenario.run(`kubectl get node worker-1 -o jsonpath='{.status.conditions[?(@.type=="DiskPressure")].status}'`)).toBe('True');
  expect(scenario.run('kubectl get pod web')).toMatch(/1\/1 +Running/);
  scenario.expectSound();
}, 60_000);

test('a full disk is told, and room makes it work again', () => {
  const scenario = new Scenario(twoWorkers);
  scenario.run('orrery fill-disk workstation');
  expect(scenario.refuse('echo more > file')).toContain('No space left on device');
  scenario.run('orrery free-disk workstation');
  scenario.run('echo more > file');
  scenario.expectSound();
});

test('a Pod with too little memory for its own token waits, says why, and the world goes on', () => {
  const scenario = new Scenario(twoWorkers);
  for (const [name, memory] of [['tiny', '100m'], ['none', '0']]) {
    const container = { name, image: 'nginx:1.27', resources: { limits: { memory } } };
    scenario.run(`kubectl run ${name} --image=nginx:1.27 --overrides='${JSON.stringify({ spec: { containers: [container] } })}'`);
  }
  scenario.until('kubectl get events', /FailedMount .*MountVolume\.SetUp failed for volume "kube-api-access-\w+" : write \S+: no space left on device/, '30s');
  scenario.until('kubectl get pod none', /1\/1/, '30s');
  scenario.expectSound();
});
