import type { Process } from '../../kernel/index.ts';
import type { Link } from '../../network/index.ts';
import type { Machine } from '../machine.ts';
import type { World } from '../world.ts';

/** A fault that was asked for wrongly: what is wrong and what would be right. */
export class FaultError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'FaultError';
  }
}

/** One thing that can be done to a world from outside its API. */
export interface FaultVerb {
  /** As typed: `power off MACHINE`. */
  readonly usage: string;
  readonly summary: string;
  /** Does it; the answer is what is printed. Throws FaultError. */
  apply(world: World, words: readonly string[]): string;
  /** The same for a verb that takes its time, for one who waits for its end. Throws FaultError. */
  perform?(world: World, words: readonly string[]): Process<string>;
}

/** Verbs by their first word, in the order in which help lists them. */
export type FaultVerbs = Readonly<Record<string, FaultVerb>>;

/** The machine of that name. Throws FaultError. */
export function machineNamed(world: World, name: string | undefined): Machine {
  const machine = world.machines.get(name ?? '');
  if (!machine) throw new FaultError(`there is no machine ${JSON.stringify(name ?? '')}; there are ${[...world.machines.keys()].join(', ')}`);
  return machine;
}

/** The etcd member of that name, its own or its machine's. Throws FaultError. */
export function memberNamed({ etcd }: World, name = ''): World['etcd'][number] {
  const member = etcd.find((candidate) => candidate.name === name || candidate.host.name === name);
  if (!member) throw new FaultError(`there is no etcd member ${JSON.stringify(name)}; there are ${etcd.map((candidate) => candidate.name).join(', ')}`);
  return member;
}

/** A number as typed. Throws FaultError when it is none or out of range. */
export function numberIn(text: string | undefined, what: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text === undefined || text === '' || !(value >= least && value <= greatest)) {
    throw new FaultError(`${what} is a number from ${least} to ${greatest}, not ${JSON.stringify(text ?? '')}`);
  }
  return value;
}

/** Does something to both directions of every link of a machine. */
export function forEachLink(world: World, machine: Machine, act: (link: Link) => void): void {
  for (const other of world.machines.values()) {
    if (other === machine) continue;
    act(world.network.link(machine.host, other.host));
    act(world.network.link(other.host, machine.host));
  }
}

/** A verb whose one word names a machine. */
export function onMachine(usage: string, summary: string, act: (world: World, machine: Machine) => string): FaultVerb {
  return { usage, summary, apply: (world, [name]) => act(world, machineNamed(world, name)) };
}

/** A verb whose first word names an etcd member, by its own name or its machine's. */
export function onMember(usage: string, summary: string, act: (world: World, member: World['etcd'][number], words: readonly string[]) => string): FaultVerb {
  return { usage, summary, apply: (world, [name, ...words]) => act(world, memberNamed(world, name), words) };
}
