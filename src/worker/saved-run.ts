import { isObject, parseJson } from '../base/index.ts';
import type { Input, InputAction } from '../cluster/index.ts';
import type { Branch } from '../protocol/index.ts';
import type { Place } from './inputs.ts';

/** A line of history as what was done in it, and how far it got. */
export interface SavedBranch {
  readonly row: Branch;
  readonly inputs: readonly Input[];
  readonly head: Place;
  /** How many commands came before it left its parent. */
  readonly deedsBefore: number;
}

/** Every branch of a run as text, as a reload keeps them. */
export function writeRun(branches: readonly SavedBranch[]): string {
  return JSON.stringify({
    version: 2,
    branches: branches.map(({ row, inputs, head, deedsBefore }) => ({ row, head: [head.event, head.atMs], deedsBefore, inputs: inputs.map(({ event, atMs, action }) => [event, atMs, action]) })),
  });
}

/** Reads what `writeRun` wrote, one branch of it the current one; undefined when it is no such text. */
export function readRun(text: string): readonly SavedBranch[] | undefined {
  const value = parseJson(text);
  if (!isObject(value) || value['version'] !== 2 || !Array.isArray(value['branches'])) return undefined;
  const branches = value['branches'].map(readBranch);
  if (!branches.every((branch) => branch !== undefined) || branches.filter(({ row }) => row.current).length !== 1) return undefined;
  return branches;
}

function readBranch(entry: unknown): SavedBranch | undefined {
  if (!isObject(entry) || !Array.isArray(entry['head']) || !Array.isArray(entry['inputs']) || !isCount(entry['deedsBefore'])) return undefined;
  const row = readRow(entry['row']);
  const inputs = entry['inputs'].map(readInput);
  const [event, atMs]: readonly unknown[] = entry['head'];
  if (!row || !isCount(event) || typeof atMs !== 'number' || !inputs.every((input) => input !== undefined)) return undefined;
  return { row, inputs, head: { event, atMs }, deedsBefore: entry['deedsBefore'] };
}

function readRow(row: unknown): Branch | undefined {
  if (!isObject(row)) return undefined;
  const { id, forkedAtMs, headMs, current } = row;
  if (typeof id !== 'string' || !/^branch\/\d+$/.test(id) || typeof forkedAtMs !== 'number' || typeof headMs !== 'number' || typeof current !== 'boolean') return undefined;
  const texts = Object.fromEntries(['name', 'parent', 'after', 'began'].flatMap((key) => (typeof row[key] === 'string' ? [[key, row[key]]] : [])));
  return { ...texts, id, forkedAtMs, headMs, current };
}

const fieldsOf: Readonly<Record<string, readonly string[]>> = {
  run: ['command'], write: ['path', 'text'], 'terminal.open': ['tab', 'machine'], 'terminal.input': ['tab', 'data'], 'terminal.resize': ['tab'],
  'terminal.close': ['tab'], opened: [], fault: [],
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
