// Upstream: pkg/kubelet/status/generate.go
import type { ContainerStatus, Pod, PodCondition, PodStatus } from '../../kinds/index.ts';
import { findCondition } from '../../kinds/index.ts';

type Verdict = Pick<PodCondition, 'status' | 'reason' | 'message'>;

const yes: Verdict = Object.freeze({ status: 'True' });
const no: Verdict = Object.freeze({ status: 'False' });

/** What the conditions are made from. */
export interface ConditionFacts {
  readonly pod: Pod;
  /** The conditions that the API has: those that others have set are kept. */
  readonly before: readonly PodCondition[];
  /** What this kubelet said last, for the moments of the last changes; at first what the API has. */
  readonly own: readonly PodCondition[];
  readonly phase: PodStatus['phase'];
  readonly inits: readonly ContainerStatus[];
  readonly statuses: readonly ContainerStatus[];
  readonly hasSandbox: boolean;
  /** Why the node has ended it for its own sake or for that of others. */
  readonly disruption: string | undefined;
  /** What is said of other amounts that its containers are to have. */
  readonly resizes: readonly Resize[];
  readonly now: string;
}

/** A resize that waits, or that goes on. */
export type Resize =
  | { readonly type: 'PodResizePending'; readonly generation: number | undefined; readonly message: string }
  | { readonly type: 'PodResizeInProgress'; readonly generation: number | undefined };

const ownTypes = new Set(['PodReadyToStartContainers', 'Initialized', 'Ready', 'ContainersReady', 'PodScheduled', 'PodResizePending', 'PodResizeInProgress']);

/** Whether it is a kubelet that says this of a Pod, and takes it back. */
export function isOwnCondition(type: string): boolean {
  return ownTypes.has(type);
}

/** The conditions of a Pod: those that others have set, then the kubelet's own in its order. */
export function conditionsOf(facts: ConditionFacts): readonly PodCondition[] {
  const containersReady = containersReadyOf(facts);
  const { disruption } = facts;
  const others = facts.before.filter(({ type }) => !isOwnCondition(type) && !(type === 'DisruptionTarget' && disruption !== undefined));
  if (disruption !== undefined) others.push(condition(facts, 'DisruptionTarget', { status: 'True', reason: 'TerminationByKubelet', message: disruption }));
  const own = [
    condition(facts, 'PodReadyToStartContainers', facts.hasSandbox ? yes : no),
    condition(facts, 'Initialized', initializedOf(facts)),
    condition(facts, 'Ready', readyOf(facts, containersReady)),
    condition(facts, 'ContainersReady', containersReady),
    condition(facts, 'PodScheduled', yes),
  ];
  return others.concat(facts.resizes.map((resize) => resizeCondition(facts, resize)), own);
}

function condition({ pod, own, now }: ConditionFacts, type: string, verdict: Verdict): PodCondition {
  const old = findCondition(own, type);
  const { generation } = pod.metadata;
  const isSame = old?.status === verdict.status;
  const lastTransitionTime = isSame ? (old.lastTransitionTime ?? now) : now;
  const isUnchanged = isSame && old.reason === verdict.reason && old.message === verdict.message && old.observedGeneration === generation;
  if (isUnchanged) return old;
  return { type, ...verdict, lastTransitionTime, ...(generation === undefined ? {} : { observedGeneration: generation }) };
}

function resizeCondition({ own, now }: ConditionFacts, resize: Resize): PodCondition {
  const { type, generation } = resize;
  const said = resize.type === 'PodResizePending' ? { reason: 'Deferred', message: resize.message } : {};
  const old = findCondition(own, type);
  if (old && old.observedGeneration === generation && old.message === said.message) return old;
  return { type, status: 'True', ...said, lastProbeTime: now, lastTransitionTime: old?.lastTransitionTime ?? now, ...(generation === undefined ? {} : { observedGeneration: generation }) };
}

function initializedOf({ pod, phase, inits }: ConditionFacts): Verdict {
  if (phase === 'Succeeded') return { status: 'True', reason: 'PodCompleted' };
  const incomplete: string[] = [];
  for (const [index, container] of (pod.spec.initContainers ?? []).entries()) {
    const status = inits[index];
    const isDone = container.restartPolicy === 'Always' ? status?.started === true : status?.ready === true;
    if (!isDone) incomplete.push(container.name);
  }
  if (incomplete.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotInitialized', message: `containers with incomplete status: [${incomplete.join(' ')}]` };
}

function containersReadyOf({ pod, phase, inits, statuses }: ConditionFacts): Verdict {
  if (phase === 'Succeeded') return { status: 'False', reason: 'PodCompleted' };
  if (phase === 'Failed') return { status: 'False', reason: 'PodFailed' };
  const unready: string[] = [];
  for (const [index, container] of (pod.spec.initContainers ?? []).entries()) {
    if (container.restartPolicy === 'Always' && !inits[index]?.ready) unready.push(container.name);
  }
  for (const [index, { name }] of pod.spec.containers.entries()) if (!statuses[index]?.ready) unready.push(name);
  if (unready.length === 0) return yes;
  return { status: 'False', reason: 'ContainersNotReady', message: `containers with unready status: [${unready.join(' ')}]` };
}

function readyOf({ pod, before }: ConditionFacts, containersReady: Verdict): Verdict {
  if (containersReady.status !== 'True') return containersReady;
  const messages: string[] = [];
  for (const { conditionType } of pod.spec.readinessGates ?? []) {
    const gate = findCondition(before, conditionType);
    if (!gate) messages.push(`corresponding condition of pod readiness gate "${conditionType}" does not exist.`);
    else if (gate.status !== 'True') messages.push(`the status of pod readiness gate "${conditionType}" is not "True", but ${gate.status}`);
  }
  return messages.length === 0 ? yes : { status: 'False', reason: 'ReadinessGatesNotReady', message: messages.join(', ') };
}
