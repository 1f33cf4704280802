import { elapse } from '../clock.ts';
import { lastCommitted } from '../invariants.ts';
import { isJoint } from '../membership.ts';
import { proposeConfChange, reportSnapshot } from '../requests.ts';
import type { Member } from './member.ts';
import {
  crash,
  onNode,
  proposeSomething,
  receive,
  start,
  workOff,
  type Simulation,
} from './simulation.ts';

/**
 * The end of all faults: everyone runs, by a clock that is right, and nothing is lost. Returns
 * whether the group has found a leader and committed something new within so many ticks. A leader
 * that was removed leads on, and takes no proposals, until its machine is switched off.
 */
export function heal(simulation: Simulation, ticks: number): boolean {
  const { members, witness } = simulation;
  simulation.cutOff = new Set();
  for (const member of members) if (member.node === undefined) start(simulation, member);
  const before = lastCommitted(witness);
  for (let tick = 0; tick < ticks; tick++) {
    for (const member of members) onNode(simulation, member, (node) => elapse(node, 1));
    settle(simulation);
    if (lastCommitted(witness) > before && tick > ticks / 2) return true;
    for (const member of members) {
      if (member.node?.role === 'leader') askOfLeader(simulation, member);
      giveUpSnapshots(simulation, member);
    }
  }
  return lastCommitted(witness) > before;
}

/** It is to commit something, and to end what change is under way. */
function askOfLeader(simulation: Simulation, leader: Member): void {
  proposeSomething(simulation, leader);
  onNode(simulation, leader, (node) => {
    const leave = { transition: 'ConfChangeTransitionAuto', steps: [] } as const;
    if (isJoint(node.conf) && !node.conf.autoLeave) proposeConfChange(node, leave);
  });
  if (leader.node?.progress.has(leader.id) === false) crash(simulation, leader);
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
    isBusy = simulation.flights.length > 0;
    const { flights } = simulation;
    simulation.flights = [];
    for (const { message } of flights) receive(simulation, message);
    for (const member of simulation.members) isBusy = workOff(simulation, member) || isBusy;
  }
}
