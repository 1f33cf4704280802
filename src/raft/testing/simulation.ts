import {
  checkHardState,
  checkLogMatching,
  checkNode,
  createWitness,
  forgetCommits,
  type Witness,
} from '../invariants.ts';
import { elapse } from '../clock.ts';
import type { Message } from '../messages.ts';
import { lastEntryId, lastIndex, termAt } from '../log.ts';
import type { RaftNode } from '../node.ts';
import { hasReady } from '../ready.ts';
import { propose } from '../requests.ts';
import { isLocalTarget, step } from '../step.ts';
import { emptyConfState, type ConfChange, type NodeId } from '../types.ts';
import {
  createClock,
  drawSpeed,
  passTick,
  wildClocks,
  type ClockSpeeds,
  type MemberClock,
} from './clocks.ts';
import { createDice, type Dice } from './dice.ts';
import {
  crashMember,
  createMember,
  handleAppendWork,
  handleApplyWork,
  handleReady,
  startMember,
  type Effects,
  type Member,
  type MemberOptions,
} from './member.ts';
import type { PlantedBug } from './planted-bugs.ts';
import { checkRead, createLeaseReads, createSafeReads, noteTick, type Reads } from './reads.ts';
import { noSightings, type Sightings } from './sightings.ts';

/** What keeps a group from its work, or gives it more of it. */
export type Disturbance =
  | 'reads'
  | 'campaigns'
  | 'crashes'
  | 'duplicates'
  | 'clocks'
  | 'partitions'
  | 'compactions'
  | 'changes'
  | 'transfers'
  | 'reports';

/** What a simulated group is made of. */
export interface SimulationOptions {
  readonly seed: number;
  /** Who votes at the start. */
  readonly voters: number;
  /** Machines that may be added as members. */
  readonly spares: number;
  /** How members change; without spares they do not, unless that is said here. */
  readonly changes?: 'one-by-one' | 'any';
  readonly member: MemberOptions;
  /** What happens often all the time; all else only at some times. */
  readonly often?: readonly Disturbance[];
  /** Between which limits the members' clocks go; reads by leases trust these limits. */
  readonly clocks?: ClockSpeeds;
  readonly bug?: PlantedBug;
}

/** A message on its way. */
export interface Flight {
  readonly message: Message;
  /** The tick of the world at which it was sent. */
  readonly sentAt: number;
}

/** A group of members, what is on its way between them, and what was ever true of them. */
export interface Simulation {
  readonly options: SimulationOptions;
  readonly dice: Dice;
  readonly members: readonly Member[];
  /** The clock of each member, in the same order. */
  readonly clocks: readonly MemberClock[];
  /** Ticks of the world so far. */
  now: number;
  flights: Flight[];
  /** Those on the other side of a partition; empty while there is none. */
  cutOff: ReadonlySet<NodeId>;
  readonly witness: Witness;
  readonly reads: Reads;
  readonly seen: Sightings;
  /** How many proposals and reads there were, to tell them apart. */
  requests: number;
}

export function createSimulation(options: SimulationOptions): Simulation {
  const { seed, voters, spares, member } = options;
  const ids = Array.from({ length: voters + spares }, (_, at) => at + 1);
  const conf = { ...emptyConfState, voters: ids.slice(0, voters) };
  const dice = createDice(seed);
  const speeds = options.clocks ?? wildClocks;
  const members = ids.map((id) => createMember(id, id <= voters ? conf : undefined));
  const simulation: Simulation = {
    options,
    dice,
    members,
    clocks: ids.map(() => createClock(drawSpeed(speeds, dice))),
    now: 0,
    flights: [],
    cutOff: new Set(),
    witness: createWitness(),
    reads: trustsLeases(options)
      ? createLeaseReads(member.electionTick, speeds)
      : createSafeReads(),
    seen: noSightings(),
    requests: 0,
  };
  for (const one of members) start(simulation, one);
  return simulation;
}

/** Whether leaders answer reads by their lease, in a world that is sound enough for it. */
export function trustsLeases({ member }: SimulationOptions): boolean {
  return member.readOnlyOption === 'lease-based';
}

/** Something happens to a node, if it runs; then everything must still be true. */
export function onNode(
  simulation: Simulation,
  { node }: Member,
  input: (node: RaftNode) => void,
): void {
  if (node === undefined) return;
  input(node);
  simulation.options.bug?.afterInput?.(node);
  checkNode(simulation.witness, node);
  checkLogMatching(simulation.witness, node);
}

/** A tick of the world passes, which is more or less than one for each member. */
export function passTime(simulation: Simulation): void {
  const { clocks, members, reads, witness } = simulation;
  simulation.now++;
  noteTick(reads, witness);
  for (const [at, member] of members.entries()) {
    const clock = clocks[at];
    const ticks = clock === undefined ? 0 : passTick(clock);
    if (ticks > 0) onNode(simulation, member, (node) => elapse(node, ticks));
  }
}

/** What passes within a machine is neither lost nor doubled. */
export function isOnNetwork({ from, to }: Message): boolean {
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

export function hasWork(member: Member): boolean {
  const { node, appendWork, applyWork } = member;
  if (node === undefined) return false;
  return appendWork.length > 0 || applyWork.length > 0 || hasReady(node);
}

/** Lets a member do all that it has to do; false if there was nothing. */
export function workOff(simulation: Simulation, member: Member): boolean {
  let isBusy = false;
  for (; hasWork(member); isBusy = true) work(simulation, member);
  return isBusy;
}

/** Lets a member do one thing of what it has to do. */
export function work(simulation: Simulation, member: Member): void {
  const { dice, witness } = simulation;
  onNode(simulation, member, (node) => {
    const isStoring = member.appendWork.length > 0 && dice.chance(50);
    const isApplying = member.applyWork.length > 0 && dice.chance(50);
    if (isStoring) finish(simulation, handleAppendWork(member));
    else if (isApplying) finish(simulation, handleApplyWork(member, node));
    else if (hasReady(node)) finish(simulation, handleReady(member, node));
  });
  checkHardState(witness, member.id, member.storage.hardState);
}

function finish(simulation: Simulation, effects: Effects): void {
  const { flights, now: sentAt, reads, seen } = simulation;
  for (const message of effects.messages) flights.push({ message, sentAt });
  for (const entry of effects.applied) {
    if (entry.type !== 'EntryNormal' && entry.data !== undefined) noteChange(seen, entry.data);
  }
  for (const readState of effects.readStates) checkRead(reads, readState, seen);
}

function noteChange(seen: Sightings, { transition, steps }: ConfChange): void {
  const isJoint = transition !== 'ConfChangeTransitionAuto' || steps.length > 1;
  seen[isJoint ? 'jointChanges' : 'simpleChanges']++;
  if (steps.some(({ type }) => type === 'ConfChangeAddLearnerNode')) seen.newLearners++;
}

export function proposeSomething(simulation: Simulation, member: Member): void {
  const data = `p${++simulation.requests}`;
  onNode(simulation, member, (node) => propose(node, data));
}

/** The machine starts from its disk. */
export function start({ options, dice }: Simulation, member: Member): void {
  const { deviations } = options.bug ?? {};
  startMember(member, deviations ? { ...options.member, deviations } : options.member, dice);
}

/** The machine loses power. */
export function crash(simulation: Simulation, member: Member): void {
  const { options, seen, witness } = simulation;
  seen.crashes++;
  crashMember(member, options.bug?.lose);
  forgetCommits(witness, member.id);
  // What its storage was to say dies with it.
  simulation.flights = simulation.flights.filter(
    ({ message }) => message.to !== member.id || isOnNetwork(message),
  );
}
