import type { Process } from '../kernel/index.ts';
import type {
  Kind, KubeInput, KubeObject, ObjectList, PatchType, RequestOptions, ResourceRequest, Scale, Verb, WatchEvent,
} from '../kinds/index.ts';
import type { ApiClient } from './api-client.ts';
import type { Reply, ReplyStream } from '../network/index.ts';
import { replyTo } from './reply.ts';

/** Where an object is; `namespace` is absent for kinds without. */
export interface ObjectName {
  readonly namespace?: string | undefined;
  readonly name: string;
}

interface Target {
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
  readonly subresource?: string | undefined;
  readonly body?: unknown;
  readonly patchType?: PatchType;
  readonly options?: RequestOptions | undefined;
}

/** A watch that is open: the events as they come. */
export interface WatchStream<Stored> {
  /** The next event; undefined when the server has ended the watch. Throws NetworkError. */
  next(): Process<WatchEvent<Stored> | undefined>;
  /** An event that is here already. */
  tryNext(): WatchEvent<Stored> | undefined;
  cancel(): void;
}

const noOptions: RequestOptions = Object.freeze({});

/** The verbs of the API for one kind, with its types. Each throws ApiError or NetworkError. */
export class ResourceClient<Input extends KubeInput, Stored extends KubeObject> {
  readonly kind: Kind<Input, Stored>;
  private readonly client: ApiClient;

  constructor(client: ApiClient, kind: Kind<Input, Stored>) {
    this.client = client;
    this.kind = kind;
  }

  get(at: ObjectName, options?: RequestOptions): Process<Stored> {
    return this.ask('get', { namespace: at.namespace, name: at.name, options });
  }

  *list(namespace?: string, options?: RequestOptions): Process<ObjectList<Stored>> {
    const reply = yield* this.client.request(this.make('list', { namespace, options }));
    return reply.body as ObjectList<Stored>;
  }

  *watch(namespace?: string, options?: RequestOptions): Process<WatchStream<Stored>> {
    const { stream } = yield* this.client.stream(this.make('watch', { namespace, options }));
    return new EventStream<Stored>(stream);
  }

  create(object: Input, options?: RequestOptions): Process<Stored> {
    return this.ask('create', { namespace: object.metadata?.namespace, body: object, options });
  }

  /** Creates something below an object: a binding, an eviction. */
  *createSubresource(at: ObjectName, subresource: string, body: unknown, options?: RequestOptions): Process<unknown> {
    const reply = yield* this.client.request(this.make('create', { namespace: at.namespace, name: at.name, subresource, body, options }));
    return reply.body;
  }

  update(object: Input | Stored, options?: RequestOptions): Process<Stored> {
    return this.ask('update', { namespace: object.metadata?.namespace, name: object.metadata?.name ?? '', body: object, options });
  }

  updateStatus(object: Stored, options?: RequestOptions): Process<Stored> {
    return this.ask('update', { namespace: object.metadata.namespace, name: object.metadata.name, subresource: 'status', body: object, options });
  }

  /** Replaces a part of an object that has a subresource of its own, as a decision about a request for a certificate. */
  updateSubresource(object: Stored, subresource: string): Process<Stored> {
    return this.ask('update', { namespace: object.metadata.namespace, name: object.metadata.name, subresource, body: object });
  }

  /** How many replicas an object wants and has; of whatever kind it is. */
  *getScale(at: ObjectName): Process<Scale> {
    const reply = yield* this.client.request(this.make('get', { namespace: at.namespace, name: at.name, subresource: 'scale' }));
    return reply.body as Scale;
  }

  /** Says how many replicas it is to have. */
  *updateScale(scale: Scale): Process<Scale> {
    const { namespace, name } = scale.metadata;
    const reply = yield* this.client.request(this.make('update', { namespace, name, subresource: 'scale', body: scale }));
    return reply.body as Scale;
  }

  /** Replaces the finalizers of a namespace's spec. */
  finalize(object: Stored): Process<Stored> {
    return this.ask('update', { name: object.metadata.name, subresource: 'finalize', body: object });
  }

  patch(at: ObjectName, patchType: PatchType, body: unknown, options?: RequestOptions, subresource?: string): Process<Stored> {
    return this.ask('patch', { namespace: at.namespace, name: at.name, subresource, body, patchType, options });
  }

  /** A strategic merge patch of the status. */
  patchStatus(at: ObjectName, body: unknown): Process<Stored> {
    return this.patch(at, 'strategic', body, undefined, 'status');
  }

  *delete(at: ObjectName, options?: RequestOptions): Process<void> {
    yield* this.client.request(this.make('delete', { namespace: at.namespace, name: at.name, options }));
  }

  *deleteCollection(namespace: string | undefined, options?: RequestOptions): Process<void> {
    yield* this.client.request(this.make('deletecollection', { namespace, options }));
  }

  private ask(verb: Verb, target: Target): Process<Stored> {
    return this.client.ask(this.make(verb, target), bodyOf) as Process<Stored>;
  }

  private make(verb: Verb, target: Target): ResourceRequest {
    const { group, version, resource } = this.kind.gvr;
    const { credentials, userAgent } = this.client.config;
    const { namespace, name, subresource, body, patchType, options = noOptions } = target;
    const request: Growing<ResourceRequest> = { type: 'resource', verb, group, version, resource, options, as: 'object', credentials, userAgent };
    if (subresource !== undefined) request.subresource = subresource;
    if (namespace !== undefined) request.namespace = namespace;
    if (name !== undefined) request.name = name;
    if (body !== undefined) request.body = body;
    if (patchType !== undefined) request.patchType = patchType;
    return request;
  }
}

function bodyOf(answer: Reply): unknown {
  return replyTo(answer).body;
}

/** While it is being made: spreading optional parts is dear, and every request comes by here. */
type Growing<Made> = { -readonly [Field in keyof Made]: Made[Field] };

/** The payloads of a stream as watch events. */
class EventStream<Stored> implements WatchStream<Stored> {
  private readonly stream: ReplyStream;

  constructor(stream: ReplyStream) {
    this.stream = stream;
  }

  next(): Process<WatchEvent<Stored> | undefined> {
    return this.stream.next() as Process<WatchEvent<Stored> | undefined>;
  }

  tryNext(): WatchEvent<Stored> | undefined {
    return this.stream.tryNext() as WatchEvent<Stored> | undefined;
  }

  cancel(): void {
    this.stream.cancel();
  }
}
