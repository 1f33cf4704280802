// Upstream: go.etcd.io/raft/v3 raft.go (stepCandidate)
import { takeVote } from './election.ts';
import { takeLeadersWord } from './follower.ts';
import type { Message } from './messages.ts';
import { becomeFollower, tell, type RaftNode } from './node.ts';
import { hex } from './report.ts';
import { proposalDropped, type Verdict } from './verdict.ts';

/** What a candidate, or one that asks whether to be one, does with a message of its own term. */
export function stepCandidate(node: RaftNode, message: Message): Verdict {
  switch (message.type) {
    case 'MsgProp':
      tell(node, 'INFO', () => `no leader at term ${node.term}; dropping proposal`);
      return proposalDropped;
    case 'MsgApp':
    case 'MsgHeartbeat':
    case 'MsgSnap':
      // Somebody has won the election of this term.
      becomeFollower(node, message.term, message.from);
      takeLeadersWord(node, message);
      return 'ok';
    case 'MsgVoteResp':
      if (node.role === 'candidate') takeVote(node, message);
      return 'ok';
    case 'MsgPreVoteResp':
      if (node.role === 'pre-candidate') takeVote(node, message);
      return 'ok';
    case 'MsgTimeoutNow': {
      const state = node.role === 'candidate' ? 'StateCandidate' : 'StatePreCandidate';
      tell(
        node,
        'DEBUG',
        () =>
          `[term ${node.term} state ${state}] ignored MsgTimeoutNow from ${hex(message.from)}`,
      );
      return 'ok';
    }
    default:
      return 'ok';
  }
}
