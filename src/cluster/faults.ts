import type { Process } from '../kernel/index.ts';
import type { DiskSpace } from '../machine/index.ts';
import { NetworkError } from '../network/index.ts';
import type { Machine } from './machine.ts';
import type { World } from './world.ts';

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
}

/** The port on which etcd serves clients. */
const etcdClientPort = 2379;
const noteTimeoutMs = 5_000;
/** How long a crashed machine takes to come back. */
const rebootMs = 3_000;

/** Every fault by its first word. */
export const faultVerbs: Readonly<Record<string, FaultVerb>> = {
  power: {
    usage: 'power off|on MACHINE',
    summary: 'pull a machine\'s plug, or switch it on again',
    apply(world, [state, name]) {
      const machine = machineNamed(world, name);
      if (state !== 'off' && state !== 'on') throw new FaultError(`power ${state ?? ''}: say "power off ${machine.name}" or "power on ${machine.name}"`);
      if (state === 'off') machine.powerOff();
      else machine.powerOn();
      return `${machine.name} is ${state}`;
    },
  },
  crash: onMachine('crash MACHINE', 'a machine loses what is not on its disk and starts again', (world, machine) => {
    machine.powerOff();
    world.kernel.after(rebootMs, () => machine.powerOn());
    return `${machine.name} crashed`;
  }),
  freeze: onMachine('freeze MACHINE', 'every process of a machine stops where it is', (_, machine) => {
    machine.setFrozen(true);
    return `${machine.name} is frozen`;
  }),
  unfreeze: onMachine('unfreeze MACHINE', 'the processes of a frozen machine go on', (_, machine) => {
    machine.setFrozen(false);
    return `${machine.name} goes on`;
  }),
  stop: onComponent('stop MACHINE/COMPONENT', 'end one component', (machine, component) => {
    component.stop();
    return `${component.name} on ${machine.name} is stopped`;
  }),
  start: onComponent('start MACHINE/COMPONENT', 'start a stopped component', (machine, component) => {
    component.start();
    return `${component.name} on ${machine.name} is started`;
  }),
  cut: onLink('cut MACHINE MACHINE', 'nothing passes between two machines', true),
  heal: {
    usage: 'heal MACHINE MACHINE | heal --all',
    summary: 'mend the link between two machines, or every link',
    apply(world, words) {
      if (words[0] !== '--all') return onLink('heal MACHINE MACHINE', '', false).apply(world, words);
      world.network.heal();
      return 'every link is mended';
    },
  },
  isolate: onMachine('isolate MACHINE', 'cut every link of a machine', (world, machine) => setIsolated(world, machine, true)),
  rejoin: onMachine('rejoin MACHINE', 'mend every link of a machine', (world, machine) => setIsolated(world, machine, false)),
  partition: {
    usage: 'partition A,B C,D …',
    summary: 'a wall: machines of different sides cannot talk; those that are not named stand with everyone',
    apply(world, words) {
      if (words.length < 2) throw new FaultError('partition needs two sides, such as "partition etcd-1,etcd-2 etcd-3"');
      world.network.partition(words.map((side) => side.split(',').map((name) => machineNamed(world, name).host)));
      return `partitioned: ${words.join(' | ')}`;
    },
  },
  slow: {
    usage: 'slow MACHINE FACTOR',
    summary: 'messages from and to a machine take so many times longer (1: as usual)',
    apply(world, [name, text]) {
      const machine = machineNamed(world, name);
      const factor = numberIn(text, 'FACTOR', 1, 100_000);
      forEachLink(world, machine, (link) => (link.extraLatencyMs = link.latency.baseMs * (factor - 1)));
      return `${machine.name} is ${factor} times slower`;
    },
  },
  loss: {
    usage: 'loss MACHINE PROBABILITY',
    summary: 'messages from and to a machine are lost with this probability',
    apply(world, [name, text]) {
      const machine = machineNamed(world, name);
      const probability = numberIn(text, 'PROBABILITY', 0, 1);
      forEachLink(world, machine, (link) => (link.lossChance = probability));
      return `${machine.name} loses ${Math.round(probability * 100)}% of its messages`;
    },
  },
  'fill-disk': onMachine('fill-disk MACHINE', 'nothing more fits on a machine\'s disk', (_, { name, disk: { space } }) => {
    space.used = space.capacity;
    return `the disk of ${name} is full (${formatBytes(space)})`;
  }),
  'free-disk': onMachine('free-disk MACHINE', 'undo fill-disk', (_, { name, disk: { space } }) => {
    space.used = 0;
    return `the disk of ${name} has room again`;
  }),
  timeout: onMember('timeout MEMBER', 'an etcd member\'s election time-out comes now', (member) => {
    member.timeOutNow();
    return `${member.name} times out`;
  }),
  propose: onMember('propose MEMBER', 'an etcd member is asked to write an entry', (member) => {
    const { host, name } = member;
    host.network.kernel.spawn(`${name}/propose`, writeNote(host), host.group);
    return `${name} is asked to write`;
  }),
  hold: onMessage('hold MESSAGE', 'a message under way stops where it is', (world, id) => world.network.hold(id)),
  release: onMessage('release MESSAGE', 'a held message goes on', (world, id) => world.network.release(id)),
  drop: onMessage('drop MESSAGE', 'a message is lost', (world, id) => world.network.drop(id)),
  duplicate: onMessage('duplicate MESSAGE', 'a second copy of a message follows', (world, id) => world.network.duplicate(id)),
  deliver: onMessage('deliver MESSAGE', 'a message arrives now', (world, id) => world.network.deliverNow(id)),
  delay: {
    usage: 'delay MESSAGE 5ms',
    summary: 'a message arrives later',
    apply(world, [message, text = '']) {
      const delayMs = Number(/^(\d+(?:\.\d+)?)ms$/.exec(text)?.[1] ?? Number.NaN);
      if (Number.isNaN(delayMs)) throw new FaultError(`delay: ${JSON.stringify(text)} is no time such as 5ms`);
      return onMessage('', '', (_, id) => world.network.delay(id, delayMs)).apply(world, [message ?? '']);
    },
  },
};

