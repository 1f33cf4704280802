import { expect, test } from 'vitest';
import { memberView } from '../../src/etcd/index.ts';
import { deploymentText } from '../../src/doors/deployment.ts';
import { Scenario } from './support.ts';

const machines = ['etcd-1', 'etcd-2', 'etcd-3'];
const addresses: Readonly<Record<string, string>> = { 'etcd-1': '10.0.0.30', 'etcd-2': '10.0.0.31', 'etcd-3': '10.0.0.32' };
const cluster = machines.map((name) => `${name}=http://${addresses[name] ?? ''}:2380`).join(',');

/** What an administrator types on each machine to start a member from the backup. */
function restoreOn(scenario: Scenario, name: string): void {
  scenario.run(`ssh ${name} "cat > /root/backup.db" < backup.db`);
  scenario.run(`ssh ${name} rm -rf /var/lib/etcd`);
  scenario.run(
    `ssh ${name} etcdutl snapshot restore /root/backup.db --name ${name} --initial-cluster ${cluster} --initial-cluster-token restored `
    + `--initial-advertise-peer-urls http://${addresses[name] ?? ''}:2380 --data-dir /var/lib/etcd --bump-revision 1000000 --mark-compacted`,
  );
}

test('quorum is lost for good: the administrator restores all members from a snapshot, and Kubernetes goes on from there', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  const { world } = scenario;
  scenario.apply(deploymentText('web', 3));
  scenario.until('kubectl get deployment web', /3\/3/);
  scenario.run('kubectl create configmap before');
  expect(scenario.run('etcdctl snapshot save backup.db --endpoints=etcd-1:2379 2>&1')).toContain('Snapshot saved at backup.db\n');
  const clusterId = scenario.run("etcdctl endpoint status -w json --endpoints=etcd-1:2379 | sed 's/.*cluster_id\":\\([0-9]*\\).*/\\1/'");
  scenario.run('kubectl create configmap after');
  scenario.run('kubectl scale deployment web --replicas=5');
  scenario.until('kubectl get deployment web', /5\/5/);

  // Two machines burn, with their disks.
  for (const name of ['etcd-2', 'etcd-3']) scenario.run(`orrery wipe-disk ${name}; orrery power off ${name}`);
  scenario.pass('5s');
  scenario.refuse('etcdctl put a 1 --endpoints=etcd-1:2379');
  scenario.refuse('kubectl create configmap lost --request-timeout=20s');

  // The control plane is stopped, all members are made anew from the backup, and everything is started again.
  scenario.run('orrery stop control-plane-1/kube-apiserver');
  scenario.run('ssh etcd-1 systemctl stop etcd');
  for (const name of ['etcd-2', 'etcd-3']) scenario.run(`orrery power on ${name}; ssh ${name} systemctl stop etcd`);
  for (const name of machines) restoreOn(scenario, name);
  for (const name of machines) scenario.run(`ssh ${name} systemctl start etcd`);
  scenario.until('etcdctl endpoint health --endpoints=etcd-1:2379,etcd-2:2379,etcd-3:2379 2>&1', /(is healthy[^]*){3}/);
  expect(scenario.run("etcdctl endpoint status -w json --endpoints=etcd-1:2379 | sed 's/.*cluster_id\":\\([0-9]*\\).*/\\1/'")).not.toBe(clusterId);
  scenario.run('orrery start control-plane-1/kube-apiserver');
  scenario.until('kubectl get --raw /readyz', /ok/);
  for (const component of ['kube-controller-manager', 'kube-scheduler']) scenario.run(`orrery stop control-plane-1/${component}; orrery start control-plane-1/${component}`);

  // What was written after the backup is gone; what was before is there, and the cluster works.
  expect(scenario.run('kubectl get configmap -o name')).toContain('configmap/before');
  expect(scenario.run('kubectl get configmap -o name')).not.toContain('configmap/after');
  scenario.until('kubectl get nodes --no-headers', /worker-1 +Ready[^]*worker-2 +Ready/);
  scenario.until('kubectl get deployment web', /3\/3/, '300s');
  scenario.run('kubectl scale deployment web --replicas=4');
  scenario.until('kubectl get deployment web', /4\/4/, '120s');
  scenario.run('kubectl run fresh --image=nginx:1.27');
  scenario.until('kubectl get pod fresh', /Running/);
  expect(new Set(world.etcd.map((member) => memberView(member).raft?.voters.join(',')))).toEqual(new Set(['etcd-1,etcd-2,etcd-3']));
  scenario.pass('10s');
  expect(new Set(world.etcd.map(({ process }) => JSON.stringify(process?.store.snapshot().versions ?? []))).size).toBe(1);
  scenario.expectSound();
});
