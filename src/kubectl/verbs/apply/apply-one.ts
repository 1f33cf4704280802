// One object applied by the client: created, or patched with what differs between file, last file and server.
// Upstream: k8s.io/kubectl pkg/cmd/apply/apply.go applyOneObject, patcher.go

import { goJson, quote } from '../../../base/index.ts';
import type { Process } from '../../../kernel/index.ts';
import { ApiError, lastAppliedAnnotation } from '../../../kinds/index.ts';
import { resourceAndVersion } from '../../core/discovery.ts';
import type { Mapping } from '../../core/discovery.ts';
import { CommandError, operating, withContext } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { conflictText } from '../../patch/conflict.ts';
import { hasLastApplied, lastApplied, withLastApplied } from '../../patch/last-applied.ts';
import { patchedHere } from '../../patch/local-patch.ts';
import { threeWayMergePatch } from '../../patch/merge.ts';
import { schemaOf } from '../../patch/schema.ts';
import { threeWayPatch } from '../../patch/strategic.ts';
import { dryRunOf } from '../../printers/output.ts';
import type { FileTarget } from '../../resources/builder.ts';
import { asNew, fieldValidation, writeOptions } from '../create/create-object.ts';
import { propagationPolicy } from '../delete/propagation.ts';
import { waitUntilGone } from '../delete/wait-until-gone.ts';

/** What became of one object. */
export interface Applied {
  readonly mapping: Mapping;
  readonly namespace: string | undefined;
  readonly object: AnyObject;
  readonly operation: 'configured' | 'created' | 'serverside-applied' | 'unchanged';
}

/** Where an object is, as long errors tell it. */
export function placeText(target: Pick<FileTarget, 'mapping' | 'name' | 'namespace'>): string {
  const { mapping, name, namespace = '' } = target;
  return `Resource: ${JSON.stringify(resourceAndVersion(mapping))}, GroupVersionKind: "${mapping.group}/${mapping.version}, Kind=${mapping.kind}"\nName: ${JSON.stringify(name)}, Namespace: ${JSON.stringify(namespace)}`;
}

const isNotFound = (error: unknown): boolean => error instanceof ApiError && error.reason === 'NotFound';

/** Applies one object of a file. */
export function* applyOne(kubectl: Kubectl, target: FileTarget): Process<Applied> {
  const { mapping, namespace, name, source } = target;
  let current: AnyObject | undefined;
  try {
    current = (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
  } catch (error) {
    if (!isNotFound(error)) {
      throw withContext(operating(error), `error when retrieving current configuration of:\n${placeText(target)}\nfrom server for: ${JSON.stringify(source)}: `);
    }
  }
  if (!current) return yield* createApplied(kubectl, target);
  if (!hasLastApplied(current)) {
    yield* kubectl.warn(`resource ${mapping.resource}/${name} is missing the ${lastAppliedAnnotation} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`);
  }
  const { object, isChanged } = yield* patchApplied(kubectl, target, current);
  if (at(object, 'metadata', 'deletionTimestamp') !== undefined) {
    yield* kubectl.warn(`Detected changes to resource ${name} which is currently being deleted.`);
  }
  return { mapping, namespace, object, operation: isChanged ? 'configured' : 'unchanged' };
}

function* createApplied(kubectl: Kubectl, target: FileTarget): Process<Applied> {
  const { mapping, namespace, source } = target;
  const object = withLastApplied(target.object);
  if (dryRunOf(kubectl) === 'client') return { mapping, namespace, object, operation: 'created' };
  try {
    const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
    const created = (yield* kubectl.api.ask('create', { mapping, namespace, body: asNew(object), options })) as AnyObject;
    return { mapping, namespace, object: created, operation: 'created' };
  } catch (error) {
    throw withContext(operating(error), `error when creating ${JSON.stringify(source)}: `);
  }
}

/** How often a patch that met another write is made anew. Upstream: maxPatchRetry */
const patchRetries = 5;

function* patchApplied(kubectl: Kubectl, target: FileTarget, first: AnyObject): Process<{ readonly object: AnyObject; readonly isChanged: boolean }> {
  const { mapping, namespace, name, source } = target;
  const modified = withLastApplied(target.object);
  const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
  let current = first;
  for (let attempt = 1; ; attempt++) {
    const original = lastApplied(current) ?? {};
    const hasSchema = schemaOf(modified) !== undefined;
    const patch = hasSchema ? threeWayPatch(original, modified, current) : threeWayMergePatch(original, modified, current);
    if (hasSchema && !kubectl.flags.bool('overwrite')) yield* refuseConflict(kubectl, target, { original, modified, patch, current });
    if (Object.keys(patch).length === 0) return { object: current, isChanged: false };
    const patchType = hasSchema ? 'strategic' : 'merge';
    if (dryRunOf(kubectl) === 'client') return { object: patchedHere(current, patchType, patch), isChanged: true };
    try {
      const object = (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType, body: patch, options })) as AnyObject;
      return { object, isChanged: true };
    } catch (error) {
      const failure = operating(error);
      if (kubectl.flags.bool('force') && failure instanceof ApiError && (failure.reason === 'Conflict' || failure.reason === 'Invalid')) {
        return { object: yield* recreateApplied(kubectl, target, modified, current), isChanged: true };
      }
      const mayRetry = failure instanceof ApiError && failure.reason === 'Conflict' && attempt <= patchRetries && at(patch, 'metadata', 'resourceVersion') === undefined;
      if (!mayRetry) {
        throw withContext(failure, `error when applying patch:\n${goJson(patch, { plain: true })}\nto:\n${placeText(target)}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}: `);
      }
      current = (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
    }
  }
}

