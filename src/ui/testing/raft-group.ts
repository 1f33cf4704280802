import {
  safeguardNames, type ClientOperation, type Command, type FrameDiff, type Machine, type Member, type Message, type MessageKind, type RaftSummary, type Report, type RoleSpan,
} from '../../protocol/index.ts';
import type { Engine } from '../state/link.ts';
import { tables } from './tables.ts';

/** How much is on the picture, and what is wrong with it. */
export interface GroupOptions {
  readonly members: number;
  /** That fly at any moment. */
  readonly messages: number;
  readonly still: boolean;
}

const idOf = (name: string): string => `component/${name}/etcd`;
const termLength = 6;
const startMs = 12_000;
const lapMs = 4;
const kinds: readonly MessageKind[] = ['append', 'appendReply', 'append', 'heartbeat', 'heartbeatReply', 'vote', 'voteGranted', 'voteRefused', 'preVote', 'snapshot'];

/** A group in the middle of an election and of a change of its configuration, with a wall, a learner and a stopped member: everything at once. */
function membersOf(count: number): readonly Member[] {
  const names = Array.from({ length: count }, (_, i) => `etcd-${i + 1}`);
  const voters = names.slice(0, Math.max(1, count - 1));
  const votersOutgoing = count > 4 ? names.slice(0, count - 3) : [];
  return names.map((name, i): Member => {
    const role = count > 3 && i === count - 1 ? 'learner' : i === 0 ? 'leader' : i === 2 ? 'candidate' : i === 3 && count > 4 ? 'down' : 'follower';
    const last = 24 - ((i * 3) % 7);
    const windowFrom = 13;
    return {
      id: idOf(name), name, machine: `machine/${name}`, role, term: role === 'candidate' ? 5 : 4, paused: i === 5, ...(role === 'candidate' ? { vote: name } : { lead: 'etcd-1', vote: 'etcd-1' }),
      ...(role === 'down' ? {} : { timer: { type: role === 'leader' ? 'heartbeat' : 'election', fromMs: startMs - 300, dueMs: startMs + 400 + i * 190 } as const }),
      votes: role === 'candidate' ? voters.map((from, j) => ({ from, state: from === name || j === 5 ? 'granted' : j % 3 === 0 ? 'refused' : 'coming' })) : [],
      log: { firstIndex: 9, lastIndex: last, lastTerm: 4, commit: Math.min(last, 19), applied: Math.min(last, 19), windowFrom, terms: Array.from({ length: last - windowFrom + 1 }, (_, j) => 2 + Math.floor(j / termLength)) },
      progress: role !== 'leader' ? [] : names.slice(1).map((member, j) => ({ member, state: (['replicate', 'probe', 'snapshot'] as const)[j % 3] ?? 'probe', match: 24 - (((j + 1) * 3) % 7), next: 25 - (((j + 1) * 3) % 7), inflight: j, isPaused: j % 3 === 1 })),
      voters, votersOutgoing, learners: names.slice(Math.max(1, count - 1)),
    };
  });
}

function machinesOf(members: readonly Member[]): readonly Machine[] {
  const isFar = (name: string): boolean => Number(name.slice(5)) > members.length / 2;
  return members.map(({ name, machine }): Machine => ({
    id: machine, name, role: 'etcd', power: 'on',
    cutFrom: members.filter((other) => isFar(other.name) !== isFar(name) || (name === 'etcd-1' && other.name === 'etcd-2')).map((other) => other.machine),
  }));
}

function messagesAt(nowMs: number, members: readonly Member[], count: number): readonly Message[] {
  return Array.from({ length: members.length < 2 ? 0 : count }, (_, i): Message => {
    const from = members[i % members.length];
    const to = members[(i + 1 + Math.floor(i / members.length) % (members.length - 1)) % members.length];
    const phase = (i * 0.618) % 1;
    const lap = Math.floor(nowMs / lapMs + phase);
    const sentMs = (lap - phase) * lapMs;
    const kind = kinds[i % kinds.length] ?? 'append';
    return { id: `message/${i}-${lap}`, kind, from: from?.id ?? '', to: to?.id ?? '', sentMs, arrivesMs: sentMs + lapMs, label: kind === 'append' ? String(20 + (i % 5)) : '', term: 4 + (i % 2), raftType: 'MsgApp' };
  });
}

