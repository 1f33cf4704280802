import { assert } from '../../base/index.ts';
import {
  checkHardState,
  checkLogMatching,
  checkNode,
  createWitness,
  forgetCommits,
  lastCommitted,
  type Witness,
} from '../invariants.ts';
import type { Message } from '../messages.ts';
import { lastEntryId, lastIndex, termAt } from '../log.ts';
import type { RaftNode } from '../node.ts';
import { hasReady } from '../ready.ts';
import {
  campaign,
  propose,
  proposeConfChange,
  readIndex,
  reportSnapshot,
  reportUnreachable,
  transferLeadership,
} from '../requests.ts';
import { elapse } from '../clock.ts';
import { isLocalTarget, step } from '../step.ts';
import { emptyConfState, type ConfChangeStep, type Index, type NodeId } from '../types.ts';
import { createDice, type Dice } from './dice.ts';
import {
  compactMember,
  crashMember,
  createMember,
  handleAppendWork,
  handleApplyWork,
  handleReady,
  startMember,
  type Effects,
  type Member,
  type MemberOptions,
  type PlantedBug,
} from './member.ts';

/** What a simulated group is made of. */
export interface SimulationOptions {
  readonly seed: number;
  /** Who votes at the start. */
  readonly voters: number;
  /** Machines that may be added as members. */
  readonly spares: number;
  readonly member: MemberOptions;
  readonly bug?: PlantedBug;
}

/** What has happened, so that a test can say that it has seen what it is about. */
export interface Sightings {
  events: number;
  elections: number;
  commits: number;
  conflicts: number;
  snapshots: number;
  crashes: number;
  partitions: number;
  confChanges: number;
  reads: number;
  transfers: number;
}

/** A group on a network that delays, loses, duplicates and reorders, on machines that crash. */
export interface Simulation {
  readonly options: SimulationOptions;
  readonly dice: Dice;
  readonly members: readonly Member[];
  messages: Message[];
  /** Those on the other side of a partition; empty while there is none. */
  cutOff: ReadonlySet<NodeId>;
  readonly witness: Witness;
  /** What was committed anywhere when a read was asked for, by its context. */
  readonly reads: Map<string, Index>;
  readonly seen: Sightings;
  proposals: number;
}

export function createSimulation(options: SimulationOptions): Simulation {
  const ids = Array.from({ length: options.voters + options.spares }, (_, at) => at + 1);
  const conf = { ...emptyConfState, voters: ids.slice(0, options.voters) };
  const dice = createDice(options.seed);
  const members = ids.map((id) => createMember(id, id <= options.voters ? conf : undefined));
  for (const member of members) startMember(member, options.member, dice);
  return {
    options,
    dice,
    members,
    messages: [],
    cutOff: new Set(),
    witness: createWitness(),
    reads: new Map(),
    seen: noSightings(),
    proposals: 0,
  };
}

export function noSightings(): Sightings {
  return {
    events: 0,
    elections: 0,
    commits: 0,
    conflicts: 0,
    snapshots: 0,
    crashes: 0,
    partitions: 0,
    confChanges: 0,
    reads: 0,
    transfers: 0,
  };
}

/** Lets `events` things happen, checking every invariant after each. */
export function run(simulation: Simulation, events: number): void {
  for (let i = 0; i < events; i++) happen(simulation);
  const { seen, witness } = simulation;
  seen.elections = witness.leaders.size;
  seen.commits = witness.committed.length;
}

/**
 * The end of all faults: everyone runs, nothing is lost. Returns whether the group has found a
 * leader and committed something new within so many rounds. A leader that was removed leads on, and
 * takes no proposals, until its machine is switched off.
 */
export function heal(simulation: Simulation, rounds: number): boolean {
  simulation.cutOff = new Set();
  for (const member of simulation.members) {
    if (member.node === undefined) startMember(member, simulation.options.member, simulation.dice);
  }
  const before = lastCommitted(simulation.witness);
  for (let round = 0; round < rounds; round++) {
    for (const member of simulation.members) {
      if (member.node !== undefined) onNode(simulation, member, (node) => elapse(node, 1));
    }
    settle(simulation);
    if (lastCommitted(simulation.witness) > before && round > rounds / 2) return true;
    const leader = simulation.members.find(({ node }) => node?.role === 'leader');
    if (leader !== undefined) proposeSomething(simulation, leader);
    if (leader?.node?.progress.has(leader.id) === false) crash(simulation, leader);
    for (const member of simulation.members) giveUpSnapshots(simulation, member);
  }
  return lastCommitted(simulation.witness) > before;
}

