import type { Process } from '../../kernel/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { Machine } from '../machine.ts';
import { onMember } from './fault-verb.ts';
import type { FaultVerbs } from './fault-verb.ts';

/** The port on which etcd serves clients. */
const etcdClientPort = 2379;
const noteTimeoutMs = 5_000;

/** What etcd members can be made to do. */
export const memberFaults: FaultVerbs = {
  timeout: onMember('timeout MEMBER', 'an etcd member\'s election time-out comes now', (_, member) => {
    member.timeOutNow();
    return `${member.name} times out`;
  }),
  propose: onMember('propose MEMBER', 'an etcd member is asked to write an entry', (_, { host, name }) => {
    host.network.kernel.spawn(`${name}/propose`, writeNote(host), host.group);
    return `${name} is asked to write`;
  }),
};

/** A client on the member's own machine that writes one key, and does not care what becomes of it. */
function* writeNote({ stack, network: { kernel } }: Machine['host']): Process {
  try {
    yield* stack.call({
      address: stack.address, port: etcdClientPort, kind: 'request', payload: { type: 'put', key: '/orrery/note', value: `written at ${kernel.nowMs} ms` }, timeoutMs: noteTimeoutMs,
    });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}
