// Joining a container that was only just asked for: when it runs, and by its log when it cannot be joined.
// Upstream: k8s.io/kubectl pkg/cmd/run/run.go, pkg/cmd/debug/debug.go (handleAttachPod)

import type { Process } from '../../../kernel/index.ts';
import type { Pod, WatchEvent } from '../../../kinds/index.ts';
import { CommandError, operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { getPod, podsResource } from '../../streaming/pods.ts';
import { attachTo } from './attach.ts';

/** Waits until a Pod is as wanted. @param timeoutMs how long; undefined for as long as it takes */
export function* waitForPod(kubectl: Kubectl, name: string, timeoutMs: number | undefined, wanted: (pod: Pod) => boolean): Process<Pod> {
  const deadlineMs = timeoutMs === undefined ? undefined : kubectl.nowMs + timeoutMs;
  for (;;) {
    const pod = yield* getPod(kubectl, name);
    if (wanted(pod)) return pod;
    const options = { fieldSelector: `metadata.name=${name}`, resourceVersion: pod.metadata.resourceVersion };
    const { stream } = yield* kubectl.api.stream('watch', { mapping: podsResource, namespace: kubectl.namespace, options });
    try {
      for (;;) {
        const event = (deadlineMs === undefined ? yield* stream.next() : yield* stream.nextWithin(Math.max(0, deadlineMs - kubectl.nowMs))) as WatchEvent<Pod> | undefined;
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

/** Joins a container until it ends; where it cannot be joined its log is shown. */
export function* attachOrLog(kubectl: Kubectl, pod: Pod, container: string): Process {
  const { flags } = kubectl;
  try {
    yield* attachTo(kubectl, pod, { container, isQuiet: flags.bool('quiet'), stdin: flags.bool('stdin'), tty: flags.bool('tty') });
  } catch (error) {
    const failure = operating(error);
    yield* kubectl.err(`warning: couldn't attach to pod/${pod.metadata.name}, falling back to streaming logs: ${failure.message}\n`);
    yield* followLog(kubectl, pod, container);
  }
}

/** Shows a container's log until it ends. */
export function* followLog(kubectl: Kubectl, pod: Pod, container: string): Process {
  const { namespace, name } = pod.metadata;
  const body = { container, follow: true };
  const { stream } = yield* kubectl.api.stream('get', { mapping: podsResource, namespace, name, subresource: 'log', body });
  try {
    for (let payload = yield* stream.next(); payload !== undefined; payload = yield* stream.next()) if (typeof payload === 'string') yield* kubectl.out(payload);
  } finally {
    stream.cancel();
  }
}
