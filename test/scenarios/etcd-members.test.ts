import { expect, test } from 'vitest';
import { memberView } from '../../src/etcd/index.ts';
import { deploymentText } from '../../src/doors/deployment.ts';
import { Scenario } from './support.ts';

function leaderOf({ world }: Scenario): string {
  return world.etcd.find((member) => memberView(member).raft?.role === 'leader')?.name ?? '';
}

function votersOf({ world }: Scenario): readonly string[] {
  return [...new Set(world.etcd.flatMap((member) => memberView(member).raft?.voters.join(',') ?? []))];
}

/** Every member that belongs to the cluster holds the same. */
function expectSame({ world }: Scenario): void {
  const stores = new Set(world.etcd.flatMap(({ process }) => (process ? JSON.stringify(process.store.snapshot().versions) : [])));
  expect(stores.size).toBe(1);
}

test('etcd grows from three members to five and shrinks to three during a rollout, its leader among those that leave, and kubectl notices nothing', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  scenario.apply(deploymentText('web', 6));
  scenario.until('kubectl get deployment web', /6\/6/);
  scenario.run('kubectl set image deployment/web main=nginx:1.28');
  scenario.run('kubectl get pods -w > seen & echo');
  scenario.run('orrery member add --learner && orrery member promote etcd-4');
  scenario.run('kubectl scale deployment web --replicas=9');
  scenario.run('orrery member add');
  expect(votersOf(scenario)).toEqual(['etcd-1,etcd-2,etcd-3,etcd-4,etcd-5']);
  scenario.run('kubectl rollout status deployment/web --timeout=120s');
  scenario.run('kubectl set image deployment/web main=nginx:1.27');
  const leader = leaderOf(scenario);
  scenario.run(`orrery member remove ${leader}`);
  scenario.run('kubectl get nodes');
  scenario.pass('3s');
  expect(leaderOf(scenario)).not.toBe(leader);
  const other = ['etcd-1', 'etcd-2', 'etcd-3'].find((name) => name !== leader && name !== leaderOf(scenario)) ?? '';
  scenario.run(`orrery member remove ${other}`);
  scenario.run('kubectl create configmap note --from-literal=a=1');
  scenario.run('kubectl rollout status deployment/web --timeout=120s');
  scenario.pass('5s');
  expect(votersOf(scenario)).toHaveLength(1);
  expect(votersOf(scenario)[0]?.split(',')).toHaveLength(3);
  expectSame(scenario);
  // The machines that left can be switched off: nothing hangs on them.
  scenario.run(`orrery power off ${leader} && orrery power off ${other}`);
  scenario.run('kubectl scale deployment web --replicas=4');
  scenario.until('kubectl get deployment web', /4\/4/);
  expect(scenario.run('etcdctl member list --endpoints=etcd-5:2379 | wc -l')).toBe('3\n');
  scenario.expectSound();
});

test('every member of etcd is replaced by another, one joint change, while Kubernetes runs on it', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.apply(deploymentText('web', 3));
  scenario.run('orrery member set etcd-3,etcd-4,etcd-5');
  scenario.until('kubectl get deployment web', /3\/3/);
  scenario.run('kubectl scale deployment web --replicas=5');
  scenario.until('kubectl get deployment web', /5\/5/);
  scenario.pass('3s');
  expect(votersOf(scenario)).toEqual(['etcd-3,etcd-4,etcd-5']);
  // An API server learns of new members when it is started anew, as with --etcd-servers.
  scenario.run('orrery stop control-plane-1/kube-apiserver && orrery start control-plane-1/kube-apiserver');
  scenario.until('kubectl get --raw /readyz', /ok/);
  scenario.run('orrery member remove etcd-3');
  scenario.run('kubectl scale deployment web --replicas=2');
  scenario.until('kubectl get deployment web', /2\/2/);
  expectSame(scenario);
  scenario.expectSound();
});
