import { majorityOf } from '../../base/index.ts';
import { memberView } from '../../etcd/index.ts';
import type { Component, EntityId, Inspection, Phrase, QueuedPod, Relation, RequestRow, StateGroup, StateRow } from '../../protocol/index.ts';
import { machineId, parseObjectId, shortName } from '../../protocol/index.ts';
import { methods } from '../rows/messages.ts';
import { schedulerQueue } from '../rows/queue.ts';
import { inspectNothing, inspection } from './inspection.ts';
import type { Facts } from './inspection.ts';
import { whyOf } from './why.ts';
import type { WhyContext } from './why-context.ts';

/** Rows of a group that are told. */
const rowsShown = 20;

/** A process on a host. */
export function inspectComponent(context: WhyContext, id: EntityId): Inspection {
  const { frames } = context;
  const row = frames.component(id);
  if (!row) return inspectNothing(id);
  const machine = row.machine.slice('machine/'.length);
  const base = { kind: 'Process', name: `${row.name} on ${machine}`, related: [{ relation: 'machine', id: machineId(machine) }] } as const;
  if (!row.running) return inspection(id, { ...base, sentence: [{ say: 'component.stopped', with: { exitCode: 137 } }] });
  if (row.kind === 'etcd') return inspection(id, { ...base, ...memberFacts(context, machine) });
  const messages = [...frames.messages.flying.values()].filter(({ from, to }) => from === id || to === id).slice(0, rowsShown);
  const related: Relation[] = [...base.related, ...messages.map((message): Relation => ({ relation: 'message', id: message.id, note: message.label }))];
  return inspection(id, { ...base, related, sentence: [sentenceOf(row)], state: stateOf(context, row, machine).filter(({ rows }) => rows.length > 0) });
}

const isAtWork = ({ busy, waiting }: NonNullable<Component['squares']>[number]): boolean => busy || waiting > 0;

function sentenceOf({ kind, squares = [], revision = 0, watches = 0 }: Component): Phrase {
  if (kind === 'apiserver') return { say: 'component.apiserver', with: { revision, watches } };
  const busy = squares.filter(isAtWork).length;
  return busy > 0 ? { say: 'component.busy', with: { count: busy } } : { say: 'component.idle' };
}

/** What the process works on: an API server's requests, a scheduler's queue, a manager's controllers, a kubelet's Pods. */
function stateOf({ world, frames }: WhyContext, { kind, squares = [] }: Component, machine: string): readonly StateGroup[] {
  switch (kind) {
    case 'apiserver': return [{ title: 'Requests', rows: newestOf(frames.requests.values(), isTold).map(requestRow) }];
    case 'scheduler': {
      const { active, backoff, unschedulable } = schedulerQueue(world, (pod) => frames.objects.attemptOf(pod)?.message);
      const queue = [...active.map((pod) => queuedRow(pod, 'active')), ...backoff.map((pod) => queuedRow(pod, 'backoff')), ...unschedulable.map((pod) => queuedRow(pod, 'unschedulable'))];
      const attempts = newestOf(frames.attempts.values(), () => true).map(({ pod, node, outcome }): StateRow => ({ name: nameOf(pod), value: node ?? outcome, verdict: node === undefined ? 'bad' : 'good', about: pod }));
      return [{ title: 'Queue', rows: queue.slice(0, rowsShown) }, { title: 'Attempts', rows: attempts }];
    }
    case 'controllers': return [{ title: 'Controllers', rows: [...squares].sort((a, b) => Number(isAtWork(b)) - Number(isAtWork(a))).map(({ name, busy, waiting }) => ({ name, value: busy ? 'busy' : waiting > 0 ? `${waiting} waiting` : 'idle' })) }];
    case 'kubelet': return [{ title: 'Pods', rows: [...frames.objects.podsOn(machine)].slice(0, rowsShown).map((pod) => ({ name: nameOf(pod), value: frames.objects.pods.get(pod)?.status ?? '', about: pod })) }];
    default: return [];
  }
}

const nameOf = (id: EntityId): string => parseObjectId(id)?.name ?? id;

function queuedRow({ pod, attempts }: QueuedPod, place: string): StateRow {
  return { name: nameOf(pod), value: attempts > 1 ? `${place}, ${attempts} attempts` : place, about: pod };
}

/** Watches and leases never end: they would hide all others. */
const isTold = ({ verb, path }: RequestRow): boolean => verb !== 'watch' && !path.includes('/leases');

function requestRow({ id, verb, path, code, from }: RequestRow): StateRow {
  return {
    name: `${methods[verb] ?? verb} ${path.replace(/^\/(?:api\/[^/]+|apis\/[^/]+\/[^/]+)\//, '').replace(/^namespaces\/[^/]+\/(?=.)/, '')}`, value: `${code ?? 'open'}, ${shortName(from)}`, about: id,
    ...(code === undefined ? {} : { verdict: code < 400 ? 'good' : 'bad' }),
  };
}

function newestOf<Row>(rows: Iterable<Row>, isWanted: (row: Row) => boolean): readonly Row[] {
  return [...rows].filter(isWanted).slice(-rowsShown).reverse();
}

/** What is told of a member of etcd. */
function memberFacts(context: WhyContext, machine: string): Pick<Facts, 'sentence' | 'state' | 'why'> {
  const { world, frames } = context;
  const member = world.etcd.find(({ host }) => host.name === machine);
  const row = frames.memberRows.find(({ id }) => id === `component/${machine}/etcd`);
  const raft = member && memberView(member).raft;
  if (!member || !row || !raft) return { sentence: [], state: [], why: [] };
  const { term, role } = row;
  const need = majorityOf(raft.voters.length);
  const have = raft.votes.filter(({ granted }) => granted).length;
  const sentence: Phrase =
    role === 'leader' ? { say: 'raft.member.leader', with: { term, commit: raft.commit } }
    : role === 'follower' ? { say: 'raft.member.follower', with: { term, leader: row.lead ?? '–' } }
    : role === 'learner' ? { say: 'raft.member.learner', with: { behind: Math.max(0, raft.commit - raft.lastIndex) } }
    : { say: 'raft.member.candidate', with: { term, have, need } };
  const rows = [
    { name: 'term', value: String(term) }, { name: 'vote', value: raft.vote ?? '–' }, { name: 'commit', value: String(raft.commit) }, { name: 'applied', value: String(raft.applied) },
    { name: 'log', value: `${raft.firstIndex} … ${raft.lastIndex}` }, { name: 'voters', value: raft.voters.join(', ') },
  ];
  const progress = raft.progress.map(({ member: other, state, match, next }) => ({ name: other, value: `${state}, match ${match}, next ${next}` }));
  const changed = frames.story.roleChangeOf(member.name);
  return {
    sentence: [sentence],
    state: [{ title: 'Raft', rows }, ...(progress.length > 0 ? [{ title: 'Progress', rows: progress }] : [])],
    why: changed === undefined ? [] : whyOf(context, changed),
  };
}
