// Upstream: go.etcd.io/raft/v3/rafttest (InteractionEnv)
import { assert, utf8Length } from '../../base/index.ts';
import type { NodeOptions } from '../config.ts';
import { applyConfChange } from '../conf-changes.ts';
import type { Message, MsgStorageAppend, MsgStorageApply } from '../messages.ts';
import { createNode, type RaftNode } from '../node.ts';
import { advance, hasReady, ready, type Ready } from '../ready.ts';
import { isLocalTarget, step } from '../step.ts';
import { createStorage, storedState, storeSnapshot, store, type Storage } from '../storage.ts';
import type { Entry, NodeId, Snapshot } from '../types.ts';
import { describeMessage, describeReady } from '../describe.ts';
import { ScriptMistake, type MessageName } from './arguments.ts';
import { Output } from './output.ts';

/** Options that a script may give the nodes it adds. */
export type Settings = Partial<
  Pick<
    NodeOptions,
    | 'applied'
    | 'asyncStorageWrites'
    | 'checkQuorum'
    | 'disableConfChangeValidation'
    | 'disableProposalForwarding'
    | 'electionTick'
    | 'maxCommittedSizePerReady'
    | 'maxInflightBytes'
    | 'maxInflightMsgs'
    | 'maxSizePerMsg'
    | 'maxUncommittedEntriesSize'
    | 'preVote'
    | 'readOnlyOption'
    | 'stepDownOnRemoval'
  >
>;

/** A snapshot of an application that is a text. */
export interface TextSnapshot extends Snapshot {
  readonly data: string;
}

/** A member with its disk, its application and its waiting work. */
export interface Actor {
  node: RaftNode;
  readonly settings: Settings;
  readonly storage: Storage;
  /** The application, which appends all it is given to one text, after each entry. */
  snapshot: TextSnapshot;
  appendWork: MsgStorageAppend[];
  applyWork: MsgStorageApply[];
}

/** Everyone in a conversation, and what is on its way between them. */
export interface Stage {
  readonly output: Output;
  readonly actors: Actor[];
  messages: Message[];
  /** For all nodes that are added from now on. */
  settings: Settings;
}

export function createStage(): Stage {
  return { output: new Output(), actors: [], messages: [], settings: {} };
}

/** Adds a member whose storage holds the snapshot, or nothing. */
export function addActor(stage: Stage, settings: Settings, snapshot: TextSnapshot): void {
  const id = stage.actors.length + 1;
  const storage = createStorage();
  storeSnapshot(storage, snapshot);
  // In the order of their origin: what a script says for all nodes has the last word.
  const own = { ...settings, ...stage.settings };
  const actor: Actor = {
    node: startNode(stage, id, storage, own, () => actor.snapshot),
    settings: own,
    storage,
    snapshot,
    appendWork: [],
    applyWork: [],
  };
  stage.actors.push(actor);
}

/** The member dies and starts again from what its storage holds. */
export function restartActor(stage: Stage, actor: Actor): void {
  const settings = { ...actor.settings, applied: actor.snapshot.index };
  actor.node = startNode(stage, actor.node.id, actor.storage, settings, () => actor.snapshot);
  actor.appendWork = [];
  actor.applyWork = [];
}

function startNode(
  stage: Stage,
  id: NodeId,
  storage: Storage,
  settings: Settings,
  snapshot: () => Snapshot,
): RaftNode {
  return createNode({
    electionTick: 3,
    heartbeatTick: 1,
    maxInflightMsgs: Infinity,
    ...settings,
    id,
    stored: storedState(storage),
    // A script never depends on the dice: it says itself when a time-out comes.
    random: () => 0,
    sizeOf: (data) => (typeof data === 'string' ? utf8Length(data) : 0),
    snapshot,
    report: (level, text) => stage.output.report(level, text),
  });
}

/** A member does what its Ready asks for. */
export function processReady(stage: Stage, actor: Actor): void {
  const { node } = actor;
  const news = ready(node);
  stage.output.write(describeReady(news));
  const isAsync = node.config.asyncStorageWrites;
  if (!isAsync) {
    keep(actor, news);
    apply(actor, news.committedEntries);
  }
  for (const message of news.messages) {
    if (message.type === 'MsgStorageAppend') actor.appendWork.push(message);
    else if (message.type === 'MsgStorageApply') actor.applyWork.push(message);
    else stage.messages.push(message);
  }
  if (!isAsync) advance(node);
}

/** The writer of a member's storage does the oldest piece of its work. */
export function processAppendWork(stage: Stage, actor: Actor): void {
  const work = actor.appendWork.shift();
  if (work === undefined) {
    stage.output.write('no append work to perform');
    return;
  }
  writeWork(stage, { ...work, responses: [] });
  const { term, vote, commit, snapshot, entries } = work;
  const hasHardState = term !== 0 || vote !== 0 || commit !== 0;
  const hardState = hasHardState ? { term, vote, commit } : undefined;
  keep(actor, { hardState, snapshot, entries });
  writeResponses(stage, work.responses);
}

