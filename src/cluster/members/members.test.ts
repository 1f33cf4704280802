import '../provide.ts';
import { expect, test } from 'vitest';
import { memberView } from '../../etcd/index.ts';
import { Session } from '../session.ts';
import { presets } from '../topology/topology.ts';
import { createWorld } from '../world.ts';

/** A stand-alone group that has been up for long enough to be changed, and a person at its workstation. */
function group(members = 3, seed = 1) {
  const world = createWorld({ topology: presets[`raft-${members}`]!, seed });
  const session = new Session(world);
  const run = (command: string): string => {
    const answer = session.answer({ run: command });
    if (world.kernel.failure) throw world.kernel.failure.error;
    return String(answer['output']);
  };
  run('sleep 6');
  const voters = (): string => {
    const sets = new Set(world.etcd.flatMap((member) => memberView(member).raft?.voters.join(',') ?? []));
    return [...sets].join(' | ');
  };
  return { world, run, voters };
}

test('a machine joins etcd as a learner, becomes a voter, and leaves, each by one command', () => {
  const { world, run, voters } = group();
  run('etcdctl put a 1');
  expect(run('orrery member add --learner')).toBe('etcd-4 learns; etcd is etcd-1, etcd-2, etcd-3, etcd-4 (learner)\n');
  expect(run('etcdctl get a --consistency=s --endpoints=etcd-4:2379 --print-value-only')).toBe('1\n');
  expect(run('orrery member promote etcd-4')).toBe('etcd-4 votes; etcd is etcd-1, etcd-2, etcd-3, etcd-4\n');
  run('sleep 1');
  expect(voters()).toBe('etcd-1,etcd-2,etcd-3,etcd-4');
  expect(run('orrery member remove etcd-1')).toBe('etcd-1 has left; etcd is etcd-2, etcd-3, etcd-4\n');
  run('sleep 3');
  expect(voters()).toBe('etcd-2,etcd-3,etcd-4');
  expect(world.machine('etcd-1').component('etcd')?.isRunning).toBe(false);
  // Without --endpoints etcdctl asks those that belong to the cluster.
  expect(run('etcdctl endpoint health 2>&1 | grep -c "is healthy"')).toBe('3\n');
  expect(run('etcdctl get a --endpoints=etcd-4:2379 --print-value-only')).toBe('1\n');
  // Back again on an empty disk, as a member with another number.
  expect(run('orrery member add etcd-1')).toBe('etcd-1 votes; etcd is etcd-1, etcd-2, etcd-3, etcd-4\n');
  expect(run('etcdctl get a --endpoints=etcd-1:2379 --print-value-only')).toBe('1\n');
});

test('an administrator does it by hand: member add, a file with what it printed, systemctl start', () => {
  const { run, voters } = group();
  expect(run('orrery add-machine etcd-4')).toBe('etcd-4 is there at 10.0.0.33; how its etcd starts stands in /etc/default/etcd once somebody writes it\n');
  expect(run('ssh etcd-4 systemctl start etcd')).toMatch(/^Job for etcd.service failed because the control process exited with error code\.\n/);
  const printed = run('etcdctl member add etcd-4 --peer-urls=http://10.0.0.33:2380 | tee added');
  expect(printed).toMatch(/^Member [0-9a-f]{16} added to cluster [0-9a-f]{16}\n\nETCD_NAME="etcd-4"\n/);
  run('(grep ^ETCD added; echo ETCD_DATA_DIR=/var/lib/etcd; echo ETCD_ADVERTISE_CLIENT_URLS=http://10.0.0.33:2379) > etcd.env');
  run('ssh etcd-4 "cat > /etc/default/etcd" < etcd.env');
  expect(run('ssh etcd-4 systemctl start etcd; ssh etcd-4 systemctl is-active etcd')).toBe('active\n');
  run('sleep 2');
  expect(voters()).toBe('etcd-1,etcd-2,etcd-3,etcd-4');
  expect(run('etcdctl member list | cut -d, -f2- | sort')).toContain(' started, etcd-4, http://10.0.0.33:2380, http://10.0.0.33:2379, false\n');
});

