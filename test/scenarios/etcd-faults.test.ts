import { expect, test } from 'vitest';
import { ApiClient } from '../../src/client/index.ts';
import { EtcdClient, memberView, prefixRange } from '../../src/etcd/index.ts';
import type { Process } from '../../src/kernel/index.ts';
import { podKind } from '../../src/kinds/index.ts';
import { deploymentText } from '../../src/doors/deployment.ts';
import { Scenario } from './support.ts';

/** Etcd's election time-out and the longest of its draws. */
const electionMs = 2_000;

/** Two clients that watch through whatever happens: everything in etcd, and Pods at the API server. */
class Witness {
  readonly inEtcd: string[] = [];
  readonly pods: number[] = [];
  private readonly first: number;

  constructor({ world }: Scenario) {
    const { stack, group } = world.machine('workstation').host;
    const endpoints = world.etcd.map(({ host }) => ({ address: host.stack.address, port: 2379 }));
    const first = Math.max(...world.etcd.map(({ process }) => process?.store.revision ?? 0)) + 1;
    const watch = new EtcdClient({ stack, endpoints }).watch({ ...prefixRange(''), startRevision: first });
    const client = new ApiClient({ stack, servers: world.servers, credentials: { token: world.adminToken }, userAgent: 'witness' });
    const { inEtcd, pods } = this;
    this.first = first;
    world.kernel.spawn('etcd witness', (function* (): Process {
      for (let response = yield* watch.next(); response; response = yield* watch.next()) {
        for (const { kv } of response.events) inEtcd.push(`${kv.key}@${kv.modRevision}`);
      }
    })(), group);
    world.kernel.spawn('API witness', (function* (): Process {
      const events = yield* client.of(podKind).watch('default', { resourceVersion: String(first - 1) });
      for (let event = yield* events.next(); event; event = yield* events.next()) pods.push(Number(event.object.metadata?.resourceVersion));
    })(), group);
  }

  /** What each has seen is what etcd's history says, once and in order. */
  expectWhole({ world }: Scenario): void {
    const history = world.etcd[0]?.process?.store.eventsSince(this.first, prefixRange('')).map(({ kv }) => kv) ?? [];
    expect(this.inEtcd.length).toBeGreaterThan(50);
    expect(this.inEtcd).toEqual(history.slice(0, this.inEtcd.length).map(({ key, modRevision }) => `${key}@${modRevision}`));
    const pods = history.filter(({ key }) => key.startsWith('/registry/pods/default/')).map(({ modRevision }) => modRevision);
    expect(pods.length).toBeGreaterThan(30);
    expect(this.pods).toEqual(pods);
  }
}

function leaderOf({ world }: Scenario): string | undefined {
  return world.etcd.find((member) => memberView(member).raft?.role === 'leader' && member.host.isUp)?.name;
}

function storesOf({ world }: Scenario): string[] {
  return world.etcd.map(({ process }) => JSON.stringify(process?.store.snapshot().versions ?? []));
}

test('the etcd leader dies during a rollout: a new one within an election time-out, nothing acknowledged is lost, watchers miss and repeat nothing', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const witness = new Witness(scenario);
  const { world } = scenario;
  scenario.apply(deploymentText('web', 6));
  scenario.until('kubectl get deployment web', /6\/6/);
  scenario.run('kubectl set image deployment/web main=nginx:1.28');
  scenario.pass('300ms');
  const old = leaderOf(scenario);
  expect(old).toBeDefined();
  const acknowledged: string[] = [];
  for (let number = 0; number < 3; number++) {
    scenario.run(`kubectl create configmap before-${number}`);
    acknowledged.push(`before-${number}`);
  }
  world.machine(old ?? '').powerOff();
  const diedMs = world.kernel.nowMs;
  const end = world.run({ untilMs: diedMs + 2 * electionMs, condition: () => ![undefined, old].includes(leaderOf(scenario)) });
  expect(end).toBe('condition');
  expect(world.kernel.nowMs - diedMs).toBeLessThan(electionMs + 500);
  scenario.until('kubectl rollout status deployment/web --timeout=50s', /successfully rolled out/, '120s');
  for (const name of acknowledged) expect(scenario.run('kubectl get configmaps -o name')).toContain(name);
  world.machine(old ?? '').powerOn();
  scenario.pass('10s');
  witness.expectWhole(scenario);
  expect(new Set(storesOf(scenario)).size).toBe(1);
  scenario.expectSound();
});

