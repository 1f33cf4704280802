// The first look at what a client wrote: is it JSON of the right kind, and which of its fields does the kind not have.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers (create.go, patch.go), runtime/serializer

import { isObject } from '../../base/index.ts';
import { DecodeError, PatchError, applyPatch, apiVersionOf, decode, isKnownKind, parseApiVersion } from '../../kinds/index.ts';
import type { AnyKind, ApiError, Decoded, FieldError, GroupVersionKind, KubeInput, KubeObject, PatchTarget, PatchType } from '../../kinds/index.ts';
import { badRequest, invalid, plainError, requestEntityTooLarge, unprocessable, unsupportedMediaType } from '../failures.ts';
import { patchComplaints, strictComplaints, unknownField, wrongType } from './body-text.ts';
import type { Call } from './call.ts';
import { internalGroup } from './internal-group.ts';
import { inSpokenForm } from './present.ts';
import { recordRefusal } from './refusal.ts';

/** The object in a request's body, which is to replace `known` if that is given. Throws BadRequest when it is none of the kind. */
export function decodeBody(call: Call, known?: KubeObject): KubeInput {
  const { request: { body }, spoken: kind } = call;
  return toStored(call, asInput(kind, decodedAs(call, kind, body, known)));
}

/** What a type that is written in bodies is called, and how it is read. */
export type WrittenType = Pick<AnyKind, 'group' | 'version' | 'kind' | 'apiVersion' | 'definition'> & Partial<Pick<AnyKind, 'custom' | 'read'>>;

/** A body as the type that it is to be. Throws BadRequest when it is none. */
export function decodedAs(call: Call, kind: WrittenType, body: unknown, known?: object): unknown {
  const fields = checkType(call, kind, body);
  const handled = unhandled(call, kind, fields);
  try {
    const { value, unknownFields } = kind.read ? kind.read(fields) : decode(kind.definition, fields, known, call.spelled);
    if (unknownFields.length > 0 || call.typed) complain(call, () => strictComplaints(call.typed, unknownFields), handled);
    return value;
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw handled(error.message);
  }
}

/** The fields of a body that says it is of the type, or does not say. Throws BadRequest when it is of another. */
export function checkType(call: Call, kind: Omit<WrittenType, 'definition'>, body: unknown): Readonly<Record<string, unknown>> {
  if (!isObject(body)) throw refused(call, badRequest(`the object provided is unrecognized (must be of type ${kind.kind}): couldn't get version/kind; json parse error: unexpected end of JSON input (<empty>)`));
  const said = saidKind(kind, body);
  if (kind.custom) {
    checkSaid(call, said);
    return body;
  }
  if (said.kind === kind.kind && said.group === kind.group && said.version === kind.version) return body;
  if (said.kind !== kind.kind || !isKnownKind(said)) throw unhandled(call, kind, body)(whyNotKind(kind, said));
  throw refused(call, badRequest(`the API version in the data (${apiVersionOf(said)}) does not match the expected API version (${kind.apiVersion})`));
}

/** The refusal of a body, given why it is no object of the type. */
function unhandled(call: Call, kind: Omit<WrittenType, 'definition'>, body: Readonly<Record<string, unknown>>): (why: string) => ApiError {
  return (why) => {
    const said = saidKind(kind, body);
    return refused(call, badRequest(`${said.kind} in version "${said.version}" cannot be handled as a ${kind.kind}: ${why}`));
  };
}

/** Of what a client calls a custom object, the group and version are looked at here, and the kind when it is validated. */
function checkSaid(call: Call, said: { readonly group: string; readonly version: string }): void {
  const { spoken } = call;
  if (said.group === spoken.group && said.version === spoken.version) return;
  throw refused(call, badRequest(`the API version in the data (${apiVersionOf(said)}) does not match the expected API version (${spoken.apiVersion})`));
}

/** The object that a patch makes of the current one; throws the answer to a patch that does not fit it. */
export function patchedInput(call: Call, type: PatchType, current: KubeObject): KubeInput {
  const { spoken: kind } = call;
  const target = kind.read ?? (type === 'strategic' ? kind.definition : (value: unknown, known: unknown) => readPatched(kind, value, known));
  const { value } = patchedValue(call, type, target, inSpokenForm(call, current));
  return toStored(call, asInput(kind, value));
}

/** A patched document as the kind. Throws a DecodeError when it says that it is something else. */
function readPatched(kind: AnyKind, value: unknown, known: unknown): Decoded {
  const wrong = wrongType(value);
  if (wrong !== undefined) throw new DecodeError(wrong);
  if (isObject(value)) {
    // What has no version is read as the form that the server has for itself, where all fields are called otherwise.
    if (!value['apiVersion']) return { value: {}, unknownFields: Object.keys(value).filter((field) => field !== 'apiVersion' && field !== 'kind') };
    const said = saidKind(kind, value);
    if (said.kind !== kind.kind || said.group !== kind.group || said.version !== kind.version) throw new DecodeError(whyNotKind(kind, said));
  }
  return decode(kind.definition, value, known);
}

