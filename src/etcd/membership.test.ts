import { expect, test } from 'vitest';
import { createEtcdMember, memberView } from './index.ts';
import type { EtcdMember, MemberInfo, MembershipRequest } from './index.ts';
import { attempt, cluster, pass } from './testing/cluster.ts';

type World = ReturnType<typeof cluster>;

/** Asks a member for a change; gives the members after it, or the words of the refusal. */
function change(world: World, request: MembershipRequest, at = 0): string | readonly string[] {
  const answer = world.ask(attempt(world.client(at).changeMembers(request, { timeoutMs: 5000 })));
  return typeof answer === 'string' ? answer : answer.result.members.map(told).sort();
}

function told({ name, peerUrls: [url = ''], isLearner }: MemberInfo): string {
  return `${name || 'unstarted'} ${url}${isLearner ? ' learner' : ''}`;
}

function listed(world: World, at = 0): readonly MemberInfo[] {
  return world.ask(world.client(at).memberList()).result.members;
}

function idOf(world: World, name: string): string {
  return listed(world).find((member) => member.name === name)?.id ?? '';
}

const urlOf = (number: number): string => `http://10.0.0.${10 + number}:2380`;

/** A machine with a member that is told to join those that are listed. */
function machineFor(world: World, number: number): EtcdMember {
  const name = `etcd-${number}`;
  const address = `10.0.0.${10 + number}`;
  const initialCluster = listed(world).map((member) => ({ name: member.name || name, peerUrls: member.peerUrls }));
  const member = createEtcdMember({
    kernel: world.kernel,
    host: world.network.addHost(name, 'etcd', address),
    name,
    peers: [],
    settings: () => ({
      name, initialCluster, initialClusterState: 'existing', clusterToken: 'etcd-cluster', forceNewCluster: false,
      clientUrls: [`http://${address}:2379`], clientPort: 2379, peerPort: 2380,
    }),
  });
  world.members.push(member);
  return member;
}

/** A cluster that is old enough to be changed. */
function grown(size = 3): World {
  const world = cluster(1, size);
  world.start();
  pass(world, 6000);
  return world;
}

function votersOf(member: EtcdMember): readonly string[] {
  return memberView(member).raft?.voters ?? [];
}

test('members tell their names and where they answer clients', () => {
  const world = grown();
  expect(listed(world).map(({ name, clientUrls }) => `${name} ${clientUrls.join()}`).sort()).toEqual([
    'etcd-1 http://10.0.0.11:2379', 'etcd-2 http://10.0.0.12:2379', 'etcd-3 http://10.0.0.13:2379',
  ]);
  expect(world.ask(world.client().memberList()).header.revision).toBe(0);
});

test('in its first five seconds, and while a member is away, a cluster takes no voter', () => {
  const world = cluster();
  world.start();
  const add = { type: 'memberAdd', peerUrls: [urlOf(4)] } as const;
  expect(change(world, add)).toBe('etcdserver: unhealthy cluster');
  pass(world, 6000);
  world.members[2]!.stop();
  pass(world, 100);
  expect(change(world, add)).toBe('etcdserver: unhealthy cluster');
  world.members[2]!.start();
  pass(world, 4000);
  expect(change(world, add)).toBe('etcdserver: unhealthy cluster');
  pass(world, 2000);
  expect(change(world, add)).toHaveLength(4);
});

test('a learner is added, catches up, is promoted through a follower, and counts', () => {
  const world = grown();
  world.ask(world.client().put({ key: 'a', value: 1 }));
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(4)], isLearner: true })).toContain(`unstarted ${urlOf(4)} learner`);
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(5)], isLearner: true })).toBe('etcdserver: too many learner members in cluster');
  const id = listed(world).find(({ name }) => name === '')!.id;
  expect(change(world, { type: 'memberPromote', id })).toBe('etcdserver: can only promote a learner member which is in sync with leader');
  const learner = machineFor(world, 4);
  learner.start();
  pass(world, 1000);
  expect(learner.process?.store.get('a')?.value).toBe(1);
  expect(listed(world).map(told)).toContain(`etcd-4 ${urlOf(4)} learner`);
  expect(votersOf(world.members[0]!)).toEqual(['etcd-1', 'etcd-2', 'etcd-3']);
  const follower = world.members.findIndex((member) => !member.process?.isLeader && member !== learner);
  expect(change(world, { type: 'memberPromote', id }, follower)).toContain(`etcd-4 ${urlOf(4)}`);
  pass(world, 300);
  for (const member of world.members) expect(votersOf(member)).toEqual(['etcd-1', 'etcd-2', 'etcd-3', 'etcd-4']);
  expect(change(world, { type: 'memberPromote', id }, follower)).toBe('etcdserver: can only promote a learner member');
});

