// Changing objects that are on the server by the patch between what they are and what they are to be.
// Upstream: k8s.io/kubectl pkg/cmd/set/helper.go CalculatePatches

import type { Process } from '../../kernel/index.ts';
import type { Kubectl } from '../core/kubectl.ts';
import type { AnyObject } from '../core/object.ts';
import { changeCause, recorded } from '../core/recording.ts';
import { mergePatchBetween } from '../patch/merge.ts';
import { schemaOf } from '../patch/schema.ts';
import { twoWayPatch } from '../patch/strategic.ts';
import { dryRunOf } from '../printers/output.ts';
import { isLocal } from './builder.ts';
import type { Info } from './fetch.ts';
import { writeOptions } from '../verbs/create/create-object.ts';

/** Notes the command line on an object by a patch of its own, if it is to be noted; gives the object as it is then. */
export function* noteCause(kubectl: Kubectl, { mapping, namespace, name }: Info, object: AnyObject): Process<AnyObject> {
  const annotations = changeCause(kubectl);
  if (!annotations || dryRunOf(kubectl) !== 'none' || isLocal(kubectl)) return object;
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'merge', body: { metadata: { annotations } }, options: writeOptions(kubectl) })) as AnyObject;
}

/** Sends the difference; gives the object as it is then, and undefined when there was none. */
export function* sendChange(kubectl: Kubectl, info: Info, changed: AnyObject): Process<AnyObject | undefined> {
  const next = recorded(kubectl, changed);
  const isTyped = schemaOf(next) !== undefined;
  const body = isTyped ? twoWayPatch(info.object, next) : mergePatchBetween(info.object, next);
  if (Object.keys(body).length === 0) return undefined;
  if (dryRunOf(kubectl) === 'client' || isLocal(kubectl)) return next;
  const { mapping, namespace, name } = info;
  const patchType = isTyped ? 'strategic' : 'merge';
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType, body, options: writeOptions(kubectl) })) as AnyObject;
}
