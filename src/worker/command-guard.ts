import { isObject } from '../base/index.ts';
import { isCommand } from '../protocol/index.ts';
import type { Command } from '../protocol/index.ts';
import { BadCommandError } from './worker-faults.ts';

type Check = (value: unknown) => boolean;

const text: Check = (value) => typeof value === 'string';
const optionalText: Check = (value) => value === undefined || typeof value === 'string';
const flag: Check = (value) => typeof value === 'boolean';
const number: Check = (value) => typeof value === 'number' && Number.isFinite(value);
const size: Check = (value) => number(value) && Number(value) >= 1 && Number(value) <= 2_000;
const list = (item: Check): Check => (value) => Array.isArray(value) && value.every(item);
const oneOf = (...known: readonly string[]): Check => (value) => typeof value === 'string' && known.includes(value);
const withFields = (fields: Fields): Check => (value) => isObject(value) && Object.entries(fields).every(([name, check]) => check(value[name]));

type Fields = Readonly<Record<string, Check>>;

const pace: Check = (value) => isObject(value) && (value['mode'] === 'max' || ((value['mode'] === 'event' || value['mode'] === 'clock') && number(value['rate']) && Number(value['rate']) > 0));
const fault: Check = (value) => isObject(value) && typeof value['fault'] === 'string' && (value['fault'] !== 'partition' || list(list(text))(value['sides'])) && (value['fault'] !== 'verb' || list(text)(value['words']));
const source = withFields({ seed: number, topology: optionalText, scene: optionalText, situation: optionalText, inputs: optionalText });
const file = withFields({ name: text, text });

/** What each command has to have besides its type. */
const fieldsOf: Readonly<Record<Command['type'], Fields>> = {
  load: { source },
  loadParts: {},
  drawn: { frame: number },
  visible: { visible: flag },
  play: {},
  pause: {},
  pace: { pace },
  step: { by: oneOf('event', 'back') },
  stepToMessage: { kinds: list(text) },
  runUntil: { condition: withFields({ until: oneOf('leader', 'podReady', 'nextBind', 'rolloutDone', 'idle', 'message', 'time', 'raft', 'situation') }) },
  rewind: { atMs: number },
  rewindToEvent: { event: number },
  live: {},
  branch: { name: optionalText },
  switchBranch: { branch: text },
  compareBranch: { branch: text },
  renameBranch: { branch: text, name: text },
  openTerminal: { tab: text, host: text, container: optionalText, columns: size, rows: size },
  terminalInput: { tab: text, data: text },
  terminalResize: { tab: text, columns: size, rows: size },
  closeTerminal: { tab: text },
  run: { tab: text, command: text },
  apply: { request: number, mode: oneOf('apply', 'dryRun', 'diff'), files: list(file) },
  fault: { fault },
  select: { id: optionalText },
  glance: { id: text },
  lanes: { lanes: list(text) },
};

/** The command that was posted. Throws BadCommandError when it is none, or lacks what it needs. */
export function readCommand(value: unknown): Command {
  if (!isCommand(value)) throw new BadCommandError(`there is no command ${JSON.stringify(isObject(value) ? value['type'] : value) ?? 'undefined'}`);
  const fields: Readonly<Record<string, unknown>> = { ...value };
  for (const [name, check] of Object.entries(fieldsOf[value.type])) {
    if (!check(fields[name])) throw new BadCommandError(`${value.type}: ${name} cannot be ${shown(fields[name])}`);
  }
  return value;
}

function shown(value: unknown): string {
  const json = JSON.stringify(value) ?? 'missing';
  return json.length > 80 ? `${json.slice(0, 77)}…` : json;
}
