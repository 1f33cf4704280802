// Upstream: go.etcd.io/raft/v3 raft.go (Step), rawnode.go (Step)
import { stepCandidate } from './candidate.ts';
import { answerVoteRequest, ignoresInLease, refuseVote } from './election.ts';
import { stepFollower } from './follower.ts';
import { stepLeader } from './leader.ts';
import { isLocalMessage, isResponse, type Message } from './messages.ts';
import { becomeFollower, send, tell, type RaftNode } from './node.ts';
import { hex } from './report.ts';
import { takeApplied, takeStored } from './storage-answers.ts';
import { appendThread, applyThread, none, type NodeId } from './types.ts';
import type { Verdict } from './verdict.ts';

/** Takes a message that arrived. What it leads to is in the next Ready. */
export function step(node: RaftNode, message: Message): Verdict {
  const { type, from } = message;
  if (!isLocalTarget(from)) {
    if (isLocalMessage(type)) return 'raft: cannot step raft local message';
    if (isResponse(type) && !node.progress.has(from)) return 'raft: cannot step as peer not found';
  }
  return stepUnchecked(node, message);
}

/** Whether that is a node's own storage and not a member. */
export function isLocalTarget(id: NodeId): boolean {
  return id === appendThread || id === applyThread;
}

/** Takes a message that the node itself has made, or one that was checked. */
export function stepUnchecked(node: RaftNode, message: Message): Verdict {
  if (message.term > node.term) {
    if (isVoteRequest(message) && ignoresInLease(node, message)) return 'ok';
    enterLaterTerm(node, message);
  } else if (message.term !== 0 && message.term < node.term) {
    answerEarlierTerm(node, message);
    return 'ok';
  }
  switch (message.type) {
    case 'MsgVote':
    case 'MsgPreVote':
      answerVoteRequest(node, message);
      return 'ok';
    case 'MsgStorageAppendResp':
      takeStored(node, message);
      return 'ok';
    case 'MsgStorageApplyResp':
      takeApplied(node, message);
      return 'ok';
    default:
      return stepByRole(node, message);
  }
}

function stepByRole(node: RaftNode, message: Message): Verdict {
  switch (node.role) {
    case 'leader':
      return stepLeader(node, message);
    case 'follower':
      return stepFollower(node, message);
    case 'candidate':
    case 'pre-candidate':
      return stepCandidate(node, message);
  }
}

function isVoteRequest(message: Message): message is Extract<Message, { transfer: boolean }> {
  return message.type === 'MsgVote' || message.type === 'MsgPreVote';
}

/** A later term makes everyone a follower, but for questions about a term nobody is in yet. */
function enterLaterTerm(node: RaftNode, message: Message): void {
  const { type, term, from } = message;
  if (type === 'MsgPreVote' || (type === 'MsgPreVoteResp' && !message.reject)) return;
  tell(
    node,
    'INFO',
    () =>
      `[term: ${node.term}] received a ${type} message with higher term ` +
      `from ${hex(from)} [term: ${term}]`,
  );
  const fromLeader = type === 'MsgApp' || type === 'MsgHeartbeat' || type === 'MsgSnap';
  becomeFollower(node, term, fromLeader ? from : none);
}

function answerEarlierTerm(node: RaftNode, message: Message): void {
  const { checkQuorum, preVote } = node.config;
  const { type, term, from } = message;
  if ((checkQuorum || preVote) && (type === 'MsgHeartbeat' || type === 'MsgApp')) {
    // A leader of old must learn of the later term from somebody: with these options no vote
    // request will tell it.
    const { id, term: current } = node;
    send(node, {
      type: 'MsgAppResp',
      from: id,
      to: from,
      term: current,
      index: 0,
      logTerm: 0,
      reject: false,
      hint: 0,
    });
  } else if (type === 'MsgPreVote') {
    // Unanswered, candidates with later terms and shorter logs could block each other for ever.
    refuseVote(node, message);
  } else if (type === 'MsgStorageAppendResp') {
    // The entries may have been replaced since; a snapshot stays true in any term.
    if (message.index !== 0) {
      tell(
        node,
        'INFO',
        () =>
          `[term: ${node.term}] ignored entry appends from a ${type} message ` +
          `with lower term [term: ${term}]`,
      );
    }
    takeStored(node, { ...message, index: 0 });
  } else {
    tell(
      node,
      'INFO',
      () =>
        `[term: ${node.term}] ignored a ${type} message with lower term ` +
        `from ${hex(from)} [term: ${term}]`,
    );
  }
}
