// Upstream: go.etcd.io/raft/v3 raft.go (stepLeader, MsgProp)
import { describeConfChange } from './describe-change.ts';
import { lastIndex } from './log.ts';
import { describeConf, isJoint } from './membership.ts';
import { tell, type RaftNode } from './node.ts';
import { appendProposals, broadcastAppend } from './replication.ts';
import { hex } from './report.ts';
import { none, type Index, type Proposal } from './types.ts';
import { proposalDropped, type Verdict } from './verdict.ts';

/** Takes proposals into the log, each membership change only if it may be made at this time. */
export function takeProposals(node: RaftNode, proposals: readonly Proposal[]): Verdict {
  if (!node.progress.has(node.id)) return proposalDropped;
  if (node.leadTransferee !== none) {
    tell(
      node,
      'DEBUG',
      () =>
        `[term ${node.term}] transfer leadership to ${hex(node.leadTransferee)} is in progress; ` +
        'dropping proposal',
    );
    return proposalDropped;
  }
  const last = lastIndex(node.log);
  const admitted = proposals.map((proposal, at) =>
    proposal.type === 'EntryNormal' ? proposal : admitConfChange(node, proposal, last + 1 + at),
  );
  if (!appendProposals(node, admitted)) return proposalDropped;
  broadcastAppend(node);
  return 'ok';
}

/** A change that may not be made becomes an entry without effect, so that its place is kept. */
function admitConfChange(
  node: RaftNode,
  proposal: Exclude<Proposal, { type: 'EntryNormal' }>,
  index: Index,
): Proposal {
  const objection = objectionTo(node, (proposal.data?.steps.length ?? 0) === 0);
  if (objection === undefined || node.config.disableConfChangeValidation) {
    node.pendingConfIndex = index;
    return proposal;
  }
  tell(
    node,
    'INFO',
    () =>
      `ignoring conf change ${describeConfChange(proposal)} ` +
      `at config ${describeConf(node.conf)}: ${objection}`,
  );
  return { type: 'EntryNormal', data: undefined };
}

function objectionTo(node: RaftNode, wantsToLeave: boolean): string | undefined {
  const { applied } = node.log;
  const pending = node.pendingConfIndex;
  if (pending > applied) {
    return `possible unapplied conf change at index ${pending} (applied to ${applied})`;
  }
  if (isJoint(node.conf)) {
    return wantsToLeave ? undefined : 'must transition out of joint config first';
  }
  return wantsToLeave ? 'not in joint state; refusing empty conf change' : undefined;
}
