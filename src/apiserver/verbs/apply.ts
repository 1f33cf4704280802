import { isObject } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { applyConfiguration, clientSideSuccessor, describeConflicts, withLastApplied, whyNotApplied, withoutLastApplied } from '../../kinds/every-later.ts';
import { AccountError, DecodeError, apiVersionOf, decodeMerged, entriesOfNew, formatGvk, parseApiVersion, readEntries } from '../../kinds/index.ts';
import type { Account, ApiError, Application, Applied, FieldModel, GroupVersionKind, KubeInput, KubeObject, ManagerEntries } from '../../kinds/index.ts';
import { applyConflict, badRequest, conflict, plainError } from '../failures.ts';
import { RequestAccount, fieldsIn, managerOf, timeOf } from '../managed-fields/account.ts';
import { created, ok } from '../request/call.ts';
import type { Answer, Call } from '../request/call.ts';
import { inSpokenForm, presentObject } from '../request/present.ts';
import { recordRefusal } from '../request/refusal.ts';
import { makeNew, withoutVersion } from './create.ts';
import { checkName, checkVersionForm } from './identity.ts';
import { replaceObject } from './replace-object.ts';
import type { Written } from './replace-object.ts';

type Fields = Readonly<Record<string, unknown>>;

/** Server-side apply: makes an object, or lays a configuration over one, and keeps account of whose fields are whose. */
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/patch.go (applyPatcher)
export function* apply(call: Call): Process<Answer> {
  const { request } = call;
  const config = readConfiguration(call, call.spoken.gvk);
  const canCreate = request.subresource === undefined;
  const { object, isCreated } = yield* replaceObject(call, (current) => written(call, config, current), canCreate ? (claims) => {
    const { input, entries } = written(call, config, undefined);
    checkNew(call, input);
    return makeNew(call, input, claims, entries);
  } : undefined);
  if (!isCreated) return ok(presentObject(call, object));
  if (request.options.dryRun !== true || request.as !== 'object') return created(presentObject(call, object));
  const said = isObject(config['metadata']) ? config['metadata']['resourceVersion'] : undefined;
  return created(withoutVersion(inSpokenForm(call, object), typeof said === 'string' ? said : ''));
}

/** Throws the answer to a configuration that cannot become the object that was asked for. */
function checkNew({ kind, request: { name = '' } }: Call, { metadata = {} }: KubeInput): void {
  checkName(name, metadata);
  if (metadata.uid) throw conflict(kind.gvr, name, `uid mismatch: the provided object specified uid ${metadata.uid}, and no existing object was found`);
  checkVersionForm(metadata.resourceVersion);
}

/** What is applied; throws BadRequest when it is of another kind, or speaks of managers itself. */
export function readConfiguration(call: Call, gvk: GroupVersionKind): Fields {
  const { body } = call.request;
  const config = isObject(body) ? body : {};
  const { apiVersion, kind, metadata } = config;
  const version = typeof apiVersion === 'string' ? apiVersion : '';
  const isVersion = version.split('/').length <= 2; // of another nothing is read, its kind neither
  const said = isVersion ? { ...parseApiVersion(version), kind: typeof kind === 'string' ? kind : '' } : { group: '', version: '', kind: '' };
  if (apiVersion !== apiVersionOf(gvk) || kind !== gvk.kind) throw refused(call, badRequest(`invalid object type: ${formatGvk(said)}`));
  if (isObject(metadata) && metadata['managedFields'] !== undefined && metadata['managedFields'] !== null) {
    throw refused(call, badRequest('metadata.managedFields must be nil'));
  }
  return config;
}

/** Throws the answer to a configuration that is not of its type. */
export function checkConfiguration(call: Call, { type }: FieldModel, gvk: GroupVersionKind, config: Fields): void {
  const why = whyNotApplied(type, config);
  if (why !== undefined) throw refused(call, plainError(`failed to create typed patch object (${placeOf(gvk, config)}): ${why}`));
}

/** The object that the configuration makes of the current one, or by itself. */
function written(call: Call, config: Fields, current: KubeObject | undefined): Written {
  const { spoken } = call;
  const account = new RequestAccount(call);
  checkConfiguration(call, account.model, spoken.gvk, config);
  const live = current ? fieldsIn(inSpokenForm(call, current)) : account.model.empty;
  const place = placeOf(spoken.gvk, live);
  const before = accounted(call, account, live, `failed to create manager for existing fields: failed to convert new object (${place}) to smd typed`, () => (current ? entriesBefore(call, account, current, live) : []));
  const { object, entries } = accounted(call, account, live, `failed to create typed live object (${place})`, () => layOver(call, account, { by: managerOf(call, 'Apply'), config, live, entries: before }));
  if (object === live && current) return { input: current, entries };
  try {
    const { value } = spoken.readMerged ? spoken.readMerged(object) : decodeMerged(spoken.definition, object, live);
    const input = value as KubeInput; // of the kind, as was checked
    return { input: spoken.view ? spoken.view.toStored(input) : input, entries };
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw refused(call, plainError(`failed to convert new object (${placeOf(spoken.gvk, config)}) to proper version: unable to convert unstructured object to ${formatGvk(spoken.gvk)}: ${error.message}`));
  }
}

/** The managers that an apply finds; what nobody was noted for is then that of somebody who was there before. */
function entriesBefore(call: Call, account: RequestAccount, current: KubeObject, live: Fields): ManagerEntries {
  const entries = entriesOf(current);
  if (entries.length > 0) return entries;
  return entriesOfNew(account, live, { by: { ...managerOf(call), manager: 'before-first-apply' }, time: timeOf(call) });
}

/** The managers of an object. */
export function entriesOf(object: KubeObject | undefined): ManagerEntries {
  return (object && readEntries(object.metadata.managedFields)) ?? [];
}

/** Lays a configuration over an object; throws Conflict where that would take fields from others without being told to. */
export function layOver(call: Call, account: Account, what: Omit<Application, 'time'>): Applied {
  const { by, live, config } = what;
  const result = applyConfiguration(account, { time: timeOf(call), ...what });
  const isSuccessor = by.manager === clientSideSuccessor;
  if (result.conflicts.length > 0 && call.request.options.force !== true) {
    const left = isSuccessor ? withoutLastApplied(account.model, live, result.conflicts) : result.conflicts;
    if (left.length > 0) throw refused(call, applyConflict(describeConflicts(left)));
  }
  return isSuccessor ? { ...result, object: withLastApplied(result.object, live, config) } : result;
}

/** What an account comes to; throws the answer where none can be kept of the live object. */
function accounted<Result>(call: Call, account: Account, live: Fields, failure: string, comeTo: () => Result): Result {
  try {
    return comeTo();
  } catch (error) {
    if (!(error instanceof AccountError)) throw error;
    throw refused(call, plainError(error.message || `${failure}: ${whyNotApplied(account.model.type, live)}`));
  }
}

/** `default/web; apps/v1, Kind=Deployment` */
export function placeOf(gvk: GroupVersionKind, { metadata }: Fields): string {
  const { namespace, name } = isObject(metadata) ? metadata : {};
  return `${typeof namespace === 'string' ? namespace : ''}/${typeof name === 'string' ? name : ''}; ${formatGvk(gvk)}`;
}

function refused(call: Call, refusal: ApiError): ApiError {
  recordRefusal(call, 'apply', refusal);
  return refusal;
}
