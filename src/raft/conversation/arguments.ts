import type { MessageType } from '../messages.ts';
import type { Argument } from './script.ts';
import type { Actor, Stage } from './stage.ts';

/** A command that cannot be carried out as written. */
export class ScriptMistake extends Error {
  override readonly name = 'ScriptMistake';
}

/** A whole number as written, not negative. */
export function wholeNumber(text: string | undefined): number {
  if (text === undefined || !/^\d+$/.test(text)) {
    throw new ScriptMistake(`expected a whole number, found ${JSON.stringify(text ?? '')}`);
  }
  return Number(text);
}

/** The number that stands as the command's n-th word. */
export function numberAt(args: readonly Argument[], position: number): number {
  return wholeNumber(args[position]?.key);
}

/** The node named by the command's n-th word. */
export function actorAt(stage: Stage, args: readonly Argument[], position: number): Actor {
  return actorOf(stage, numberAt(args, position));
}

/** All nodes that the command names. */
export function actorsNamed(stage: Stage, args: readonly Argument[]): readonly Actor[] {
  return args
    .filter(({ values }) => values.length === 0)
    .map(({ key }) => actorOf(stage, wholeNumber(key)));
}

function actorOf(stage: Stage, id: number): Actor {
  const actor = stage.actors[id - 1];
  if (actor === undefined) {
    throw new ScriptMistake(`there is no node ${id}: ${stage.actors.length} were added`);
  }
  return actor;
}

/** The value of `key=value`, which must be there. */
export function valueOf(args: readonly Argument[], key: string): string {
  const value = args.find((arg) => arg.key === key)?.values[0];
  if (value === undefined) throw new ScriptMistake(`missing argument: ${key}`);
  return value;
}

export function isTrue(text: string): boolean {
  if (['1', 't', 'T', 'true', 'TRUE', 'True'].includes(text)) return true;
  if (['0', 'f', 'F', 'false', 'FALSE', 'False'].includes(text)) return false;
  throw new ScriptMistake(`expected true or false, found ${JSON.stringify(text)}`);
}

const messageTypes: readonly MessageType[] = [
  'MsgProp',
  'MsgApp',
  'MsgAppResp',
  'MsgVote',
  'MsgVoteResp',
  'MsgPreVote',
  'MsgPreVoteResp',
  'MsgHeartbeat',
  'MsgHeartbeatResp',
  'MsgSnap',
  'MsgTransferLeader',
  'MsgTimeoutNow',
  'MsgReadIndex',
  'MsgReadIndexResp',
  'MsgStorageAppend',
  'MsgStorageAppendResp',
  'MsgStorageApply',
  'MsgStorageApplyResp',
];

/** The kind of message that `type=` asks for; all kinds without it. */
export function messageTypeOf(args: readonly Argument[]): MessageType | undefined {
  const name = args.find(({ key }) => key === 'type')?.values[0];
  if (name === undefined) return undefined;
  const type = messageTypes.find((one) => one === name);
  if (type === undefined) throw new ScriptMistake(`unknown message type ${name}`);
  return type;
}
