// kubectl run -i: joins the Pod that was just made, and takes it away again with --rm.
// Upstream: k8s.io/kubectl pkg/cmd/run/run.go handleAttachPod, waitForPod

import type { Process } from '../../../kernel/index.ts';
import { ApiError, isConditionTrue } from '../../../kinds/index.ts';
import type { Pod, WatchEvent } from '../../../kinds/index.ts';
import { CommandError, ExitError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, namespaceOf } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { getPod, podsResource } from '../../streaming/pods.ts';
import { attachTo } from '../attach/attach.ts';

const isOver = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
const isReady = (pod: Pod): boolean => isOver(pod) || (pod.status.phase === 'Running' && isConditionTrue(pod.status.conditions, 'Ready'));

/** Waits until a Pod is as wanted. */
function* waitForPod(kubectl: Kubectl, name: string, timeoutMs: number, wanted: (pod: Pod) => boolean): Process<Pod> {
  const deadlineMs = kubectl.nowMs + timeoutMs;
  for (;;) {
    const pod = yield* getPod(kubectl, name);
    if (wanted(pod)) return pod;
    const options = { fieldSelector: `metadata.name=${name}`, resourceVersion: pod.metadata.resourceVersion };
    const { stream } = yield* kubectl.api.stream('watch', { mapping: podsResource, namespace: kubectl.namespace, options });
    try {
      for (;;) {
        const event = (yield* stream.nextWithin(Math.max(0, deadlineMs - kubectl.nowMs))) as WatchEvent<Pod> | undefined;
        if (!event && !stream.isEnded) throw new CommandError('timed out waiting for the condition');
        if (!event) break;
        if (event.type === 'DELETED') throw new CommandError(`pods ${JSON.stringify(name)} not found`);
        if ((event.type === 'ADDED' || event.type === 'MODIFIED') && wanted(event.object)) return event.object;
      }
    } finally {
      stream.cancel();
    }
  }
}

/** Joins the Pod's container until it ends; throws its exit status when that matters. */
export function* attachToRun(kubectl: Kubectl, created: AnyObject): Process {
  const { flags } = kubectl;
  const name = nameOf(created);
  let failure: Error | undefined;
  try {
    const timeoutMs = flags.durationMs('pod-running-timeout');
    const pod = yield* waitForPod(kubectl, name, timeoutMs, isReady);
    if (isOver(pod)) yield* printLog(kubectl, pod);
    else yield* attachOrLog(kubectl, pod);
    const wantsStatus = !flags.bool('leave-stdin-open') && flags.text('restart') === 'Never';
    if (wantsStatus) exitAs(yield* waitForPod(kubectl, name, timeoutMs, isOver));
  } catch (error) {
    failure = operating(error);
  }
  if (flags.bool('rm')) yield* remove(kubectl, created);
  if (failure) throw failure;
}

function exitAs(pod: Pod): void {
  if (pod.status.phase === 'Succeeded') return;
  const { namespace, name } = pod.metadata;
  const terminated = pod.status.containerStatuses?.[0]?.state?.terminated;
  if (!terminated || terminated.exitCode === 0) throw new CommandError(`pod ${namespace}/${name} failed with unknown exit code`);
  throw new ExitError(terminated.exitCode, `pod ${namespace}/${name} terminated (${terminated.reason ?? ''})${terminated.message ? `\n${terminated.message}` : ''}`);
}

function* attachOrLog(kubectl: Kubectl, pod: Pod): Process {
  const { flags } = kubectl;
  try {
    yield* attachTo(kubectl, pod, { container: pod.spec.containers[0]?.name ?? '', isQuiet: flags.bool('quiet'), stdin: flags.bool('stdin'), tty: flags.bool('tty') });
  } catch (error) {
    const failure = operating(error);
    yield* kubectl.err(`warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${failure.message}\n`);
    yield* printLog(kubectl, pod);
  }
}

function* printLog(kubectl: Kubectl, pod: Pod): Process {
  const { namespace, name } = pod.metadata;
  const body = { container: pod.spec.containers[0]?.name ?? '', follow: true };
  const { stream } = yield* kubectl.api.stream('get', { mapping: podsResource, namespace, name, subresource: 'log', body });
  try {
    for (let payload = yield* stream.next(); payload !== undefined; payload = yield* stream.next()) if (typeof payload === 'string') yield* kubectl.out(payload);
  } finally {
    stream.cancel();
  }
}

function* remove(kubectl: Kubectl, created: AnyObject): Process {
  const name = nameOf(created);
  try {
    yield* kubectl.api.ask('delete', { mapping: podsResource, namespace: namespaceOf(created), name, options: { propagationPolicy: 'Background' } });
    if (!kubectl.flags.bool('quiet')) yield* kubectl.out(`pod ${JSON.stringify(name)} deleted from ${namespaceOf(created)} namespace\n`);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    if (error.reason !== 'NotFound') yield* kubectl.err(`error: ${error.message}\n`);
  }
}
