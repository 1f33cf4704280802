import { isObject } from '../../base/index.ts';
import type { RequestRecord } from '../../apiserver/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import { objectId, shortName } from '../../protocol/index.ts';
import type { EntityId, Phrase, WhyStep } from '../../protocol/index.ts';
import { splitKey } from '../../kinds/index.ts';
import type { SchedulingDecision } from '../../scheduler/index.ts';
import { kindNamesOf } from '../kind-names.ts';
import { isAttemptRecord } from '../rows/attempts.ts';
import { methods } from '../rows/messages.ts';
import { isRequestRecord, pathOf } from '../rows/tables.ts';
import { isEtcdWrite, isFault, isInput, isReconcile, isRefusal, isWriteRecord } from '../story.ts';
import { isPacket } from '../traffic.ts';
import { sourceOf } from './source-line.ts';
import type { WhyContext } from './why-context.ts';

/** A record as a step, and whether it only carries on what others decided. */
export interface ReadStep {
  readonly step: WhyStep;
  readonly isTechnical: boolean;
}

/** Records that are searched for the revision that a write got. */
const searchLength = 400;

/** The record as a step of a chain; undefined for what another step says already. */
export function stepOf(context: WhyContext, record: TraceRecord, chain: readonly TraceRecord[], at: number): ReadStep | undefined {
  const { kind, subject } = record;
  const base = { id: `trace/${record.id}`, atMs: record.atMs, when: 'past', byHand: false } as const;
  switch (kind) {
    case 'input': return plain(inputStep(context, record, chain, base));
    case 'fault': {
      const command = isFault(subject) ? `orrery ${subject.words.join(' ')}` : '';
      return plain({ ...base, byHand: true, actor: 'You', text: [{ say: 'why.fault', with: { what: command } }], command });
    }
    case 'delivered': return isNextRequest(chain[at + 1]) ? undefined : deliveryStep(context, record, base);
    case 'sent': return undefined;
    case 'dropped': return deliveryStep(context, record, base);
    case 'write': return undefined;
    case 'watch': return undefined;
    case 'step': return stepStep(context, record, chain, at, base);
    case 'decision': return decisionStep(record, base);
  }
}

type Base = Pick<WhyStep, 'id' | 'atMs' | 'when' | 'byHand'>;

function plain(step: WhyStep): ReadStep {
  return { step, isTechnical: false };
}

function isNextRequest(record: TraceRecord | undefined): boolean {
  return record !== undefined && record.kind === 'step' && isRequestRecord(record.subject);
}

function inputStep(context: WhyContext, record: TraceRecord, chain: readonly TraceRecord[], base: Base): WhyStep {
  const command = isInput(record.subject) ? record.subject.command : '';
  const first = chain.find(({ subject }) => isRequestRecord(subject));
  const written = first && isRequestRecord(first.subject) ? context.frames.aboutRequest(first, first.subject) : undefined;
  const source = sourceOf(context.world, command, written);
  return { ...base, byHand: true, actor: 'You', text: [], command, ...(source ? { source } : {}) };
}

function deliveryStep({ frames }: WhyContext, { subject }: TraceRecord, base: Base): ReadStep | undefined {
  if (!isPacket(subject)) return undefined;
  const reading = frames.traffic.read(subject);
  if (!reading) return undefined;
  const { from, to } = frames.messages.ends(subject);
  const kind = reading.label === '' ? reading.kind : `${reading.kind} ${reading.label}`;
  return {
    isTechnical: true,
    step: { ...base, actor: shortName(from), text: [{ say: 'why.sent', with: { kind, from: shortName(from), to: shortName(to) } }], about: `message/${subject.id}`, hop: { from, to } },
  };
}

function stepStep(context: WhyContext, record: TraceRecord, chain: readonly TraceRecord[], at: number, base: Base): ReadStep | undefined {
  const { subject, actor } = record;
  if (isRequestRecord(subject)) return plain(requestStep(context, record, subject, { arrival: chain[at - 1], after: chain.slice(at + 1) }, base));
  if (isReconcile(subject)) {
    const about = aboutReconcile(subject.controller, subject.key);
    return plain({ ...base, actor: subject.controller, text: [{ text: `reconcile ${subject.key}` }], ...(about === undefined ? {} : { about }) });
  }
  if (isKubelet(subject)) {
    const about = objectId({ kind: 'Pod', ...splitKey(subject.pod) });
    return plain({ ...base, actor: `kubelet ${actor.split('/')[0] ?? ''}`, text: [{ text: `${subject.reason}: ${subject.message}` }], about });
  }
  return undefined;
}

function requestStep(context: WhyContext, record: TraceRecord, request: RequestRecord, around: { readonly arrival: TraceRecord | undefined; readonly after: readonly TraceRecord[] }, base: Base): WhyStep {
  const { arrival, after } = around;
  // A chain that was kept has the message still when the trace has forgotten it.
  const from = arrival && isPacket(arrival.subject) ? context.frames.messages.ends(arrival.subject).from : context.frames.senderOf(record);
  const to = `component/${record.actor}`;
  const stored = storedIn(context, record, after);
  return {
    ...base,
    actor: `${shortName(from)} → kube-apiserver`,
    text: [{ say: 'why.request', with: { verb: methods[request.verb] ?? request.verb, path: pathOf(kindNamesOf(context.world), request), code: request.code === 0 ? '…' : request.code } }],
    ...(stored ? { detail: stored } : {}),
    about: `request/${record.id}`,
    hop: { from, to },
  };
}

