// What may happen to a group, drawn by the dice.
import { isJoint } from '../membership.ts';
import type { RaftNode } from '../node.ts';
import {
  campaign,
  proposeConfChange,
  readIndex,
  reportSnapshot,
  reportUnreachable,
  transferLeadership,
} from '../requests.ts';
import type { ConfChange, ConfChangeStep, ConfChangeTransition } from '../types.ts';
import { drawSpeed, wildClocks } from './clocks.ts';
import { compactMember, type Member } from './member.ts';
import { greatestDelay, noteAsked } from './reads.ts';
import {
  crash,
  hasWork,
  isOnNetwork,
  onNode,
  passTime,
  proposeSomething,
  receive,
  start,
  trustsLeases,
  work,
  workOff,
  type Disturbance,
  type Simulation,
} from './simulation.ts';

type Happening = (simulation: Simulation, member: Member) => void;

/** What a group mostly does, with how often it does it. */
const usual: readonly (readonly [number, Happening])[] = [
  [880, goOn],
  [15, letTimePass],
  [25, proposeSomething],
];

/** What happens now and then, and in some groups never or much more often. */
const rare: Readonly<Record<Disturbance, readonly [number, Happening]>> = {
  reads: [15, askRead],
  campaigns: [3, (simulation, member) => onNode(simulation, member, campaign)],
  crashes: [7, crashOrStart],
  duplicates: [8, duplicateOne],
  clocks: [2, changeClock],
  partitions: [7, cutOrHeal],
  compactions: [8, compactSome],
  changes: [8, changeMembers],
  transfers: [4, transfer],
  reports: [8, reportTrouble],
};

/** How much more often than usual. */
const factors = [0, 1, 1, 5];
const oftenFactor = 5;
const eventsOfMood = 1000;

/**
 * Lets `events` things happen, checking every promise of Raft after each. How often what is rare
 * happens is drawn anew now and then: faults that are always there hide each other (Groce et al.:
 * Swarm testing).
 */
export function run(simulation: Simulation, events: number): void {
  const { seen, witness } = simulation;
  for (let left = events; left > 0; left -= eventsOfMood) {
    const mood = drawMood(simulation);
    for (let i = 0; i < Math.min(left, eventsOfMood); i++) happen(simulation, mood);
  }
  seen.elections = witness.leaders.size;
  seen.commits = witness.committed.length;
}

/** What may happen, each with the throws of the dice below which it does. */
type Mood = readonly (readonly [number, Happening])[];

function drawMood({ dice, options }: Simulation): Mood {
  const often: readonly string[] = options.often ?? [];
  const factor = (name: string): number =>
    often.includes(name) ? oftenFactor : (dice.oneOf(factors) ?? 1);
  const disturbances = Object.entries(rare).map(
    ([name, [weight, happening]]) => [weight * factor(name), happening] as const,
  );
  let total = 0;
  return [...usual, ...disturbances].map(([weight, happening]) => [(total += weight), happening]);
}

function happen(simulation: Simulation, mood: Mood): void {
  const { dice, members, seen } = simulation;
  seen.events++;
  const thrown = dice.below(mood.at(-1)?.[0] ?? 1);
  const happening = mood.find(([below]) => thrown < below)?.[1];
  // Who believes to lead has the most to do wrong.
  const leaders = dice.chance(50) ? members.filter(({ node }) => node?.role === 'leader') : [];
  const member = dice.oneOf(leaders) ?? dice.oneOf(members);
  if (member !== undefined) happening?.(simulation, member);
}

/** The oldest message most of the time, any other now and then; some are lost. */
function deliverOne(simulation: Simulation): void {
  const { dice, flights, seen } = simulation;
  const at = dice.chance(70) ? 0 : dice.below(flights.length);
  const [flight] = flights.splice(at, 1);
  if (flight === undefined) return;
  if (at > 0) seen.overtakings++;
  if (isOnNetwork(flight.message) && dice.chance(2)) seen.losses++;
  else receive(simulation, flight.message);
}

