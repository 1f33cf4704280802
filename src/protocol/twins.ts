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
    case 'crash': case 'freeze': case 'unfreeze': case 'stop': case 'start': case 'isolate': case 'rejoin':
    case 'timeout': case 'propose': case 'hold': case 'release': case 'drop': case 'duplicate': case 'deliver':
      return `orrery ${fault.fault} ${nameOf(fault.target)}`;
    case 'verb': return `orrery ${fault.words.join(' ')}`;
  }
}

function nameOf(id: EntityId): string {
  if (!id.startsWith('component/')) return machineOf(id) ?? id;
  const process = id.slice(id.lastIndexOf('/') + 1);
  const machine = machineOf(id) ?? '';
  // A member of etcd is known by its machine: `orrery timeout etcd-1`.
  return process === 'etcd' ? machine : `${machine}/${process}`;
}
