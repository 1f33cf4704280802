import { expect, test } from 'vitest';
import { deploymentText } from '../../src/doors/deployment.ts';
import { Scenario } from './support.ts';

const members = ['etcd-1', 'etcd-2', 'etcd-3'] as const;

/** The addresses of the members' machines, by name. */
function addressOf({ world }: Scenario, name: string): string {
  return world.machine(name).host.stack.address;
}

test('two of three members lose their disks for good: an administrator restores all three from a snapshot, and Kubernetes goes on from there', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }, { name: 'worker-2' }] });
  scenario.apply(deploymentText('web', 3));
  scenario.until('kubectl get deployment web', /3\/3/);
  expect(scenario.run('etcdctl snapshot save backup.db --endpoints=etcd-2:2379 2>/dev/null')).toBe('Snapshot saved at backup.db\nServer version 3.6.0\n');
  scenario.run('kubectl create configmap after-the-backup --from-literal=a=1');
  for (const name of ['etcd-2', 'etcd-3']) scenario.run(`ssh ${name} "systemctl stop etcd; rm -rf /var/lib/etcd"`);
  expect(scenario.run('etcdctl put a 1 --endpoints=etcd-1:2379 --command-timeout=2s 2>&1 | tail -1')).toMatch(/^Error: (context deadline exceeded|etcdserver: request timed out)/);
  // What etcd-1 still has is put aside, and all three begin from the same file.
  scenario.run('ssh etcd-1 "systemctl stop etcd; mv /var/lib/etcd /root/old"');
  const cluster = members.map((name) => `${name}=http://${addressOf(scenario, name)}:2380`).join(',');
  for (const name of members) {
    scenario.run(`ssh ${name} "cat > /root/backup.db" < backup.db`);
    const flags = `--name ${name} --initial-cluster ${cluster} --initial-advertise-peer-urls http://${addressOf(scenario, name)}:2380 --initial-cluster-token restored --bump-revision 1000000 --mark-compacted`;
    expect(scenario.run(`ssh ${name} "etcdutl snapshot restore /root/backup.db ${flags} --data-dir /var/lib/etcd" 2>&1 | grep -c "added member"`)).toBe('3\n');
  }
  for (const name of members) scenario.run(`ssh ${name} systemctl start etcd`);
  scenario.until('etcdctl endpoint health', /(.*is healthy.*\n){3}/);
  scenario.run('orrery stop control-plane-1/kube-apiserver; orrery start control-plane-1/kube-apiserver');
  scenario.until('kubectl get deployment web', /3\/3/);
  expect(scenario.run('kubectl get configmap after-the-backup --ignore-not-found')).toBe('');
  scenario.run('kubectl scale deployment web --replicas=5');
  scenario.until('kubectl get deployment web', /5\/5/);
  expect(scenario.run('etcdctl endpoint hashkv | cut -d, -f2 | sort -u | wc -l')).toBe('1\n');
  scenario.expectSound();
});

test('what a person writes into etcd by hand is an object if it can be one; what cannot be is as if it were not there, and nothing stops', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }] });
  scenario.run('kubectl create configmap note --from-literal=a=1');
  const key = '/registry/configmaps/default/note';
  scenario.run(`etcdctl get ${key} --print-value-only | sed 's/"a":"1"/"a":"2"/' | etcdctl put ${key}`);
  expect(scenario.run("kubectl get configmap note -o jsonpath='{.data.a}'")).toBe('2');
  scenario.run("kubectl patch configmap note -p '{\"data\":{\"b\":\"3\"}}'");
  expect(scenario.run("kubectl get configmap note -o jsonpath='{.data}'")).toBe('{"a":"2","b":"3"}');
  for (const garbage of ['garbage', '{}', '{"apiVersion":"v1","kind":"Pod","metadata":{"name":"note","namespace":"default"}}']) {
    scenario.run(`etcdctl put ${key} '${garbage}' && etcdctl put /registry/pods/default/note '${garbage}' && etcdctl put /registry/nothing/x '${garbage}'`);
  }
  expect(scenario.refuse('kubectl get configmap note')).toContain('configmaps "note" not found');
  expect(scenario.refuse('kubectl create configmap note')).toContain('configmaps "note" already exists');
  scenario.run(`etcdctl del ${key}`);
  scenario.run('kubectl create configmap note');
  scenario.run('kubectl run web --image=nginx');
  scenario.until('kubectl get pod web', /1\/1/);
  scenario.expectSound();
});

test('a cluster whose etcd is full refuses to write, and goes on when an administrator has made room and disarmed the alarm', () => {
  const scenario = new Scenario({ workers: [{ name: 'worker-1' }], etcd: { members: 3, quotaBackendBytes: 1_000_000 } });
  scenario.run('head -c 700000 /dev/zero | tr "\\0" x | etcdctl put ballast');
  expect(scenario.refuse('head -c 700000 /dev/zero | tr "\\0" x | etcdctl put more 2>/dev/null; etcdctl put more x')).toContain('etcdserver: mvcc: database space exceeded');
  expect(scenario.run('etcdctl alarm list')).toMatch(/^memberID:\d+ alarm:NOSPACE \n/);
  expect(scenario.refuse('kubectl create configmap note')).toContain('etcdserver: mvcc: database space exceeded');
  expect(scenario.run('kubectl get nodes -o name')).toContain('node/worker-1');
  scenario.run('etcdctl del ballast && etcdctl compaction $(etcdctl get / -w fields | sed -n "s/^.Revision. : //p") && etcdctl defrag --cluster && etcdctl alarm disarm');
  scenario.until('kubectl create configmap note 2>&1', /created/);
  scenario.expectSound();
});