test('two of three etcd members die: writes wait and fail, Pods keep serving; with one back all goes on', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const { world } = scenario;
  scenario.apply(deploymentText('web', 2));
  scenario.until('kubectl get deployment web', /2\/2/);
  const address = scenario.run(`kubectl get pods -o jsonpath='{.items[0].status.podIP}'`).trim();
  const [first, second] = ['etcd-1', 'etcd-2'].map((name) => world.machine(name));
  first?.powerOff();
  second?.powerOff();
  scenario.pass('5s');
  const beganMs = world.kernel.nowMs;
  scenario.refuse('kubectl get configmaps');
  scenario.write('never.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: never}\n');
  expect(scenario.refuse('kubectl apply -f never.yaml')).toBe(`Error from server (Timeout): error when retrieving current configuration of:
Resource: "/v1, Resource=configmaps", GroupVersionKind: "/v1, Kind=ConfigMap"
Name: "never", Namespace: "default"
from server for: "never.yaml": the server was unable to return a response in the time allotted, but may still be processing the request (get configmaps never)
`);
  expect(world.kernel.nowMs - beganMs).toBeGreaterThan(100_000);
  expect(world.kernel.nowMs - beganMs).toBeGreaterThan(5_000);
  expect(scenario.run(`ssh worker-1 curl -s http://${address}/`)).toContain('Welcome to nginx!');
  first?.powerOn();
  scenario.until('kubectl create configmap later', /created|exists/, '60s');
  scenario.run('kubectl scale deployment web --replicas=4');
  scenario.until('kubectl get deployment web', /4\/4/);
  second?.powerOn();
  scenario.pass('10s');
  expect(new Set(storesOf(scenario)).size).toBe(1);
  scenario.expectSound();
});

test('a leader that is cut off steps down, and after healing all members have one history', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  const old = leaderOf(scenario) ?? '';
  const others = ['etcd-1', 'etcd-2', 'etcd-3'].filter((name) => name !== old);
  scenario.run(`orrery partition ${old} ${others.join(',')}`);
  scenario.pass('5s');
  const leaders = scenario.world.etcd.filter((member) => memberView(member).raft?.role === 'leader').map(({ name }) => name);
  expect(leaders).toHaveLength(1);
  expect(others).toContain(leaders[0]);
  scenario.until('kubectl create configmap apart', /created|exists/);
  scenario.run('orrery heal --all');
  scenario.pass('5s');
  expect(new Set(storesOf(scenario)).size).toBe(1);
  expect(scenario.run('kubectl get configmaps')).toContain('apart');
  scenario.expectSound();
});

test('a write that a crash has torn is found when the member starts, and dropped; nothing acknowledged is lost by it', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  const { world } = scenario;
  scenario.run('(i=0; while true; do i=$((i+1)); kubectl create configmap note-$i >/dev/null 2>&1 && echo $i >> written; done) & echo');
  const repairs = (): number => world.etcd.reduce((sum, { directory }) => sum + directory.repairs, 0);
  for (let crashes = 0; crashes < 60 && repairs() === 0; crashes++) {
    // The moment when a disk has something that is not safe yet.
    const writing = (): string | undefined => world.etcd.find(({ directory }) => directory.unsyncedCount > 1)?.name;
    world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => writing() !== undefined });
    scenario.run(`orrery crash ${writing() ?? 'etcd-1'}`);
    scenario.pass('8s');
  }
  expect(repairs()).toBeGreaterThan(0);
  scenario.pass('10s');
  const written = scenario.run('cat written').trim().split('\n');
  expect(written.length).toBeGreaterThan(20);
  const stored = scenario.run('kubectl get configmaps -o name');
  for (const number of written) expect(stored).toContain(`configmap/note-${number}\n`);
  expect(new Set(storesOf(scenario)).size).toBe(1);
  scenario.expectSound();
});
