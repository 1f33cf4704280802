// What machines do only when a person types it. It must be there by then.

import { Late } from '../base/index.ts';
import type * as everyLater from './every-later.ts';
import type { ClusterNode } from '../node/index.ts';
import type { MachineProcesses } from './machine-processes.ts';
import type { Machine } from './machine.ts';
import type { MemberOffice } from './members/member-office.ts';
import type { World } from './world.ts';

/** The commands of a node, the processes of a machine, and the office that lets members of etcd come and go. */
export const commands = new Late<typeof everyLater>('what a person types on machines');

export const crictl = commands.deferred((every) => every.crictl);
export const systemctl = commands.deferred((every) => every.systemctl);
export const machineProcesses: (machine: Machine, node: () => ClusterNode | undefined) => MachineProcesses = commands.deferred((every) => (machine, node) => new every.MachineProcesses(machine, node));
export const memberOffice: (world: World) => MemberOffice = commands.deferred((every) => (world) => new every.MemberOffice(world));
