import { Kernel } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { Network } from '../../network/index.ts';
import { EtcdClient, EtcdError, createEtcdMember } from '../index.ts';
import type { EtcdMember } from '../index.ts';

/** Three members on machines of their own, and a machine for clients. */
export function cluster(seed = 1, size = 3) {
  const kernel = new Kernel({ seed });
  const network = new Network(kernel);
  const names = Array.from({ length: size }, (_, i) => `etcd-${i + 1}`);
  const peers = names.map((name, i) => ({ id: i + 1, name, address: `10.0.0.${11 + i}` }));
  const members = peers.map(({ name, address }) =>
    createEtcdMember({ kernel, host: network.addHost(name, 'etcd', address), name, peers }),
  );
  const desk = network.addHost('desk', 'workstation', '10.0.0.2');
  const client = (first = 0, timeoutMs?: number): EtcdClient =>
    new EtcdClient({
      stack: desk.stack,
      endpoints: peers.map((_, i) => ({ address: peers[(i + first) % size]?.address ?? '', port: 2379 })),
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  const leader = (): EtcdMember | undefined => members.find((member) => member.process?.isLeader);
  const start = (): void => {
    for (const member of members) member.start();
    run({ condition: () => leader() !== undefined });
  };
  const run = (limits: Parameters<Kernel['run']>[0]): void => {
    const end = kernel.run({ untilMs: kernel.nowMs + 60_000, events: 1_000_000, ...limits });
    if (end === 'budget') throw new Error('no end in a million events');
    if (end === 'stopped') throw kernel.failure?.error;
  };
  /** Runs a process to its end and gives its result. */
  const ask = <T>(body: Process<T>): T => {
    const process = kernel.spawn('client', body);
    run({ condition: () => process.isDone });
    if (!process.isDone) throw new Error('it did not end');
    return process.result as T;
  };
  return { kernel, network, members, desk, client, leader, start, run, ask };
}

/** What comes of it, or the words in which it is refused. */
export function* attempt<T>(body: Process<T>): Process<T | string> {
  try {
    return yield* body;
  } catch (error) {
    if (!(error instanceof EtcdError)) throw error;
    return error.message;
  }
}

/** Lets time pass. */
export const pass = ({ kernel, run }: ReturnType<typeof cluster>, ms: number): void => run({ untilMs: kernel.nowMs + ms });
