// What the server answers when it does not do what was asked.
// Upstream: k8s.io/apimachinery pkg/api/errors

import { quote } from '../base/index.ts';
import { ApiError, formatFieldErrors, groupKind, groupResource } from '../kinds/index.ts';
import type { FieldError, GroupVersionKind, GroupVersionResource, Status, StatusDetails } from '../kinds/index.ts';

function failure(code: number, reason: string, message: string, details?: StatusDetails): ApiError {
  const status: Status = {
    apiVersion: 'v1',
    kind: 'Status',
    metadata: {},
    status: 'Failure',
    message,
    ...(reason === '' ? {} : { reason }),
    ...(details ? { details } : {}),
    code,
  };
  return new ApiError(status);
}

function detailsOf({ group, resource }: GroupVersionResource, name: string): StatusDetails {
  if (name === '') return group === '' ? { kind: resource } : { group, kind: resource };
  return group === '' ? { name, kind: resource } : { name, group, kind: resource };
}

/** `pods "web" not found` */
export function notFound(gvr: GroupVersionResource, name: string): ApiError {
  return failure(404, 'NotFound', `${groupResource(gvr)} "${name}" not found`, detailsOf(gvr, name));
}

/** The path leads nowhere. */
export function noSuchResource(): ApiError {
  return failure(404, 'NotFound', 'the server could not find the requested resource', {});
}

/** `pods "web" already exists` */
export function alreadyExists(gvr: GroupVersionResource, name: string, isTerminating = false): ApiError {
  const prefix = isTerminating ? 'object is being deleted: ' : '';
  return failure(409, 'AlreadyExists', `${prefix}${groupResource(gvr)} "${name}" already exists`, detailsOf(gvr, name));
}

