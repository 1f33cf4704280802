import { isObject } from '../base/index.ts';
import type { RefusalRecord, WriteRecord } from '../apiserver/index.ts';
import type { Trace, TraceId, TraceRecord } from '../kernel/index.ts';
import type { StoreEvent } from '../etcd/index.ts';
import { objectId } from '../protocol/index.ts';
import { kindWord } from './kind-names.ts';
import type { EntityId } from '../protocol/index.ts';
import { isRequestRecord } from './rows/tables.ts';

/** A write that etcd committed, as the trace keeps it. */
export interface EtcdWrite {
  readonly type: 'etcd-write';
  readonly revision: number;
  readonly index: number;
  readonly events: readonly StoreEvent[];
}

/** What a person or the page did, as the trace keeps it. */
export interface InputRecord {
  readonly type: 'input';
  readonly command: string;
  readonly file?: string;
  readonly line?: number;
}

/** A member of etcd that became something else, as the trace keeps it. */
export interface RoleChange {
  readonly type: 'raft-role';
  readonly member: string;
  readonly role: string;
  readonly term: number;
}

/** A controller that took up a key. */
export interface ReconcileRecord {
  readonly type: 'reconcile';
  readonly controller: string;
  readonly key: string;
}

/** Writes that are remembered of one object, the newest. */
const writesKept = 20;
/** Objects whose writes are remembered. */
const objectsKept = 20_000;
/** Refusals that are remembered. */
const refusalsKept = 1_000;
/** Objects whose chain of causes is kept, and its length. */
const chainsKept = 3_000;
const chainLength = 300;
/** Faults that are remembered of one machine. */
const faultsKept = 50;
/** A refusal is at most so many records after its request. */
const refusalDepth = 40;

/** Where in the trace the story of each object is: its writes, and why requests were refused. */
export class Story {
  private readonly trace: Trace;
  private readonly writes = new Map<EntityId, TraceId[]>();
  private readonly refusals = new Map<TraceId, RefusalRecord>();
  private readonly chains = new Map<EntityId, readonly TraceRecord[]>();
  private readonly origins = new Map<EntityId, readonly TraceRecord[]>();
  private readonly roleChanges = new Map<string, TraceId>();
  private readonly faults = new Map<string, TraceRecord[]>();
  /** When the newest revisions were committed; emptied by whoever has read it. */
  readonly revisionTimes = new Map<number, number>();

  constructor(trace: Trace) {
    this.trace = trace;
  }

  /** Takes in a record of the trace. */
  observe(record: TraceRecord): void {
    const { kind, subject } = record;
    if (kind === 'write') {
      if (isWriteRecord(subject)) this.noteWrite(record.id, subject);
      else if (isEtcdWrite(subject)) this.revisionTimes.set(subject.revision, record.atMs);
    } else if (kind === 'decision' && isRefusal(subject)) {
      this.noteRefusal(record, subject);
    } else if (kind === 'decision' && isRoleChange(subject)) {
      this.roleChanges.set(subject.member, record.id);
    } else if (kind === 'fault' && isFault(subject)) {
      this.noteFault(record, subject.words);
    }
  }

  /** The record of the member's last change of role. */
  roleChangeOf(member: string): TraceId | undefined {
    return this.roleChanges.get(member);
  }

  /** Keeps the chain of the object's newest write, beyond what the trace remembers. */
  keepChain(id: EntityId): void {
    const newest = this.writes.get(id)?.at(-1);
    const chain = newest === undefined ? undefined : this.trace.causesOf(newest, chainLength).reverse();
    if (!chain || chain.length === 0) return;
    this.chains.delete(id);
    this.chains.set(id, chain);
    if (this.chains.size > chainsKept) forgetFirst(this.chains);
    if (this.origins.has(id)) return;
    this.origins.set(id, chain);
    if (this.origins.size > chainsKept) forgetFirst(this.origins);
  }

  /** The chain of the object's first write that was kept, oldest first: what it goes back to, however long ago. */
  originOf(id: EntityId): readonly TraceRecord[] {
    return this.origins.get(id) ?? [];
  }

  /** The kept chain of the object's newest write, oldest first. */
  keptChain(id: EntityId): readonly TraceRecord[] {
    return this.chains.get(id) ?? [];
  }

  /** The records of the object's writes that are still known, oldest first. */
  writesOf(id: EntityId): readonly TraceId[] {
    return this.writes.get(id) ?? [];
  }

  /** What was done to a machine, or to a process on it, oldest first. */
  faultsOf(machine: string): readonly TraceRecord[] {
    return this.faults.get(machine) ?? [];
  }

  /** Why the request was refused, if it was. */
  refusalOf(request: TraceId): RefusalRecord | undefined {
    return this.refusals.get(request);
  }

  private noteWrite(id: TraceId, { kind, apiVersion, namespace, name }: WriteRecord): void {
    if (kind === 'Event' || kind === 'Lease') return;
    const object = objectId({ kind: kindWord({ kind, apiVersion }), namespace, name });
    const known = this.writes.get(object);
    if (known) {
      known.push(id);
      if (known.length > writesKept) known.shift();
      return;
    }
    this.writes.set(object, [id]);
    if (this.writes.size > objectsKept) forgetFirst(this.writes);
  }

  /** Machines stand among a fault's words by name, alone (`worker-2`), with a process (`worker-2/kubelet`) or together (`worker-1,worker-2`). */
  private noteFault(record: TraceRecord, words: readonly string[]): void {
    for (const name of new Set(words.flatMap((word) => word.split(',')).map((part) => part.replace(/\/.*$/, '')))) {
      this.faults.set(name, [...(this.faults.get(name) ?? []), record].slice(-faultsKept));
    }
  }

  private noteRefusal(record: TraceRecord, refusal: RefusalRecord): void {
    let cause = this.trace.get(record.cause);
    for (let depth = 0; cause && depth < refusalDepth; depth++) {
      if (cause.kind === 'step' && isRequestRecord(cause.subject)) {
        this.refusals.set(cause.id, refusal);
        if (this.refusals.size > refusalsKept) forgetFirst(this.refusals);
        return;
      }
      cause = this.trace.get(cause.cause);
    }
  }
}

function forgetFirst(map: Map<unknown, unknown>): void {
  for (const key of map.keys()) {
    map.delete(key);
    return;
  }
}

function hasType(subject: unknown, type: string): boolean {
  return isObject(subject) && subject['type'] === type;
}

/** Whether it tells of a write that the API server answered. */
export function isWriteRecord(subject: unknown): subject is WriteRecord {
  return hasType(subject, 'api.write');
}

/** Whether it tells of a write that etcd committed. */
export function isEtcdWrite(subject: unknown): subject is EtcdWrite {
  return hasType(subject, 'etcd-write');
}

/** Whether it tells of something that was typed or done from outside. */
export function isInput(subject: unknown): subject is InputRecord {
  return hasType(subject, 'input');
}

/** Whether it tells of a controller at work. */
export function isReconcile(subject: unknown): subject is ReconcileRecord {
  return hasType(subject, 'reconcile');
}

/** Whether it tells of a refusal of the API server. */
export function isRefusal(subject: unknown): subject is RefusalRecord {
  return hasType(subject, 'api.refused');
}

/** Whether it tells of a member's change of role. */
export function isRoleChange(subject: unknown): subject is RoleChange {
  return hasType(subject, 'raft-role');
}

/** Whether it tells of a fault that was made. */
export function isFault(subject: unknown): subject is { readonly type: 'fault'; readonly words: readonly string[] } {
  return hasType(subject, 'fault');
}