/** The one who applies a member's entries does the oldest piece of its work. */
export function processApplyWork(stage: Stage, actor: Actor): void {
  const work = actor.applyWork.shift();
  if (work === undefined) {
    stage.output.write('no apply work to perform');
    return;
  }
  writeWork(stage, { ...work, responses: [] });
  apply(actor, work.entries);
  writeResponses(stage, work.responses);
}

/** Stores what a Ready asks for; as in the library's own tests, not a snapshot and entries at once. */
function keep(actor: Actor, news: Pick<Ready, 'hardState' | 'snapshot' | 'entries'>): void {
  const { hardState, snapshot, entries } = news;
  store(actor.storage, { hardState, snapshot: undefined, entries: [] });
  if (snapshot !== undefined && entries.length > 0) {
    throw new ScriptMistake("can't apply snapshot and entries at the same time");
  }
  store(actor.storage, news);
}

function writeWork({ output }: Stage, work: Message): void {
  output.write(`Processing:\n${describeMessage(work)}\n`);
}

function writeResponses({ output, messages }: Stage, responses: readonly Message[]): void {
  output.writeLine('Responses:');
  for (const message of responses) output.writeLine(describeMessage(message));
  messages.push(...responses);
}

function apply(actor: Actor, entries: readonly Entry[]): void {
  for (const entry of entries) {
    const { index, term, type } = entry;
    const confState =
      type === 'EntryNormal'
        ? actor.snapshot.confState
        : applyConfChange(actor.node, entry.data);
    const text = type === 'EntryNormal' && typeof entry.data === 'string' ? entry.data : '';
    actor.snapshot = { index, term, confState, data: `${actor.snapshot.data}${text}` };
  }
}

/** Who is to get messages, or to lose them. */
export interface Recipient {
  readonly id: NodeId;
  readonly drop: boolean;
}

/** Hands over (or loses) what is on its way to each; returns how many messages that were. */
export function deliver(
  stage: Stage,
  recipients: readonly Recipient[],
  type?: MessageName,
): number {
  let count = 0;
  for (const recipient of recipients) {
    const taken = takeMessages(stage, recipient, type);
    count += taken.length;
    for (const message of taken) deliverOne(stage, message, recipient.drop);
  }
  return count;
}

function deliverOne(stage: Stage, message: Message, drop: boolean): void {
  stage.output.writeLine(`${drop ? 'dropped: ' : ''}${describeMessage(message)}`);
  const actor = stage.actors[message.to - 1];
  if (drop || actor === undefined) return;
  const verdict = step(actor.node, message);
  if (verdict !== 'ok') stage.output.writeLine(verdict);
}

function takeMessages(stage: Stage, { id, drop }: Recipient, type?: MessageName): Message[] {
  const isMeant = (message: Message): boolean =>
    message.to === id &&
    !(drop && isWithinNode(message)) &&
    (type === undefined || message.type === type);
  const taken = stage.messages.filter(isMeant);
  if (taken.length > 0) stage.messages = stage.messages.filter((one) => !isMeant(one));
  return taken;
}

/** What never leaves the machine cannot be lost on the way. */
function isWithinNode({ from, to }: Message): boolean {
  return from === to || isLocalTarget(from) || isLocalTarget(to);
}

/** Two who take each other for the leader would pass a proposal to and fro for ever. */
const greatestRounds = 10_000;

/** Lets everyone work until nobody has anything to do. */
export function stabilize(stage: Stage, actors: readonly Actor[]): void {
  let rounds = 0;
  for (let isDone = false; !isDone; ) {
    isDone = true;
    assert(++rounds <= greatestRounds, `not stable after ${greatestRounds} rounds`);
    const under = (title: string, body: () => void): void => {
      stage.output.writeLine(`> ${title}`);
      stage.output.indented(body);
      isDone = false;
    };
    for (const actor of actors) {
      if (!hasReady(actor.node)) continue;
      under(`${actor.node.id} handling Ready`, () => processReady(stage, actor));
    }
    for (const { node } of actors) {
      if (!stage.messages.some((message) => message.to === node.id)) continue;
      under(`${node.id} receiving messages`, () => {
        deliver(stage, [{ id: node.id, drop: false }]);
      });
    }
    for (const actor of actors) {
      if (actor.appendWork.length === 0) continue;
      under(`${actor.node.id} processing append thread`, () => {
        while (actor.appendWork.length > 0) processAppendWork(stage, actor);
      });
    }
    for (const actor of actors) {
      if (actor.applyWork.length === 0) continue;
      under(`${actor.node.id} processing apply thread`, () => {
        while (actor.applyWork.length > 0) processApplyWork(stage, actor);
      });
    }
  }
}
