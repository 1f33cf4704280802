// Upstream: go.etcd.io/raft/v3 raft.go (stepFollower, handleAppendEntries, handleSnapshot, restore)
import { startCampaign } from './election.ts';
import {
  acceptEntries,
  commitTo,
  hasEntry,
  lastEntryId,
  lastIndex,
  lastPossibleMatch,
  restoreLog,
  termAt,
} from './log.ts';
import { restored } from './membership.ts';
import type { Message, MsgApp, MsgHeartbeat, MsgProp, MsgSnap } from './messages.ts';
import { newcomerOptions, send, tell, type RaftNode } from './node.ts';
import { switchMembership } from './conf-changes.ts';
import { hex } from './report.ts';
import { proposalDropped, type Verdict } from './verdict.ts';
import { none, type Index, type Snapshot } from './types.ts';

/** What a follower does with a message of its own term, or of none. */
export function stepFollower(node: RaftNode, message: Message): Verdict {
  switch (message.type) {
    case 'MsgApp':
    case 'MsgHeartbeat':
    case 'MsgSnap':
      node.electionElapsed = 0;
      node.lead = message.from;
      takeLeadersWord(node, message);
      return 'ok';
    case 'MsgProp':
      return forwardProposal(node, message);
    case 'MsgReadIndex':
      if (!knowsLeader(node, 'index reading msg')) return 'ok';
      send(node, { ...message, from: message.from || node.id, to: node.lead });
      return 'ok';
    case 'MsgReadIndexResp':
      node.readStates.push({ index: message.index, context: message.context });
      return 'ok';
    case 'MsgTransferLeader':
      // It keeps its sender: that is who wants to lead.
      if (!knowsLeader(node, 'leader transfer msg')) return 'ok';
      send(node, { ...message, to: node.lead, term: node.term });
      return 'ok';
    case 'MsgTimeoutNow':
      tell(
        node,
        'INFO',
        () =>
          `[term ${node.term}] received MsgTimeoutNow from ${hex(message.from)} ` +
          'and starts an election to get leadership.',
      );
      startCampaign(node, 'transfer');
      return 'ok';
    default:
      return 'ok';
  }
}

function forwardProposal(node: RaftNode, message: MsgProp): Verdict {
  if (node.lead === none) {
    tell(node, 'INFO', () => `no leader at term ${node.term}; dropping proposal`);
    return proposalDropped;
  }
  if (node.config.disableProposalForwarding) {
    tell(
      node,
      'INFO',
      () =>
        `not forwarding to leader ${hex(node.lead)} at term ${node.term}; dropping proposal`,
    );
    return proposalDropped;
  }
  send(node, { ...message, to: node.lead });
  return 'ok';
}

function knowsLeader(node: RaftNode, what: string): boolean {
  if (node.lead !== none) return true;
  tell(node, 'INFO', () => `no leader at term ${node.term}; dropping ${what}`);
  return false;
}

/** Does what the leader of this term says. */
export function takeLeadersWord(node: RaftNode, message: MsgApp | MsgHeartbeat | MsgSnap): void {
  switch (message.type) {
    case 'MsgApp':
      takeEntries(node, message);
      return;
    case 'MsgHeartbeat': {
      const { from: to, context } = message;
      commitTo(node.log, message.commit);
      send(node, { type: 'MsgHeartbeatResp', from: node.id, to, term: node.term, context });
      return;
    }
    case 'MsgSnap':
      takeSnapshot(node, message);
      return;
  }
}

function takeEntries(node: RaftNode, message: MsgApp): void {
  const { log } = node;
  const { from, index, logTerm } = message;
  if (index < log.committed) {
    acknowledge(node, from, log.committed);
    return;
  }
  const last = acceptEntries(log, { index, term: logTerm }, message.entries, message.commit);
  if (last !== undefined) {
    acknowledge(node, from, last);
    return;
  }
  const own = termAt(log, index) ?? 0;
  tell(
    node,
    'DEBUG',
    () =>
      `[logterm: ${own}, index: ${index}] rejected MsgApp ` +
      `[logterm: ${logTerm}, index: ${index}] from ${hex(from)}`,
  );
  // Skips what cannot be in the leader's log, so that it need not probe entry by entry.
  const hint = lastPossibleMatch(log, Math.min(index, lastIndex(log)), logTerm);
  send(node, {
    type: 'MsgAppResp',
    from: node.id,
    to: from,
    term: node.term,
    index,
    logTerm: hint.term,
    reject: true,
    hint: hint.index,
  });
}

function acknowledge(node: RaftNode, to: number, index: Index): void {
  const { id: from, term } = node;
  send(node, { type: 'MsgAppResp', from, to, term, index, logTerm: 0, reject: false, hint: 0 });
}

function takeSnapshot(node: RaftNode, { from, snapshot }: MsgSnap): void {
  const done = restoreSnapshot(node, snapshot);
  tell(
    node,
    'INFO',
    () =>
      `[commit: ${node.log.committed}] ${done ? 'restored' : 'ignored'} snapshot ` +
      describePlace(snapshot),
  );
  acknowledge(node, from, done ? lastIndex(node.log) : node.log.committed);
}

function describePlace({ index, term }: Snapshot): string {
  return `[index: ${index}, term: ${term}]`;
}

/** Starts anew from a snapshot, unless the log has what it stands for already. */
function restoreSnapshot(node: RaftNode, snapshot: Snapshot): boolean {
  const { log } = node;
  if (snapshot.index <= log.committed || !concerns(node, snapshot)) return false;
  if (hasEntry(log, snapshot.index, snapshot.term)) {
    reportSnapshot(node, 'fast-forwarded commit to', snapshot);
    commitTo(log, snapshot.index);
    return false;
  }
  restoreLog(log, snapshot);
  const newcomer = newcomerOptions(node.config, lastIndex(log));
  switchMembership(node, restored(snapshot.confState, newcomer));
  reportSnapshot(node, 'restored', snapshot);
  return true;
}

function concerns(node: RaftNode, { confState }: Snapshot): boolean {
  const { voters, votersOutgoing, learners, learnersNext, autoLeave } = confState;
  if ([voters, learners, votersOutgoing].some((ids) => ids.includes(node.id))) return true;
  tell(node, 'WARN', () => {
    const lists = [voters, learners, votersOutgoing, learnersNext];
    const listed = lists.map((ids) => `[${ids.join(' ')}]`).join(' ');
    const text = `{${listed} ${String(autoLeave)}}`;
    return (
      `attempted to restore snapshot but it is not in the ConfState ${text}; ` +
      'should never happen'
    );
  });
  return false;
}

function reportSnapshot(node: RaftNode, verb: string, snapshot: Snapshot): void {
  const { log } = node;
  const last = lastEntryId(log);
  tell(
    node,
    'INFO',
    () =>
      `[commit: ${log.committed}, lastindex: ${last.index}, lastterm: ${last.term}] ` +
      `${verb} snapshot ${describePlace(snapshot)}`,
  );
}
