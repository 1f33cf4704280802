import { quote } from '../../base/index.ts';
import type { MessageType } from '../messages.ts';
import type { Argument } from './script.ts';
import type { Actor, Stage } from './stage.ts';

/** A command that cannot be carried out as written. */
export class ScriptMistake extends Error {
  override readonly name = 'ScriptMistake';
}

/** The two readers of numbers of the library's own interpreter; each complains by its name. */
type Reader = 'Atoi' | 'ParseUint';

const greatest: Readonly<Record<Reader, bigint>> = {
  Atoi: 2n ** 63n - 1n,
  ParseUint: 2n ** 64n - 1n,
};

/** A whole number as written, not negative; complaints are in the words of Go's package strconv. */
export function wholeNumber(text = '', reader: Reader = 'ParseUint'): number {
  const complain = (why: string): never => {
    throw new ScriptMistake(`strconv.${reader}: parsing ${quote(text)}: ${why}`);
  };
  if (!/^\d+$/.test(text)) return complain('invalid syntax');
  return BigInt(text) > greatest[reader] ? complain('value out of range') : Number(text);
}

/** The number that stands as the command's n-th word. */
export function numberAt(args: readonly Argument[], position: number): number {
  return wholeNumber(args[position]?.key, 'Atoi');
}

/** The node named by the command's n-th word. */
export function actorAt(stage: Stage, args: readonly Argument[], position: number): Actor {
  return actorOf(stage, numberAt(args, position));
}

/** All nodes that the command names. */
export function actorsNamed(stage: Stage, args: readonly Argument[]): readonly Actor[] {
  return args
    .filter(({ values }) => values.length === 0)
    .map(({ key }) => actorOf(stage, wholeNumber(key, 'Atoi')));
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
  throw new ScriptMistake(`strconv.ParseBool: parsing ${quote(text)}: invalid syntax`);
}

/** A kind of message that a script may name. */
export type MessageName =
  | MessageType
  | 'MsgHup'
  | 'MsgBeat'
  | 'MsgCheckQuorum'
  | 'MsgForgetLeader'
  | 'MsgSnapStatus'
  | 'MsgUnreachable';

const messageTypes: readonly MessageName[] = [
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
  // What the library tells itself in messages, and nobody else ever gets.
  'MsgHup',
  'MsgBeat',
  'MsgCheckQuorum',
  'MsgForgetLeader',
  'MsgSnapStatus',
  'MsgUnreachable',
];

/** The kind of message that `type=` asks for; all kinds without it. */
export function messageTypeOf(args: readonly Argument[]): MessageName | undefined {
  const name = args.find(({ key }) => key === 'type')?.values[0];
  if (name === undefined) return undefined;
  const type = messageTypes.find((one) => one === name);
  if (type === undefined) throw new ScriptMistake(`unknown message type ${name}`);
  return type;
}
