// kubectl drain: cordons a node and moves its Pods away.
// Upstream: k8s.io/kubectl pkg/cmd/drain, pkg/drain

import { join, sleep } from '../../../kernel/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { formatDuration } from '../../../base/index.ts';
import { ApiError, controllerOf } from '../../../kinds/index.ts';
import type { ObjectList, Pod } from '../../../kinds/index.ts';
import type { Command } from '../../core/command.ts';
import { CommandError, ExitError, ManyErrors, asOne, operating, throwAll } from '../../core/errors.ts';
import { bool, chunkSizeFlag, dryRunFlag, duration, int, selectorFlag, text } from '../../core/flag.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { dryRunOf, dryRunSuffix } from '../../printers/output.ts';
import type { Info } from '../../resources/fetch.ts';
import { isSelected } from '../../resources/label-query.ts';
import { podsResource } from '../../streaming/pods.ts';
import { cordonNode, nodesOf } from './cordon.ts';

const mirrorKey = 'kubernetes.io/config.mirror';
/** How long drain waits before it asks again for a refused eviction. Upstream: evictPods */
const evictionRetryMs = 5_000;
/** How often drain looks whether a Pod is gone. */
const gonePollMs = 1_000;

export const drain: Command = {
  name: 'drain', short: 'Drain node in preparation for maintenance',
  usage: 'NODE',
  flags: [
    chunkSizeFlag, dryRunFlag, selectorFlag,
    bool('delete-emptydir-data', 'Continue even if there are pods using emptyDir (local data that will be deleted when the node is drained).'),
    bool('disable-eviction', 'Force drain to use delete, even if eviction is supported. This will bypass checking PodDisruptionBudgets, use with caution.'),
    bool('force', 'Continue even if there are pods that do not declare a controller.'),
    int('grace-period', 'Period of time in seconds given to each pod to terminate gracefully. If negative, the default value specified in the pod will be used.', { value: '-1' }),
    bool('ignore-daemonsets', 'Ignore DaemonSet-managed pods.'),
    text('pod-selector', 'Label selector to filter pods on the node'),
    int('skip-wait-for-delete-timeout', 'If pod DeletionTimestamp older than N seconds, skip waiting for the pod.  Seconds must be greater than 0 to skip.'),
    duration('timeout', 'The length of time to wait before giving up, zero means infinite'),
  ],
  run: runDrain,
};

/** Throws CommandError for Pods that are chosen by what is no selector of labels. */
function checkPodSelector({ flags }: Kubectl, args: readonly string[]): void {
  if (args.length === 0) return;
  try {
    isSelected({}, flags.text('pod-selector'));
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError('--pod-selector=<pod_selector> must be a valid label selector');
  }
}

function* runDrain(kubectl: Kubectl, args: readonly string[]): Process {
  checkPodSelector(kubectl, args);
  const nodes = yield* nodesOf(kubectl, args);
  for (const node of nodes) yield* cordonNode(kubectl, node, true);
  const failed: { readonly name: string; readonly error: Error }[] = [];
  for (const node of nodes) {
    try {
      yield* drainNode(kubectl, node);
      yield* kubectl.out(`node/${node.name} drained${dryRunSuffix(kubectl)}\n`);
    } catch (error) {
      const failure = operating(error);
      failed.push({ name: node.name, error: failure });
      yield* kubectl.err(`error: unable to drain node ${JSON.stringify(node.name)} due to error: ${inOneLine(failure)}, continuing command...\n`);
    }
  }
  if (failed.length === 0) return;
  yield* kubectl.err(`There are pending nodes to be drained:\n${failed.map(({ name }) => ` ${name}\n`).join('')}`);
  for (const { error } of failed) for (const each of errorsIn(error)) yield* kubectl.err(`${each.message}\n`);
  throw new ExitError(1);
}

const errorsIn = (error: Error): readonly Error[] => (error instanceof ManyErrors ? error.errors : [error]);

const inOneLine = (error: Error): string => asOne(errorsIn(error)).map(({ message }) => message).join();