/** Something that is due is done; time is passed when nothing is. */
function goOn(simulation: Simulation): void {
  const { dice, flights, members } = simulation;
  const busy = members.filter(hasWork);
  const isDelivering = flights.length > 0 && (busy.length === 0 || dice.chance(55));
  const worker = isDelivering ? undefined : dice.oneOf(busy);
  if (isDelivering) deliverOne(simulation);
  else if (worker !== undefined) work(simulation, worker);
  else letTimePass(simulation);
}

/** Leases are for a world in which nothing takes too long, neither on the way nor on a machine. */
function letTimePass(simulation: Simulation): void {
  if (trustsLeases(simulation.options)) {
    for (const member of simulation.members) workOff(simulation, member);
    const oldest = simulation.now - greatestDelay;
    simulation.flights = simulation.flights.filter(({ sentAt }) => sentAt > oldest);
  }
  passTime(simulation);
}

function changeClock(simulation: Simulation, { id }: Member): void {
  const { clocks, dice, options, seen } = simulation;
  const clock = clocks[id - 1];
  if (clock === undefined) return;
  seen.clockChanges++;
  clock.speed = drawSpeed(options.clocks ?? wildClocks, dice);
}

function askRead(simulation: Simulation, member: Member): void {
  // A leader without other voters answers before its first commit, as upstream does; right after a
  // restart that may be too early.
  if (simulation.options.voters === 1) return;
  const context = `r${++simulation.requests}`;
  noteAsked(simulation.reads, context, simulation.witness);
  onNode(simulation, member, (node) => readIndex(node, context));
}

function crashOrStart(simulation: Simulation, member: Member): void {
  if (member.node === undefined) {
    simulation.seen.restarts++;
    start(simulation, member);
  }
  // Most of the time most of them run.
  else if (simulation.dice.chance(30)) crash(simulation, member);
}

function duplicateOne({ dice, flights, seen }: Simulation): void {
  const flight = dice.oneOf(flights);
  if (flight === undefined || !isOnNetwork(flight.message)) return;
  seen.duplicates++;
  flights.push(flight);
}

/** Parts a member, and perhaps others, from the rest. */
function cutOrHeal(simulation: Simulation, member: Member): void {
  const { dice, members, seen } = simulation;
  if (simulation.cutOff.size > 0) {
    simulation.cutOff = new Set();
    return;
  }
  seen.partitions++;
  const others = members.map(({ id }) => id).filter(() => dice.chance(30));
  simulation.cutOff = new Set([member.id, ...others]);
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

const transitions: readonly ConfChangeTransition[] = [
  'ConfChangeTransitionAuto',
  'ConfChangeTransitionAuto',
  'ConfChangeTransitionJointImplicit',
  'ConfChangeTransitionJointExplicit',
];

/** A leader is asked to change the members, or to leave a joint configuration; perhaps twice. */
function changeMembers(simulation: Simulation, member: Member): void {
  const { dice, options } = simulation;
  if (options.spares === 0 && options.changes === undefined) return;
  for (let left = 1 + dice.below(2); left > 0; left--) {
    onNode(simulation, member, (node) => {
      if (node.role === 'leader') proposeConfChange(node, drawChange(simulation, node));
    });
  }
}

function drawChange({ dice, members, options }: Simulation, node: RaftNode): ConfChange {
  const { voters } = node.conf;
  const isSimple = options.changes === 'one-by-one';
  const drawn = isSimple ? undefined : dice.oneOf(transitions);
  const transition = drawn ?? 'ConfChangeTransitionAuto';
  if (isJoint(node.conf)) return { transition: 'ConfChangeTransitionAuto', steps: [] };
  // Enough voters are left whatever is removed: at most two at a time, never the proposer.
  const count = voters.length > 3 && !isSimple ? 1 + dice.below(2) : 1;
  const steps = Array.from({ length: count }, (): ConfChangeStep => {
    const nodeId = 1 + dice.below(members.length);
    const type = dice.oneOf(stepTypes) ?? 'ConfChangeAddNode';
    const isSafe = nodeId !== node.id && voters.length > 2;
    return { nodeId, type: isSafe ? type : 'ConfChangeAddNode' };
  });
  return { transition, steps };
}

function transfer(simulation: Simulation, member: Member): void {
  const { dice, members, seen } = simulation;
  onNode(simulation, member, (node) => {
    if (node.role !== 'leader') return;
    seen.transfers++;
    transferLeadership(node, 1 + dice.below(members.length));
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