/** A patch with the objects that it was made of. */
interface Computed {
  readonly original: AnyObject;
  readonly modified: AnyObject;
  readonly patch: AnyObject;
  readonly current: AnyObject;
}

/** Throws when others have changed what the patch would set. It is looked for by three schemas, of which each says so. */
function* refuseConflict(kubectl: Kubectl, target: FileTarget, { original, modified, patch, current }: Computed): Process {
  const conflict = conflictText(original, patch, current);
  if (conflict === undefined) return;
  for (const schema of ['openapi v3 spec', 'openapi spec']) yield* kubectl.err(`warning: error calculating patch from ${schema}: ${conflict}\n`);
  const texts = Object.entries({ original, modified, current }).map(([name, object]) => `${name}:\n${goJson(object)}\n\n`).join('');
  throw new CommandError(`error when applying patch:\n\nto:\n${placeText(target)}\nfor: ${quote(target.source)}: error when patching ${quote(target.source)}: creating patch with:\n${texts}for: ${conflict}`);
}

/** Deletes the object, waits for its end and creates it as the file has it; when that is refused, as it was. */
function* recreateApplied(kubectl: Kubectl, target: FileTarget, modified: AnyObject, current: AnyObject): Process<AnyObject> {
  const { mapping, namespace, name, source } = target;
  const grace = kubectl.flags.int('grace-period');
  yield* kubectl.api.ask('delete', { mapping, namespace, name, options: { propagationPolicy: yield* propagationPolicy(kubectl), ...(grace < 0 ? {} : { gracePeriodSeconds: grace }) } });
  yield* waitUntilGone(kubectl, [{ mapping, namespace, name, uid: '' }], kubectl.flags.durationMs('timeout'));
  const options = { ...writeOptions(kubectl), fieldValidation: fieldValidation(kubectl) };
  const created = yield* tried(kubectl.api.ask('create', { mapping, namespace, body: asNew(modified), options }));
  if (!(created instanceof Error)) return created as AnyObject;
  const restored = yield* tried(kubectl.api.ask('create', { mapping, namespace, body: asNew(current), options }));
  const failure = restored instanceof Error ? new CommandError(`An error occurred force-replacing the existing object with the newly provided one:\n\n${created.message}.\n\nAdditionally, an error occurred attempting to restore the original object:\n\n${restored.message}`) : created;
  throw withContext(failure, `error when applying patch:\n${goJson(modified)}\n\nto:\n${placeText(target)}\nfor: ${quote(source)}: `);
}

/** What a request comes to, or the failure that it ends in. */
function* tried(request: Process<unknown>): Process<unknown> {
  try {
    return yield* request;
  } catch (error) {
    return operating(error);
  }
}
