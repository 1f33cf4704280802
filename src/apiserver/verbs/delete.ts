import { formatTime, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { keyOf } from '../../kinds/index.ts';
import type { AnyKind, KubeObject, RequestOptions, Status } from '../../kinds/index.ts';
import { admit } from '../admission/admission.ts';
import { versioned } from '../cache/versioned.ts';
import { conflict, notFound } from '../failures.ts';
import { limits } from '../limits.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { presentObject } from '../request/present.ts';
import { forgetService } from '../services/service-writes.ts';
import { storageKey } from '../storage/keys.ts';
import { recordWrite } from '../storage/record-write.ts';
import { checkPreconditions, planDeletion } from './deletion-plan.ts';
import { checkDeleteOptions } from './delete-options.ts';
import { readStored } from './get.ts';

/** Kinds whose deletion answers the object instead of a Status. Upstream: ReturnDeletedObject */
const answerObject = new Set([
  'v1 Pod', 'v1 Service', 'v1 ServiceAccount', 'v1 PersistentVolume', 'v1 PersistentVolumeClaim', 'v1 PodTemplate', 'v1 ResourceQuota',
  ...['CSIDriver', 'CSINode', 'StorageClass', 'VolumeAttachment'].map((kind) => `storage.k8s.io/v1 ${kind}`),
  ...['DeviceClass', 'ResourceClaim', 'ResourceClaimTemplate', 'ResourceSlice'].map((kind) => `resource.k8s.io/v1 ${kind}`),
]);

/** Deletes one object, or begins to. */
export function* deleteOne(call: Call): Process<Answer> {
  const { options, name = '' } = call.request;
  checkDeleteOptions(options);
  warnOfDefault(call);
  const { object: last, isGone } = yield* deleteObject(call, name, options);
  const object = isGone ? asDeleted(call, last) : last;
  if (!isGone || answerObject.has(`${call.kind.apiVersion} ${call.kind.kind}`)) return ok(presentObject(call, object));
  return ok(deletedStatus(call.spoken, object));
}

/** Warns who leaves to the kind what happens to what the objects own, where that is not what one expects. */
export function warnOfDefault({ kind, request: { options }, warnings }: Call): void {
  if (kind.defaultPropagationWarning !== undefined && options.propagationPolicy === undefined && options.orphanDependents === undefined) warnings.push(kind.defaultPropagationWarning);
}

/** What had a right to a grace and none left is shown with that. */
function asDeleted({ kind, server }: Call, object: KubeObject): KubeObject {
  const { deletionTimestamp, generation } = object.metadata;
  if (!kind.deletionGraceSeconds || deletionTimestamp !== undefined) return object;
  const marks = { deletionTimestamp: formatTime(server.kernel.wallMs), deletionGracePeriodSeconds: 0, ...(generation === undefined ? {} : { generation: generation + 1 }) };
  return withFields(object, { metadata: withFields(object.metadata, marks) });
}

/** Takes an object as far towards its end as it may go at once: the last state of it, and whether it is gone. */
export function* deleteObject(
  call: Call,
  name: string,
  options: RequestOptions,
): Process<{ readonly object: KubeObject; readonly isGone: boolean }> {
  const { server, kind, cache, request } = call;
  const key = storageKey(kind, request.namespace, name);
  let current = cache.get(keyOf(request.namespace, name)) ?? (yield* readStored(call, name));
  for (let attempt = 0; attempt < limits.updateAttempts; attempt++) {
    if (!current) throw notFound(call.spoken.gvr, name);
    const object: KubeObject = current;
    checkPreconditions(kind, object, options);
    const plan = planDeletion(kind, object, options, server.kernel.wallMs);
    if (plan.step === 'wait') return { object, isGone: false };
    // An eviction has been admitted as such; what deletes a whole collection names none of its objects.
    if (request.subresource === undefined) yield* admit({ call, operation: 'DELETE', subresource: undefined, name: request.name ?? '', object: undefined, previous: object });
    const isLast = plan.step === 'remove' || plan.isLast;
    if (options.dryRun) return { object: plan.step === 'mark' ? plan.next : object, isGone: isLast };
    let last = object;
    if (plan.step === 'mark') {
      const marked = yield* server.storage.put({ key, value: plan.next, expected: Number(object.metadata.resourceVersion) });
      if (!marked.done) {
        current = marked.current && server.cache.objectOf(cache, marked.current.value, marked.current.revision);
        continue;
      }
      last = server.cache.objectOf(cache, plan.next, marked.revision);
      recordWrite(call, 'update', last);
      if (!isLast) return { object: last, isGone: false };
    }
    const removed = yield* server.storage.delete({ key, expected: Number(last.metadata.resourceVersion) });
    if (removed.done) {
      const gone = versioned(last, removed.revision);
      recordWrite(call, 'delete', gone);
      yield* forgetService(call, gone);
      return { object: gone, isGone: true };
    }
    current = removed.current && server.cache.objectOf(cache, removed.current.value, removed.current.revision);
    // Somebody else was faster, which is what was wanted.
    if (!current && plan.step === 'mark') return { object: last, isGone: true };
  }
  throw conflict(kind.gvr, name, 'the object has been modified too often');
}

function deletedStatus({ group, plural }: AnyKind, { metadata }: KubeObject): Status {
  const details = { name: metadata.name, ...(group === '' ? {} : { group }), kind: plural, uid: metadata.uid };
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', details };
}
