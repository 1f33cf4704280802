// An object as the server says that it would be.
// Upstream: k8s.io/kubectl pkg/cmd/diff/diff.go (InfoObject)

import type { Process } from '../../../kernel/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import type { AnyObject } from '../../core/object.ts';
import { lastApplied, withoutLastApplied } from '../../patch/last-applied.ts';
import { threeWayMergePatch } from '../../patch/merge.ts';
import { schemaOf } from '../../patch/schema.ts';
import { threeWayPatch } from '../../patch/strategic.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { applyManager } from '../apply/server-side.ts';
import { asNew } from '../create/create-object.ts';

/** An object as it is, and as it would be. */
export interface Versions {
  readonly live: AnyObject | undefined;
  readonly merged: AnyObject;
}

/** How often an object is read anew when it changes meanwhile. Upstream: maxRetries */
const attempts = 4;

/** The object as it is and as it would be; the last attempt asks whatever others do. */
export function* versionsOf(kubectl: Kubectl, target: FileTarget): Process<Versions> {
  for (let attempt = 1; ; attempt++) {
    const live = yield* readLive(kubectl, target);
    const isLast = attempt === attempts;
    const { group, version, kind } = target.mapping;
    if (isLast) yield* kubectl.log('W', 'diff.go:723', `Object (${group}/${version}, Kind=${kind}: ${target.name}) keeps changing, diffing without lock`);
    try {
      return { live, merged: yield* mergedOf(kubectl, target, live) };
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict' || isLast) throw error;
    }
  }
}

function* readLive(kubectl: Kubectl, { mapping, namespace, name }: FileTarget): Process<AnyObject | undefined> {
  try {
    return (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
  } catch (error) {
    if (!(error instanceof ApiError) || error.reason !== 'NotFound') throw error;
    return undefined;
  }
}

function* mergedOf(kubectl: Kubectl, target: FileTarget, live: AnyObject | undefined): Process<AnyObject> {
  const { mapping, namespace, name } = target;
  const { flags } = kubectl;
  const options = { dryRun: true, fieldManager: applyManager(kubectl) };
  if (flags.bool('server-side')) {
    return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'apply', body: target.object, options: { ...options, force: flags.bool('force-conflicts') } })) as AnyObject;
  }
  const modified = withoutLastApplied(target.object);
  if (!live) return (yield* kubectl.api.ask('create', { mapping, namespace, body: asNew(target.object), options })) as AnyObject;
  const isTyped = schemaOf(modified) !== undefined;
  const body = (isTyped ? threeWayPatch : threeWayMergePatch)(lastApplied(live) ?? {}, modified, live);
  if (Object.keys(body).length === 0) return live;
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: isTyped ? 'strategic' : 'merge', body, options })) as AnyObject;
}
