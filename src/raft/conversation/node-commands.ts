import { emptyConfState, type NodeId } from '../types.ts';
import { isTrue, numberAt, wholeNumber } from './arguments.ts';
import type { Argument, Directive } from './script.ts';
import { addActor, type Settings, type Stage, type TextSnapshot } from './stage.ts';

/** More nodes than anybody reads the answers of. */
const greatestGroup = 1_000;
const snapshotKeys = ['voters', 'learners', 'index', 'content'];

/** `add-nodes 3 voters=(1,2,3) index=2 …`: nodes whose storage holds that snapshot. */
export function addNodes(stage: Stage, { args }: Directive): string | undefined {
  const count = numberAt(args, 0);
  const options = args.slice(1);
  const snapshot = snapshotOf(options);
  let settings: Settings = {};
  for (const { key, values } of options) {
    for (const value of values) {
      const setting = settingOf(key, value);
      if (typeof setting === 'string') return setting;
      settings = { ...settings, ...setting };
    }
  }
  if (count > greatestGroup) {
    return `add-nodes ${count}: a conversation has at most ${greatestGroup} nodes`;
  }
  const isEmpty = options.every(({ key }) => !snapshotKeys.includes(key));
  for (let i = 0; i < count; i++) {
    if (!isEmpty && snapshot.index <= 1) {
      return 'index must be specified as > 1 due to bootstrap';
    }
    addActor(stage, settings, isEmpty ? { ...snapshot, term: 0 } : snapshot);
  }
  return undefined;
}

function snapshotOf(options: readonly Argument[]): TextSnapshot {
  const values = (key: string): readonly string[] =>
    options.filter((arg) => arg.key === key).flatMap((arg) => arg.values);
  const ids = (key: string): readonly NodeId[] => values(key).map((text) => wholeNumber(text));
  return {
    index: Number(values('index').at(-1) ?? 0),
    term: 1,
    confState: { ...emptyConfState, voters: ids('voters'), learners: ids('learners') },
    data: values('content').at(-1) ?? '',
  };
}

function settingOf(key: string, value: string): Settings | string {
  switch (key) {
    case 'index':
      return { applied: wholeNumber(value) };
    case 'inflight':
      return { maxInflightMsgs: wholeNumber(value) };
    case 'async-storage-writes':
      return { asyncStorageWrites: isTrue(value) };
    case 'prevote':
      return { preVote: isTrue(value) };
    case 'checkquorum':
      return { checkQuorum: isTrue(value) };
    case 'max-committed-size-per-ready':
      return { maxCommittedSizePerReady: wholeNumber(value) };
    case 'disable-conf-change-validation':
      return { disableConfChangeValidation: isTrue(value) };
    case 'step-down-on-removal':
      return { stepDownOnRemoval: isTrue(value) };
    case 'read-only':
      if (value !== 'safe' && value !== 'lease-based') {
        return `invalid read-only option ${JSON.stringify(value)}`;
      }
      return { readOnlyOption: value };
    default:
      return {};
  }
}

/** `config election-tick=10 …`: options of all nodes that are added later. */
export function setForAll(stage: Stage, { args }: Directive): string | undefined {
  for (const { key, values } of args) {
    for (const value of values) {
      const setting = settingForAll(key, value);
      if (setting === undefined) return `unknown option ${key}`;
      stage.settings = { ...stage.settings, ...setting };
    }
  }
  return undefined;
}

function settingForAll(key: string, value: string): Settings | undefined {
  const bytes = (): number => (value === 'unlimited' ? Infinity : wholeNumber(value));
  switch (key) {
    case 'max-uncommitted-size':
      return { maxUncommittedEntriesSize: bytes() };
    case 'max-size-per-msg':
      return { maxSizePerMsg: bytes() };
    case 'max-inflight-bytes':
      return { maxInflightBytes: bytes() };
    case 'election-tick':
      return { electionTick: wholeNumber(value) };
    case 'disable-proposal-forwarding':
      return { disableProposalForwarding: value === 'true' };
    default:
      return undefined;
  }
}