type Verdict = { readonly on: 'evict'; readonly warning?: string } | { readonly on: 'skip'; readonly warning?: string } | { readonly on: 'refuse'; readonly why: string };

/** What is to become of one Pod. */
function judge(kubectl: Kubectl, pod: Pod): Verdict {
  const { flags } = kubectl;
  const isOver = pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
  if (pod.metadata.annotations?.[mirrorKey] !== undefined) return { on: 'skip' };
  const controller = controllerOf(pod);
  if (controller?.kind === 'DaemonSet' && !isOver) {
    if (!flags.bool('ignore-daemonsets')) return { on: 'refuse', why: 'cannot delete DaemonSet-managed Pods (use --ignore-daemonsets to ignore)' };
    return { on: 'skip', warning: 'ignoring DaemonSet-managed Pods' };
  }
  const hasLocal = (pod.spec.volumes ?? []).some((volume) => volume.emptyDir !== undefined);
  if (hasLocal && !isOver && !flags.bool('delete-emptydir-data')) return { on: 'refuse', why: 'cannot delete Pods with local storage (use --delete-emptydir-data to override)' };
  if (!controller && !isOver) {
    if (!flags.bool('force')) return { on: 'refuse', why: 'cannot delete Pods that declare no controller (use --force to override)' };
    return { on: 'evict', warning: 'deleting Pods that declare no controller' };
  }
  return { on: 'evict' };
}

const podName = (pod: Pod): string => `${pod.metadata.namespace}/${pod.metadata.name}`;

/** The Pods for which the same is to be said, a text for each such group. */
function grouped(entries: readonly (readonly [string, Pod])[]): readonly string[] {
  const byText = new Map<string, string[]>();
  for (const [why, pod] of entries) byText.set(why, [...(byText.get(why) ?? []), podName(pod)]);
  return [...byText].map(([why, pods]) => `${why}: ${pods.join(', ')}`);
}

function* drainNode(kubectl: Kubectl, node: Info): Process {
  const labels = kubectl.flags.text('pod-selector');
  const options = { fieldSelector: `spec.nodeName=${node.name}`, ...(labels === '' ? undefined : { labelSelector: labels }) };
  const list = (yield* kubectl.api.ask('list', { mapping: podsResource, options })) as ObjectList<Pod>;
  const judged = list.items.map((pod) => ({ pod, verdict: judge(kubectl, pod) }));
  const refused = judged.flatMap(({ pod, verdict }) => (verdict.on === 'refuse' ? [[verdict.why, pod] as const] : []));
  const warned = judged.flatMap(({ pod, verdict }) => (verdict.on !== 'refuse' && verdict.warning !== undefined ? [[verdict.warning, pod] as const] : []));
  throwAll(grouped(refused).map((text) => new CommandError(text)));
  if (warned.length > 0) yield* kubectl.err(`Warning: ${grouped(warned).join('; ')}\n`);
  const pods = judged.filter(({ verdict }) => verdict.on === 'evict').map(({ pod }) => pod);
  if (dryRunOf(kubectl) !== 'none') {
    for (const pod of pods) yield* tryEviction(kubectl, pod);
    return;
  }
  yield* evictAll(kubectl, node, pods);
}

/** Evicts all Pods at once, each by a process of its own, and waits until they are gone. */
function* evictAll(kubectl: Kubectl, node: Info, pods: readonly Pod[]): Process {
  const { kernel, group } = kubectl.context.sandbox;
  const own = (kernel.currentProcess?.group ?? group).subgroup('drain');
  const timeoutMs = kubectl.flags.durationMs('timeout');
  const deadlineMs = timeoutMs > 0 ? kubectl.nowMs + timeoutMs : Number.POSITIVE_INFINITY;
  const errors: Error[] = [];
  try {
    const workers = pods.map((pod) => kernel.spawn('kubectl drain', evict(kubectl, pod, deadlineMs, errors), own));
    for (const worker of workers) yield* join(worker);
  } finally {
    own.dispose();
  }
  if (errors.length === 0) return;
  const text = errors.length === 1 ? (errors[0]?.message ?? '') : `[${errors.map((error) => error.message).join(', ')}]`;
  const remaining = yield* stillThere(kubectl, pods);
  yield* kubectl.err(`There are pending pods in node ${JSON.stringify(node.name)} when an error occurred: ${text}\n${remaining.map((pod) => `pod/${pod.metadata.name}\n`).join('')}`);
  throwAll(errors);
}

