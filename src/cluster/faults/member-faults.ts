import { etcdLimits } from '../../etcd/index.ts';
import type { MemberProcess } from '../../etcd/index.ts';
import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';
import { FaultError, onMember } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

type Member = World['etcd'][number];

const noteTimeoutMs = 5_000;

/** What etcd members can be made to do. */
export const memberFaults: FaultVerbs = {
  timeout: onMember('timeout MEMBER', 'an etcd member\'s election time-out comes now; a leader\'s next heartbeat', (_, member) => {
    const { node } = running(member);
    if (node.conf.learners.includes(node.id)) throw new FaultError(`${member.name} is a learner: it has no vote, and never campaigns`);
    const isLeader = node.role === 'leader';
    member.timeOutNow();
    return isLeader ? `${member.name} sends its heartbeats` : `${member.name} times out`;
  }),
  transfer: onMember('transfer MEMBER', 'the leader hands leadership over to an etcd member', ({ etcd }, member) => {
    const leader = etcd.find(({ process }) => process?.isLeader && process.node.progress.has(member.id));
    if (!leader?.process) throw new FaultError(`no member leads ${member.name}: there is nobody to hand over`);
    if (leader === member) throw new FaultError(`${member.name} leads already`);
    if (leader.process.node.conf.learners.includes(member.id)) throw new FaultError(`${member.name} is a learner, and cannot lead`);
    leader.process.driver.transferLeadership(member.id);
    return `${leader.name} hands over to ${member.name}`;
  }),
  propose: onMember('propose MEMBER [VALUE]', 'an etcd member is asked to write an entry', (_, member, [value]) => {
    running(member);
    const { host, name } = member;
    host.network.kernel.spawn(`${name}/propose`, writeNote(host, value ?? `written at ${host.network.kernel.nowMs} ms`), host.group);
    return `${name} is asked to write`;
  }),
};

/** What runs of a member. Throws FaultError when nothing does. */
function running({ name, host, process }: Member): MemberProcess {
  if (!process) throw new FaultError(`${name} does not run; start it first: "start ${host.name}/etcd"`);
  return process;
}

/** A client on the member's own machine that writes one key, and does not care what becomes of it. */
function* writeNote({ stack }: Machine['host'], value: string): Process {
  try {
    yield* stack.call({
      address: stack.address, port: etcdLimits.clientPort, kind: 'request', payload: { type: 'put', key: '/orrery/note', value, size: value.length }, timeoutMs: noteTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}