const operations: readonly ClientOperation[] = [
  { id: 'op/1', member: 'etcd-1', action: 'write', value: '1', state: 'done', fromMs: 10_000, toMs: 10_040 },
  { id: 'op/2', member: 'etcd-2', action: 'write', value: '2', state: 'done', fromMs: 10_080, toMs: 10_150 },
  { id: 'op/3', member: 'etcd-3', action: 'read', value: '1', state: 'done', fromMs: 10_190, toMs: 10_220 },
  { id: 'op/4', member: 'etcd-1', action: 'write', value: '3', state: 'unknown', fromMs: 10_230, toMs: 10_420 },
  { id: 'op/5', member: 'etcd-4', action: 'write', value: '4', state: 'failed', fromMs: 10_300, toMs: 10_330, error: 'etcdserver: no leader' },
  { id: 'op/6', member: 'etcd-5', action: 'read', state: 'pending', fromMs: 10_400 },
];

function raftOf(members: readonly Member[]): RaftSummary {
  return {
    term: 4, leader: 'etcd-1', quorum: 5, alive: members.length - 1, headline: { say: 'raft.candidate', with: { candidate: 'etcd-3', term: 5, have: 2, need: 5 } },
    sentences: [{ say: 'raft.refuses.logAhead', with: { voter: 'etcd-1', candidate: 'etcd-3', last: '24/T4', offered: '18/T3' } }],
    decisive: { member: 'etcd-1', index: 24 },
    moves: members.slice(1).map(({ name, id }) => ({ id: `move/${name}`, what: { say: 'move.timeout', with: { member: name, ms: 400 } }, effect: { say: 'effect.campaign', with: { member: name, term: 6 } }, changes: true, command: { type: 'fault', fault: { fault: 'timeout', target: id } } })),
    invariants: ['electionSafety', 'logMatching', 'leaderCompleteness', 'stateMachineSafety', 'linearizableReads'].map((name) => ({ name, held: name !== 'leaderCompleteness' })),
    lab: {
      isByHand: false, reads: 'safe', warnings: [], safeguards: safeguardNames.map((name) => ({ name, isOn: name !== 'logComparison' && name !== 'fsync' })),
      client: { operations, isLinearizable: false, offending: ['op/3'] },
      broken: { promise: 'leaderCompleteness', what: { text: 'Entry 21 of term 4 was committed, and the leader of term 5 does not have it.' }, atMs: startMs, event: 812, history: ['orrery stop etcd-1/etcd', 'orrery timeout etcd-3', 'orrery deliver 411'], isShortest: true },
    },
  };
}

/** Frames of a group in which everything happens at once, without an engine: for looking at the laboratory, and for measuring it. */
export function fabricatedGroup({ members: count, messages, still }: GroupOptions): Engine {
  const members = membersOf(count);
  let listener: (report: Report) => void = () => undefined;
  let frame = 0;
  let nowMs = startMs;
  let running = !still;
  let live: readonly string[] = [];
  const emit = (diff: Partial<FrameDiff>): void => {
    const rows = messagesAt(nowMs, members, messages);
    const gone = live.filter((id) => !rows.some((row) => row.id === id));
    live = rows.map(({ id }) => id);
    listener({
      type: 'frame', frame: ++frame, ...diff, messages: { set: rows, gone },
      clock: { nowMs, slope: running ? 0.002 : 0, untilMs: nowMs + 0.1, event: 800 + frame, epoch: '2026-01-01T00:00:00Z', running, pace: { mode: 'event', rate: 100 }, headMs: Math.max(nowMs, startMs), messagesPerSecond: running ? 100 : 0 },
    });
  };
  const spans: readonly RoleSpan[] = members.map(({ name, role, term }) => ({ id: `span/${name}`, member: name, fromMs: startMs - 3_000, role, term }));
  const first = (): void => emit({
    reset: true, machines: { set: machinesOf(members) }, members: { set: members }, raft: raftOf(members), roleSpans: { set: spans },
    lost: { set: messagesAt(nowMs, members, 9).slice(7, 9).map((message) => ({ ...message, id: `${message.id}-lost`, lostMs: nowMs, at: 0.9, reason: { say: 'lost.cut', with: { from: 'a', to: 'b' } } })) },
  });
  const post = (command: Command): void => {
    switch (command.type) {
      case 'load': listener({ ...tables.report, perspective: 'raft', presets: ['raft-5', 'raft-9'] }); first(); return;
      case 'drawn':
        // Every member's row changes in every frame, which is the most that a frame can bring.
        if (running) setTimeout(() => { nowMs += 0.033; emit({ members: { set: members.map((member) => ({ ...member })) } }); }, 8);
        return;
      case 'play': running = true; emit({}); return;
      case 'pause': running = false; emit({}); return;
      default: return;
    }
  };
  return { post, listen: (onReport) => { listener = onReport; } };
}