test('all voters but one change at once through a joint configuration, and data stays', () => {
  const { world, run, voters } = group();
  run('etcdctl put a 1');
  expect(run('orrery member set etcd-3,etcd-4,etcd-5')).toBe('3 vote; etcd is etcd-3, etcd-4, etcd-5\n');
  run('sleep 4');
  expect(voters()).toBe('etcd-3,etcd-4,etcd-5');
  expect(run('etcdctl --endpoints=etcd-5:2379 get a --print-value-only')).toBe('1\n');
  expect(world.etcd.map((member) => member.isRunning)).toEqual([false, false, true, true, true]);
});

test('what cannot be is refused in words that help, and nothing has changed', () => {
  const { run, voters } = group();
  expect(run('orrery member set')).toContain('etcd has from 1 to 9 members, not 0');
  expect(run('orrery member set etcd-1,etcd-1')).toContain('a member is named twice');
  expect(run('orrery member remove etcd-9')).toBe('orrery: etcd has no member "etcd-9"; it has etcd-1, etcd-2, etcd-3\n');
  expect(run('orrery member add workstation')).toContain('workstation has no etcd');
  expect(run('orrery member add etcd-1')).toContain('etcd-1 belongs to etcd already');
  expect(run('orrery member promote etcd-1')).toContain('etcdserver: can only promote a learner member');
  expect(run('orrery member dance')).toContain('there is no "member dance"; known are add, promote, remove, update, set');
  expect(run('orrery add-machine Etcd_4')).toContain('is no name of a machine');
  expect(run('orrery member --help')).toContain('orrery member add [MACHINE] [--learner]');
  expect(voters()).toBe('etcd-1,etcd-2,etcd-3');
});

test('a disk that is removed by hand is an empty one, and one that is moved away and back is as it was', () => {
  const { world, run } = group();
  run('etcdctl put a 1');
  run('ssh etcd-1 systemctl stop etcd; ssh etcd-1 mv /var/lib/etcd /var/lib/aside');
  run('sleep 3; ssh etcd-1 mv /var/lib/aside /var/lib/etcd; ssh etcd-1 systemctl start etcd; sleep 3');
  expect(run('etcdctl get a --endpoints=etcd-1:2379 --print-value-only')).toBe('1\n');
  run('ssh etcd-1 systemctl stop etcd; ssh etcd-1 rm -rf /var/lib/etcd; ssh etcd-1 systemctl start etcd; sleep 5');
  expect(world.etcd[0]?.directory.wasWiped).toBe(true);
});

test('with two of three lost for good, the last goes on alone by --force-new-cluster, and grows again', () => {
  const { world, run, voters } = group();
  for (let i = 0; i < 3; i++) run(`etcdctl put key-${i} ${i}`);
  run('sleep 1');
  run('orrery power off etcd-2; orrery power off etcd-3');
  expect(run('etcdctl put more 1 --endpoints=etcd-1:2379')).toContain('context deadline exceeded');
  run('ssh etcd-1 systemctl stop etcd');
  run('ssh etcd-1 "echo ETCD_FORCE_NEW_CLUSTER=true >> /etc/default/etcd"; ssh etcd-1 systemctl start etcd; sleep 3');
  expect(voters()).toBe('etcd-1');
  expect(run('etcdctl get key- --prefix --print-value-only --endpoints=etcd-1:2379')).toBe('0\n1\n2\n');
  run('ssh etcd-1 "sed -i /FORCE/d /etc/default/etcd"; ssh etcd-1 systemctl restart etcd; sleep 3');
  // Those that were given up are refused when they come back after all.
  run('orrery power on etcd-2; sleep 3');
  expect(world.etcd.map((member) => member.isRunning)).toEqual([true, false, false]);
  expect(run('orrery member add etcd-4; orrery member add etcd-2')).toBe('etcd-4 votes; etcd is etcd-1, etcd-4\netcd-2 votes; etcd is etcd-1, etcd-2, etcd-4\n');
  expect(run('etcdctl get key-2 --print-value-only --endpoints=etcd-2:2379')).toBe('2\n');
});
