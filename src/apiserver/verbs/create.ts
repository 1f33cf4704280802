import { formatTime, safeLetters, withFields } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { ApiError, keyOf, withoutSaidEmpty } from '../../kinds/index.ts';
import type { KubeInput, KubeObject, ManagerEntries, ObjectMeta, ObjectMetaInput } from '../../kinds/index.ts';
import { mutate, validate } from '../admission/admission.ts';
import type { Write } from '../admission/plugin.ts';
import { givesPermissions, refuseEscalation } from '../authorization/escalation.ts';
import { entriesForNew } from '../managed-fields/account.ts';
import { alreadyExists, plainError } from '../failures.ts';
import { limits } from '../limits.ts';
import { created } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { decodeBody } from '../request/decode-body.ts';
import { notePassage } from '../request/passage.ts';
import { inSpokenForm, presentObject } from '../request/present.ts';
import { recordRefusal } from '../request/refusal.ts';
import type { ServiceClaims } from '../services/service-claims.ts';
import { claimForCreate, claimsOf, withClaims } from '../services/service-writes.ts';
import { storageKey, timeToLive } from '../storage/keys.ts';
import { recordWrite } from '../storage/record-write.ts';
import { adminAccessErrors } from './admin-access.ts';
import { checkNamespace } from './identity.ts';
import { refuseInvalid } from './refuse-invalid.ts';
import { validateNew } from './validate.ts';
import { afterAdmission, withoutTwinOwners } from './twin-owners.ts';
import { withoutNamespace } from './written-part.ts';

/** Makes a new object. */
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/create.go, pkg/registry/rest/create.go
export function* create(call: Call): Process<Answer> {
  const input = withoutTwinOwners(call, decodeBody(call));
  const object = yield* createObject(call, input);
  const { options, as } = call.request;
  return created(options.dryRun && as === 'object' ? withoutVersion(inSpokenForm(call, object), input.metadata?.resourceVersion) : presentObject(call, object));
}

/** What is not stored has no version to show, but one that somebody said. */
export function withoutVersion(object: KubeObject, said = ''): object {
  const { resourceVersion: _, ...metadata } = object.metadata;
  return { ...object, metadata: said === '' ? metadata : { ...metadata, resourceVersion: said } };
}

/** Takes a decoded object through defaulting, admission, validation and storage; gives it as stored. */
export function createObject(call: Call, input: KubeInput): Process<KubeObject> {
  const claims = claimsOf(call);
  return withClaims(claims, makeAndStore(call, input, claims));
}

function* makeAndStore(call: Call, input: KubeInput, claims: ServiceClaims | undefined): Process<KubeObject> {
  const object = yield* makeNew(call, input, claims);
  if (/^0*[1-9]\d*$/.test(input.metadata?.resourceVersion ?? '') && call.request.options.dryRun !== true) {
    throw plainError('resourceVersion should not be set on objects to be created');
  }
  return yield* store(call, object);
}

/** Everything that happens to a new object before it is stored. `entries` says who manages it, where that is known already. */
export function* makeNew(call: Call, input: KubeInput, claims?: ServiceClaims, entries?: ManagerEntries): Process<KubeObject> {
  call.server.passages.begin(call, input);
  const object = newObject(call, input, entries);
  notePassage(call, 'completed', object);
  // A name that is made up is not told to those who may still change the object.
  const write: Write = { call, operation: 'CREATE', subresource: undefined, name: input.metadata?.name ?? '', object, previous: undefined };
  const admitted = withoutTwinOwners(call, (yield* mutate(write)) ?? object, afterAdmission);
  if (givesPermissions(call)) refuseEscalation(call, admitted, undefined);
  const ready = prepared(call, claims ? yield* claimForCreate(claims, admitted) : admitted);
  notePassage(call, 'prepared', ready);
  yield* validate({ ...write, name: ready.metadata.name, object: ready });
  return ready;
}

