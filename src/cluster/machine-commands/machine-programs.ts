import type { DataDirectories } from '../../etcd/index.ts';
import type { Program } from '../../machine/index.ts';
import type { ClusterNode } from '../../node/index.ts';
import { etcdctl, etcdutl, machineTool } from '../../programs/index.ts';
import { crictl, systemctl } from '../later.ts';
import type { Machine } from '../machine.ts';

/** What a node has beside the everyday programs. */
export const nodeCommands = ['crictl', 'systemctl'] as const;

/** What a machine with a member of etcd has beside them. */
export const memberCommands = ['etcdctl', 'etcdutl', 'systemctl'] as const;

/** The programs of a machine by name or path: the everyday ones, and those for what runs on it. */
export function machineProgram(machine: Machine, node: ClusterNode | undefined, directories: DataDirectories): (name: string) => Program | undefined {
  const own: Readonly<Record<string, Program>> = {
    ...(node || machine.component('etcd') ? { systemctl: systemctl(machine, node) } : {}),
    ...(node ? { crictl: crictl(node) } : {}),
    ...(machine.component('etcd') ? { etcdctl: etcdctl(), etcdutl: etcdutl(directories) } : {}),
  };
  return (name) => {
    const base = name.slice(name.lastIndexOf('/') + 1);
    return Object.hasOwn(own, base) ? own[base] : machineTool(base);
  };
}
