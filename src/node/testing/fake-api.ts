import { formatTime } from '../../base/index.ts';
import type { Kernel, Process } from '../../kernel/index.ts';
import { apiServerPort, keyOf, kindRegistry, objectKey } from '../../kinds/index.ts';
import type { ApiCall, ApiReply, KubeInput, KubeObject, ObjectMeta, ResourceRequest, Status } from '../../kinds/index.ts';
import type { Exchange, Host, Reply } from '../../network/index.ts';

interface LoggedEvent {
  readonly resource: string;
  readonly revision: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

type Fields = Record<string, unknown>;

/** The smallest server that a node can talk to, for tests of the node alone: no validation, no admission, one machine. */
export class FakeApi {
  readonly kernel: Kernel;
  readonly host: Host;
  /** Requests so far that changed something, as `verb resource name`. */
  readonly writes: string[] = [];
  private readonly objects = new Map<string, KubeObject>();
  private readonly log: LoggedEvent[] = [];
  private readonly watchers = new Set<{ readonly request: ResourceRequest; readonly exchange: Exchange }>();
  private revision = 100;

  constructor(kernel: Kernel, host: Host) {
    this.kernel = kernel;
    this.host = host;
    host.stack.serve({ port: apiServerPort, name: 'apiserver', group: host.group, handler: (exchange) => this.answer(exchange) });
  }

  /** Creates an object as a person would. */
  create(input: KubeInput): KubeObject {
    const kind = kindRegistry.byKind(input.apiVersion, input.kind);
    const defaulted = (kind?.defaults?.(input) ?? input) as KubeInput;
    const generation = input.kind === 'Pod' ? { generation: 1 } : {};
    const object = {
      ...defaulted,
      metadata: {
        ...defaulted.metadata, ...generation, namespace: defaulted.metadata?.namespace ?? (kind?.namespaced ? 'default' : undefined),
        uid: `uid-${this.revision}`, creationTimestamp: formatTime(this.kernel.wallMs), resourceVersion: String(++this.revision),
      },
      ...(input.kind === 'Pod' ? { status: { phase: 'Pending', qosClass: 'BestEffort' } } : {}),
    } as unknown as KubeObject;
    this.put(kind?.plural ?? '', object, 'ADDED');
    return object;
  }

  get(resource: string, key: string): KubeObject | undefined {
    return this.objects.get(`${resource} ${key}`);
  }

  list(resource: string): KubeObject[] {
    return [...this.objects].filter(([key]) => key.startsWith(`${resource} `)).map(([, object]) => object);
  }

  /** Changes an object as a person would. */
  change(resource: string, key: string, change: (object: KubeObject) => object): void {
    const object = this.get(resource, key);
    if (!object) throw new Error(`no ${resource} ${key}`);
    this.store(resource, { ...object, ...change(object) } as KubeObject);
  }

