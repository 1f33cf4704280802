// Upstream: pkg/kubelet/pod_workers.go
import { FewMap, deepEqual } from '../../base/index.ts';
import { Mailbox, Signal } from '../../kernel/index.ts';
import type { Container as ContainerSpec, EphemeralContainer, ObjectReferenceInput, Pod, PodStatus } from '../../kinds/index.ts';
import type { Pull, PullResult } from '../runtime/image-store.ts';
import type { RuntimePod } from '../runtime/runtime.ts';
import { limits } from '../limits.ts';
import { hasOtherAmounts, withAmountsOf } from './amounts.ts';
import { BackOff } from './back-off.ts';
import type { KubeletContext } from './context.ts';
import { Flag } from './flag.ts';
import { statusPatch } from './status-patch.ts';
import type { PodProbes } from './probes/pod-probes.ts';
import type { HeldToken } from './volumes/account-token.ts';
import type { MountedVolume } from './volumes/mounted-volume.ts';

/** Why a container waits, when its own state does not say it. */
export interface WaitingReason {
  readonly reason: string;
  readonly message: string;
}

/** Why a Pod is ended by the node itself. */
export interface PodEnding {
  readonly reason: string;
  readonly message: string;
  /** What the condition DisruptionTarget says where the Pod goes for the sake of its node or of others. */
  readonly disruption?: string;
  /** Its containers are removed before anybody has seen how they ended. */
  readonly isForgotten?: true;
}

/** What the trace keeps of what a kubelet does with a Pod: the same that it tells by events. */
export interface KubeletRecord {
  readonly type: 'kubelet';
  /** `namespace/name`. */
  readonly pod: string;
  readonly reason: string;
  readonly message: string;
}

/** What a kubelet remembers of one Pod. Its containers are the runtime's. */
export class PodWorker {
  readonly uid: string;
  /** What is to be run: the newest version that is known, or the manifest. */
  pod: Pod;
  /** A newer version whose containers ask for other amounts, which the node has not granted yet. */
  wished: Pod | undefined;
  /** Why the node cannot grant them now. */
  deferral: { readonly generation: number | undefined; readonly message: string } | undefined;
  /** Amounts that were granted and that not all containers have yet. */
  resize: { readonly generation: number | undefined; hasFailed: boolean } | undefined;
  /** The newest version that the API is known to have; of a static Pod its mirror. */
  stored: Pod | undefined;
  /** The node has not taken it. */
  isRejected = false;
  /** Its containers have done what they should, or failed: nothing is started any more. */
  isFinished = false;
  /** Everything of it is gone from the machine: once its last status is written it may be deleted. */
  canBeDeleted = false;
  readonly runtime: RuntimePod;
  /** Someone wants the Pod to be looked at again. */
  readonly wakeUps: Mailbox<true>;
  /** Raised when the Pod must end: what only helps it to start stops waiting. */
  readonly ending = new Flag('the order to end the Pod');
  /** Notified when the Pod's spec has changed: a pull of the old image waits no more. */
  readonly respecified = new Signal('a change of the Pod');
  /** Notified when the Pod is to end sooner than before. */
  readonly hurried = new Signal('an earlier end of the Pod');
  /** The Pod is gone from the API. */
  isRemoved = false;
  /** Set when the node ends the Pod. */
  ended: PodEnding | undefined;
  /** A manifest's Pod, of which the API holds a mirror. */
  readonly isStatic: boolean;
  /** Seconds that a deletion grants, the smallest one asked for. */
  graceSeconds: number | undefined;
  /** When the node took the Pod up. */
  readonly startedMs: number;
  /** The last status that was made. */
  status: PodStatus | undefined;
  volumes: FewMap<string, MountedVolume> | undefined;
  probes: PodProbes | undefined;
  readonly waiting = new FewMap<string, WaitingReason>();
  /** Containers whose back-off is shown at once, because a probe ended them. */
  killedByProbe: Set<string> | undefined = undefined;
  /** Of each container: until when its present end was seen, and when its back-off is to be shown. */
  backOffShownAt: Map<string, { readonly finishedMs: number; readonly showMs: number }> | undefined = undefined;
  mountFailures = 0;
  /** The pull that it waits for. */
  pull: Pull | undefined;
  /** When what still runs is ended by force. */
  graceUntilMs: number | undefined;
  /** When the files of volumes are to be compared with their sources. */
  refreshMs: number | undefined;
  /** What it shows to say who it is, by audience and length of life. */
  readonly tokens = new FewMap<string, HeldToken>();
  private restarts: Map<string, BackOff> | undefined;
  private pulls: Map<string, { readonly backOff: BackOff; readonly error: string }> | undefined;
  private reference: ObjectReferenceInput | undefined;

