// Upstream: pkg/kubelet/kuberuntime/kuberuntime_container.go startContainer
import type { Process } from '../../../kernel/index.ts';
import type { Container } from '../../runtime/container.ts';
import type { PodSandbox } from '../../runtime/pod-sandbox.ts';
import type { StoredImage } from '../../runtime/image-store.ts';
import { limits } from '../../limits.ts';
import type { KubeletContext } from '../context.ts';
import { fieldPathOf } from '../pod-worker.ts';
import type { AnyContainer, PodWorker, WaitingReason } from '../pod-worker.ts';
import { ImageVolumeError, containerConfig } from './container-config.ts';
import { ensureImage } from './ensure-image.ts';
import type { ImageWait } from './ensure-image.ts';
import { ConfigError } from './config-error.ts';
import { runHook } from '../../later.ts';
import { killContainer } from './kill-container.ts';

/** Whether a container was started, or when to try again. */
export type StartVerdict = 'started' | 'given up' | { readonly againMs: number };

/** Starts one container: image, configuration, creation, start, postStart hook; `missing` says what image it waits for beside its own. What fails is told by event and status. */
export function* startContainer(context: KubeletContext, worker: PodWorker, sandbox: PodSandbox, spec: AnyContainer, missing?: ImageWait): Process<StartVerdict> {
  const path = fieldPathOf(worker.pod, spec);
  const report = (type: 'Normal' | 'Warning', reason: string, message: string): void => worker.report(context, { type, reason, message }, path);
  const wait = (reason: string, message: string, againMs: number): StartVerdict => {
    worker.waiting.set(spec.name, { reason, message });
    return { againMs };
  };
  const verdict = missing ?? (yield* ensureImage(context, worker, spec));
  if (verdict === 'given up') return 'given up';
  if ('reason' in verdict) {
    report('Warning', 'Failed', `Error: ${verdict.reason}`);
    return wait(verdict.reason, verdict.message, verdict.againMs);
  }
  const container = yield* createContainer(context, worker, sandbox, spec, verdict.image);
  if ('reason' in container) {
    report('Warning', 'Failed', `Error: ${container.message}`);
    return wait(container.reason, container.message, context.syncBackOffMs());
  }
  report('Normal', 'Created', 'Container created');
  const failure = yield* context.runtime.startContainer(container);
  if (failure !== undefined) {
    report('Warning', 'Failed', `Error: ${failure}`);
    return wait('RunContainerError', failure, limits.relistMs);
  }
  worker.waiting.delete(spec.name);
  worker.killedByProbe?.delete(spec.name);
  report('Normal', 'Started', 'Container started');
  const hook = spec.lifecycle?.postStart;
  if (hook && !(yield* runHook(context, spec, container, hook, hookTimeoutMs))) return yield* failPostStart(context, worker, spec, container);
  beginProbes(context, worker, spec, container);
  return 'started';
}

const hookTimeoutMs = 600_000;

function* createContainer(
  context: KubeletContext, worker: PodWorker, sandbox: PodSandbox, spec: AnyContainer, image: StoredImage,
): Process<Container | WaitingReason> {
  try {
    const profile = missingProfile(context, worker, spec);
    if (profile !== undefined) {
      return { reason: 'CreateContainerError', message: `failed to create containerd container: cannot load seccomp profile "${profile}": open ${profile}: no such file or directory` };
    }
    const config = yield* containerConfig(context, worker, sandbox, spec, image);
    return yield* context.runtime.createContainer(worker.runtime, sandbox, config);
  } catch (error) {
    if (error instanceof ConfigError) return { reason: 'CreateContainerConfigError', message: error.message };
    if (error instanceof ImageVolumeError) return { reason: 'CreateContainerError', message: error.message };
    throw error;
  }
}

/** The seccomp profile that the container names, if the machine does not have it. */
function missingProfile({ disk }: KubeletContext, { pod }: PodWorker, { securityContext }: AnyContainer): string | undefined {
  const { type, localhostProfile = '' } = securityContext?.seccompProfile ?? pod.spec.securityContext.seccompProfile ?? {};
  const path = `/var/lib/kubelet/seccomp/${localhostProfile}`;
  return type === 'Localhost' && !disk.exists(path) ? path : undefined;
}

function* failPostStart(context: KubeletContext, worker: PodWorker, spec: AnyContainer, container: Container): Process<StartVerdict> {
  worker.report(context, { type: 'Warning', reason: 'FailedPostStartHook', message: 'PostStartHook failed' }, fieldPathOf(worker.pod, spec));
  const untilMs = context.kernel.nowMs + worker.pod.spec.terminationGracePeriodSeconds * 1000;
  yield* killContainer(context, worker, spec, container, { message: 'FailedPostStartHook', untilMs: () => untilMs });
  worker.waiting.set(spec.name, { reason: 'PostStartHookError', message: 'PostStartHook failed' });
  return { againMs: limits.relistMs };
}

/** Probes a container that runs, if it has probes. */
export function beginProbes(context: KubeletContext, worker: PodWorker, spec: AnyContainer, container: Container): void {
  if (!spec.readinessProbe && !spec.livenessProbe && !spec.startupProbe) return;
  worker.probes ??= context.newProbes(worker);
  worker.probes.begin(spec, container);
}
