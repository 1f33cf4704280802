import type { Command } from './commands.ts';
import type { Report } from './frames.ts';

const reportTypes: ReadonlySet<string> = new Set<Report['type']>([
  'frame', 'world', 'inspection', 'glance', 'applied', 'inputs', 'failure', 'parts', 'scenes', 'customKinds', 'comparison',
]);
const commandTypes: ReadonlySet<string> = new Set<Command['type']>([
  'load', 'loadParts', 'drawn', 'visible', 'play', 'pause', 'pace', 'step', 'stepToMessage', 'runUntil', 'rewind', 'rewindToEvent',
  'live', 'branch', 'switchBranch', 'renameBranch', 'compareBranch', 'openTerminal', 'terminalInput', 'terminalResize', 'closeTerminal',
  'run', 'apply', 'fault', 'select', 'glance', 'lanes',
]);

function hasType(value: unknown, types: ReadonlySet<string>): boolean {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string' && types.has(value.type);
}

/** Whether what the worker posted is a report (browser extensions post to pages too). */
export function isReport(value: unknown): value is Report {
  return hasType(value, reportTypes);
}

/** Whether what the page posted is a command. */
export function isCommand(value: unknown): value is Command {
  return hasType(value, commandTypes);
}
