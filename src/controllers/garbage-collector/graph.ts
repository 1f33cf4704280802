// Upstream: pkg/controller/garbagecollector (graph.go, graph_builder.go)
import { FewMap } from '../../base/index.ts';
import type { Informer } from '../../client/index.ts';
import { objectKey } from '../../kinds/index.ts';
import type { AnyKind, KubeObject, ObjectKey } from '../../kinds/index.ts';

/** An object as the collector sees it: its kind and where it is; the object itself may have changed since. */
export interface GraphNode {
  readonly kind: AnyKind;
  readonly object: KubeObject;
}

/** What has changed: an object that is there, with what it was before if it was known, or one that is gone. */
export type GraphChange = (node: GraphNode, event: 'present' | 'gone', previous?: KubeObject) => void;

/** Who owns whom, from the informers of every kind. */
export class OwnershipGraph {
  private readonly byUid = new Map<string, GraphNode>();
  private readonly dependents = new Map<string, FewMap<string, GraphNode>>();
  private readonly onChange: GraphChange;

  /** @param onChange called after each change is in the graph */
  constructor(onChange: GraphChange) {
    this.onChange = onChange;
  }

  follow(kind: AnyKind, informer: Informer<KubeObject>): void {
    informer.onChange({
      added: (object) => this.put({ kind, object }),
      updated: (object, previous) => {
        this.forgetOwners(previous);
        this.put({ kind, object }, previous);
      },
      deleted: (object) => this.remove({ kind, object }),
    });
  }

  /** Forgets all objects of a kind that is no more. */
  forget({ apiVersion, kind }: { readonly apiVersion: string; readonly kind: string }): void {
    for (const node of [...this.byUid.values()]) if (node.kind.apiVersion === apiVersion && node.kind.kind === kind) this.remove(node);
  }

  get(uid: string): GraphNode | undefined {
    return this.byUid.get(uid);
  }

  /** The objects that name `uid` as an owner. */
  dependentsOf(uid: string): readonly GraphNode[] {
    return [...(this.dependents.get(uid)?.values() ?? [])];
  }

  private put(node: GraphNode, previous?: KubeObject): void {
    const { uid, ownerReferences = [] } = node.object.metadata;
    this.byUid.set(uid, node);
    for (const owner of ownerReferences) {
      const siblings = this.dependents.get(owner.uid);
      if (siblings) siblings.set(uid, node);
      else this.dependents.set(owner.uid, new FewMap<string, GraphNode>().set(uid, node));
    }
    this.onChange(node, 'present', previous);
  }

  private remove(node: GraphNode): void {
    this.byUid.delete(node.object.metadata.uid);
    this.forgetOwners(node.object);
    this.onChange(node, 'gone');
  }

  private forgetOwners(object: KubeObject): void {
    for (const owner of object.metadata.ownerReferences ?? []) {
      const siblings = this.dependents.get(owner.uid);
      siblings?.delete(object.metadata.uid);
      if (siblings?.size === 0) this.dependents.delete(owner.uid);
    }
  }
}

/** A queue key that names an object of any kind, and back. */
export function graphKey({ kind, object }: GraphNode): string {
  return `${kind.apiVersion} ${kind.kind} ${objectKey(object.metadata)} ${object.metadata.uid}`;
}

export interface GraphKeyParts {
  readonly apiVersion: string;
  readonly kind: string;
  readonly key: ObjectKey;
  readonly uid: string;
}

export function parseGraphKey(text: string): GraphKeyParts {
  const [apiVersion = '', kind = '', key = '', uid = ''] = text.split(' ');
  return { apiVersion, kind, key, uid };
}

/** Whether an owner that is deleted in the foreground waits for this dependent. */
export function blocks({ metadata: { ownerReferences } }: KubeObject, ownerUid: string): boolean {
  return ownerReferences?.some(({ uid, blockOwnerDeletion }) => uid === ownerUid && blockOwnerDeletion) ?? false;
}

/** Whether the object waits, being deleted, until its dependents are gone. */
export function isDeletingDependents(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers?.includes('foregroundDeletion') ?? false);
}

/** Whether the object waits, being deleted, until its dependents are orphans. */
export function isOrphaning(object: KubeObject): boolean {
  return object.metadata.deletionTimestamp !== undefined && (object.metadata.finalizers?.includes('orphan') ?? false);
}

/** What kinds are followed: those that can be listed, watched and deleted, each once; Events never own nor are owned. */
export function isCollectable(kind: AnyKind): boolean {
  return !kind.view && ['list', 'watch', 'delete'].every((verb) => kind.verbs.includes(verb)) && kind.kind !== 'Event';
}

