// Upstream: pkg/kubelet/config/{common,file}.go, pkg/kubelet/pod/mirror_client.go
import { sha256Hex } from '../../base/index.ts';
import { Mailbox, sleep } from '../../kernel/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, keyOf, podKind } from '../../kinds/index.ts';
import type { Pod, PodInput } from '../../kinds/index.ts';
import { NetworkError } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { KubeletContext } from './context.ts';
import { timeText } from './moments.ts';
import type { PodWorker } from './pod-worker.ts';

const hashAnnotation = 'kubernetes.io/config.hash';
const mirrorAnnotation = 'kubernetes.io/config.mirror';

/** Whether a Pod of the API only shows what a manifest on a machine says. */
export function isMirror(pod: Pod): boolean {
  return pod.metadata.annotations?.[mirrorAnnotation] !== undefined;
}

/** Whether a mirror shows what a worker runs, and is to stay. */
function isMirrorOf(mirror: Pod, worker: PodWorker): boolean {
  return mirror.metadata.annotations?.[mirrorAnnotation] === worker.uid && mirror.metadata.deletionTimestamp === undefined;
}

/** A manifest's Pod as its kubelet runs it: named after the node, known by the hash of what it says. */
export function staticPod(context: KubeletContext, manifest: PodInput): Pod {
  const { nodeName } = context.config;
  const { metadata, spec, ...rest } = podKind.defaults(manifest);
  const hash = sha256Hex(JSON.stringify(manifest) + nodeName).slice(0, 32);
  const now = timeText(context.kernel, context.kernel.nowMs);
  const tolerations = [...(spec.tolerations ?? []), { operator: 'Exists', effect: 'NoExecute' } as const];
  return {
    ...rest,
    metadata: {
      ...metadata,
      name: `${metadata.name ?? ''}-${nodeName}`,
      namespace: metadata.namespace ?? 'default',
      uid: hash,
      resourceVersion: '0',
      creationTimestamp: now,
      annotations: { ...metadata.annotations, [hashAnnotation]: hash, 'kubernetes.io/config.seen': now, 'kubernetes.io/config.source': 'file' },
    },
    spec: { ...spec, nodeName, tolerations },
  };
}

/** Keeps a mirror of each static Pod in the API, so that it can be seen there; whoever deletes a mirror gets it again. */
export class MirrorKeeper {
  private readonly context: KubeletContext;
  private readonly workers = new Map<string, PodWorker>();
  private readonly wanting: Mailbox<string>;

  constructor(context: KubeletContext) {
    this.context = context;
    this.wanting = new Mailbox(context.kernel, 'mirrors to make');
  }

  /** Notes a static Pod that is to have a mirror. */
  add(worker: PodWorker): void {
    const key = keyOf(worker.pod.metadata.namespace, worker.pod.metadata.name);
    this.workers.set(key, worker);
    this.wanting.push(key);
  }

  forget(worker: PodWorker): void {
    this.workers.delete(keyOf(worker.pod.metadata.namespace, worker.pod.metadata.name));
  }

  /** A mirror was seen in the API. */
  seen(mirror: Pod): void {
    const key = keyOf(mirror.metadata.namespace, mirror.metadata.name);
    const worker = this.workers.get(key);
    if (worker && isMirrorOf(mirror, worker)) return worker.update(mirror);
    if (worker) worker.stored = undefined;
    this.wanting.push(key);
  }

  /** A mirror is gone from the API. */
  gone(mirror: Pod): void {
    const key = keyOf(mirror.metadata.namespace, mirror.metadata.name);
    const worker = this.workers.get(key);
    if (!worker) return;
    worker.stored = undefined;
    this.wanting.push(key);
  }

  /** The process that makes mirrors and removes those that mirror nothing. */
  *run(): Process<never> {
    for (;;) {
      const key = yield* this.wanting.take();
      if (key === undefined) continue;
      try {
        yield* this.settle(key);
      } catch (error) {
        if (!(error instanceof ApiError) && !(error instanceof NetworkError)) throw error;
        yield* sleep(limits.relistMs);
        this.wanting.push(key);
      }
    }
  }

  private *settle(key: string): Process {
    const { client, config, node } = this.context;
    const [namespace = '', name = ''] = key.split('/');
    const worker = this.workers.get(key);
    if (worker?.stored) return;
    const pods = client.of(podKind);
    const owner = node.store.get(keyOf(undefined, config.nodeName));
    if (!worker) {
      yield* this.remove(namespace, name);
      return;
    }
    const { metadata, spec } = worker.pod;
    try {
      const ownerReferences = owner ? [{ apiVersion: 'v1', kind: 'Node', name: owner.metadata.name, uid: owner.metadata.uid, controller: true }] : [];
      const annotations = { ...metadata.annotations, [mirrorAnnotation]: worker.uid };
      const labels = metadata.labels ? { labels: metadata.labels } : {};
      const mirror = yield* pods.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, annotations, ...labels, ownerReferences }, spec });
      worker.update(mirror);
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'AlreadyExists') throw error;
      const found = yield* pods.get({ namespace, name });
      if (isMirrorOf(found, worker)) worker.update(found);
      else yield* this.remove(namespace, name);
    }
  }

  /** A mirror of what is no longer there, or says something else. */
  private *remove(namespace: string, name: string): Process {
    try {
      yield* this.context.client.of(podKind).delete({ namespace, name }, { gracePeriodSeconds: 0 });
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    }
  }
}
