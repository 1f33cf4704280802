// Upstream: go.etcd.io/raft/v3/confchange
import { newProgress, type Progress } from './progress.ts';
import { hex } from './report.ts';
import {
  emptyConfState,
  type ConfChange,
  type ConfChangeStep,
  type ConfState,
  type Index,
  type NodeId,
} from './types.ts';

/** A configuration, and what is known of everyone in it, ordered by id. */
export interface Membership {
  readonly conf: ConfState;
  readonly progress: ReadonlyMap<NodeId, Progress>;
}

/** What is assumed of a node that joins. */
export interface NewcomerOptions {
  readonly lastIndex: Index;
  readonly maxInflightMessages: number;
  readonly maxInflightBytes: number;
}

/** A change that the current configuration does not allow. */
export class ConfChangeError extends Error {
  override readonly name = 'ConfChangeError';
}

/** The membership after a change. */
export function changed(
  membership: Membership,
  change: ConfChange,
  newcomer: NewcomerOptions,
): Membership {
  if (leavesJoint(change)) return leaveJoint(membership);
  if (entersJoint(change)) {
    const autoLeave = change.transition !== 'ConfChangeTransitionJointExplicit';
    return enterJoint(membership, change.steps, autoLeave, newcomer);
  }
  return changeSimply(membership, change.steps, newcomer);
}

/** The membership that a configuration describes, with nothing known of anyone. */
export function restored(conf: ConfState, newcomer: NewcomerOptions): Membership {
  const nobody: Membership = { conf: emptyConfState, progress: new Map() };
  const joining = [
    ...conf.votersOutgoing.map((id) => step('ConfChangeRemoveNode', id)),
    ...conf.voters.map((id) => step('ConfChangeAddNode', id)),
    ...conf.learners.map((id) => step('ConfChangeAddLearnerNode', id)),
    ...conf.learnersNext.map((id) => step('ConfChangeAddLearnerNode', id)),
  ];
  const oneByOne = (from: Membership, steps: readonly ConfChangeStep[]): Membership =>
    steps.reduce((before, one) => changeSimply(before, [one], newcomer), from);

  if (conf.votersOutgoing.length === 0) return oneByOne(nobody, joining);
  const before = conf.votersOutgoing.map((id) => step('ConfChangeAddNode', id));
  return enterJoint(oneByOne(nobody, before), joining, conf.autoLeave, newcomer);
}

function step(type: ConfChangeStep['type'], nodeId: NodeId): ConfChangeStep {
  return { type, nodeId };
}

/** Whether nothing is asked for but to leave a joint configuration. */
export function leavesJoint(change: ConfChange): boolean {
  return change.transition === 'ConfChangeTransitionAuto' && change.steps.length === 0;
}

function entersJoint(change: ConfChange): boolean {
  return change.transition !== 'ConfChangeTransitionAuto' || change.steps.length > 1;
}

export function isJoint(conf: ConfState): boolean {
  return conf.votersOutgoing.length > 0;
}

function changeSimply(
  membership: Membership,
  steps: readonly ConfChangeStep[],
  newcomer: NewcomerOptions,
): Membership {
  if (isJoint(membership.conf)) {
    throw new ConfChangeError("can't apply simple config change in joint config");
  }
  const draft = draftOf(membership);
  applySteps(draft, steps, newcomer);
  if (differences(new Set(membership.conf.voters), draft.voters) > 1) {
    throw new ConfChangeError('more than one voter changed without entering joint config');
  }
  return finished(draft);
}

function enterJoint(
  membership: Membership,
  steps: readonly ConfChangeStep[],
  autoLeave: boolean,
  newcomer: NewcomerOptions,
): Membership {
  if (isJoint(membership.conf)) throw new ConfChangeError('config is already joint');
  if (membership.conf.voters.length === 0) {
    throw new ConfChangeError("can't make a zero-voter config joint");
  }
  const draft = draftOf(membership);
  draft.outgoing = new Set(draft.voters);
  draft.autoLeave = autoLeave;
  applySteps(draft, steps, newcomer);
  return finished(draft);
}

function leaveJoint(membership: Membership): Membership {
  if (!isJoint(membership.conf)) throw new ConfChangeError("can't leave a non-joint config");
  const draft = draftOf(membership);
  for (const id of draft.learnersNext) {
    draft.learners.add(id);
    markLearner(draft, id, true);
  }
  draft.learnersNext.clear();
  for (const id of draft.outgoing) {
    if (!draft.voters.has(id) && !draft.learners.has(id)) draft.progress.delete(id);
  }
  draft.outgoing = new Set();
  draft.autoLeave = false;
  return finished(draft);
}

