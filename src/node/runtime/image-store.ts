// Upstream: pkg/kubelet/images (puller) and containerd's image service
import { Mailbox, Signal, join, sleep } from '../../kernel/index.ts';
import type { Kernel, Process, ProcessGroup } from '../../kernel/index.ts';
import { Disk, DiskSpace } from '../../machine/index.ts';
import type { Image } from '../../machine/index.ts';
import { NetworkError } from '../../network/index.ts';
import type { ReplyStream, Stack } from '../../network/index.ts';
import { limits } from '../limits.ts';
import { imageSize } from './image.ts';
import type { ImageAnswer, ImageCatalogue } from './image.ts';
import { registryPort } from './registry.ts';
import type { LayerPart, RegistryManifest, RegistryRequest } from './registry.ts';
import type { ImageReference } from './reference.ts';

/** An image on a node: its content unpacked once, shared by all containers. */
export interface StoredImage {
  /** `docker.io/library/nginx:1.27`, and other names with a tag under which it came. */
  readonly tags: string[];
  readonly image: Image;
  /** `docker.io/library/nginx@sha256:…` */
  readonly id: string;
  readonly files: Disk;
  /** As what it was pulled, without tags and digests; undefined for one that was on the machine before. */
  pulledAs: Set<string> | undefined;
}

/** How a pull ended. */
export type PullResult =
  | { readonly image: StoredImage; readonly tookMs: number }
  | { readonly error: string };

/** A pull that waits or is under way; what the inspector shows. */
export interface Pull {
  readonly reference: ImageReference;
  readonly askedMs: number;
  startedMs: number | undefined;
  totalBytes: number;
  doneBytes: number;
  result: PullResult | undefined;
  readonly done: Signal;
}

/** Where images come from: a registry machine's address, or without one a catalogue itself, at the same speed. */
export interface ImageSource {
  readonly address?: string;
  readonly catalogue?: ImageCatalogue;
  /** kubelet --serialize-image-pulls: one pull at a time, unless said otherwise. */
  readonly isSerial?: boolean;
}

/** The images of a node and the pulls that bring them. */
export class ImageStore {
  readonly images = new Map<string, StoredImage>();
  readonly pulls = new Set<Pull>();
  /** Called when an image was added. */
  onAdded: () => void = () => undefined;
  private readonly layers = new Set<string>();
  private readonly kernel: Kernel;
  private readonly stack: Stack;
  private readonly source: ImageSource;
  private readonly queue: Mailbox<Pull>;

  constructor(kernel: Kernel, stack: Stack, source: ImageSource) {
    this.kernel = kernel;
    this.stack = stack;
    this.source = source;
    this.queue = new Mailbox(kernel, 'image pulls');
  }

  get({ full, repository, digest }: ImageReference): StoredImage | undefined {
    return this.images.get(digest === undefined ? full : `${repository}@${digest}`);
  }

  /** Asks for a pull; `done` of what is returned is notified at its end. */
  request(reference: ImageReference): Pull {
    const pull: Pull = {
      reference, askedMs: this.kernel.nowMs, startedMs: undefined, totalBytes: 0, doneBytes: 0, result: undefined,
      done: new Signal(`the pull of ${reference.full}`),
    };
    this.pulls.add(pull);
    this.queue.push(pull);
    return pull;
  }

  /** Puts an image there without a pull: preloaded on the machine. */
  preload(reference: ImageReference, image: Image): void {
    this.store(reference, image);
  }

  /** The process that pulls, one after the other or all at once. */
  *run(group: ProcessGroup): Process<never> {
    this.pulls.clear(); // nobody waits any more for what an earlier life of the kubelet has asked for
    while (this.queue.size > 0) this.queue.tryTake();
    for (;;) {
      const pull = yield* this.queue.take();
      if (!pull) continue;
      const running = this.kernel.spawn(`pull ${pull.reference.full}`, this.pull(pull), group);
      if (this.source.isSerial ?? true) yield* join(running);
    }
  }

  private *pull(pull: Pull): Process {
    const { kernel } = this;
    pull.startedMs = kernel.nowMs;
    const result = yield* this.fetch(pull);
    pull.result = typeof result === 'string'
      ? { error: result }
      : { image: this.store(pull.reference, result), tookMs: kernel.nowMs - pull.startedMs };
    this.pulls.delete(pull);
    pull.done.notify();
  }