  constructor(context: KubeletContext, pod: Pod, isStatic: boolean) {
    this.uid = pod.metadata.uid;
    this.pod = pod;
    this.isStatic = isStatic;
    this.stored = isStatic ? undefined : pod;
    const { namespace, name } = pod.metadata;
    this.startedMs = context.kernel.nowMs;
    this.runtime = context.runtime.pod({ uid: this.uid, namespace, name });
    this.wakeUps = new Mailbox<true>(context.kernel, `work on Pod ${namespace}/${name}`, 1);
    this.runtime.changed = () => this.wake();
    this.runtime.grown = () => this.noteGrowth();
  }

  /** Asks for another look at the Pod. */
  wake(): void {
    this.wakeUps.push(true);
  }

  /** Something that a waiting container may wait for has changed. */
  wakeIfWaiting(): void {
    if (this.waiting.size > 0) this.wake();
  }

  /** Takes over a version that the API has, unless a newer one is known. What only echoes our own status wakes nobody. */
  update(pod: Pod): void {
    const before = this.stored;
    if (!isNewer(pod, before)) return;
    this.stored = pod;
    const isEcho = before !== undefined && this.status !== undefined && isSameOrder(before, pod)
      && statusPatch(pod.status, this.status) === undefined && statusPatch(this.status, pod.status) === undefined;
    if (isEcho && deepEqual(this.status, pod.status)) this.status = pod.status; // one is enough
    if (!this.isStatic) this.takeOrder(pod);
    if (!isEcho) this.wake();
  }

  private takeOrder(pod: Pod): void {
    const isRespecified = pod.metadata.generation !== this.pod.metadata.generation;
    if (isRelabelled(pod, this.pod)) this.refreshVolumesAt(0);
    this.wished = (isRespecified || this.wished) && hasOtherAmounts(pod, this.pod) ? pod : undefined;
    this.pod = this.wished ? withAmountsOf(pod, this.pod) : pod;
    if (!this.wished) this.deferral = undefined;
    if (isRespecified) this.respecified.notify();
    const { deletionTimestamp, deletionGracePeriodSeconds } = pod.metadata;
    if (deletionTimestamp === undefined) return;
    this.shortenGrace(deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds);
    this.ending.raise();
  }

  /** The API has it no more; `last` is what it was when it went. */
  remove(last?: Pod): void {
    this.isRemoved = true;
    const grace = last?.metadata.deletionTimestamp === undefined ? undefined : last.metadata.deletionGracePeriodSeconds;
    if (grace !== undefined) this.shortenGrace(grace);
    this.ending.raise();
    this.wake();
  }

  private shortenGrace(seconds: number): void {
    const isShorter = this.graceSeconds === undefined || seconds < this.graceSeconds;
    if (!isShorter) return;
    this.graceSeconds = seconds;
    this.hurried.notify();
  }

  /** Files are to follow their sources, at that moment at the latest. */
  refreshVolumesAt(atMs: number): void {
    this.planRefresh(atMs);
    this.wake();
  }

  /** The same for one who looks at the Pod just now. */
  planRefresh(atMs: number): void {
    this.refreshMs = Math.min(this.refreshMs ?? Number.POSITIVE_INFINITY, atMs);
  }

  /**
   * Something was written: the Pod is looked at when it has a limit of what it may write. What the kubelet itself writes
   * while it mounts does not count: it would wake itself for ever as long as one volume is missing.
   */
  noteGrowth(): void {
    if (!this.volumes) return;
    const { spec } = this.pod;
    const isLimited = spec.volumes?.some((volume) => volume.emptyDir?.sizeLimit !== undefined)
      || spec.containers.some(({ resources }) => resources.limits?.['ephemeral-storage'] !== undefined);
    if (isLimited) this.wake();
  }

  /** The node ends the Pod for a reason of its own. */
  end(ending: PodEnding, graceSeconds?: number): void {
    this.ended ??= ending;
    if (graceSeconds !== undefined) this.shortenGrace(graceSeconds);
    this.ending.raise();
    this.wake();
  }