function* stillThere(kubectl: Kubectl, pods: readonly Pod[]): Process<readonly Pod[]> {
  const found: Pod[] = [];
  for (const pod of pods) if (!(yield* isGone(kubectl, pod))) found.push(pod);
  return found;
}

function* isGone(kubectl: Kubectl, pod: Pod): Process<boolean> {
  try {
    const { namespace, name, uid } = pod.metadata;
    const now = (yield* kubectl.api.ask('get', { mapping: podsResource, namespace, name })) as Pod;
    return now.metadata.uid !== uid;
  } catch (error) {
    if (error instanceof ApiError && error.reason === 'NotFound') return true;
    throw error;
  }
}

function* evict(kubectl: Kubectl, pod: Pod, deadlineMs: number, errors: Error[]): Process {
  const { namespace, name } = pod.metadata;
  try {
    yield* requestEviction(kubectl, pod, deadlineMs);
    while (!(yield* isGone(kubectl, pod))) {
      if (kubectl.nowMs >= deadlineMs) throw new CommandError(`error when waiting for pod ${JSON.stringify(name)} in namespace ${JSON.stringify(namespace)} to terminate: global timeout reached: ${formatDuration(kubectl.flags.durationMs('timeout'))}`);
      yield* sleep(gonePollMs);
    }
    yield* kubectl.out(`pod/${name} ${kubectl.flags.bool('disable-eviction') ? 'deleted' : 'evicted'}\n`);
  } catch (error) {
    errors.push(operating(error));
  }
}

/** Says that a Pod is evicted and asks for it, unless only this side runs dry. A plain deletion is told once it is done. */
function* tryEviction(kubectl: Kubectl, pod: Pod): Process {
  const { namespace, name } = pod.metadata;
  const dryRun = dryRunOf(kubectl);
  const isDeletion = kubectl.flags.bool('disable-eviction');
  const grace = kubectl.flags.int('grace-period');
  const deleteOptions = { ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === 'server' ? { dryRun: ['All'] } : {}) };
  if (!isDeletion || dryRun !== 'none') yield* kubectl.out(`evicting pod ${podName(pod)}${dryRunSuffix(kubectl)}\n`);
  if (dryRun === 'client') return;
  if (isDeletion) {
    const options = { ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}), ...(dryRun === 'server' ? { dryRun: true } : {}) };
    yield* kubectl.api.ask('delete', { mapping: podsResource, namespace, name, options });
    return;
  }
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace }, deleteOptions };
  yield* kubectl.api.ask('create', { mapping: podsResource, namespace, name, subresource: 'eviction', body });
}

/** Asks for the eviction until it is granted. */
function* requestEviction(kubectl: Kubectl, pod: Pod, deadlineMs: number): Process {
  const { namespace, name } = pod.metadata;
  for (;;) {
    try {
      yield* tryEviction(kubectl, pod);
      return;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.reason === 'NotFound') return;
      if (error.reason !== 'TooManyRequests') throw new CommandError(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: ${error.message}`);
      yield* kubectl.err(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)} (will retry after 5s): ${error.message}\n`);
      yield* sleep(Math.min(evictionRetryMs, Math.max(0, deadlineMs - kubectl.nowMs)));
      if (kubectl.nowMs >= deadlineMs) throw new CommandError(`error when evicting pods/${JSON.stringify(name)} -n ${JSON.stringify(namespace)}: global timeout reached: ${formatDuration(kubectl.flags.durationMs('timeout'))}`);
    }
  }
}