  /** Begins a deletion; a Pod on a node waits for its kubelet. */
  delete(resource: string, key: string, graceSeconds?: number): void {
    const object = this.get(resource, key);
    if (!object) return;
    const grace = graceSeconds ?? (object.spec as { readonly terminationGracePeriodSeconds?: number }).terminationGracePeriodSeconds ?? 0;
    const isHeld = resource === 'pods' && grace > 0;
    const meta: Fields = { ...object.metadata, deletionTimestamp: formatTime(this.kernel.wallMs + grace * 1000), deletionGracePeriodSeconds: grace };
    if (isHeld || (object.metadata.finalizers?.length ?? 0) > 0) {
      this.store(resource, { ...object, metadata: meta as unknown as ObjectMeta });
      return;
    }
    this.objects.delete(`${resource} ${key}`);
    this.publish(resource, { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.revision) } }, 'DELETED');
  }

  private store(resource: string, object: KubeObject): KubeObject {
    const stored = { ...object, metadata: { ...object.metadata, resourceVersion: String(++this.revision) } };
    this.put(resource, stored, 'MODIFIED');
    return stored;
  }

  private put(resource: string, object: KubeObject, type: LoggedEvent['type']): void {
    this.objects.set(`${resource} ${objectKey(object.metadata)}`, object);
    this.publish(resource, object, type);
  }

  private publish(resource: string, object: KubeObject, type: LoggedEvent['type']): void {
    this.log.push({ resource, revision: this.revision, type, object });
    for (const { request, exchange } of this.watchers) {
      if (exchange.isClosed || request.resource !== resource || !isSelected(request, object)) continue;
      exchange.push('watch', { type, object });
    }
  }

  private *answer(exchange: Exchange): Process<Reply | undefined> {
    const { request } = exchange.request as ApiCall;
    if (request.type === 'path') return reply(404, {});
    if (request.verb === 'watch') {
      yield* this.watch(request, exchange);
      return undefined;
    }
    const key = keyOf(request.namespace, request.name ?? '');
    if (request.verb !== 'get' && request.verb !== 'list') this.writes.push(`${request.verb} ${request.resource} ${request.name ?? ''}`.trim());
    return this.respond(request, key);
  }

  private respond(request: ResourceRequest, key: string): Reply {
    const { resource } = request;
    const object = this.get(resource, key);
    switch (request.verb) {
      case 'list': {
        const items = this.list(resource).filter((one) => isSelected(request, one));
        return reply(200, { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: String(this.revision) }, items });
      }
      case 'create':
        if (request.subresource === 'token') return reply(201, { status: { token: `eyJhbGciOi.${request.name ?? ''}` } });
        return reply(201, this.create({ ...(request.body as KubeInput) }));
      case 'delete':
        this.delete(resource, key, request.options.gracePeriodSeconds);
        return reply(200, { kind: 'Status', status: 'Success' });
      default:
        if (!object) return reply(404, failure(`${resource} "${request.name ?? ''}" not found`, 'NotFound', 404));
        if (request.verb === 'get') return reply(200, object);
        return reply(200, this.store(resource, request.verb === 'patch' ? patched(object, request.body as Fields) : (request.body as KubeObject)));
    }
  }

  private *watch(request: ResourceRequest, exchange: Exchange): Process {
    exchange.reply({ kind: 'watch', payload: { type: 'api.reply', code: 200, body: {}, warnings: [], isWatch: true }, isStream: true });
    const since = Number(request.options.resourceVersion ?? 0);
    for (const { resource, revision, type, object } of this.log) {
      if (revision > since && resource === request.resource && isSelected(request, object)) exchange.push('watch', { type, object });
    }
    const watcher = { request, exchange };
    this.watchers.add(watcher);
    yield* exchange.closed.next();
    this.watchers.delete(watcher);
  }
}

function reply(code: number, body: unknown): Reply {
  return { kind: 'response', payload: { type: 'api.reply', code, body, warnings: [] } satisfies ApiReply };
}

function failure(message: string, reason: string, code: number): Status {
  return { apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', message, reason, code };
}

function isSelected(request: ResourceRequest, object: KubeObject): boolean {
  if (request.namespace !== undefined && object.metadata.namespace !== request.namespace) return false;
  const [field, value] = request.options.fieldSelector?.split('=') ?? [];
  if (field === 'metadata.name') return object.metadata.name === value;
  if (field === 'spec.nodeName') return (object.spec as { readonly nodeName?: string }).nodeName === value;
  return true;
}

/** A strategic merge as far as statuses need it: lists of conditions merge by type, everything else is replaced. */
function patched(object: KubeObject, patch: Fields): KubeObject {
  const { metadata: _metadata, status, ...rest } = patch;
  const next: Fields = { ...object, ...rest };
  const merged: Fields = { ...(object.status as Fields) };
  for (const [key, value] of Object.entries((status ?? {}) as Fields)) {
    if (key.startsWith('$')) continue;
    if (value === null) delete merged[key];
    else if (key === 'conditions') merged[key] = mergeConditions((merged[key] ?? []) as Fields[], value as Fields[]);
    else merged[key] = value;
  }
  const order = (status as Fields | undefined)?.['$setElementOrder/conditions'] as Fields[] | undefined;
  if (order) (merged['conditions'] as Fields[]).sort((a, b) => order.findIndex((one) => one['type'] === a['type']) - order.findIndex((one) => one['type'] === b['type']));
  next['status'] = merged;
  return next as unknown as KubeObject;
}

function mergeConditions(old: readonly Fields[], changes: readonly Fields[]): Fields[] {
  const byType = new Map(old.map((condition) => [condition['type'], condition]));
  for (const change of changes) {
    if (change['$patch'] === 'delete') {
      byType.delete(change['type']);
      continue;
    }
    const merged = { ...byType.get(change['type']), ...change };
    for (const key of Object.keys(merged)) if (merged[key] === null) delete merged[key];
    byType.set(change['type'], merged);
  }
  return [...byType.values()];
}
