// For each invariant a bug that is planted into a whole world that is up: the world must stop and say what is broken.
import '../../src/cluster/provide.ts';
import { afterEach, expect, test, vi } from 'vitest';
import { Session, applyFault, createWorld, readTopology } from '../../src/cluster/index.ts';
import type { World } from '../../src/cluster/index.ts';
import { EtcdClient, isPeerMessage } from '../../src/etcd/index.ts';
import type { EtcdMember } from '../../src/etcd/index.ts';
import type { Packet } from '../../src/network/index.ts';
import { lastIndex } from '../../src/raft/index.ts';
import { AdmittedPods } from '../../src/node/kubelet/admission.ts';
import { AddressPool } from '../../src/node/runtime/address-pool.ts';
import { deploymentText } from '../../src/doors/deployment.ts';

afterEach(() => void vi.restoreAllMocks());

function worldOf(members = 3): { readonly world: World; readonly session: Session } {
  const world = createWorld({ topology: readTopology({ etcd: { members }, workers: [{ name: 'worker-1', cpu: 1 }, { name: 'worker-2', cpu: 1 }] }), seed: 5 });
  return { world, session: new Session(world) };
}

/** What the world stopped with; the text of an answer says it too. */
function stoppedWith(world: World): string {
  const { failure } = world.kernel;
  return failure?.error instanceof Error ? failure.error.message : 'it did not stop';
}

function leaderOf({ etcd }: World): EtcdMember {
  const leader = etcd.find(({ process }) => process?.isLeader);
  if (!leader) throw new Error('nobody leads');
  return leader;
}

function followerOf({ etcd }: World): EtcdMember {
  const follower = etcd.find(({ process }) => process?.node.role === 'follower');
  if (!follower) throw new Error('nobody follows');
  return follower;
}

/** The member believes that it is the only voter. */
function believesAlone({ process, id }: EtcdMember): void {
  if (process) process.node.conf = { ...process.node.conf, voters: [id] };
}

test('revisionsGrow: a member that leaves a revision out', () => {
  const { world, session } = worldOf(1);
  session.boot();
  const store: { latest?: number } = Object(world.etcd[0]?.process?.store);
  store.latest = (store.latest ?? 0) + 1;
  session.answer({ run: 'kubectl create configmap note' });
  expect(stoppedWith(world)).toMatch(/^revisionsGrow: revision \d+ was committed after \d+$/);
});

test('membersAgree: a member that does not apply an entry', () => {
  const { world, session } = worldOf();
  session.boot();
  const { process } = followerOf(world);
  if (process) vi.spyOn(process, 'apply').mockImplementationOnce(() => undefined);
  session.answer({ run: 'for i in 1 2 3; do kubectl create configmap note-$i; done' });
  expect(stoppedWith(world)).toMatch(/^membersAgree: revision \d+ is PUT \S+ at etcd-\d, and PUT \S+ at etcd-\d$/);
});

test('raftSafety, one leader a term: two members that each count only themselves', () => {
  const { world } = worldOf();
  applyFault(world, ['partition', 'etcd-1', 'etcd-2', 'etcd-3']);
  for (const member of world.etcd) {
    believesAlone(member);
    member.timeOutNow();
  }
  world.pass(1_000);
  expect(stoppedWith(world)).toMatch(/^electionSafety: \d and \d lead in term 2$/);
});

test('raftSafety, leaders have everything that is committed: a member that was cut off elects itself', () => {
  const { world, session } = worldOf();
  session.boot();
  const old = followerOf(world);
  session.answer({ run: `orrery isolate ${old.name}` });
  session.answer({ run: 'kubectl create configmap note' });
  believesAlone(old);
  old.timeOutNow();
  world.pass(1_000);
  expect(stoppedWith(world)).toMatch(/^leaderCompleteness: \d leads term \d+ without \d+\/\d+$/);
});

test('raftSafety, the same entry at the same place: one that is garbled on its way to a member', () => {
  const { world, session } = worldOf();
  session.boot();
  const { host } = followerOf(world);
  const garbled = new Set<Packet>();
  const garble = (packet: Packet): void => {
    const { payload: message } = packet;
    if (garbled.has(packet) || packet.to.host !== host || !isPeerMessage(message) || message.type !== 'MsgApp') return;
    // What is known to be committed when it arrives would break another promise at the same moment.
    if (message.entries.some(({ index }) => index <= message.commit)) return;
    garbled.add(packet);
    const entries = message.entries.map((entry) => ({ ...entry, data: 'something else' }));
    Object.assign(packet, { payload: { ...message, entries } });
  };
  world.workstation.execute('kubectl create configmap note');
  world.run({ untilMs: world.kernel.nowMs + 2_000, condition: () => {
    for (const packet of world.network.inFlight.packets()) garble(packet);
    return false;
  } });
  expect(garbled.size).toBeGreaterThan(0);
  expect(stoppedWith(world)).toMatch(/^logMatching: \d+\/\d+ is not the same everywhere, as \d has it$/);
});

