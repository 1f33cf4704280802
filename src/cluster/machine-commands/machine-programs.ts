import type { Program } from '../../machine/index.ts';
import type { ClusterNode } from '../../node/index.ts';
import { machineTools } from '../../programs/index.ts';
import type { Machine } from '../machine.ts';
import { crictl } from './crictl.ts';
import { systemctl } from './systemctl.ts';

/** What a node has beside the everyday programs. */
export const nodeCommands = ['crictl', 'systemctl'] as const;

/** The programs of a machine by name or path: the everyday ones, and those for what runs on it, if it is a node. */
export function machineProgram(machine: Machine, node: ClusterNode | undefined): (name: string) => Program | undefined {
  const own: Readonly<Record<string, Program>> = node ? { systemctl: systemctl(machine, node), crictl: crictl(node) } : {};
  return (name) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    return Object.hasOwn(own, base) ? own[base] : machineTools.get(base);
  };
}