/** At which revision what the request wrote was stored. */
function storedIn({ world }: WhyContext, record: TraceRecord, after: readonly TraceRecord[]): Phrase | undefined {
  const next = after.findIndex(({ subject }) => isRequestRecord(subject));
  const own = next < 0 ? after : after.slice(0, next);
  for (const { subject } of own) if (isEtcdWrite(subject)) return storedPhrase(world, subject.revision, subject.index);
  const written = own.find(({ subject }) => isWriteRecord(subject))?.subject;
  if (!isWriteRecord(written)) return undefined;
  const revision = Number(written.resourceVersion);
  const { trace } = world.kernel;
  for (let id = record.id; id < record.id + searchLength; id++) {
    const subject = trace.get(id)?.subject;
    if (isEtcdWrite(subject) && subject.revision === revision) return storedPhrase(world, revision, subject.index);
  }
  return undefined;
}

function storedPhrase(world: WhyContext['world'], revision: number, index: number): Phrase {
  const node = world.etcd.find(({ process }) => process?.node.role === 'leader')?.process?.node ?? world.etcd.find(({ process }) => process)?.process?.node;
  const entry = node?.log.entries[index - node.log.base.index - 1];
  return { say: 'why.stored', with: { revision, index, term: entry?.term ?? node?.term ?? 0 } };
}

function decisionStep({ subject, actor, atMs, id }: TraceRecord, base: Base): ReadStep | undefined {
  if (typeof subject === 'string') return plain({ ...base, actor: actor.includes('/kubelet') ? `kubelet ${actor.split('/')[0] ?? ''}` : actor, text: [{ text: subject }] });
  if (isAttemptRecord(subject)) {
    return plain({ ...base, actor: 'kube-scheduler', text: [scoredPhrase(subject)], about: `attempt/${id}` });
  }
  if (isRefusal(subject)) return plain({ ...base, actor: 'kube-apiserver', text: [{ say: 'request.refused', with: { code: subject.code, reason: subject.reason } }], detail: { text: subject.message } });
  if (isObject(subject) && subject['type'] === 'raft-role') {
    return plain({ id: `trace/${id}`, atMs, when: 'past', byHand: false, actor: String(subject['member']), text: [{ text: `${String(subject['role'])}, T${String(subject['term'])}` }] });
  }
  return undefined;
}

/** How the scheduler decided: how many nodes fit, the best score and the next ones. */
export function scoredPhrase({ refused, feasible, totals, chosen, message }: SchedulingDecision): Phrase {
  const nodes = refused.size + feasible.length;
  if (chosen === undefined) return { text: message ?? '' };
  if (feasible.length === 1) return { say: 'why.onlyOne', with: { nodes, node: chosen } };
  const score = totals[feasible.indexOf(chosen)] ?? 0;
  const runners = feasible.flatMap((node, at) => (node === chosen ? [] : [`${totals[at] ?? 0} (${node})`])).slice(0, 3);
  return { say: 'why.scored', with: { fit: feasible.length, nodes, node: chosen, score, runners: runners.join(', ') } };
}

interface KubeletStep {
  readonly type: 'kubelet';
  readonly pod: string;
  readonly reason: string;
  readonly message: string;
}

function isKubelet(subject: unknown): subject is KubeletStep {
  return isObject(subject) && subject['type'] === 'kubelet';
}

const kindsOfControllers: Readonly<Record<string, string>> = {
  'deployment-controller': 'Deployment', 'replicaset-controller': 'ReplicaSet', 'endpoint-slice-controller': 'Service', 'endpoints-controller': 'Service',
  'endpointslice-controller': 'Service', 'namespace-controller': 'Namespace', 'serviceaccount-controller': 'Namespace', 'node-lifecycle-controller': 'Node',
  'statefulset-controller': 'StatefulSet', 'daemonset-controller': 'DaemonSet', 'job-controller': 'Job', 'cronjob-controller': 'CronJob',
  'replication-controller': 'ReplicationController', 'ephemeral-volume-controller': 'Pod', 'persistentvolume-binder-controller': 'PersistentVolumeClaim',
  'persistentvolume-expander-controller': 'PersistentVolumeClaim', 'horizontal-pod-autoscaler-controller': 'HorizontalPodAutoscaler',
  'bootstrap-signer-controller': 'ConfigMap', 'token-cleaner-controller': 'Secret',
};

function aboutReconcile(controller: string, key: string): EntityId | undefined {
  const volume = /^volume:(.*)$/.exec(key)?.[1];
  if (volume !== undefined) return objectId({ kind: 'PersistentVolume', ...splitKey(volume) });
  const kind = kindsOfControllers[controller];
  return kind === undefined ? undefined : objectId({ kind, ...splitKey(key) });
}
