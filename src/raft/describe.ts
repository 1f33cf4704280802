// Upstream: go.etcd.io/raft/v3 util.go (DescribeMessage, DescribeReady, …)
import { quote } from '../base/index.ts';
import { describeSteps, goBytes } from './describe-change.ts';
import type { Message } from './messages.ts';
import type { RaftNode } from './node.ts';
import { describeProgress } from './progress.ts';
import { allVoters } from './quorum.ts';
import type { Ready } from './ready.ts';
import { hex } from './report.ts';
import {
  appendThread,
  applyThread,
  none,
  type ConfState,
  type HardState,
  type NodeId,
  type Proposal,
  type Role,
  type Snapshot,
} from './types.ts';

const roleNames = {
  follower: 'StateFollower',
  'pre-candidate': 'StatePreCandidate',
  candidate: 'StateCandidate',
  leader: 'StateLeader',
} satisfies Record<Role, string>;

/** A Ready as the interaction tests print it. */
export function describeReady(news: Ready): string {
  const lines: string[] = [];
  if (news.softState !== undefined) {
    lines.push(`Lead:${news.softState.lead} State:${roleNames[news.softState.role]}`);
  }
  if (news.hardState !== undefined) lines.push(`HardState ${describeHardState(news.hardState)}`);
  if (news.readStates.length > 0) {
    const states = news.readStates.map(({ index, context }) => `{${index} ${goBytes(context)}}`);
    lines.push(`ReadStates [${states.join(' ')}]`);
  }
  if (news.entries.length > 0) lines.push('Entries:', ...news.entries.map(describeEntry));
  if (news.snapshot !== undefined) lines.push(`Snapshot ${describeSnapshot(news.snapshot)}`);
  if (news.committedEntries.length > 0) {
    lines.push('CommittedEntries:', ...news.committedEntries.map(describeEntry));
  }
  if (news.messages.length > 0) {
    lines.push('Messages:', ...news.messages.map((message) => describeMessage(message)));
  }
  if (lines.length === 0) return '<empty Ready>';
  return `Ready MustSync=${String(news.mustSync)}:\n${lines.join('\n')}\n`;
}

function describeHardState({ term, vote, commit }: HardState): string {
  return `Term:${term}${vote === none ? '' : ` Vote:${vote}`} Commit:${commit}`;
}

/** An entry or a proposal, which has no place in the log yet. */
export function describeEntry(entry: Proposal & { term?: number; index?: number }): string {
  const content =
    entry.type === 'EntryNormal' ? describeData(entry.data) : describeSteps(entry.data);
  const place = `${entry.term ?? 0}/${entry.index ?? 0}`;
  return `${place} ${entry.type}${content === '' ? '' : ` ${content}`}`;
}

/** Text in quotes; what else an application proposes is its own business. */
function describeData(data: unknown): string {
  return typeof data === 'string' || data === undefined ? quote(data ?? '') : '…';
}

export function describeSnapshot({ index, term, confState }: Snapshot): string {
  return `Index:${index} Term:${term} ConfState:${describeConfState(confState)}`;
}

function describeConfState(conf: ConfState): string {
  const list = (ids: readonly NodeId[]): string => `[${ids.join(' ')}]`;
  return (
    `Voters:${list(conf.voters)} VotersOutgoing:${list(conf.votersOutgoing)} ` +
    `Learners:${list(conf.learners)} LearnersNext:${list(conf.learnersNext)} ` +
    `AutoLeave:${String(conf.autoLeave)}`
  );
}

/** A message on one line, or on several if it holds entries, a snapshot or answers. */
export function describeMessage(message: Message, indent = ''): string {
  const parts = partsOf(message);
  return [
    `${indent}${target(message.from)}->${target(message.to)} ${message.type}`,
    ` Term:${message.term} Log:${parts.logTerm ?? 0}/${parts.index ?? 0}`,
    parts.rejected ? ` Rejected (Hint: ${parts.hint ?? 0})` : '',
    parts.commit ? ` Commit:${parts.commit}` : '',
    parts.vote ? ` Vote:${parts.vote}` : '',
    describeEntriesOf(parts.entries ?? [], indent),
    describeSnapshotOf(parts.snapshot, indent),
    describeResponses(parts.responses ?? [], indent),
  ].join('');
}

/** What all kinds of messages have in common on paper. */
interface Parts {
  readonly index?: number;
  readonly logTerm?: number;
  readonly rejected?: boolean;
  readonly hint?: number;
  readonly commit?: number;
  readonly vote?: NodeId;
  readonly entries?: readonly Proposal[];
  readonly snapshot?: Snapshot | undefined;
  readonly responses?: readonly Message[];
}

function partsOf(message: Message): Parts {
  switch (message.type) {
    case 'MsgAppResp':
    case 'MsgVoteResp':
    case 'MsgPreVoteResp':
      return { ...message, rejected: message.reject };
    case 'MsgReadIndex':
    case 'MsgReadIndexResp':
      return { ...message, entries: [{ type: 'EntryNormal', data: message.context }] };
    case 'MsgHeartbeatResp':
    case 'MsgTransferLeader':
    case 'MsgTimeoutNow':
      return {};
    default:
      return message;
  }
}

function describeEntriesOf(entries: readonly Proposal[], indent: string): string {
  const [first, ...others] = entries;
  if (first === undefined) return '';
  if (others.length === 0) return ` Entries:[${describeEntry(first)}]`;
  const lines = entries.map((entry) => `\n${indent}  ${describeEntry(entry)}`);
  return ` Entries:[${lines.join('')}\n${indent}]`;
}

function describeSnapshotOf(snapshot: Snapshot | undefined, indent: string): string {
  if (snapshot === undefined || snapshot.index === 0) return '';
  return `\n${indent}  Snapshot: ${describeSnapshot(snapshot)}`;
}

function describeResponses(responses: readonly Message[], indent: string): string {
  if (responses.length === 0) return '';
  const lines = responses.map((one) => `\n${describeMessage(one, `${indent}  `)}`);
  return ` Responses:[${lines.join('')}\n${indent}]`;
}

function target(id: NodeId): string {
  if (id === none) return 'None';
  if (id === appendThread) return 'AppendThread';
  if (id === applyThread) return 'ApplyThread';
  return hex(id);
}

/** One line on what a node is. */
export function describeState(node: RaftNode): string {
  const voter = allVoters(node.conf).includes(node.id) ? 'Voter' : 'Non-Voter';
  return `${node.id}: ${roleNames[node.role]} (${voter}) Term:${node.term} Lead:${node.lead}`;
}

/** What a leader knows of everyone; others know nothing. */
export function describeStatus(node: RaftNode): readonly string[] {
  if (node.role !== 'leader') return [];
  return [...node.progress].map(([id, progress]) => `${id}: ${describeProgress(progress)}`);
}
