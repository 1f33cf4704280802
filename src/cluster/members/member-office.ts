import { EtcdClient, EtcdError, isEtcdError, urlOfPeer, etcdLimits } from '../../etcd/index.ts';
import type { EtcdErrorName, EtcdMember, MemberInfo, MembershipRequest } from '../../etcd/index.ts';
import { sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { FaultError } from '../faults/fault-verb.ts';
import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';
import { dataPath, environmentPath, environmentText } from './environment-file.ts';

/** A cluster that has just changed, or a learner that has just come, is asked again for so long. */
const patienceMs = 15_000;
const retryMs = 500;
/** A member of etcd more than that is more than a laboratory can show. */
const greatestCluster = 9;

/**
 * Does for an administrator at the workstation all that a change of etcd's members takes: asks the cluster, writes the new
 * member's file, starts it, and waits until it has joined. Each throws FaultError with etcd's words when it is refused.
 */
export class MemberOffice {
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** A new machine with etcd. */
  newMachine(name: string): Machine {
    const { world } = this;
    if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name)) throw new FaultError(`${JSON.stringify(name)} is no name of a machine, such as etcd-4`);
    if (world.machines.has(name)) throw new FaultError(`there is a machine ${name} already`);
    if (world.etcd.length >= 4 * greatestCluster) throw new FaultError(`${world.etcd.length} machines with etcd are as many as a world can hold`);
    return world.addEtcdMachine(name);
  }

  *add(name: string | undefined, isLearner: boolean): Process<string> {
    const members = yield* this.list();
    if (members.length >= greatestCluster) throw new FaultError(`etcd has ${members.length} members; ${greatestCluster} are as many as a world can hold`);
    const member = this.memberFor(name ?? this.freeName(members), members);
    yield* this.ask({ type: 'memberAdd', peerUrls: [urlOf(member)], isLearner }, ['unhealthy']);
    yield* this.startNew([member]);
    return this.told(`${member.name} ${isLearner ? 'learns' : 'votes'}`, yield* this.list());
  }

  *promote(name: string): Process<string> {
    const { id } = yield* this.known(name);
    yield* this.ask({ type: 'memberPromote', id }, ['learnerNotReady']);
    return this.told(`${name} votes`, yield* this.list());
  }

  *remove(name: string): Process<string> {
    const { id } = yield* this.known(name);
    const left = yield* this.ask({ type: 'memberRemove', id }, ['unhealthy']);
    yield* this.untilEnded(id);
    return this.told(`${name} has left`, left);
  }

  *update(name: string, url: string): Process<string> {
    const { id } = yield* this.known(name);
    return this.told(`${name} is to be found at ${url}`, yield* this.ask({ type: 'memberUpdate', id, peerUrls: [url] }, []));
  }

  /** Exactly these vote from here on. */
  *set(names: readonly string[]): Process<string> {
    if (names.length === 0 || names.length > greatestCluster) throw new FaultError(`etcd has from 1 to ${greatestCluster} members, not ${names.length}`);
    if (new Set(names).size < names.length) throw new FaultError(`a member is named twice in ${names.join(',')}`);
    const members = yield* this.list();
    const remove = members.filter((member) => !names.includes(member.name)).map(({ id }) => id);
    const newcomers = names.filter((name) => !members.some((member) => member.name === name)).map((name) => this.memberFor(name, members));
    yield* this.ask({ type: 'memberSet', add: newcomers.map((member) => [urlOf(member)]), remove }, ['unhealthy']);
    yield* this.startNew(newcomers);
    return this.told(`${names.length} vote`, yield* this.list());
  }

  // --- the parts of it

  /** Who belongs to the cluster; by what a member has when there is no majority to confirm it. */
  private *list(): Process<readonly MemberInfo[]> {
    return (yield* this.refused(this.client().memberList({ timeoutMs: etcdLimits.requestTimeoutMs }))).result.members;
  }

  private *known(name: string): Process<MemberInfo> {
    const members = yield* this.list();
    const member = members.find((candidate) => candidate.name === name || candidate.id === name);
    if (!member) throw new FaultError(`etcd has no member ${JSON.stringify(name)}; it has ${namesOf(members)}`);
    return member;
  }

  /** The machine's member, whose machine is made if there is none yet. */
  private memberFor(name: string, members: readonly MemberInfo[]): EtcdMember {
    const { world } = this;
    if (!world.machines.has(name)) this.newMachine(name);
    const member = world.etcd.find(({ host }) => host.name === name);
    if (!member) throw new FaultError(`${name} has no etcd; "orrery add-machine NAME" makes a machine that has`);
    if (members.some(({ peerUrls }) => peerUrls.includes(urlOf(member)))) throw new FaultError(`${name} belongs to etcd already`);
    return member;
  }

  /** A machine with etcd that belongs to nothing, or the name of the next. */
  private freeName(members: readonly MemberInfo[]): string {
    const { etcd, machines } = this.world;
    const free = etcd.find((member) => !member.isRunning && !members.some(({ peerUrls }) => peerUrls.includes(urlOf(member))));
    if (free) return free.host.name;
    let number = etcd.length + 1;
    while (machines.has(`etcd-${number}`)) number++;
    return `etcd-${number}`;
  }

  /** Starts members that the cluster knows of, on empty disks, and waits until they have told their names. */
  private *startNew(newcomers: readonly EtcdMember[]): Process {
    const { kernel } = this.world;
    const untilMs = kernel.nowMs + patienceMs;
    yield* this.startEach(newcomers, newcomers);
    while (!(yield* this.haveTold(newcomers))) {
      const failed = newcomers.filter((member) => !member.isRunning);
      const [first] = failed;
      if (kernel.nowMs >= untilMs) throw new FaultError(first ? `${first.name} could not be started` : `${newcomers.map(({ name }) => name).join(', ')} did not join in ${patienceMs / 1000} s`);
      yield* sleep(100);
      // Whoever told of the members may not have known of the newest yet: what is said is asked anew.
      if (first) yield* this.startEach(failed, newcomers);
    }
  }

  /** Starts some of the newcomers on empty disks, with the members of which the cluster tells now. */
  private *startEach(some: readonly EtcdMember[], newcomers: readonly EtcdMember[]): Process {
    const { world } = this;
    const { members } = (yield* this.refused(this.client().memberList({ serializable: true }))).result;
    const initialCluster = members.map(({ name, peerUrls }) => ({ name: newcomers.find((member) => peerUrls.includes(urlOf(member)))?.name ?? name, peerUrls }));
    for (const member of some) {
      const { disk } = world.machine(member.host.name);
      member.stop();
      if (disk.exists(dataPath)) disk.remove(dataPath, { recursive: true });
      disk.makeDirectory(dataPath);
      disk.write(environmentPath, environmentText({ name: member.name, address: member.host.stack.address, initialCluster, state: 'existing', quotaBackendBytes: world.topology.etcd.quotaBackendBytes }));
      member.start();
    }
  }

  /** A member that was removed serves on for a moment: what it takes then comes to nothing. */
  private *untilEnded(id: string): Process {
    const { etcd, kernel } = this.world;
    const untilMs = kernel.nowMs + 2 * etcdLimits.leaveAfterRemovalMs;
    const isThere = (): boolean => etcd.some(({ isRunning, directory }) => isRunning && directory.metadata?.memberId === id);
    while (isThere() && kernel.nowMs < untilMs) yield* sleep(100);
  }

  private *haveTold(newcomers: readonly EtcdMember[]): Process<boolean> {
    const { members } = (yield* this.refused(this.client().memberList({ serializable: true }))).result;
    return newcomers.every(({ name }) => members.some((member) => member.name === name && member.clientUrls.length > 0));
  }

  /** Asks for a change, again while it is refused for a reason that passes. */
  private *ask(request: MembershipRequest, passing: readonly EtcdErrorName[]): Process<readonly MemberInfo[]> {
    const { kernel } = this.world;
    const untilMs = kernel.nowMs + patienceMs;
    for (;;) {
      try {
        return (yield* this.client().changeMembers(request, { timeoutMs: etcdLimits.requestTimeoutMs })).result.members;
      } catch (error) {
        if (!(error instanceof EtcdError)) throw error;
        if (kernel.nowMs >= untilMs || !passing.some((name) => isEtcdError(error, name))) throw new FaultError(error.message);
      }
      yield* sleep(retryMs);
    }
  }

  private *refused<Answer>(body: Process<Answer>): Process<Answer> {
    try {
      return yield* body;
    } catch (error) {
      if (!(error instanceof EtcdError)) throw error;
      throw new FaultError(error.message);
    }
  }

  /** Talks to the members that serve clients. */
  private client(): EtcdClient {
    const { etcd } = this.world;
    const endpoints = etcd.filter(({ process }) => process !== undefined && !process.isLearner && process.members.get(process.node.id) !== undefined)
      .map(({ host }) => ({ address: host.stack.address, port: etcdLimits.clientPort }));
    if (endpoints.length === 0) throw new FaultError('no member of etcd runs that could be asked');
    return new EtcdClient({ stack: this.world.machine('workstation').host.stack, endpoints, timeoutMs: etcdLimits.requestTimeoutMs });
  }

  private told(what: string, members: readonly MemberInfo[]): string {
    return `${what}; etcd is ${namesOf(members)}`;
  }
}

function urlOf({ host }: EtcdMember): string {
  return urlOfPeer(host.stack.address);
}

function namesOf(members: readonly MemberInfo[]): string {
  return members.map(({ name, id, isLearner }) => `${name || id}${isLearner ? ' (learner)' : ''}`).sort().join(', ');
}
