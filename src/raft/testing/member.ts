import { applyConfChange } from '../conf-changes.ts';
import type { NodeOptions } from '../config.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../messages.ts';
import { createNode, type RaftNode } from '../node.ts';
import { advance, ready, type Ready } from '../ready.ts';
import { compactLog } from '../log.ts';
import { compactStorage, createStorage, store, storeSnapshot, type Storage } from '../storage.ts';
import type { ConfState, Entry, NodeId, ReadState, Snapshot } from '../types.ts';
import type { Dice } from './dice.ts';

/** How all members of a simulated group behave. */
export type MemberOptions = Pick<
  NodeOptions,
  'electionTick' | 'heartbeatTick'
> &
  Partial<
    Pick<
      NodeOptions,
      | 'preVote'
      | 'checkQuorum'
      | 'asyncStorageWrites'
      | 'maxInflightMsgs'
      | 'maxSizePerMsg'
      | 'stepDownOnRemoval'
      | 'readOnlyOption'
      | 'deviations'
    >
  >;

/** A member on its machine: the disk and the state of the application survive a crash. */
export interface Member {
  readonly id: NodeId;
  /** Undefined while the machine is down. */
  node: RaftNode | undefined;
  readonly storage: Storage;
  /** States of the application, oldest first; the last is the newest. */
  states: Snapshot[];
  appendWork: MsgStorageAppend[];
  applyWork: MsgStorageApply[];
}

/** What a member's work leads to. */
export interface Effects {
  readonly messages: readonly Message[];
  readonly readStates: readonly ReadState[];
  readonly applied: readonly Entry[];
}

/** A machine that is down; its disk holds the beginning of the group, or without `conf` nothing. */
export function createMember(id: NodeId, conf: ConfState | undefined): Member {
  const storage = createStorage();
  const states: Snapshot[] = [];
  if (conf !== undefined) {
    const origin: Snapshot = { index: 1, term: 1, confState: conf, data: undefined };
    storeSnapshot(storage, origin);
    states.push(origin);
  }
  return { id, node: undefined, storage, states, appendWork: [], applyWork: [] };
}

/** Starts from what the disk holds. */
export function startMember(member: Member, options: MemberOptions, dice: Dice): RaftNode {
  const { storage } = member;
  const { commit } = storage.hardState;
  // A disk that is written asynchronously may know of fewer commits than were applied.
  member.states = member.states.filter(
    ({ index }) => index <= Math.max(commit, storage.base.index),
  );
  const state = newestState(member);
  const confState = state?.confState ?? storage.confState;
  member.node = createNode({
    ...options,
    id: member.id,
    stored: { ...storage, confState },
    applied: state?.index ?? 0,
    random: (bound) => dice.below(bound),
    sizeOf: () => 10,
    snapshot: () => newestState(member),
  });
  return member.node;
}

/** What was in memory is gone, and of what is on the disk what the machine's bug loses. */
export function crashMember(member: Member, lose?: (storage: Storage) => void): void {
  lose?.(member.storage);
  member.node = undefined;
  member.appendWork = [];
  member.applyWork = [];
}

export function newestState(member: Member): Snapshot | undefined {
  return member.states[member.states.length - 1];
}

/** Does what a Ready asks for, in the order in which it must be done. */
export function handleReady(member: Member, node: RaftNode): Effects {
  const news = ready(node);
  if (node.config.asyncStorageWrites) return handOver(member, news);
  keep(member, news);
  applyEntries(member, node, news.committedEntries);
  advance(node);
  return { messages: news.messages, readStates: news.readStates, applied: news.committedEntries };
}

function handOver(member: Member, news: Ready): Effects {
  const messages: Message[] = [];
  for (const message of news.messages) {
    if (message.type === 'MsgStorageAppend') member.appendWork.push(message);
    else if (message.type === 'MsgStorageApply') member.applyWork.push(message);
    else messages.push(message);
  }
  return { messages, readStates: news.readStates, applied: [] };
}

/** The disk is done with the oldest piece of its work. */
export function handleAppendWork(member: Member): Effects {
  const work = member.appendWork.shift();
  if (work === undefined) return nothing;
  const { term, vote, commit, entries, snapshot } = work;
  const hardState = term === 0 ? undefined : { term, vote, commit };
  keep(member, { hardState, entries, snapshot });
  return { ...nothing, messages: work.responses };
}

/** The application is done with the oldest piece of its work. */
export function handleApplyWork(member: Member, node: RaftNode): Effects {
  const work = member.applyWork.shift();
  if (work === undefined) return nothing;
  applyEntries(member, node, work.entries);
  return { messages: work.responses, readStates: [], applied: work.entries };
}

const nothing: Effects = { messages: [], readStates: [], applied: [] };

function keep(member: Member, news: Pick<Ready, 'hardState' | 'snapshot' | 'entries'>): void {
  store(member.storage, news);
  if (news.snapshot !== undefined) member.states = [news.snapshot];
}

function applyEntries(member: Member, node: RaftNode, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const before = newestState(member);
    // A snapshot may have overtaken entries that were waiting to be applied.
    const overtaken = Math.max(before?.index ?? 0, node.log.snapshot?.index ?? 0);
    if (entry.index <= overtaken) continue;
    const { index, term, data } = entry;
    const confState =
      entry.type === 'EntryNormal'
        ? (before?.confState ?? node.conf)
        : applyConfChange(node, entry.data);
    member.states.push({ index, term, confState, data });
  }
}

/** Forgets entries that were applied, all but the last `keepLast`. */
export function compactMember(member: Member, node: RaftNode, keepLast: number): void {
  const index = node.log.applied - keepLast;
  if (index <= member.storage.base.index || node.log.snapshot !== undefined) return;
  // What the disk does not yet know to be committed may have to be applied again.
  if (index > member.storage.hardState.commit) return;
  if (!compactStorage(member.storage, index)) return;
  compactLog(node.log, index);
  member.states = member.states.filter((state) => state.index >= index);
}
