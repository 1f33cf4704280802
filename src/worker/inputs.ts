import { isObject } from '../base/index.ts';
import { applyFault } from '../cluster/index.ts';
import type { Input, InputAction, World } from '../cluster/index.ts';
import type { Terminals } from './terminals.ts';

/** A command of the workstation's session shell while it runs and after. */
export type Execution = ReturnType<World['workstation']['execute']>;

/** Does what an input says. Throws FaultError for a fault that is not possible. */
export function perform(world: World, terminals: Terminals, action: InputAction): Execution | undefined {
  world.kernel.cause = 0;
  try {
    switch (action.type) {
      case 'run': return world.workstation.execute(action.command);
      case 'write':
        world.workstation.write(action.path, action.text);
        return undefined;
      case 'terminal.open':
        terminals.open(action);
        return undefined;
      case 'terminal.input':
        terminals.input(action.tab, action.data);
        return undefined;
      case 'terminal.resize':
        terminals.resize(action.tab, action.columns, action.rows);
        return undefined;
      case 'terminal.close':
        terminals.close(action.tab);
        return undefined;
      case 'fault':
        applyFault(world, action.words);
        return undefined;
    }
  } finally {
    world.kernel.cause = 0;
  }
}

/** A place in a run: after so many events, at that time. */
export interface Place {
  readonly event: number;
  readonly atMs: number;
}

/** Inputs of a run and how far it got, as a reload and a link keep them. */
export interface SavedRun {
  readonly inputs: readonly Input[];
  readonly head: Place;
}

/** The saved run as text. */
export function writeRun({ inputs, head }: SavedRun): string {
  return JSON.stringify({ version: 1, head: [head.event, head.atMs], inputs: inputs.map(({ event, atMs, action }) => [event, atMs, action]) });
}

/** Reads what `writeRun` wrote; undefined when it is no such text. */
export function readRun(text: string): SavedRun | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
  if (!isObject(value) || value['version'] !== 1 || !Array.isArray(value['head']) || !Array.isArray(value['inputs'])) return undefined;
  const [event, atMs]: readonly unknown[] = value['head'];
  const inputs = value['inputs'].map(readInput);
  if (!isCount(event) || typeof atMs !== 'number' || !inputs.every((input) => input !== undefined)) return undefined;
  return { inputs, head: { event, atMs } };
}

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  run: ['command'], write: ['path', 'text'], 'terminal.open': ['tab', 'machine'], 'terminal.input': ['tab', 'data'], 'terminal.resize': ['tab'],
  'terminal.close': ['tab'], fault: [],
};

function readInput(entry: unknown): Input | undefined {
  if (!Array.isArray(entry)) return undefined;
  const [event, atMs, action]: readonly unknown[] = entry;
  if (!isCount(event) || typeof atMs !== 'number' || !isObject(action) || typeof action['type'] !== 'string') return undefined;
  const fields = fieldsOf[action['type']];
  if (!fields?.every((field) => typeof action[field] === 'string')) return undefined;
  if (action['type'] === 'fault' && !(Array.isArray(action['words']) && action['words'].every((word) => typeof word === 'string'))) return undefined;
  return { event, atMs, action: action as unknown as InputAction };
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}