/** A transport tells in the end what became of snapshots; here all that are still out were lost. */
function giveUpSnapshots(simulation: Simulation, member: Member): void {
  for (const to of simulation.members) {
    onNode(simulation, member, (node) => reportSnapshot(node, to.id, 'failure'));
  }
}

/** Delivers and works until nothing is left to do. */
function settle(simulation: Simulation): void {
  for (let isBusy = true; isBusy; ) {
    isBusy = simulation.messages.length > 0;
    const messages = simulation.messages;
    simulation.messages = [];
    for (const message of messages) receive(simulation, message);
    for (const member of simulation.members) isBusy = workOff(simulation, member) || isBusy;
  }
}

/** Lets a member do all that it has to do; false if there was nothing. */
export function workOff(simulation: Simulation, member: Member): boolean {
  let isBusy = false;
  while (member.node !== undefined && hasWork(member, member.node)) {
    work(simulation, member);
    isBusy = true;
  }
  return isBusy;
}

function happen(simulation: Simulation): void {
  const { dice, members, seen } = simulation;
  seen.events++;
  const member = dice.oneOf(members);
  if (member === undefined) return;
  const kind = dice.below(1000);
  if (kind < 450 && simulation.messages.length > 0) deliverOne(simulation);
  else if (kind < 820) workSomewhere(simulation);
  else if (kind < 880) onNode(simulation, member, (node) => elapse(node, 1 + dice.below(3)));
  else if (kind < 930) proposeSomething(simulation, member);
  else rareEvent(simulation, member, kind);
}

function rareEvent(simulation: Simulation, member: Member, kind: number): void {
  if (kind < 945) askRead(simulation, member);
  else if (kind < 948) onNode(simulation, member, campaign);
  else if (kind < 955) crashOrStart(simulation, member);
  else if (kind < 965) duplicateOne(simulation);
  else if (kind < 972) cutOrHeal(simulation);
  else if (kind < 980) compactSome(simulation, member);
  else if (kind < 988) changeMembers(simulation, member);
  else if (kind < 992) transfer(simulation, member);
  else reportTrouble(simulation, member);
}

/** The oldest message most of the time, any other now and then; some are lost. */
function deliverOne(simulation: Simulation): void {
  const { dice, messages } = simulation;
  if (messages.length === 0) return;
  const at = dice.chance(70) ? 0 : dice.below(messages.length);
  const [message] = messages.splice(at, 1);
  if (message === undefined || (isOnNetwork(message) && dice.chance(2))) return;
  receive(simulation, message);
}

/** What passes within a machine is neither lost nor doubled. */
function isOnNetwork({ from, to }: Message): boolean {
  return !isLocalTarget(from) && from !== to;
}

/** A message arrives, unless a partition or a crash is in the way. */
export function receive(simulation: Simulation, message: Message): void {
  const { cutOff, members, options, seen } = simulation;
  if (isOnNetwork(message) && cutOff.has(message.from) !== cutOff.has(message.to)) return;
  const member = members[message.to - 1];
  if (member === undefined) return;
  onNode(simulation, member, (node) => {
    const [last, term] = [lastIndex(node.log), lastEntryId(node.log).term];
    step(node, options.bug?.misread?.(node, message) ?? message);
    if (message.type === 'MsgApp' && termAt(node.log, last) !== term) seen.conflicts++;
    if (message.type === 'MsgSnap' && node.log.snapshot !== undefined) seen.snapshots++;
  });
}

/** Something happens to a node, if it runs; then everything must still be true. */
export function onNode(
  simulation: Simulation,
  member: Member,
  input: (node: RaftNode) => void,
): void {
  const { node } = member;
  if (node === undefined) return;
  input(node);
  simulation.options.bug?.afterInput?.(node);
  checkNode(simulation.witness, node);
  checkLogMatching(simulation.witness, node);
}

function hasWork(member: Member, node: RaftNode): boolean {
  return hasReady(node) || member.appendWork.length > 0 || member.applyWork.length > 0;
}

function workSomewhere(simulation: Simulation): void {
  const busy = simulation.members.filter(
    (member) => member.node !== undefined && hasWork(member, member.node),
  );
  const member = simulation.dice.oneOf(busy);
  if (member !== undefined) work(simulation, member);
}

function work(simulation: Simulation, member: Member): void {
  const { dice } = simulation;
  onNode(simulation, member, (node) => {
    const isStoring = member.appendWork.length > 0 && dice.chance(50);
    const isApplying = member.applyWork.length > 0 && dice.chance(50);
    if (isStoring) finish(simulation, member, handleAppendWork(member));
    else if (isApplying) finish(simulation, member, handleApplyWork(member, node));
    else if (hasReady(node)) finish(simulation, member, handleReady(member, node));
  });
  checkHardState(simulation.witness, member.id, member.storage.hardState);
}