  get isEnding(): boolean {
    return this.ending.isReady;
  }

  /** The pause before a container is started again. */
  restartBackOff(container: string): BackOff {
    let backOff = (this.restarts ??= new Map()).get(container);
    if (!backOff) this.restarts.set(container, (backOff = new BackOff(limits.restartBackOffMs, limits.restartBackOffGreatestMs)));
    return backOff;
  }

  /** The pause before an image is pulled again, with the error of the last time; undefined before the first failure. */
  pullFailure(image: string): { readonly backOff: BackOff; readonly error: string } | undefined {
    return this.pulls?.get(image);
  }

  /** Notes how a pull has ended. */
  notePull(image: string, result: PullResult, nowMs: number): void {
    if (!('error' in result)) {
      this.pulls?.delete(image);
      return;
    }
    const backOff = this.pullFailure(image)?.backOff ?? new BackOff(limits.pullBackOffMs, limits.pullBackOffGreatestMs);
    backOff.next(nowMs);
    (this.pulls ??= new Map()).set(image, { backOff, error: result.error });
  }

  /** Reports about the Pod, or about one of its containers: to whoever reads events, and to the trace. */
  report(context: KubeletContext, event: { readonly type: 'Normal' | 'Warning'; readonly reason: string; readonly message: string }, fieldPath?: string): void {
    const { namespace, name, uid, resourceVersion } = this.pod.metadata;
    context.kernel.record('step', `${context.config.nodeName}/kubelet`, { type: 'kubelet', pod: `${namespace}/${name}`, reason: event.reason, message: event.message } satisfies KubeletRecord);
    this.reference ??= { apiVersion: 'v1', kind: 'Pod', namespace, name, uid, resourceVersion };
    const { type, reason, message } = event;
    context.events.record(this.reference, fieldPath === undefined ? event : { type, reason, message, fieldPath });
  }

  /** `name_namespace(uid)`, as messages name a Pod. */
  get title(): string {
    const { name, namespace } = this.pod.metadata;
    return `${name}_${namespace}(${this.uid})`;
  }
}

function isNewer(pod: Pod, known: Pod | undefined): boolean {
  return known === undefined || Number(pod.metadata.resourceVersion) > Number(known.metadata.resourceVersion);
}

/** Whether two versions of a Pod ask for the same. */
function isSameOrder(a: Pod, b: Pod): boolean {
  const { generation, deletionTimestamp, deletionGracePeriodSeconds, labels, annotations } = a.metadata;
  return generation === b.metadata.generation && deletionTimestamp === b.metadata.deletionTimestamp
    && deletionGracePeriodSeconds === b.metadata.deletionGracePeriodSeconds
    && deepEqual(labels, b.metadata.labels) && deepEqual(annotations, b.metadata.annotations);
}

/** A container of any of the three lists. */
export type AnyContainer = ContainerSpec | EphemeralContainer;

/** Where a container stands in its Pod, for events: `spec.containers{web}`. */
export function fieldPathOf(pod: Pod, container: AnyContainer): string {
  const { spec } = pod;
  const list = spec.containers.some(({ name }) => name === container.name)
    ? 'containers'
    : spec.initContainers?.some(({ name }) => name === container.name) ? 'initContainers' : 'ephemeralContainers';
  return `spec.${list}{${container.name}}`;
}

/** All containers of a Pod: init containers, containers, ephemeral ones. */
export function allContainers(pod: Pod): readonly AnyContainer[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  return initContainers || ephemeralContainers ? [...(initContainers ?? []), ...containers, ...(ephemeralContainers ?? [])] : containers;
}

/** Whether a container that ended so is to be started again. */
export function shouldRestart(pod: Pod, container: AnyContainer, exitCode: number): boolean {
  for (const rule of container.restartPolicyRules ?? []) {
    const { operator, values = [] } = rule.exitCodes ?? { operator: 'In' };
    if (rule.action === 'Restart' && values.includes(exitCode) === (operator === 'In')) return true;
  }
  const policy = container.restartPolicy ?? pod.spec.restartPolicy;
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

/** Whether labels or annotations have changed: the kubelet looks at such a Pod at once, and its files follow their sources. */
function isRelabelled({ metadata: now }: Pod, { metadata: before }: Pod): boolean {
  return !deepEqual(now.labels, before.labels) || !deepEqual(now.annotations, before.annotations);
}
