// From client-side to server-side apply: what client-side apply has managed so far becomes that of who applies on the server.
// Upstream: k8s.io/kubectl pkg/cmd/apply/apply.go (saveLastApplyAnnotationIfNecessary, migrateToSSAIfNecessary), client-go util/csaupgrade

import type { Process } from '../../../kernel/index.ts';
import { ApiError, isMember, lastAppliedAnnotation, readEntries, union } from '../../../kinds/index.ts';
import type { ManagedFieldsEntry, ManagerEntry, RequestOptions } from '../../../kinds/index.ts';
import { operating } from '../../core/errors.ts';
import type { Kubectl } from '../../core/kubectl.ts';
import { at, listAt, nameOf, textAt } from '../../core/object.ts';
import type { AnyObject } from '../../core/object.ts';
import { dryRunOf } from '../../printers/output.ts';
import type { FileTarget } from '../../resources/builder.ts';

const annotationManager = 'kubectl-last-applied';
/** How often an object that others change meanwhile is tried again. Upstream: maxPatchRetry */
const attempts = 5;

/** Takes over from client-side apply where it has been at work: whether that has changed anything. */
export function* migrateToServerSide(kubectl: Kubectl, target: FileTarget, applied: AnyObject, options: RequestOptions): Process<boolean> {
  let object = applied;
  try {
    object = yield* keepAnnotation(kubectl, target, object, options);
  } catch (error) {
    yield* kubectl.err(warning('last-applied annotation', operating(error)));
    return false;
  }
  if (dryRunOf(kubectl) !== 'none') return false;
  try {
    return yield* takeOver(kubectl, target, object, options);
  } catch (error) {
    yield* kubectl.err(warning('field ownership', operating(error)));
    return false;
  }
}

function warning(what: string, error: Error): string {
  return what === 'field ownership'
    ? `Warning: server rejected managed fields migration to Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`
    : `Warning: failed to migrate kubectl.kubernetes.io/last-applied-configuration for Server-Side Apply. This is non-fatal and will be retried next time you apply. Error: ${error.message}\n`;
}

const entriesOf = (object: AnyObject): readonly ManagerEntry[] => readEntries(listAt(object, 'metadata', 'managedFields') as readonly ManagedFieldsEntry[]) ?? [];

/** The annotation of client-side apply stays when nobody applies it any more: it gets a manager of its own. */
function* keepAnnotation(kubectl: Kubectl, target: FileTarget, object: AnyObject, options: RequestOptions): Process<AnyObject> {
  const text = at(object, 'metadata', 'annotations', lastAppliedAnnotation);
  const isKept = entriesOf(object).some(({ manager, operation }) => manager === annotationManager && operation === 'Apply');
  if (options.fieldManager !== 'kubectl' || text === undefined || isKept) return object;
  const { mapping, namespace, name } = target;
  const body = {
    apiVersion: textAt(object, 'apiVersion'), kind: textAt(object, 'kind'),
    metadata: { name: nameOf(object), ...(namespace === undefined ? {} : { namespace }), annotations: { [lastAppliedAnnotation]: text } },
  };
  return (yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'apply', body, options: { ...options, fieldManager: annotationManager } })) as AnyObject;
}

function* takeOver(kubectl: Kubectl, target: FileTarget, first: AnyObject, options: RequestOptions): Process<boolean> {
  const { mapping, namespace, name } = target;
  let object = first;
  for (let attempt = 1; ; attempt++) {
    const entries = upgraded(entriesOf(object), options.fieldManager ?? '');
    if (!entries) return false;
    const body = [
      { op: 'replace', path: '/metadata/managedFields', value: entries },
      { op: 'replace', path: '/metadata/resourceVersion', value: textAt(object, 'metadata', 'resourceVersion') },
    ];
    try {
      yield* kubectl.api.ask('patch', { mapping, namespace, name, patchType: 'json', body, options });
      return true;
    } catch (error) {
      if (!(error instanceof ApiError) || error.reason !== 'Conflict' || attempt === attempts) throw error;
      object = (yield* kubectl.api.ask('get', { mapping, namespace, name })) as AnyObject;
    }
  }
}

/** Whether an entry is that of somebody who applied on the client: it has the annotation. */
function isClientSide({ operation, subresource, fieldsV1 }: ManagerEntry): boolean {
  const annotation = fieldsV1['f:metadata']?.['f:annotations']?.[`f:${lastAppliedAnnotation}`];
  return operation === 'Update' && subresource === undefined && annotation !== undefined && isMember(annotation);
}

/** The entries with those of client-side apply in that of the manager; undefined when there are none of them. */
function upgraded(entries: readonly ManagerEntry[], manager: string): readonly ManagedFieldsEntry[] | undefined {
  const names = new Set(entries.filter(isClientSide).map((entry) => entry.manager));
  const isOld = (entry: ManagerEntry): boolean => entry.operation === 'Update' && entry.subresource === undefined && names.has(entry.manager);
  const isOwn = (entry: ManagerEntry): boolean => entry.operation === 'Apply' && entry.subresource === undefined && entry.manager === manager;
  const old = entries.filter(isOld);
  const [place] = entries.some(isOwn) ? entries.filter(isOwn) : old;
  if (old.length === 0 || !place) return undefined;
  const fields = [...old, ...entries.filter(isOwn)].reduce<ManagerEntry['fieldsV1'] | undefined>((sum, { fieldsV1 }) => union(sum, fieldsV1), undefined);
  return entries.flatMap((entry) => {
    if (entry === place) return [{ manager, operation: 'Apply', apiVersion: entry.apiVersion, fieldsType: 'FieldsV1', ...(fields ? { fieldsV1: fields } : {}) }];
    return isOld(entry) || isOwn(entry) ? [] : [entry];
  });
}