/** The object with its identity and its managers, before admission: what admission adds is nobody's. */
function newObject(call: Call, input: KubeInput, entries: ManagerEntries | undefined): KubeObject {
  const { kind, server, request } = call;
  const metadata = input.metadata ?? {};
  checkNamespace(call, metadata.namespace);
  const name = metadata.name || generatedName(call, metadata.generateName);
  const defaulted = kind.defaults(name === metadata.name ? input : withFields(input, { metadata: withFields(metadata, { name }) }));
  const given = withoutServersOwn(kind.namespaced ? defaulted.metadata : withoutNamespace(defaulted.metadata));
  let identity: ObjectMeta = withFields(given, { name, uid: server.random.uuid(), resourceVersion: '', creationTimestamp: formatTime(server.kernel.wallMs) });
  const managedFields = entries ?? entriesForNew(call, withoutEnd(defaulted));
  if (managedFields.length > 0) identity = withFields(identity, { managedFields });
  if (kind.generation !== undefined) identity = withFields(identity, { generation: 1 });
  if (kind.namespaced && request.namespace !== undefined && request.namespace !== identity.namespace) identity = withFields(identity, { namespace: request.namespace });
  return withFields(defaulted, { metadata: identity });
}

/** The object without an end that its writer gave it: nobody has that. */
function withoutEnd<Written extends { readonly metadata: ObjectMetaInput }>(object: Written): Written {
  const { deletionTimestamp, deletionGracePeriodSeconds, ...metadata } = object.metadata;
  return deletionTimestamp === undefined && deletionGracePeriodSeconds === undefined ? object : { ...object, metadata };
}

/** The metadata without what only the server says. */
function withoutServersOwn(metadata: ObjectMetaInput): ObjectMetaInput {
  const { deletionTimestamp, deletionGracePeriodSeconds, managedFields, selfLink } = metadata;
  const isClean = deletionTimestamp === undefined && deletionGracePeriodSeconds === undefined && managedFields === undefined && selfLink === undefined;
  if (isClean) return metadata; // nearly always, and copying all but some keys is slow
  const { deletionTimestamp: _1, deletionGracePeriodSeconds: _2, managedFields: _3, selfLink: _4, ...kept } = metadata;
  return kept;
}

function generatedName({ server }: Call, prefix: string | undefined): string {
  return prefix ? prefix.slice(0, limits.generatedNamePrefix) + server.random.text(5, safeLetters) : '';
}

/** The object after its kind's last touch; throws Invalid when something in it is wrong. */
function prepared(call: Call, object: KubeObject): KubeObject {
  const { kind } = call;
  const withStatus = kind.hasStatus ? withFields(object, { status: kind.initialStatus ? kind.initialStatus(object) : {} }) : object;
  const ready = kind.prepareForCreate?.(withStatus, call.user) ?? withStatus;
  if (kind.warningsBefore) call.warnings.push(...kind.warningsBefore(ready));
  refuseInvalid(call, ready.metadata.name, [...validateNew(call, ready), ...adminAccessErrors(call, ready)]);
  if (kind.warnings) call.warnings.push(...kind.warnings(ready, undefined));
  return ready;
}

function* store(call: Call, made: KubeObject): Process<KubeObject> {
  const { server, kind, request, cache } = call;
  const object = withoutSaidEmpty(made);
  const { namespace, name } = object.metadata;
  if (request.options.dryRun) {
    const present = cache.get(keyOf(namespace, name));
    if (present) throw refuse(call, name, present);
    return kind.fromStorage?.(object) ?? object;
  }
  const key = storageKey(kind, namespace, name);
  const result = yield* server.storage.put({ key, value: object, expected: 0, ...timeToLive(kind) });
  if (!result.done) throw refuse(call, name, result.current?.value);
  const stored = server.cache.objectOf(cache, object, result.revision);
  notePassage(call, 'stored', stored);
  recordWrite(call, 'create', stored);
  return stored;
}

/** @param present what is there; undefined when that is no object */
function refuse(call: Call, name: string, present: KubeObject | undefined): ApiError {
  const refusal = alreadyExists(call.spoken.gvr, name, present?.metadata.deletionTimestamp !== undefined);
  recordRefusal(call, 'store', refusal);
  return refusal;
}
