// How many replicas something has, in the same words for every kind that has them.
// Upstream: pkg/registry/apps/deployment/storage (ScaleREST)

import { deepEqual, humanDuration, isObject, parseTime } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { entriesAfterUpdate, entriesOfNew, formatGvk, invalid as invalidField, validateDnsSubdomainName, validateMetadata } from '../../kinds/index.ts';
import type { KubeObject, ManagerEntries, ObjectMetaInput, ScaleSubresource, Table } from '../../kinds/index.ts';
import { invalid, modified, noSuchResource, plainError } from '../failures.ts';
import { fieldsIn, managerOf } from '../managed-fields/account.ts';
import { entriesAfterScale, scaleAccount, scaleDefinition, scaleEntries, scaleVersion } from '../managed-fields/scale-entries.ts';
import { ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodedAs, patchedValue } from '../request/decode-body.ts';
import type { WrittenType } from '../request/decode-body.ts';
import { readObject } from '../verbs/get.ts';
import { checkConfiguration, entriesOf, layOver, placeOf, readConfiguration } from '../verbs/apply.ts';
import { plainFinalizers } from '../verbs/validate.ts';
import { checkName, checkNamespace } from '../verbs/identity.ts';
import { replaceObject } from '../verbs/replace-object.ts';
import type { Written } from '../verbs/replace-object.ts';
import { scaleNow, scaleOf } from './scale-object.ts';

/** Serves `scale`. */
export function* scale(call: Call): Process<Answer> {
  const { kind, request } = call;
  if (!kind.scale) throw noSuchResource();
  if (request.verb === 'get') {
    const object = yield* readObject(call);
    const found = scaleOf(kind.scale, object);
    return ok(request.as === 'table' ? scaleTable(call, object, kind.scale, found) : found);
  }
  return yield* rescale(call, kind.scale);
}

function* rescale(call: Call, subresource: ScaleSubresource<KubeObject>): Process<Answer> {
  const { kind, request } = call;
  // The write itself is one of the object, with everything but the replicas as it is.
  const { subresource: _, ...main } = request;
  const write: Call = { ...call, through: 'scale', request: { ...main, verb: 'patch' } };
  const { object } = yield* replaceObject(write, (current) => {
    if (request.patchType === 'apply') return appliedScale(call, subresource, current);
    const wanted = wantedScale(call, request.verb === 'patch' ? withManagers(scaleNow(subresource, current), scaleEntries(call, entriesOf(current))) : undefined);
    const { replicas, metadata } = wanted;
    checkNamespace(call, metadata.namespace);
    if (!kind.custom) refuseInvalid(call, current.metadata.name, wanted);
    if (metadata.resourceVersion && metadata.resourceVersion !== '0' && metadata.resourceVersion !== current.metadata.resourceVersion) throw modified(kind.gvr, current.metadata.name);
    const next = subresource.withReplicas(current, replicas);
    return { input: next, entries: entriesAfterRescale(call, subresource, current, next) };
  });
  return ok(scaleOf(subresource, object));
}

/** Throws the answer to a Scale that cannot be. Upstream: pkg/apis/autoscaling/validation ValidateScale */
function refuseInvalid({ kind }: Call, name: string, { replicas, metadata: { generateName: _, ...metadata } }: Wanted): void {
  const errors = validateMetadata({ ...metadata, name }, { namespaced: metadata.namespace !== undefined, validateName: validateDnsSubdomainName });
  errors.push(...plainFinalizers(kind, metadata.finalizers));
  if (replicas < 0) errors.push(invalidField('spec.replicas', replicas, 'must be greater than or equal to 0'));
  if (errors.length > 0) throw invalid(scaleGvk, name, errors);
}

const scaleGvk = { group: 'autoscaling', version: 'v1', kind: 'Scale' };
const scaleType: WrittenType = { ...scaleGvk, apiVersion: 'autoscaling/v1', definition: scaleDefinition };
/** A server cannot make a Scale of a custom object that nobody asked for, or that changes: so it says by mistake when one is applied. */
const noForm = 'request to convert CR to an invalid group/version: autoscaling/v1';
const fieldsOfScale = (subresource: ScaleSubresource<KubeObject>, object: KubeObject) => fieldsIn(scaleNow(subresource, object));

