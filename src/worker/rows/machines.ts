import type { Component as WorldComponent, Machine as WorldMachine, World } from '../../cluster/index.ts';
import type { ApiServer } from '../../apiserver/index.ts';
import type { Link } from '../../network/index.ts';
import { componentId, machineId } from '../../protocol/index.ts';
import type { Component, ComponentKind, LinkFault, Machine, MachineRole, Square } from '../../protocol/index.ts';

const roles: Readonly<Record<WorldMachine['role'], MachineRole>> = {
  workstation: 'workstation',
  'control-plane': 'controlPlane',
  etcd: 'etcd',
  worker: 'worker',
  'load-balancer': 'loadBalancer',
  registry: 'registry',
  client: 'client',
  outside: 'outside',
};

/** A machine of the world. */
export function machineRow(world: World, machine: WorldMachine): Machine {
  const cutFrom = [...machine.host.links.values()].filter((link) => link.isCut).map((link) => machineId(link.to.name));
  const linkFaults = [...machine.host.links.values()].filter((link) => !isUsual(link)).map(linkFault);
  return {
    id: machineId(machine.name),
    name: machine.name,
    role: roles[machine.role],
    power: machine.isOn ? (machine.isFrozen ? 'frozen' : 'on') : 'off',
    address: machine.host.stack.address,
    cutFrom,
    ...(linkFaults.length === 0 ? {} : { linkFaults }),
    ...(machine.role === 'workstation' && world.workstation.lastCommand !== '' ? { lastCommand: world.workstation.lastCommand } : {}),
  };
}

/** Whether nothing is wrong with a link, or nothing but a cut. */
function isUsual({ lossChance, duplicateChance, reorderChance, latency, usualLatency, extraLatencyMs }: Link): boolean {
  return lossChance === 0 && duplicateChance === 0 && reorderChance === 0 && extraLatencyMs === 0 && latency.baseMs === usualLatency.baseMs && latency.jitterMs === usualLatency.jitterMs;
}

function linkFault({ to, lossChance, duplicateChance, reorderChance, latency, usualLatency, extraLatencyMs }: Link): LinkFault {
  const leastMs = latency.baseMs + extraLatencyMs;
  return {
    to: machineId(to.name),
    ...(lossChance > 0 ? { loss: lossChance } : {}),
    ...(duplicateChance > 0 ? { repeat: duplicateChance } : {}),
    ...(reorderChance > 0 ? { reorder: reorderChance } : {}),
    ...(leastMs === usualLatency.baseMs ? {} : { latencyMs: leastMs }),
    ...(latency.jitterMs === usualLatency.jitterMs ? {} : { jitterMs: latency.jitterMs }),
  };
}

/** Lights of the scheduler. */
const fewestSlots = 3;
const mostSlots = 8;

const kinds: Readonly<Record<WorldComponent['kind'], ComponentKind>> = {
  etcd: 'etcd',
  'kube-apiserver': 'apiserver',
  'kube-controller-manager': 'controllers',
  'kube-scheduler': 'scheduler',
  node: 'kubelet',
  shell: 'shell',
  service: 'program',
};

/** The components of a machine. */
export function componentRows(world: World, machine: WorldMachine): readonly Component[] {
  return machine.components.map((component) => ({
    id: componentId(machine.name, component.name),
    name: component.name,
    kind: kinds[component.kind],
    machine: machineId(machine.name),
    running: component.isRunning,
    ...details(world, machine, component),
  }));
}

function details(world: World, machine: WorldMachine, { kind }: WorldComponent): Partial<Pick<Component, 'squares' | 'revision' | 'watches'>> {
  switch (kind) {
    case 'kube-controller-manager': return { squares: controllerSquares(world, machine) };
    case 'kube-scheduler': return { squares: schedulerSquares(world, machine) };
    case 'kube-apiserver': {
      const server = world.apiServers.get(machine.name);
      return server ? { revision: server.context.cache.revision, watches: countWatches(server) } : {};
    }
    default: return {};
  }
}

function countWatches({ context: { cache } }: ApiServer): number {
  let watches = 0;
  for (const { watchers } of cache.all()) watches += watchers.size;
  return watches;
}

/** A light for each Pod that waits to be looked at, and a few that are dark. */
function schedulerSquares(world: World, machine: WorldMachine): readonly Square[] {
  const waiting = (world.schedulers.get(machine.name)?.waiting ?? []).filter(({ place }) => place === 'active' || place === 'taken').length;
  const length = Math.max(fewestSlots, Math.min(mostSlots, waiting));
  return Array.from({ length }, (_, slot) => ({ name: `slot ${slot + 1}`, busy: slot < waiting, waiting: 0 }));
}

function controllerSquares(world: World, machine: WorldMachine): readonly Square[] {
  const manager = world.managers.get(machine.name);
  return (manager?.controllers ?? []).map(({ name, queue }) => ({ name, busy: queue.busy > 0, waiting: queue.length }));
}