  /** The image, or why it cannot be had. */
  private *fetch(pull: Pull): Process<Image | string> {
    const { full, path, tag, domain } = pull.reference;
    const failed = `failed to pull and unpack image "${full}": `;
    try {
      const answer = yield* this.resolve(pull.reference);
      switch (answer.verdict) {
        case 'no-such-tag':
          return `rpc error: code = NotFound desc = ${failed}failed to resolve image: ${full}: not found`;
        case 'no-such-repository':
          return `${failed}failed to resolve image: pull access denied, repository does not exist or may require authorization: server message: insufficient_scope: authorization failed`;
        case 'failed':
          return `${failed}${answer.message}`;
        case 'found':
          yield* this.fetchLayers(pull, answer.image);
          return answer.image;
      }
    } catch (error) {
      if (!(error instanceof NetworkError)) throw error;
      const server = domain === 'docker.io' ? 'registry-1.docker.io' : domain;
      return `${failed}failed to resolve image: failed to do request: Head "https://${server}/v2/${path}/manifests/${tag}": ${error.message}`;
    }
  }

  private *resolve(reference: ImageReference): Process<ImageAnswer> {
    if (this.source.address === undefined) {
      yield* sleep(this.kernel.random(`registry ${this.stack.host.name}`).between(20, 40));
      return this.source.catalogue?.find(reference) ?? { verdict: 'no-such-repository' };
    }
    const reply = yield* this.stack.call({
      address: this.source.address, port: registryPort, kind: 'traffic', timeoutMs: 30_000,
      payload: { type: 'registry.manifest', reference } satisfies RegistryRequest,
    });
    return (reply.payload as RegistryManifest).answer;
  }

  private *fetchLayers(pull: Pull, image: Image): Process {
    const missing = image.layers.filter((layer) => !this.layers.has(layer.digest));
    for (const layer of missing) pull.totalBytes += layer.sizeBytes;
    for (const layer of missing) {
      if (this.source.address === undefined) yield* this.passTime(pull, layer.sizeBytes);
      else yield* this.fetchLayer(pull, this.source.address, layer);
      yield* sleep(layer.sizeBytes / limits.unpackBytesPerMs);
      this.layers.add(layer.digest);
    }
  }

  private *passTime(pull: Pull, bytes: number): Process {
    yield* sleep(bytes / limits.pullBytesPerMs);
    pull.doneBytes += bytes;
  }

  private *fetchLayer(pull: Pull, address: string, layer: { readonly digest: string; readonly sizeBytes: number }): Process {
    const payload: RegistryRequest = { type: 'registry.layer', ...layer };
    const { stream } = yield* this.stack.call({ address, port: registryPort, kind: 'traffic', timeoutMs: 30_000, payload });
    if (stream) yield* this.receive(pull, stream);
  }

  private *receive(pull: Pull, stream: ReplyStream): Process {
    try {
      for (let part = yield* stream.next(); part; part = yield* stream.next()) pull.doneBytes += (part as LayerPart).bytes;
    } finally {
      stream.cancel();
    }
  }

  /** All images, each once. */
  all(): Iterable<StoredImage> {
    return new Set(this.images.values());
  }

  private store(reference: ImageReference, image: Image): StoredImage {
    const id = `${reference.repository}@${image.digest}`;
    const stored = this.images.get(id) ?? this.unpack(id, image);
    if (reference.digest !== undefined || stored.tags.includes(reference.full)) return stored;
    const former = this.images.get(reference.full);
    former?.tags.splice(former.tags.indexOf(reference.full), 1);
    stored.tags.push(reference.full);
    this.images.set(reference.full, stored);
    return stored;
  }

  private unpack(id: string, image: Image): StoredImage {
    const files = new Disk(() => 0, new DiskSpace(Number.POSITIVE_INFINITY));
    for (const directory of ['/etc', '/tmp', '/dev', '/proc', '/var/run/secrets/kubernetes.io/serviceaccount']) {
      files.makeDirectory(directory, { parents: true });
    }
    image.fill(files);
    files.changeMode('/tmp', 0o1777);
    const stored: StoredImage = { tags: [], image, files, id, pulledAs: undefined };
    for (const layer of image.layers) this.layers.add(layer.digest);
    this.images.set(id, stored);
    this.onAdded();
    return stored;
  }

  /** Bytes that images take on the disk. */
  get usedBytes(): number {
    let bytes = 0;
    for (const { image } of this.all()) bytes += imageSize(image);
    return bytes;
  }
}
