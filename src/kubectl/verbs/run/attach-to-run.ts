// kubectl run -i: joins the Pod that was just made, and takes it away again with --rm.
// Upstream: k8s.io/kubectl pkg/cmd/run/run.go handleAttachPod, waitForPod

import type { Process } from '../../../kernel/index.ts';
import { ApiError, isConditionTrue } from '../../../kinds/index.ts';
import type { Pod } from '../../../kinds/index.ts';
import { CommandError, ExitError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { nameOf, namespaceOf } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { podsResource } from '../../streaming/pods.ts';
import { attachOrLog, followLog, waitForPod } from '../attach/attach-to-new.ts';

const isOver = (pod: Pod): boolean => pod.status.phase === 'Succeeded' || pod.status.phase === 'Failed';
const isReady = (pod: Pod): boolean => isOver(pod) || (pod.status.phase === 'Running' && isConditionTrue(pod.status.conditions, 'Ready'));

/** Joins the Pod's container until it ends; throws its exit status when that matters. */
export function* attachToRun(kubectl: Kubectl, created: AnyObject): Process {
  const { flags } = kubectl;
  const name = nameOf(created);
  let failure: Error | undefined;
  try {
    const timeoutMs = flags.durationMs('pod-running-timeout');
    const pod = yield* waitForPod(kubectl, name, timeoutMs, isReady);
    const container = pod.spec.containers[0]?.name ?? '';
    if (isOver(pod)) yield* followLog(kubectl, pod, container);
    else yield* attachOrLog(kubectl, pod, container);
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
