import { deepEqual, formatTime, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import type { AnyKind, FieldError, KubeInput, KubeObject, ManagerEntries, ObjectMeta, ObjectMetaInput } from '../../kinds/index.ts';
import { invalid as invalidField, keyOf, metadataThroughStatus, withUnsaidTimes } from '../../kinds/index.ts';
import { mutateUpdate, validateUpdate } from '../admission/object-update.ts';
import type { Attributes } from '../authorization/attributes.ts';
import { forbiddenTo } from '../authorization/forbidden.ts';
import { givesPermissions, refuseEscalation } from '../authorization/escalation.ts';
import { tracked, withEntries, withoutNewDates } from '../managed-fields/account.ts';
import { badRequest, conflict, invalid, modified, notFound, plainError } from '../failures.ts';
import { created, ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { notePassage } from '../request/passage.ts';
import { presentObject } from '../request/present.ts';
import { recordRefusal } from '../request/refusal.ts';
import type { ServiceClaims } from '../services/service-claims.ts';
import { claimForUpdate, claimsOf, releaseAfterUpdate, withClaims } from '../services/service-writes.ts';
import { guaranteedUpdate } from '../storage/guaranteed-update.ts';
import type { Change, Updated } from '../storage/guaranteed-update.ts';
import { storageKey } from '../storage/keys.ts';
import { grantedAccessErrors } from './admin-access.ts';
import { checkNamespace, makeNew, withoutNamespace } from './create.ts';
import { partOf, validateChanged } from './validate.ts';

/** Writes a whole object anew. */
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/update.go, pkg/registry/rest/update.go
export function* update(call: Call): Process<Answer> {
  const { namespace, name = '' } = call.request;
  const input = decodeBody(call, call.cache.get(keyOf(namespace, name)));
  checkName(name, input.metadata ?? {});
  const isCreation = call.kind.allowCreateOnUpdate && call.request.subresource === undefined;
  const { object, isCreated } = yield* replaceObject(call, () => ({ input }), isCreation ? (claims) => {
    checkVersionForm(input.metadata?.resourceVersion);
    return makeNew(call, input, claims);
  } : undefined);
  const body = presentObject(call, object);
  return isCreated ? created(body) : ok(body);
}

/** An object as a client writes it. */
export interface Written {
  readonly input: KubeInput;
  /** Who manages which fields of it, where that is not to be found out by comparing. */
  readonly entries?: ManagerEntries;
}

/** Makes what is to be stored, as a client writes it, from what is stored. */
export type MakeInput = (current: KubeObject) => Written;
/** Makes an object that is not there. */
export type MakeMissing = (claims: ServiceClaims | undefined) => Process<KubeObject>;

/** Replaces an object by what `make` makes of it, as often as others are faster; `makeMissing` makes one that is not there. */
export function* replaceObject(call: Call, make: MakeInput, makeMissing?: MakeMissing): Process<Updated> {
  const { name = '', options } = call.request;
  const claims = claimsOf(call);
  const change = new Replacement(call, claims, make, makeMissing);
  const updated = yield* withClaims(claims, guaranteedUpdate(call, name, change));
  if (claims && change.previous && options.dryRun !== true) yield* releaseAfterUpdate(call, updated.object, change.previous);
  call.warnings.push(...change.warnings);
  return updated;
}

class Replacement implements Change {
  /** What the last attempt found. */
  previous: KubeObject | undefined;
  warnings: readonly string[] = [];
  private readonly call: Call;
  private readonly claims: ServiceClaims | undefined;
  private readonly makeInput: MakeInput;
  private readonly makeMissing: MakeMissing | undefined;

  constructor(call: Call, claims: ServiceClaims | undefined, makeInput: MakeInput, makeMissing: MakeMissing | undefined) {
    this.call = call;
    this.claims = claims;
    this.makeInput = makeInput;
    this.makeMissing = makeMissing;
  }

  *make(stored: KubeObject | undefined): Process<KubeObject> {
    const { call, claims } = this;
    const { kind, request, spoken: { view } } = call;
    const current = stored && view?.found ? view.found(stored) : stored;
    const { name = '' } = request;
    this.previous = current;
    if (!current && this.makeMissing) {
      const made = yield* this.makeMissing(claims);
      refuseCreation(call);
      return made;
    }
    if (!current) throw notFound(call.spoken.gvr, name);
    const { input, entries } = this.makeInput(current);
    checkIdentity(call, input.metadata ?? {}, current);
    call.server.passages.begin(call, current);
    const written = applyInput(call, input, current);
    const next = entries ? withEntries(written, entries) : tracked(call, written, current, input.metadata?.managedFields);
    notePassage(call, 'completed', next);
    const admitted = yield* mutateUpdate(call, next, current);
    if (givesPermissions(call)) refuseEscalation(call, admitted, current);
    const claimed = claims ? yield* claimForUpdate(claims, admitted, current) : admitted;
    const ready = prepared(call, claimed, current);
    refuseInvalid(call, wrongWith(call, ready, current));
    notePassage(call, 'prepared', ready);
    yield* validateUpdate(call, ready, current);
    if (request.subresource === undefined || kind.custom) this.warnings = kind.warnings?.(ready, current) ?? [];
    return entries ? withoutNewDates(ready, current) : ready;
  }
}

function wrongWith(call: Call, next: KubeObject, current: KubeObject): readonly FieldError[] {
  const errors = validateChanged(call, next, current);
  const ofAccess = call.request.subresource === 'status' ? grantedAccessErrors(call, next, current) : [];
  return ofAccess.length === 0 ? errors : [...ofAccess, ...errors];
}

/** Who writes what is not there makes it, and has to be allowed to. Upstream: k8s.io/apiserver endpoints/handlers/create.go withAuthorization */
function refuseCreation(call: Call): void {
  const { server, user, request: { group, resource, namespace, name } } = call;
  const attributes: Attributes = { type: 'resource', verb: 'create', group, resource, namespace, name };
  const verdict = server.authorizer.decide(user, attributes);
  if (verdict.isAllowed) return;
  const refusal = forbiddenTo(user, attributes, verdict.reason());
  recordRefusal(call, 'authorization', refusal);
  throw refusal;
}

/** Throws the answer when the body has another name than the address. */
export function checkName(name: string, metadata: ObjectMetaInput): void {
  if (metadata.name === name) return;
  throw badRequest(metadata.name
    ? `the name of the object (${metadata.name}) does not match the name on the URL (${name})`
    : `the name of the object (${name} based on URL) was undeterminable: name must be provided`);
}

/** The key that a conflict names; what only tries the rest of a write has keys without etcd's prefix. */
function conflictKey({ kind, request: { namespace, name = '', options } }: Call): string {
  const key = storageKey(kind, namespace, name);
  return options.dryRun === true ? key.slice('/registry'.length) : key;
}

/** Throws Conflict when an object is another one than was meant. */
export function checkUid(call: Call, uid: string, { metadata }: KubeObject): void {
  if (uid === metadata.uid) return;
  throw conflict(call.kind.gvr, metadata.name,
    `StorageError: invalid object, Code: 4, Key: ${conflictKey(call)}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${uid}, UID in object meta: ${metadata.uid}`);
}

/** Throws the answer when the body is about another object, or about one that has changed. */
function checkIdentity(call: Call, metadata: ObjectMetaInput, current: KubeObject): void {
  const { request, kind, spoken } = call;
  const { name = '' } = request;
  checkName(name, metadata);
  checkNamespace(call, metadata.namespace);
  const { resourceVersion, uid } = metadata;
  if (uid && request.verb === 'update') checkUid(call, uid, current);
  if (resourceVersion) {
    checkVersionForm(resourceVersion);
    if (resourceVersion !== '0' && resourceVersion !== current.metadata.resourceVersion) {
      const refusal = modified(spoken.gvr, name);
      recordRefusal(call, 'store', refusal);
      throw refusal;
    }
  }
  if (!kind.allowUnconditionalUpdate && Number(resourceVersion ?? '') === 0) {
    // Refused where it would be stored, which knows the resource and not the kind.
    refuseInvalid(call, [invalidField('metadata.resourceVersion', 0, 'must be specified for an update')], kind.gvr.resource);
  }
}

/** Throws the answer to a version that is no number. */
export function checkVersionForm(resourceVersion: string | undefined): void {
  if (resourceVersion && !/^[0-9]+$/.test(resourceVersion)) throw plainError(`strconv.ParseUint: parsing ${JSON.stringify(resourceVersion)}: invalid syntax`);
}

/** The current object with the input's part: everything but the status, or only the status; metadata either way. */
function applyInput(call: Call, input: KubeInput, current: KubeObject): KubeObject {
  const { kind, request } = call;
  const given = input.metadata ?? {};
  const written = keptMetadata(kind.namespaced ? given : withoutNamespace(given), current.metadata);
  const defaulted = kind.defaults(input.metadata === written ? input : withFields(input, { metadata: written }));
  const metadata = withMaps(written, defaulted.metadata);
  if (request.subresource === 'status') {
    if (kind.custom) return withStatus(current, defaulted.status);
    const kept = metadataThroughStatus(kind, metadata, current.metadata);
    return withFields(current, defaulted.status === undefined ? { metadata: kept } : { metadata: kept, status: withUnsaidTimes(kind.kind, defaulted.status) });
  }
  const { status, ...rest } = defaulted;
  const part = partOf(kind, request.subresource);
  if (part) return part.take({ ...defaulted, metadata }, current);
  const kept = kind.hasStatus ? current.status : status;
  return { ...rest, metadata, ...(kept === undefined ? {} : { status: kept }) };
}

/** A custom object has no status that is there whatever is written: without one it is gone. */
function withStatus(current: KubeObject, status: unknown): KubeObject {
  if (status !== undefined) return { ...current, status };
  const { status: _, ...rest } = current;
  return rest;
}

/** Defaulting may add labels (a namespace its name) and annotations. */
function withMaps(metadata: ObjectMeta, { labels, annotations }: ObjectMetaInput): ObjectMeta {
  const withLabels = labels === undefined || labels === metadata.labels ? metadata : withFields(metadata, { labels });
  return annotations === undefined || annotations === metadata.annotations ? withLabels : withFields(withLabels, { annotations });
}

/** What a client may leave out of the metadata, and what it cannot change, as it was. */
function keptMetadata(input: ObjectMetaInput, current: ObjectMeta): ObjectMeta {
  if (input === current) return current;
  const { generation: _generation, managedFields: _fields, ...given } = input;
  const { deletionTimestamp, deletionGracePeriodSeconds, generation, managedFields, namespace } = current;
  return {
    ...given,
    name: current.name,
    ...(namespace === undefined ? {} : { namespace }),
    uid: given.uid || current.uid,
    resourceVersion: current.resourceVersion,
    creationTimestamp: current.creationTimestamp,
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(deletionGracePeriodSeconds === undefined ? {} : { deletionGracePeriodSeconds }),
    ...(managedFields === undefined ? {} : { managedFields }),
  };
}

/** The kind's last touch, and the count of changes. */
function prepared(call: Call, next: KubeObject, current: KubeObject): KubeObject {
  const { kind, request } = call;
  if (request.subresource === 'status') return kind.prepareForStatusUpdate?.(next, current, formatTime(call.server.kernel.wallMs)) ?? next;
  const ready = (partOf(kind, request.subresource) ? undefined : kind.prepareForUpdate?.(next, current, formatTime(call.server.kernel.wallMs))) ?? next;
  if (!hasNewGeneration(kind, ready, current)) return ready;
  return withFields(ready, { metadata: withFields(ready.metadata, { generation: (current.metadata.generation ?? 0) + 1 }) });
}

function hasNewGeneration(kind: AnyKind, next: KubeObject, current: KubeObject): boolean {
  if (kind.generation === undefined) return false;
  return kind.generation === 'spec' ? !deepEqual(next.spec, current.spec) : kind.generation(next, current);
}

function refuseInvalid(call: Call, errors: readonly FieldError[], named = call.kind.gvk.kind): void {
  if (errors.length === 0) return;
  const refusal = invalid({ ...call.kind.gvk, kind: named }, call.request.name ?? '', errors);
  recordRefusal(call, 'validate', refusal);
  throw refusal;
}
