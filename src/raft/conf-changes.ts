// Upstream: go.etcd.io/raft/v3 raft.go (applyConfChange, switchToConfig)
import { lastIndex } from './log.ts';
import { changed, describeConf, type Membership } from './membership.ts';
import { becomeFollower, newcomerOptions, tell, type RaftNode } from './node.ts';
import { allVoters } from './quorum.ts';
import { broadcastAppend, maybeCommit, sendAppend } from './replication.ts';
import { none, type ConfChange, type ConfState } from './types.ts';

const noChange: ConfChange = { transition: 'ConfChangeTransitionAuto', steps: [] };

/**
 * The application applies a membership change: from here on the node counts by the new
 * configuration. An entry without data asks to leave a joint one.
 */
export function applyConfChange(node: RaftNode, change: ConfChange = noChange): ConfState {
  const newcomer = newcomerOptions(node.config, lastIndex(node.log));
  return switchMembership(node, changed(node, change, newcomer));
}

/** Counts by a new configuration, and acts on what that changes. */
export function switchMembership(node: RaftNode, membership: Membership): ConfState {
  node.conf = membership.conf;
  node.progress = membership.progress;
  const { conf, config } = node;
  tell(node, 'INFO', () => `switched to configuration ${describeConf(conf)}`);
  if (node.role !== 'leader') return conf;

  const own = node.progress.get(node.id);
  if (own === undefined || own.isLearner) {
    if (config.stepDownOnRemoval) becomeFollower(node, node.term, none);
    return conf;
  }
  // A smaller majority may have committed more; newcomers need not wait for the next proposal.
  if (maybeCommit(node)) broadcastAppend(node);
  else sendWhatIsMissing(node);
  if (!allVoters(conf).includes(node.leadTransferee)) node.leadTransferee = none;
  return conf;
}

function sendWhatIsMissing(node: RaftNode): void {
  for (const [id, progress] of node.progress) {
    if (id !== node.id) sendAppend(node, id, progress, 'only-with-entries');
  }
}
