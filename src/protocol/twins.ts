import type { Fault } from './commands.ts';
import { machineOf, type EntityId } from './ids.ts';

/** The workstation's command that does the same as a fault: shown beside every such action. */
export function faultCommand(fault: Fault): string {
  switch (fault.fault) {
    case 'powerOff': return `orrery power off ${nameOf(fault.target)}`;
    case 'powerOn': return `orrery power on ${nameOf(fault.target)}`;
    case 'cut': case 'heal': return `orrery ${fault.fault} ${nameOf(fault.from)} ${nameOf(fault.to)}`;
    case 'partition': return `orrery partition ${fault.sides.map((side) => side.map(nameOf).join(',')).join(' ')}`;
    case 'healAll': return 'orrery heal --all';
    case 'slow': return `orrery slow ${nameOf(fault.target)} ${fault.factor}`;
    case 'loss': return `orrery loss ${nameOf(fault.target)} ${fault.probability}`;
    case 'fillDisk': return `orrery fill-disk ${nameOf(fault.target)}`;
    case 'delay': return `orrery delay ${nameOf(fault.target)} ${fault.byMs}ms`;
    case 'stop': case 'start': return `orrery ${fault.fault} ${partOf(fault.target)}`;
    case 'crash': case 'freeze': case 'unfreeze': case 'isolate': case 'rejoin':
    case 'timeout': case 'propose': case 'hold': case 'release': case 'drop': case 'duplicate': case 'deliver':
      return `orrery ${fault.fault} ${nameOf(fault.target)}`;
    case 'verb': return `orrery ${fault.words.join(' ')}`;
  }
}

/** A component by its machine and its own name: `etcd-1/etcd`. */
const partOf = (id: EntityId): string => `${machineOf(id) ?? ''}/${id.slice(id.lastIndexOf('/') + 1)}`;

function nameOf(id: EntityId): string {
  if (!id.startsWith('component/')) return machineOf(id) ?? id;
  // A member of etcd is known by its machine: `orrery timeout etcd-1`.
  return id.endsWith('/etcd') ? machineOf(id) ?? '' : partOf(id);
}