test('what does not exist, exists already or would cost the quorum is refused', () => {
  const world = grown();
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(2)] })).toBe('etcdserver: Peer URLs already exists');
  expect(change(world, { type: 'memberAdd', peerUrls: ['nonsense'] })).toBe('etcdserver: given member URLs are invalid');
  for (const type of ['memberRemove', 'memberPromote'] as const) expect(change(world, { type, id: '1234' })).toBe('etcdserver: member not found');
  expect(change(world, { type: 'memberUpdate', id: '1234', peerUrls: [urlOf(9)] })).toBe('etcdserver: member not found');
  expect(change(world, { type: 'memberUpdate', id: idOf(world, 'etcd-2'), peerUrls: [urlOf(3)] })).toBe('etcdserver: Peer URLs already exists');
  expect(change(world, { type: 'memberPromote', id: idOf(world, 'etcd-2') })).toBe('etcdserver: can only promote a learner member');
  // Two new voters that have not started still leave three of five; a third would not.
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(4)] })).toHaveLength(4);
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(5)] })).toHaveLength(5);
  const tooFew = 'etcdserver: re-configuration failed due to not enough started members';
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(6)] })).toBe(tooFew);
  expect(change(world, { type: 'memberRemove', id: idOf(world, 'etcd-2') })).toBe(tooFew);
  for (const { id } of listed(world).filter(({ name }) => name === '')) change(world, { type: 'memberRemove', id });
  const down = world.members.findIndex((member) => !member.process?.isLeader);
  const [one, other] = world.members.filter((_, index) => index !== down);
  const ids = [one!, other!].map(({ name }) => idOf(world, name));
  world.members[down]!.stop();
  pass(world, 100);
  expect(change(world, { type: 'memberRemove', id: ids[0]! }, (down + 1) % 3)).toBe('etcdserver: unhealthy cluster');
});

test('a removed leader ends with the words of the real one, the others elect another, and it is not let in again', () => {
  const world = grown();
  const leader = world.leader()!;
  const at = world.members.findIndex((member) => member !== leader);
  world.ask(world.client(at).put({ key: 'a', value: 1 }));
  expect(change(world, { type: 'memberRemove', id: idOf(world, leader.name) }, at)).toHaveLength(2);
  pass(world, 4000);
  expect(leader.isRunning).toBe(false);
  const why = [...world.kernel.trace.since(1)].map(({ subject }) => subject as { type?: string; why?: string }).find(({ type }) => type === 'etcd-removed');
  expect(why?.why).toBe('the member has been permanently removed from the cluster');
  expect(world.leader()).toBeDefined();
  world.ask(world.client(at).put({ key: 'a', value: 2 }));
  const { process } = world.members[at]!;
  expect(process?.node.conf.voters).toHaveLength(2);
  leader.start();
  pass(world, 2500);
  expect(leader.isRunning).toBe(false);
});

test('a member that was away when it was removed hears of it when it comes back', () => {
  const world = grown();
  const away = world.members.find((member) => !member.process?.isLeader)!;
  const at = world.members.findIndex((member) => member !== away);
  const id = idOf(world, away.name);
  away.stop();
  pass(world, 1500);
  expect(change(world, { type: 'memberRemove', id }, at)).toHaveLength(2);
  away.start();
  pass(world, 2000);
  expect(away.isRunning).toBe(false);
  world.ask(world.client(at).put({ key: 'still', value: 'here' }));
});

test('members that change their address are found there', () => {
  const world = grown();
  const moved = world.members.find((member) => !member.process?.isLeader)!;
  const number = world.members.indexOf(moved) + 1;
  const at = world.members.findIndex((member) => member !== moved);
  expect(change(world, { type: 'memberUpdate', id: idOf(world, moved.name), peerUrls: [urlOf(70)] }, at)).toContain(`${moved.name} ${urlOf(70)}`);
  world.ask(world.client(at).put({ key: 'a', value: 1 }));
  pass(world, 500);
  expect(moved.process?.store.get('a')).toBeUndefined();
  expect(change(world, { type: 'memberUpdate', id: idOf(world, moved.name), peerUrls: [urlOf(number)] }, at)).toHaveLength(3);
  pass(world, 3000);
  expect(moved.process?.store.get('a')?.value).toBe(1);
});

test('several members change at once through a joint configuration, the leader among them', () => {
  const world = grown();
  const leader = world.leader()!;
  const remove = [idOf(world, leader.name)];
  const stay = world.members.filter((member) => member !== leader);
  const at = world.members.indexOf(stay[0]!);
  const joint: string[] = [];
  world.kernel.afterEvent = () => {
    for (const member of world.members) {
      const raft = memberView(member).raft;
      if (raft && raft.votersOutgoing.length > 0) joint.push(`${raft.voters.length}&&${raft.votersOutgoing.length}`);
    }
  };
  expect(change(world, { type: 'memberSet', add: [[urlOf(4)], [urlOf(5)], [urlOf(6)]], remove }, at)).toHaveLength(5);
  expect(new Set(joint)).toEqual(new Set(['5&&3']));
  // Only two of the five run until the new ones come: nothing can be written.
  const initial = world.ask(attempt(world.client(at).memberList({ serializable: true })));
  expect(typeof initial === 'string' ? 0 : initial.result.members.length).toBe(5);
});

test('a member that lags behind the log gets the members with the snapshot', () => {
  const world = grown();
  const late = world.members.find((member) => !member.process?.isLeader)!;
  const at = world.members.findIndex((member) => member !== late);
  expect(change(world, { type: 'memberAdd', peerUrls: [urlOf(4)], isLearner: true }, at)).toHaveLength(4);
  late.stop();
  const writers = Array.from({ length: 10_500 }, (_, n) => world.kernel.spawn('writer', world.client(at).put({ key: `k/${n % 500}`, value: n })));
  world.run({ condition: () => writers.every((writer) => writer.isDone) });
  late.start();
  pass(world, 3000);
  expect(memberView(late).raft).toMatchObject({ learners: [expect.any(String)] });
  expect(memberView(late).raft?.firstIndex).toBeGreaterThan(4000);
  expect(late.process?.members.list()).toEqual(world.members[at]?.process?.members.list());
});