function finish(simulation: Simulation, member: Member, effects: Effects): void {
  const { seen } = simulation;
  for (const message of effects.messages) simulation.messages.push(message);
  for (const entry of effects.applied) if (entry.type !== 'EntryNormal') seen.confChanges++;
  for (const { context, index } of effects.readStates) {
    seen.reads++;
    checkRead(simulation, context, index);
  }
}

/** A read must see all that was committed anywhere before it was asked for. */
function checkRead({ reads }: Simulation, context: string, index: Index): void {
  const least = reads.get(context) ?? 0;
  const what = `${context} may read at ${index}, not before ${least}`;
  assert(index >= least, `linearizable reads: ${what}`);
}

function proposeSomething(simulation: Simulation, member: Member): void {
  const data = `p${++simulation.proposals}`;
  onNode(simulation, member, (node) => propose(node, data));
}

function askRead(simulation: Simulation, member: Member): void {
  // A leader without other voters answers before its first commit, as upstream does; right after a
  // restart that may be too early.
  if (simulation.options.voters === 1) return;
  const context = `r${++simulation.proposals}`;
  simulation.reads.set(context, lastCommitted(simulation.witness));
  onNode(simulation, member, (node) => readIndex(node, context));
}

function crashOrStart(simulation: Simulation, member: Member): void {
  const { options, dice } = simulation;
  if (member.node === undefined) startMember(member, options.member, dice);
  // Most of the time most of them run.
  else if (dice.chance(30)) crash(simulation, member);
}

/** The machine loses power. */
export function crash(simulation: Simulation, member: Member): void {
  const { options, seen, witness } = simulation;
  seen.crashes++;
  crashMember(member, options.bug);
  forgetCommits(witness, member.id);
  // What its storage was to say dies with it.
  simulation.messages = simulation.messages.filter(
    (message) => message.to !== member.id || isOnNetwork(message),
  );
}

function duplicateOne(simulation: Simulation): void {
  const message = simulation.dice.oneOf(simulation.messages);
  if (message !== undefined && isOnNetwork(message)) simulation.messages.push(message);
}

function cutOrHeal(simulation: Simulation): void {
  const { dice, members, seen } = simulation;
  if (simulation.cutOff.size > 0) {
    simulation.cutOff = new Set();
    return;
  }
  if (!dice.chance(60)) return;
  seen.partitions++;
  simulation.cutOff = new Set(members.map(({ id }) => id).filter(() => dice.chance(40)));
}

function compactSome(simulation: Simulation, member: Member): void {
  const { dice } = simulation;
  onNode(simulation, member, (node) => compactMember(member, node, dice.below(4)));
}

const stepTypes: readonly ConfChangeStep['type'][] = [
  'ConfChangeAddNode',
  'ConfChangeAddLearnerNode',
  'ConfChangeRemoveNode',
];

function changeMembers(simulation: Simulation, member: Member): void {
  const { dice, options, members } = simulation;
  if (options.spares === 0) return;
  onNode(simulation, member, (node) => {
    if (node.role !== 'leader') return;
    // Enough voters are left whatever is removed: at most two at a time, never the proposer.
    const count = node.conf.voters.length > 3 ? 1 + dice.below(2) : 1;
    const steps = Array.from({ length: count }, (): ConfChangeStep => {
      const nodeId = 1 + dice.below(members.length);
      const type = dice.oneOf(stepTypes) ?? 'ConfChangeAddNode';
      const isSafe = nodeId !== node.id && node.conf.voters.length > 2;
      return { nodeId, type: isSafe ? type : 'ConfChangeAddNode' };
    });
    proposeConfChange(node, { transition: 'ConfChangeTransitionAuto', steps });
  });
}

function transfer(simulation: Simulation, member: Member): void {
  const { dice, members, seen } = simulation;
  onNode(simulation, member, (node) => {
    if (node.role === 'leader') seen.transfers++;
    if (node.role === 'leader') transferLeadership(node, 1 + dice.below(members.length));
  });
}

function reportTrouble(simulation: Simulation, member: Member): void {
  const { dice, members } = simulation;
  const to = 1 + dice.below(members.length);
  onNode(simulation, member, (node) => {
    if (dice.chance(50)) reportUnreachable(node, to);
    else reportSnapshot(node, to, dice.chance(50) ? 'finish' : 'failure');
  });
}
