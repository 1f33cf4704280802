// Upstream: go.etcd.io/raft/v3 raft.go (appliedTo, appliedSnap)
import { markApplied, markSnapshotStable, markStable } from './log-marks.ts';
import { describeConf } from './membership.ts';
import type { MsgStorageAppendResp, MsgStorageApplyResp } from './messages.ts';
import type { RaftNode } from './node.ts';
import { takeProposals } from './proposals.ts';
import { releaseRoom } from './replication.ts';
import { entryBytes } from './sizes.ts';
import type { Entry, Index } from './types.ts';

/** Storage has what it was asked to keep. */
export function takeStored(node: RaftNode, answer: MsgStorageAppendResp): void {
  if (answer.index !== 0) markStable(node.log, { index: answer.index, term: answer.logTerm });
  if (answer.snapshot === undefined) return;
  markSnapshotStable(node.log, answer.snapshot.index);
  appliedTo(node, answer.snapshot.index, 0);
}

/** The application has applied what it was given. */
export function takeApplied(node: RaftNode, { entries }: MsgStorageApplyResp): void {
  const last = entries[entries.length - 1];
  if (last === undefined) return;
  appliedTo(node, last.index, bytesOfAll(node, entries));
  releaseRoom(node, entries);
}

/** Bytes that count against the limit of what is being applied; nobody counts without a limit. */
export function bytesOfAll(node: RaftNode, entries: readonly Entry[]): number {
  if (node.log.maxApplyingBytes === Infinity) return 0;
  let total = 0;
  for (const entry of entries) total += entryBytes(entry, node.config.sizeOf);
  return total;
}

function appliedTo(node: RaftNode, index: Index, bytes: number): void {
  const applied = Math.max(index, node.log.applied);
  markApplied(node.log, applied, bytes);
  if (node.conf.autoLeave && applied >= node.pendingConfIndex && node.role === 'leader') {
    leaveJoint(node);
  }
}

/** The joint configuration is in force: the leader proposes to leave it. */
function leaveJoint(node: RaftNode): void {
  const joint = describeConf(node.conf);
  const verdict = takeProposals(node, [{ type: 'EntryConfChangeV2', data: undefined }]);
  if (verdict === 'ok') {
    node.config.report(
      'INFO',
      () => `initiating automatic transition out of joint configuration ${joint}`,
    );
  } else {
    node.config.report(
      'DEBUG',
      () => `not initiating automatic transition out of joint configuration ${joint}: ${verdict}`,
    );
  }
}