/** Does a fault as its words say, and records it as the cause of what follows. Throws FaultError. */
export function applyFault(world: World, words: readonly string[]): string {
  const [first = '', ...rest] = words;
  const verb = faultVerbs[first];
  if (!verb) throw new FaultError(`there is no fault ${JSON.stringify(first)}; known are ${Object.keys(faultVerbs).join(', ')}`);
  world.kernel.record('fault', 'workstation', { type: 'fault', words });
  return verb.apply(world, rest);
}

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

function machineNamed(world: World, name: string | undefined): Machine {
  const machine = world.machines.get(name ?? '');
  if (!machine) throw new FaultError(`there is no machine ${JSON.stringify(name ?? '')}; there are ${[...world.machines.keys()].join(', ')}`);
  return machine;
}

function numberIn(text: string | undefined, what: string, least: number, greatest: number): number {
  const value = Number(text);
  if (text === undefined || text === '' || !(value >= least && value <= greatest)) throw new FaultError(`${what} is a number from ${least} to ${greatest}, not ${JSON.stringify(text ?? '')}`);
  return value;
}

function onMachine(usage: string, summary: string, act: (world: World, machine: Machine) => string): FaultVerb {
  return { usage, summary, apply: (world, [name]) => act(world, machineNamed(world, name)) };
}

function onComponent(usage: string, summary: string, act: (machine: Machine, component: Machine['components'][number]) => string): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [target = '']) {
      const [machineName, componentName = ''] = target.split('/');
      const machine = machineNamed(world, machineName);
      const component = machine.component(componentName);
      if (!component) throw new FaultError(`${machine.name} has no component ${JSON.stringify(componentName)}; it has ${machine.components.map(({ name }) => name).join(', ') || 'none'}`);
      return act(machine, component);
    },
  };
}

function onLink(usage: string, summary: string, isCut: boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [a, b]) {
      const [from, to] = [machineNamed(world, a), machineNamed(world, b)];
      world.network.setCut(from.host, to.host, isCut);
      world.network.setCut(to.host, from.host, isCut);
      return `${from.name} and ${to.name} ${isCut ? 'cannot reach each other' : 'reach each other again'}`;
    },
  };
}

function setIsolated(world: World, machine: Machine, isCut: boolean): string {
  forEachLink(world, machine, (link) => world.network.setCut(link.from, link.to, isCut));
  return `${machine.name} ${isCut ? 'is cut off' : 'is connected again'}`;
}

function forEachLink(world: World, machine: Machine, act: (link: ReturnType<World['network']['link']>) => void): void {
  for (const other of world.machines.values()) {
    if (other === machine) continue;
    act(world.network.link(machine.host, other.host));
    act(world.network.link(other.host, machine.host));
  }
}

function onMember(usage: string, summary: string, act: (member: World['etcd'][number]) => string): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [name = '']) {
      const member = world.etcd.find((candidate) => candidate.name === name || candidate.host.name === name);
      if (!member) throw new FaultError(`there is no etcd member ${JSON.stringify(name)}; there are ${world.etcd.map((candidate) => candidate.name).join(', ')}`);
      return act(member);
    },
  };
}

function onMessage(usage: string, summary: string, act: (world: World, id: number) => boolean): FaultVerb {
  return {
    usage,
    summary,
    apply(world, [name = '']) {
      const id = Number(name.replace(/^message\//, ''));
      if (!Number.isInteger(id) || !act(world, id)) throw new FaultError(`message ${JSON.stringify(name)} is not under way`);
      return `message ${id}`;
    },
  };
}

function formatBytes(space: DiskSpace): string {
  return `${Math.round(space.capacity / 2 ** 30)} GiB`;
}
