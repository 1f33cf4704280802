// Upstream: pkg/kubelet/kubelet.go
import { EventRecorder, InformerSet } from '../../client/index.ts';
import type { ApiClient, Informer } from '../../client/index.ts';
import type { Kernel, Process, ProcessGroup } from '../../kernel/index.ts';
import { nodeKind, podKind, serviceKind } from '../../kinds/index.ts';
import type { Pod, PodInput } from '../../kinds/index.ts';
import type { Disk } from '../../machine/index.ts';
import type { Host } from '../../network/index.ts';
import { limits } from '../limits.ts';
import type { ContainerRuntime } from '../runtime/runtime.ts';
import { AdmittedPods } from './admission.ts';
import type { KubeletConfig, KubeletContext } from './context.ts';
import { NodeAgent } from './node-agent.ts';
import { ObjectCache } from './object-cache.ts';
import { PodWorker } from './pod-worker.ts';
import { PressureWatch } from './pressure.ts';
import { PodProbes } from './probes/pod-probes.ts';
import { runWorker } from './run-worker.ts';
import { KubeletServer } from './server/kubelet-server.ts';
import { ServiceEnvironment } from './service-environment.ts';
import { MirrorKeeper, isMirror, staticPod } from './static-pods.ts';
import { StatusManager } from './status-manager.ts';
import { VolumesInUse } from './volumes/volumes-in-use.ts';

/** What a kubelet works with. */
export interface KubeletParts {
  readonly kernel: Kernel;
  readonly host: Host;
  readonly group: ProcessGroup;
  readonly client: ApiClient;
  readonly runtime: ContainerRuntime;
  readonly disk: Disk;
}

/** The agent on a machine that makes its Pods run. One object for one run of the kubelet's process. */
export class Kubelet {
  readonly context: KubeletContext;
  readonly workers = new Map<string, PodWorker>();
  readonly agent: NodeAgent;
  /** Static Pods whose manifests came back before their containers had ended. */
  private readonly returning = new Map<string, Pod>();
  private readonly mirrors: MirrorKeeper;
  private readonly informers: InformerSet;
  private readonly pods: Informer<Pod>;
  private readonly events: EventRecorder;

  constructor(parts: KubeletParts, config: KubeletConfig) {
    const { kernel, client, group, host } = parts;
    this.informers = new InformerSet(kernel, client);
    const node = this.informers.of(nodeKind, { fieldSelector: `metadata.name=${config.nodeName}` });
    const services = this.informers.of(serviceKind);
    this.events = new EventRecorder(kernel, client, { component: 'kubelet', host: config.nodeName });
    const random = kernel.random(`kubelet ${host.name}`);
    this.context = {
      ...parts, config, random, node, serviceInformer: services, events: this.events,
      diskSpace: parts.disk.space,
      pressure: new PressureWatch(() => this.context),
      workers: () => this.workers.values(),
      admitted: new AdmittedPods(),
      statuses: new StatusManager(kernel, client),
      objects: new ObjectCache(kernel, client, group),
      services: new ServiceEnvironment(services),
      volumeRefreshMs: () => limits.volumeRefreshMs * random.between(0.1, 0.95),
      syncBackOffMs: () => limits.syncBackOffMs * random.between(1, 1.5),
      inUse: new VolumesInUse(),
      newProbes: (worker) => new PodProbes(this.context, worker),
    };
    this.agent = new NodeAgent(this.context);
    this.mirrors = new MirrorKeeper(this.context);
    this.pods = new InformerSet(kernel, client).of(podKind, { fieldSelector: `spec.nodeName=${config.nodeName}` });
  }

  /** Starts all processes of the kubelet in its group. */
  start(): void {
    const { kernel, group, runtime, statuses } = this.context;
    const spawn = (name: string, body: Process<unknown>): unknown => kernel.spawn(`${this.context.host.name}/kubelet ${name}`, body, group);
    runtime.images.onAdded = () => this.agent.wake();
    spawn('images', runtime.images.run(group));
    spawn('events', this.events.run());
    spawn('statuses', statuses.run());
    this.informers.start(spawn);
    spawn('server', new KubeletServer(this.context).run());
    spawn('main', this.main(spawn));
  }

  private *main(spawn: (name: string, body: Process<unknown>) => unknown): Process {
    yield* this.agent.register();
    spawn('node status', this.agent.reportStatus());
    spawn('lease', this.agent.renewLease());
    yield* this.informers.waitForSync();
    spawn('mirrors', this.mirrors.run());
    this.pods.onChange({
      added: (pod) => this.add(pod),
      updated: (pod, before) => this.change(pod, before),
      deleted: (pod) => this.remove(pod),
    });
    spawn('Pods', this.pods.run());
    yield* this.pods.waitForSync();
    this.killOrphans();
  }

  /** Starts to care for a Pod. */
  takeUp(pod: Pod, isStatic: boolean): PodWorker {
    const { kernel, group } = this.context;
    const worker = new PodWorker(this.context, pod, isStatic);
    this.workers.set(worker.uid, worker);
    if (pod.metadata.deletionTimestamp !== undefined) worker.ending.raise();
    const { namespace, name } = pod.metadata;
    kernel.spawn(`${this.context.host.name}/kubelet Pod ${namespace}/${name}`, this.care(worker), group);
    return worker;
  }

  private *care(worker: PodWorker): Process {
    yield* runWorker(this.context, worker);
    this.workers.delete(worker.uid);
    const again = this.returning.get(worker.uid);
    if (!again) return;
    this.returning.delete(worker.uid);
    this.mirrors.add(this.takeUp(again, true));
  }

  /** Runs what a manifest on the machine says, whatever the API says. */
  addStatic(manifest: PodInput): PodWorker {
    const pod = staticPod(this.context, manifest);
    const known = this.workers.get(pod.metadata.uid);
    if (known?.isRemoved) {
      this.returning.set(known.uid, pod);
      return known;
    }
    const worker = known ?? this.takeUp(pod, true);
    this.mirrors.add(worker);
    return worker;
  }

  /** The manifest is gone from the machine. */
  removeStatic({ uid }: PodWorker): void {
    this.returning.delete(uid);
    const worker = this.workers.get(uid);
    if (!worker || worker.isRemoved) return;
    this.mirrors.forget(worker);
    if (worker.stored) this.mirrors.seen(worker.stored);
    worker.remove();
  }

  private add(pod: Pod): void {
    if (isMirror(pod)) this.mirrors.seen(pod);
    else this.takeUp(pod, false);
  }

  private remove(pod: Pod): void {
    if (isMirror(pod)) this.mirrors.gone(pod);
    else this.workers.get(pod.metadata.uid)?.remove(pod);
  }

  private change(pod: Pod, before: Pod): void {
    if (isMirror(pod)) return this.mirrors.seen(pod);
    if (pod.metadata.uid !== before.metadata.uid) {
      this.workers.get(before.metadata.uid)?.remove();
      this.takeUp(pod, false);
      return;
    }
    this.workers.get(pod.metadata.uid)?.update(pod);
  }

  /** What runs for Pods that the API has no more, since this kubelet's last life, is ended. */
  private killOrphans(): void {
    const { runtime } = this.context;
    for (const pod of [...runtime.pods.values()]) if (!this.workers.has(pod.identity.uid)) runtime.remove(pod);
  }
}