/** The managers of an object after an update of its Scale. Where nobody has the replicas, nobody gets them. */
function entriesAfterRescale(call: Call, subresource: ScaleSubresource<KubeObject>, current: KubeObject, next: KubeObject): ManagerEntries {
  const before = entriesOf(current);
  const ofScale = scaleEntries(call, before);
  if (ofScale.length === 0) return before;
  const taking = { by: { ...managerOf(call), apiVersion: scaleVersion }, time: undefined };
  return entriesAfterScale(call, before, entriesAfterUpdate(scaleAccount(), ofScale, fieldsOfScale(subresource, current), fieldsOfScale(subresource, next), taking));
}

/** The object with the replicas of a Scale that is applied. */
function appliedScale(call: Call, subresource: ScaleSubresource<KubeObject>, current: KubeObject): Written {
  const config = readConfiguration(call, scaleGvk);
  const account = scaleAccount();
  checkConfiguration(call, account.model, scaleGvk, config);
  const by = { ...managerOf(call, 'Apply'), apiVersion: scaleVersion };
  const live = fieldsOfScale(subresource, current);
  const before = entriesOf(current);
  let ofScale = scaleEntries(call, before);
  if (ofScale.length === 0) {
    if (call.kind.custom) throw plainError(`failed to create manager for existing fields: failed to convert live object (/; ${formatGvk(scaleGvk)}) to proper version: ${noForm}`);
    ofScale = entriesOfNew(account, live, { by: { ...by, manager: 'before-first-apply', operation: 'Update' }, time: undefined });
  }
  const { object: { spec }, entries } = layOver(call, account, { by, config, live, entries: ofScale });
  const replicas = isObject(spec) ? spec['replicas'] : undefined;
  const next = subresource.withReplicas(current, typeof replicas === 'number' ? replicas : 0);
  if (call.kind.custom && !deepEqual(next, current)) throw plainError(`failed to convert new object (${placeOf(scaleGvk, config)}) to proper version: ${noForm}`);
  return { input: next, entries: entriesAfterScale(call, before, entries) };
}

/** What of a Scale counts. */
interface Wanted {
  readonly replicas: number;
  readonly metadata: ObjectMetaInput;
}

/** A Scale as a patch finds it: with its managers, who are shown to nobody else. */
const withManagers = (scale: KubeObject, managedFields: ManagerEntries): KubeObject =>
  (managedFields.length === 0 ? scale : { ...scale, metadata: { ...scale.metadata, managedFields } });

/** What the request wants: a whole Scale, or the current one patched. Throws BadRequest for what is none, or that of something else. */
function wantedScale(call: Call, patched: object | undefined): Wanted {
  const { body, patchType = 'apply', name = '' } = call.request;
  const wanted = patched ? patchedValue(call, patchType, scaleDefinition, patched).value : decodedAs(call, scaleType, body);
  const { spec, metadata } = isObject(wanted) ? wanted : {};
  const said: ObjectMetaInput = isObject(metadata) ? metadata : {};
  checkName(name, said);
  const replicas = isObject(spec) ? spec['replicas'] : undefined;
  return { replicas: typeof replicas === 'number' ? replicas : 0, metadata: said };
}

/** A Scale as a table of one row. Upstream: pkg/printers/internalversion printScale */
function scaleTable({ server }: Call, object: KubeObject, subresource: ScaleSubresource<KubeObject>, scale: object): Table {
  const { metadata } = object;
  const age = humanDuration(server.kernel.wallMs - (parseTime(metadata.creationTimestamp) ?? 0));
  const column = (name: string, type: string, format = '') => ({ name, type, format, description: '', priority: 0 });
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata: { resourceVersion: metadata.resourceVersion },
    columnDefinitions: [column('Name', 'string', 'name'), column('Desired', 'integer'), column('Available', 'integer'), column('Age', 'string')],
    rows: [{ cells: [metadata.name, subresource.replicas(object) ?? 0, subresource.currentReplicas(object), age], object: scale }],
  };
}
