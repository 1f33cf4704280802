import { entityType, machineOf } from '../protocol/index.ts';
import type { EntityId, Fault } from '../protocol/index.ts';

/** What the page asked for cannot be read; its message says what is wrong. */
export class BadCommandError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BadCommandError';
  }
}

/** The words of the `orrery` command that do the same as the fault. Throws BadCommandError. */
export function faultWords(fault: Fault): readonly string[] {
  switch (fault.fault) {
    case 'powerOff': return ['power', 'off', machine(fault.target)];
    case 'powerOn': return ['power', 'on', machine(fault.target)];
    case 'crash':
    case 'freeze':
    case 'unfreeze':
    case 'isolate':
    case 'rejoin': return [fault.fault, machine(fault.target)];
    case 'stop':
    case 'start': return [fault.fault, component(fault.target)];
    case 'cut':
    case 'heal': return [fault.fault, machine(fault.from), machine(fault.to)];
    case 'partition': return ['partition', ...fault.sides.map((side) => side.map(machine).join(','))];
    case 'healAll': return ['heal', '--all'];
    case 'slow': return ['slow', machine(fault.target), String(fault.factor)];
    case 'loss': return ['loss', machine(fault.target), String(fault.probability)];
    case 'fillDisk': return ['fill-disk', machine(fault.target)];
    case 'timeout':
    case 'propose': return [fault.fault, machine(fault.target)];
    case 'hold':
    case 'release':
    case 'drop':
    case 'duplicate':
    case 'deliver': return [fault.fault, message(fault.target)];
    case 'delay': return ['delay', message(fault.target), `${fault.byMs}ms`];
    case 'verb': return fault.words;
  }
}

function machine(id: EntityId): string {
  const name = typeof id === 'string' ? machineOf(id) : undefined;
  if (name === undefined) throw new BadCommandError(`${JSON.stringify(id)} is neither a machine nor a component`);
  return name;
}

function component(id: EntityId): string {
  if (entityType(id) !== 'component') throw new BadCommandError(`${JSON.stringify(id)} is no component`);
  return id.slice('component/'.length);
}

function message(id: EntityId): string {
  if (entityType(id) !== 'message') throw new BadCommandError(`${JSON.stringify(id)} is no message`);
  return id;
}
