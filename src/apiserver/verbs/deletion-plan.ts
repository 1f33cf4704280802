// What deleting an object comes to: marking it, waiting, or removing it.
// Upstream: k8s.io/apiserver pkg/registry/rest/delete.go and generic/registry/store.go

import { deepEqual, formatTime, parseTime } from '../../base/index.ts';
import type { AnyKind, KubeObject, ObjectMeta, RequestOptions } from '../../kinds/index.ts';
import { conflict } from '../failures.ts';
import { holdsItself, markTerminating } from './namespace-deletion.ts';
import { propagationOf } from './delete-options.ts';

/** The finalizers by which the garbage collector is asked to look after dependents. */
export const orphanFinalizer = 'orphan';
export const foregroundFinalizer = 'foregroundDeletion';

/** The next step of a deletion. */
export type DeletionStep =
  | { readonly step: 'wait' } // it is under way already, and nothing is to be changed
  | { readonly step: 'mark'; readonly next: KubeObject; readonly isLast: boolean } // written; then removed if it is the last mark
  | { readonly step: 'remove' };

/** Throws the answer to preconditions that the object does not meet. */
export function checkPreconditions(kind: AnyKind, { metadata }: KubeObject, { preconditions }: RequestOptions): void {
  if (!preconditions) return;
  const subject = { group: kind.group, resource: kind.kind };
  const { uid, resourceVersion } = preconditions;
  if (uid !== undefined && uid !== metadata.uid) {
    throw conflict(subject, metadata.name,
      `the UID in the precondition (${uid}) does not match the UID in record (${metadata.uid}). The object might have been deleted and then recreated`);
  }
  if (resourceVersion !== undefined && resourceVersion !== metadata.resourceVersion) {
    throw conflict(subject, metadata.name,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${metadata.resourceVersion}). The object might have been modified`);
  }
}

/** Plans the deletion of an object as it is now. */
export function planDeletion(kind: AnyKind, object: KubeObject, options: RequestOptions, nowMs: number): DeletionStep {
  if (kind.markForDeletion && object.metadata.deletionTimestamp === undefined) {
    return { step: 'mark', next: kind.markForDeletion(object, formatTime(nowMs)), isLast: false };
  }
  const grace = planGrace(kind, object, options, nowMs);
  if (grace === 'pending') return { step: 'wait' };
  const finalizers = finalizersAfter(kind, object, options);
  const isHeld = finalizers.length > 0 || holdsItself(kind, object);
  if (grace) {
    const next = withMetadata(object, { ...grace.metadata, ...finalizersField(finalizers, object) });
    return { step: 'mark', next: markTerminating(kind, next), isLast: !isHeld && grace.seconds === 0 };
  }
  if (!isHeld) return { step: 'remove' };
  const next = markTerminating(kind, withMetadata(object, { ...markedNow(object, nowMs), ...finalizersField(finalizers, object) }));
  return deepEqual(next, object) ? { step: 'wait' } : { step: 'mark', next, isLast: false };
}

interface Grace {
  readonly seconds: number;
  readonly metadata: Partial<ObjectMeta>;
}

/** The grace that the deletion gives: none, one that runs already, or a new or shorter one. */
function planGrace(kind: AnyKind, object: KubeObject, options: RequestOptions, nowMs: number): Grace | 'pending' | undefined {
  const { metadata } = object;
  if (!kind.deletionGraceSeconds) return undefined;
  const requested = options.gracePeriodSeconds === undefined ? undefined : atLeastASecondUnlessZero(options.gracePeriodSeconds);
  if (metadata.deletionTimestamp !== undefined) {
    const running = metadata.deletionGracePeriodSeconds;
    if (running === undefined || running === 0) return undefined;
    if (requested === undefined || requested >= running) return 'pending';
    const endMs = (parseTime(metadata.deletionTimestamp) ?? nowMs) + (requested - running) * 1000;
    return { seconds: requested, metadata: { deletionTimestamp: formatTime(endMs), deletionGracePeriodSeconds: requested } };
  }
  const seconds = kind.deletionGraceSeconds(object, requested);
  if (seconds === undefined) return undefined;
  return {
    seconds,
    metadata: {
      deletionTimestamp: formatTime(nowMs + seconds * 1000),
      deletionGracePeriodSeconds: seconds,
      ...(metadata.generation === undefined ? {} : { generation: metadata.generation + 1 }),
    },
  };
}

/** Negative periods are taken as one second. */
function atLeastASecondUnlessZero(seconds: number): number {
  return seconds < 0 ? 1 : seconds;
}

function markedNow({ metadata }: KubeObject, nowMs: number): Partial<ObjectMeta> {
  const { deletionTimestamp, generation } = metadata;
  const now = formatTime(nowMs);
  const isFirst = deletionTimestamp === undefined;
  return {
    deletionTimestamp: isFirst || deletionTimestamp > now ? now : deletionTimestamp,
    deletionGracePeriodSeconds: 0,
    ...(isFirst && generation !== undefined ? { generation: generation + 1 } : {}),
  };
}

/** The finalizers with those for the garbage collector as the request wants them. */
function finalizersAfter(kind: AnyKind, { metadata }: KubeObject, options: RequestOptions): readonly string[] {
  const present = metadata.finalizers ?? [];
  const wanted = garbageFinalizer(kind, present, options);
  const others = present.filter((finalizer) => finalizer !== orphanFinalizer && finalizer !== foregroundFinalizer);
  return wanted === undefined ? others : [...others, wanted];
}

function garbageFinalizer(kind: AnyKind, present: readonly string[], options: RequestOptions): string | undefined {
  const propagationPolicy = propagationOf(options);
  if (propagationPolicy === 'Orphan') return orphanFinalizer;
  if (propagationPolicy === 'Foreground') return foregroundFinalizer;
  if (propagationPolicy === 'Background') return undefined;
  if (present.includes(orphanFinalizer)) return orphanFinalizer;
  if (present.includes(foregroundFinalizer)) return foregroundFinalizer;
  return kind.defaultPropagation === 'Orphan' ? orphanFinalizer : undefined;
}

function finalizersField(finalizers: readonly string[], { metadata }: KubeObject): Partial<ObjectMeta> {
  return metadata.finalizers === undefined && finalizers.length === 0 ? {} : { finalizers };
}

function withMetadata(object: KubeObject, changes: Partial<ObjectMeta>): KubeObject {
  const metadata: ObjectMeta = { ...object.metadata, ...changes };
  if (metadata.finalizers?.length !== 0) return { ...object, metadata };
  const { finalizers: _, ...rest } = metadata;
  return { ...object, metadata: rest };
}

/** Whether a write removes the object: one that nothing holds any more and whose grace was over before, also when nobody deletes it just now. */
export function endsDeletion(kind: AnyKind, next: KubeObject, previous: KubeObject): boolean {
  if ((next.metadata.finalizers?.length ?? 0) > 0 || holdsItself(kind, next)) return false;
  return previous.metadata.deletionTimestamp !== undefined && (previous.metadata.deletionGracePeriodSeconds ?? 0) === 0;
}
