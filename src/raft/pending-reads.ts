// Upstream: go.etcd.io/raft/v3 read_only.go
import type { Index, NodeId } from './types.ts';

/** A read that the leader took at `index` and that heartbeats are to confirm. */
export interface PendingRead {
  /** Who asked; nobody or the leader itself for its own application. */
  readonly from: NodeId;
  readonly context: string;
  readonly index: Index;
  /** Who has confirmed that the leader still leads. */
  readonly acks: Map<NodeId, boolean>;
}

/** Reads by their context, oldest first. */
export type PendingReads = Map<string, PendingRead>;

export function createPendingReads(): PendingReads {
  return new Map();
}

/** Notes a read; one with the same context is the same read. */
export function addRead(reads: PendingReads, from: NodeId, context: string, index: Index): void {
  if (!reads.has(context)) reads.set(context, { from, context, index, acks: new Map() });
}

/** The votes for a read after another confirmation; undefined if there is no such read. */
export function confirmRead(
  reads: PendingReads,
  from: NodeId,
  context: string,
): ReadonlyMap<NodeId, boolean> | undefined {
  const acks = reads.get(context)?.acks;
  acks?.set(from, true);
  return acks;
}

/** Takes out the read with that context and all before it: what confirms it confirms them. */
export function takeReadsUpTo(reads: PendingReads, context: string): readonly PendingRead[] {
  if (!reads.has(context)) return [];
  const taken: PendingRead[] = [];
  for (const read of reads.values()) {
    taken.push(read);
    reads.delete(read.context);
    if (read.context === context) break;
  }
  return taken;
}

/** The context of the newest read, which each heartbeat asks about; empty without one. */
export function newestContext(reads: PendingReads): string {
  let newest = '';
  for (const context of reads.keys()) newest = context;
  return newest;
}