test('raftSafety, all members commit the same: a leader that was cut off commits what only it has', () => {
  const { world, session } = worldOf();
  session.boot();
  const old = leaderOf(world);
  session.answer({ run: `orrery isolate ${old.name}; orrery propose ${old.name}` });
  session.answer({ run: 'sleep 5; kubectl create configmap note' });
  if (old.process) Object.assign(old.process.node.log, { committed: lastIndex(old.process.node.log) });
  world.pass(1_000);
  expect(stoppedWith(world)).toMatch(/^stateMachineSafety: \d committed \d+\/\d+, others \d+\/\d+$/);
});

test('linearizableReads: a leader of old that answers reads without asking whether it still leads', () => {
  const { world, session } = worldOf();
  session.boot();
  const old = leaderOf(world);
  const others = world.etcd.filter((member) => member !== old);
  applyFault(world, ['client', 'write', old.name, 'before']);
  world.pass(1_000);
  applyFault(world, ['partition', old.host.name, others.map(({ host }) => host.name).join(',')]);
  world.run({ untilMs: world.kernel.nowMs + 10_000, condition: () => others.some(({ process }) => process?.isLeader) });
  applyFault(world, ['client', 'write', others.find(({ process }) => process?.isLeader)?.name ?? '', 'after']);
  world.pass(1_000);
  if (old.process) vi.spyOn(old.process.reads, 'ready').mockImplementation(function* () {});
  applyFault(world, ['client', 'read', old.name]);
  world.pass(1_000);
  expect(stoppedWith(world)).toBe("linearizableReads: no order explains the client's operations 2, 3");
});

test('bindingsStay: somebody who moves a Pod, past the API server', () => {
  const { world, session } = worldOf();
  session.answer({ run: 'kubectl run web --image=nginx:1.27' });
  session.answer({ until: 'kubectl get pod web', matches: '1/1' });
  const stored = leaderOf(world).process?.store.get('/registry/pods/default/web')?.value;
  const pod = stored as { readonly spec: { readonly nodeName: string } };
  const other = pod.spec.nodeName === 'worker-1' ? 'worker-2' : 'worker-1';
  const { stack, group } = world.machine('workstation').host;
  const client = new EtcdClient({ stack, endpoints: world.etcd.map(({ host }) => ({ address: host.stack.address, port: 2379 })) });
  world.kernel.spawn('mover', client.put({ key: '/registry/pods/default/web', value: { ...pod, spec: { ...pod.spec, nodeName: other } } }), group);
  world.pass(1_000);
  expect(stoppedWith(world)).toBe(`bindingsStay: /registry/pods/default/web moved from ${pod.spec.nodeName} to ${other}`);
});

test('addressesAreUnique: a node that gives its addresses twice', () => {
  const { world, session } = worldOf();
  const take = AddressPool.prototype.take;
  vi.spyOn(AddressPool.prototype, 'take').mockImplementation(function (this: AddressPool) {
    const address = take.call(this);
    if (address !== undefined) this.free(address);
    Object.assign(this, { last: 1 });
    return address;
  });
  session.answer({ write: 'web.yaml', text: deploymentText('web', 4) });
  session.answer({ run: 'kubectl apply -f web.yaml' });
  session.answer({ pass: '20s' });
  expect(stoppedWith(world)).toMatch(/^addressesAreUnique: \/registry\/pods\/default\/web-\S+ and \/registry\/pods\/default\/web-\S+ both have 10\.244\.\d\.2$/);
});

const greedy = (name: string): string => `apiVersion: v1
kind: Pod
metadata: {name: ${name}}
spec: {nodeName: worker-1, containers: [{name: c, image: 'nginx:1.27', resources: {requests: {cpu: 600m}}}]}
`;

test('allocatableIsKept: a kubelet that takes whatever is bound to it', () => {
  const { world, session } = worldOf();
  vi.spyOn(AdmittedPods.prototype, 'admit').mockReturnValue(undefined);
  session.answer({ write: 'pods.yaml', text: `${greedy('a')}---\n${greedy('b')}` });
  session.answer({ run: 'kubectl apply -f pods.yaml' });
  session.answer({ pass: '20s' });
  expect(stoppedWith(world)).toMatch(/^allocatableIsKept: \/registry\/pods\/default\/[ab] runs on worker-1, where 1200 of 1000 cpu are asked for$/);
});

test('no bug: who binds a Pod by hand to a node that is full finds that its kubelet refuses it, and the world goes on', () => {
  const { world, session } = worldOf();
  const waiting = greedy('b').replace('nodeName: worker-1', 'schedulerName: by-hand');
  session.answer({ write: 'pods.yaml', text: `${greedy('a')}---\n${waiting}` });
  session.answer({ run: 'kubectl apply -f pods.yaml' });
  session.answer({ until: 'kubectl get pod a', matches: '1/1' });
  session.answer({ write: 'b.json', text: JSON.stringify({ apiVersion: 'v1', kind: 'Binding', metadata: { name: 'b' }, target: { apiVersion: 'v1', kind: 'Node', name: 'worker-1' } }) });
  expect(session.answer({ run: 'kubectl create --raw /api/v1/namespaces/default/pods/b/binding -f b.json' })).toMatchObject({ status: 0 });
  expect(session.answer({ until: 'kubectl get pod b', matches: 'OutOfcpu' })).toMatchObject({ matched: true });
  expect(world.kernel.failure).toBeUndefined();
});