/** A membership in the making. */
interface Draft {
  readonly voters: Set<NodeId>;
  outgoing: Set<NodeId>;
  readonly learners: Set<NodeId>;
  readonly learnersNext: Set<NodeId>;
  autoLeave: boolean;
  readonly progress: Map<NodeId, Progress>;
}

function draftOf({ conf, progress }: Membership): Draft {
  return {
    voters: new Set(conf.voters),
    outgoing: new Set(conf.votersOutgoing),
    learners: new Set(conf.learners),
    learnersNext: new Set(conf.learnersNext),
    autoLeave: conf.autoLeave,
    progress: new Map(progress),
  };
}

function finished(draft: Draft): Membership {
  const ascending = (ids: Iterable<NodeId>): NodeId[] => [...ids].sort((a, b) => a - b);
  return {
    conf: {
      voters: ascending(draft.voters),
      votersOutgoing: ascending(draft.outgoing),
      learners: ascending(draft.learners),
      learnersNext: ascending(draft.learnersNext),
      autoLeave: draft.autoLeave,
    },
    progress: new Map([...draft.progress].sort(([a], [b]) => a - b)),
  };
}

function applySteps(
  draft: Draft,
  steps: readonly ConfChangeStep[],
  newcomer: NewcomerOptions,
): void {
  for (const { type, nodeId } of steps) {
    // Nobody: a step that was emptied after it was proposed.
    if (nodeId === 0) continue;
    if (type === 'ConfChangeAddNode') makeVoter(draft, nodeId, newcomer);
    else if (type === 'ConfChangeAddLearnerNode') makeLearner(draft, nodeId, newcomer);
    else if (type === 'ConfChangeRemoveNode') remove(draft, nodeId);
  }
  if (draft.voters.size === 0) throw new ConfChangeError('removed all voters');
}

function makeVoter(draft: Draft, id: NodeId, newcomer: NewcomerOptions): void {
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  draft.voters.add(id);
  if (draft.progress.has(id)) markLearner(draft, id, false);
  else draft.progress.set(id, newcomerProgress(newcomer, false));
}

/** A voter of the outgoing half goes on voting there; it becomes a learner when that is left. */
function makeLearner(draft: Draft, id: NodeId, newcomer: NewcomerOptions): void {
  const progress = draft.progress.get(id);
  if (progress?.isLearner) return;
  draft.voters.delete(id);
  if (draft.outgoing.has(id)) {
    draft.learnersNext.add(id);
    return;
  }
  draft.learners.add(id);
  if (progress === undefined) draft.progress.set(id, newcomerProgress(newcomer, true));
  else markLearner(draft, id, true);
}

function remove(draft: Draft, id: NodeId): void {
  draft.voters.delete(id);
  draft.learners.delete(id);
  draft.learnersNext.delete(id);
  if (!draft.outgoing.has(id)) draft.progress.delete(id);
}

function markLearner(draft: Draft, id: NodeId, isLearner: boolean): void {
  const progress = draft.progress.get(id);
  if (progress !== undefined) draft.progress.set(id, { ...progress, isLearner });
}

/** Active at first, or the next check of the quorum would miss it before it could speak. */
function newcomerProgress(newcomer: NewcomerOptions, isLearner: boolean): Progress {
  const next = Math.max(newcomer.lastIndex, 1);
  return newProgress({ match: 0, next, isLearner, recentActive: true }, newcomer);
}

function differences(before: ReadonlySet<NodeId>, after: ReadonlySet<NodeId>): number {
  let count = 0;
  for (const id of before) if (!after.has(id)) count++;
  for (const id of after) if (!before.has(id)) count++;
  return count;
}

/** A configuration as raft prints it. */
export function describeConf(conf: ConfState): string {
  const list = (ids: readonly NodeId[]): string => `(${ids.join(' ')})`;
  return [
    `voters=${list(conf.voters)}`,
    isJoint(conf) ? `&&${list(conf.votersOutgoing)}` : '',
    conf.learners.length > 0 ? ` learners=${list(conf.learners)}` : '',
    conf.learnersNext.length > 0 ? ` learners_next=${list(conf.learnersNext)}` : '',
    conf.autoLeave ? ' autoleave' : '',
  ].join('');
}

/** The voters as a node lists its peers when it starts. */
export function describePeers(voters: readonly NodeId[]): string {
  return `[${voters.map(hex).join(',')}]`;
}
