import { FileError } from '../../machine/index.ts';
import type { Machine } from '../machine.ts';
import { FaultError, machineNamed, onMachine } from './fault-verb.ts';
import type { FaultVerb, FaultVerbs } from './fault-verb.ts';

/** How long a crashed machine takes to come back. */
const rebootMs = 3_000;

/** What can happen to a machine and the components on it. */
export const machineFaults: FaultVerbs = {
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
  start: onComponent('start MACHINE/COMPONENT', 'start a stopped component; a machine that is off is switched on', (machine, component) => {
    begin(machine, component);
    return `${component.name} on ${machine.name} is started`;
  }),
};

/** Throws FaultError when the machine's disk does not take what starting it writes. */
function begin(machine: Machine, component: Machine['components'][number]): void {
  try {
    machine.powerOn();
    component.start();
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new FaultError(`${component.name} on ${machine.name} cannot be started: ${error.path}: ${error.message}`);
  }
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