/** Why an object of one kind is not read as another. */
function whyNotKind(kind: Omit<WrittenType, 'definition'>, said: GroupVersionKind): string {
  if (!isKnownKind(said)) return `no kind "${said.kind}" is registered for version "${apiVersionOf(said)}" in scheme "pkg/runtime/scheme.go:111"`;
  return `converting (${said.version}.${said.kind}) to (${internalGroup(kind)}.${kind.kind}): unknown conversion`;
}

/** Tells of fields that the kind does not have and of those that are there twice: as warnings, or with a refusal. */
function complain(call: Call, complaints: () => readonly string[], refusal: (why: string) => ApiError): void {
  const strictness = strictnessOf(call);
  if (strictness === 'Ignore') return;
  const told = complaints();
  if (told.length > 0 && strictness === 'Strict') throw refusal(`strict decoding error: ${told.join(', ')}`);
  for (const warning of told) if (!call.warnings.includes(warning)) call.warnings.push(warning);
}

/** What a patch makes of an object of the type with that definition. Throws the answer to a patch that does not fit. */
export function patchedValue(
  call: Call,
  type: PatchType,
  target: PatchTarget,
  current: object,
): Decoded {
  if (type === 'apply' || (type === 'strategic' && typeof target !== 'string')) throw unsupportedPatch(call.spoken);
  const { body } = call.request;
  if (body === undefined) throw refused(call, badRequest(`${type === 'strategic' ? '' : 'error decoding patch: '}unexpected end of JSON input`));
  try {
    const patched = applyPatch(type, target, fieldsOf(current), body);
    if ('error' in patched) throw refused(call, invalidPatch(patched.error));
    const { unknownFields, refusal } = patched;
    const ofPatch = (): readonly string[] => patchComplaints(type, body, call.typed);
    if (unknownFields.length > 0 || call.typed || type === 'json') {
      complain(call, () => [...ofPatch(), ...unknownFields.map(unknownField)], (why) => refused(call, invalidPatch(refusal(why))));
    }
    return patched;
  } catch (error) {
    if (!(error instanceof PatchError)) throw error;
    throw refused(call, patchRefusal(error));
  }
}

/** An object as the fields that it has. */
const fieldsOf = (object: object): Readonly<Record<string, unknown>> => object as Readonly<Record<string, unknown>>;

function patchRefusal({ fault, message }: PatchError): ApiError {
  switch (fault) {
    case 'bad-request': return badRequest(message);
    case 'internal': return plainError(message);
    case 'too-large': return requestEntityTooLarge(message);
    case 'unprocessable': return unprocessable();
  }
}

/** The patch types that there are an answer to. */
export function unsupportedPatch({ custom }: AnyKind): ApiError {
  const merge = custom ? 'application/apply-patch+yaml' : 'application/strategic-merge-patch+json';
  return unsupportedMediaType(['application/json-patch+json', 'application/merge-patch+json', merge]);
}

function invalidPatch(error: FieldError): ApiError {
  return invalid({ group: '', version: '', kind: '' }, '', [error]);
}

function strictnessOf({ request }: Call): 'Ignore' | 'Warn' | 'Strict' {
  return request.options.fieldValidation ?? 'Warn';
}

/** An object that a client wrote, in the version that is stored. */
function toStored({ spoken: { view } }: Call, input: KubeInput): KubeInput {
  return view ? view.toStored(input) : input;
}

/** What decoding gave is of the kind's type; apiVersion and kind may have been left out. */
function asInput(kind: AnyKind, value: unknown): KubeInput {
  const input = value as KubeInput;
  if (kind.custom) return input; // it says itself what it is, and is held to it
  return input.kind === kind.kind && input.apiVersion === kind.apiVersion ? input : { ...input, apiVersion: kind.apiVersion, kind: kind.kind };
}

function saidKind(kind: Omit<WrittenType, 'definition'>, body: Readonly<Record<string, unknown>>): GroupVersionKind {
  const { apiVersion, kind: name } = body;
  const gv = typeof apiVersion === 'string' && apiVersion !== '' ? parseApiVersion(apiVersion) : kind;
  return { group: gv.group, version: gv.version, kind: typeof name === 'string' && name !== '' ? name : kind.kind };
}

function refused(call: Call, refusal: ApiError): ApiError {
  recordRefusal(call, 'decode', refusal);
  return refusal;
}
