// Upstream: go.etcd.io/raft/v3 raftpb/confchange.go; texts are as Go prints the values.
import { utf8Bytes } from '../base/index.ts';
import type { ConfChange, ConfChangeStep, Proposal } from './types.ts';

const noChange: ConfChange = { transition: 'ConfChangeTransitionAuto', steps: [] };

const letters = {
  ConfChangeAddNode: 'v',
  ConfChangeAddLearnerNode: 'l',
  ConfChangeRemoveNode: 'r',
  ConfChangeUpdateNode: 'u',
} satisfies Record<ConfChangeStep['type'], string>;

/** The steps in short: `v4 r3`. */
export function describeSteps(change: ConfChange | undefined): string {
  return (change?.steps ?? []).map(({ type, nodeId }) => `${letters[type]}${nodeId}`).join(' ');
}

/** The change as raft's log lines print it. */
export function describeConfChange(proposal: Exclude<Proposal, { type: 'EntryNormal' }>): string {
  const change = proposal.data ?? noChange;
  const context = goBytes(typeof change.context === 'string' ? change.context : '');
  if (proposal.type === 'EntryConfChange') {
    const [step] = change.steps;
    return `{${step?.type ?? ''} ${step?.nodeId ?? 0} ${context} ${change.id ?? 0}}`;
  }
  const steps = change.steps.map(({ type, nodeId }) => `{${type} ${nodeId}}`).join(' ');
  return `{${change.transition} [${steps}] ${context}}`;
}

/** Bytes as Go prints a slice of them. */
export function goBytes(text: string): string {
  return `[${utf8Bytes(text).join(' ')}]`;
}