/** `Operation cannot be fulfilled on pods "web": …` */
export function conflict(gvr: { readonly group: string; readonly resource: string }, name: string, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${groupResource(gvr)} "${name}": ${why}`;
  return failure(409, 'Conflict', message, detailsOf({ ...gvr, version: '' }, name));
}

/** Others have fields that were to be applied. */
export function applyConflict({ message, causes }: { readonly message: string; readonly causes: readonly { readonly message: string; readonly field: string }[] }): ApiError {
  return failure(409, 'Conflict', message, { causes: causes.map((cause) => ({ reason: 'FieldManagerConflict', ...cause })) });
}

/** Someone else has changed the object since the client read it. */
export function modified(gvr: GroupVersionResource, name: string): ApiError {
  return conflict(gvr, name, 'the object has been modified; please apply your changes to the latest version and try again');
}

/** `pods "web" is forbidden: …` */
export function forbidden(gvr: GroupVersionResource, name: string, why: string): ApiError {
  const subject = name === '' ? groupResource(gvr) : `${groupResource(gvr)} "${name}"`;
  return failure(403, 'Forbidden', `${subject} is forbidden: ${why}`, detailsOf(gvr, name));
}

/** Who asks showed something that proves nothing. */
export function unauthorized(): ApiError {
  return failure(401, 'Unauthorized', 'Unauthorized');
}

/** `forbidden: User "ann" cannot get path "/version"` */
export function forbiddenPath(why: string): ApiError {
  return failure(403, 'Forbidden', `forbidden: ${why}`, {});
}

/** `Pod "web" is invalid: …` */
export function invalid(gvk: GroupVersionKind, name: string, errors: readonly FieldError[]): ApiError {
  const causes = errors.map((error) => ({ reason: error.type, message: error.body, field: error.field }));
  const details: StatusDetails = { ...(name === '' ? {} : { name }), ...(gvk.group === '' ? {} : { group: gvk.group }), ...(gvk.kind === '' ? {} : { kind: gvk.kind }), causes };
  return failure(422, 'Invalid', `${groupKind(gvk)} ${quote(name)} is invalid: ${formatFieldErrors(errors)}`, details);
}

/** Options of a request that are wrong. */
export function invalidOptions(kind: string, errors: readonly FieldError[]): ApiError {
  return invalid({ group: 'meta.k8s.io', version: 'v1', kind }, '', errors);
}

/** The request cannot be understood. */
export function badRequest(message: string): ApiError {
  return failure(400, 'BadRequest', message);
}

/** The resource does not have this verb. */
export function methodNotAllowed(): ApiError {
  return failure(405, 'MethodNotAllowed', 'the server does not allow this method on the requested resource', {});
}

/** `watch is not supported on resources of kind "componentstatuses"` */
export function unwatchable(resource: string): ApiError {
  return failure(405, 'MethodNotAllowed', `watch is not supported on resources of kind "${resource}"`, { kind: resource });
}

/** A body or an answer of a form that the server does not speak. */
export function unsupportedMediaType(supported: readonly string[]): ApiError {
  const message = `the body of the request was in an unknown format - accepted media types include: ${supported.join(', ')}`;
  return failure(415, 'UnsupportedMediaType', message);
}

/** More than one request may ask for. */
export function requestEntityTooLarge(why: string): ApiError {
  return failure(413, 'RequestEntityTooLarge', `Request entity too large: ${why}`);
}

/** A patch of a type that nobody knows. */
export function unsupportedPatchType(): ApiError {
  return failure(415, 'UnsupportedMediaType', '415: Unsupported Media Type', {});
}

/** An answer that is wanted in a form in which it cannot be given. */
export function notAcceptable(message: string): ApiError {
  return failure(406, 'NotAcceptable', message);
}

/** An answer that is wanted in a form that the server does not write; it writes these. Upstream: emicklei/go-restful */
export function plainlyNotAcceptable(written: readonly string[]): ApiError {
  return failure(406, 'NotAcceptable', `406: Not Acceptable\n\nAvailable representations: ${written.join(', ')}`, {});
}

/** The version that a watch or a list is to begin with is no longer known. */
export function expired(message: string): ApiError {
  return failure(410, 'Expired', message);
}

/** A page cannot show the same moment as the pages before it; the token goes on with what is there now. */
export function expiredContinue(token: string): ApiError {
  const { status } = expired('The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.');
  return new ApiError({ ...status, metadata: { continue: token } });
}

/** The client comes from the future, or the cache has fallen behind. */
export function tooLargeResourceVersion(wanted: number, current: number): ApiError {
  return failure(504, 'Timeout', `Timeout: Too large resource version: ${wanted}, current: ${current}`, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** The server has not read anything from etcd yet. */
export function notInitialized(): ApiError {
  return failure(429, 'TooManyRequests', 'storage is (re)initializing', { retryAfterSeconds: 1 });
}

/** Nothing was read in time: the request is cut off, and who asked says so in words of its own. Upstream: client-go's errors.NewGenericServerResponse */
export function unanswered({ group, resource, name }: { readonly group: string; readonly resource: string; readonly name?: string | undefined }): ApiError {
  const asked = `get ${groupResource({ group, resource })}${name === undefined ? '' : ` ${name}`}`;
  return failure(504, 'Timeout', `the server was unable to return a response in the time allotted, but may still be processing the request (${asked})`, {});
}

/** The work was not done in time. */
export function timedOut(): ApiError {
  return failure(504, 'Timeout', 'Timeout: request did not complete within requested timeout - context deadline exceeded', {});
}

/** The request was understood and makes no sense; why is not told. */
export function unprocessable(): ApiError {
  return failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {});
}

/** `Internal error occurred: …` */
export function internalError(message: string): ApiError {
  return failure(500, 'InternalError', `Internal error occurred: ${message}`, { causes: [{ message }] });
}

/** What is needed to answer is not there at the moment. */
export function serviceUnavailable(message: string): ApiError {
  return failure(503, 'ServiceUnavailable', message);
}

/** A Pod may not be evicted: its disruption budget does not allow it, and the cause says which and why. */
export function budgetExceeded(cause: string, retryAfterSeconds?: number): ApiError {
  return failure(429, 'TooManyRequests', "Cannot evict pod as it would violate the pod's disruption budget.", {
    causes: [{ reason: 'DisruptionBudget', message: cause }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  });
}

/** An error that has no reason of its own: its text as it is. */
export function plainError(message: string): ApiError {
  return failure(500, '', message);
}
