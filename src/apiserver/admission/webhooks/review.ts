// The question that a webhook is asked, and what its answer means.
// Upstream: k8s.io/apiserver pkg/admission/plugin/webhook/request, pkg/admission/plugin/webhook/errors

import { base64DecodeText, isObject } from '../../../base/index.ts';
import { ApiError } from '../../../kinds/index.ts';
import type { AnyKind, KubeObject, Status, StatusDetails, User } from '../../../kinds/index.ts';
import type { Write } from '../plugin.ts';

/** Versions of AdmissionReview that this server speaks, the newest first. */
const spokenVersions = ['v1', 'v1beta1'];

/** The version that a webhook is asked in: the first of its own that both speak. */
export function reviewVersion(wanted: readonly string[]): string {
  return wanted.find((version) => spokenVersions.includes(version)) ?? 'v1';
}

/** The AdmissionReview about a write as a webhook sees it. */
export function reviewOf(write: Write, shown: { readonly kind: AnyKind; readonly object: unknown; readonly previous: unknown; readonly uid: string; readonly version: string }): object {
  const { call, operation, subresource, name, object } = write;
  const { kind, uid } = shown;
  const asked = subresource !== undefined && object && object.kind !== call.kind.kind ? gvkOf(object) : undefined;
  const { namespace } = call.request;
  const place = call.kind.kind === 'Namespace' ? (object ?? write.previous)?.metadata.name : namespace;
  return {
    kind: 'AdmissionReview',
    apiVersion: `admission.k8s.io/${shown.version}`,
    request: {
      uid,
      kind: asked ?? kind.gvk,
      resource: kind.gvr,
      ...(subresource === undefined ? {} : { subResource: subresource }),
      requestKind: asked ?? call.spoken.gvk,
      requestResource: call.spoken.gvr,
      ...(subresource === undefined ? {} : { requestSubResource: subresource }),
      ...(name === '' ? {} : { name }),
      ...(place === undefined ? {} : { namespace: place }),
      operation,
      userInfo: userInfo(call.user),
      object: shown.object ?? null,
      oldObject: shown.previous ?? null,
      dryRun: call.request.options.dryRun === true,
      options: optionsOf(write),
    },
  };
}

function gvkOf({ apiVersion, kind }: KubeObject): object {
  const slash = apiVersion.indexOf('/');
  return { group: slash < 0 ? '' : apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1), kind };
}

function userInfo({ name, uid, groups, extra }: User): object {
  return { username: name, ...(uid === '' ? {} : { uid }), groups, ...(Object.keys(extra).length === 0 ? {} : { extra }) };
}

const optionKinds = { CREATE: 'CreateOptions', UPDATE: 'UpdateOptions', DELETE: 'DeleteOptions', CONNECT: undefined } as const;

function optionsOf({ call, operation }: Write): object | null {
  const kind = optionKinds[operation];
  if (kind === undefined) return null;
  const { dryRun, fieldManager, fieldValidation, gracePeriodSeconds, propagationPolicy, preconditions } = call.request.options;
  return {
    kind,
    apiVersion: 'meta.k8s.io/v1',
    ...(operation === 'DELETE' && gracePeriodSeconds !== undefined ? { gracePeriodSeconds } : {}),
    ...(operation === 'DELETE' && preconditions ? { preconditions } : {}),
    ...(operation === 'DELETE' && propagationPolicy ? { propagationPolicy } : {}),
    ...(dryRun ? { dryRun: ['All'] } : {}),
    ...(operation !== 'DELETE' && fieldManager !== undefined ? { fieldManager } : {}),
    ...(operation !== 'DELETE' && fieldValidation !== undefined ? { fieldValidation } : {}),
  };
}

/** What a webhook says: whether the write may be, and what it wants changed. */
export interface Verdict {
  readonly isAllowed: boolean;
  readonly status: Readonly<Record<string, unknown>>;
  readonly warnings: readonly string[];
  /** The operations of a JSON patch. */
  readonly patch: unknown;
}

/** An answer that is none; the message says why. */
export class WebhookFailure extends Error {
  override readonly name = 'WebhookFailure';
}

/** Reads the answer to the question with that uid. Throws WebhookFailure. */
export function verdictIn(answer: Readonly<Record<string, unknown>>, { uid, version, mayPatch }: { readonly uid: string; readonly version: string; readonly mayPatch: boolean }): Verdict {
  const { apiVersion, kind, response } = answer;
  if (apiVersion !== `admission.k8s.io/${version}` || kind !== 'AdmissionReview') {
    throw invalidAnswer(`expected webhook response of admission.k8s.io/${version}, Kind=AdmissionReview, got ${String(apiVersion)}, Kind=${String(kind)}`);
  }
  if (!isObject(response)) throw invalidAnswer('webhook response was absent');
  if (response['uid'] !== uid) throw invalidAnswer(`expected response.uid="${uid}", got "${String(response['uid'] ?? '')}"`);
  const { patch, patchType } = response;
  const hasPatch = typeof patch === 'string' && patch !== '';
  if (!mayPatch && hasPatch) throw invalidAnswer('validating webhook may not return response.patch');
  if (!mayPatch && patchType !== undefined) throw invalidAnswer('validating webhook may not return response.patchType');
  if (hasPatch && patchType === undefined) throw invalidAnswer('webhook returned response.patch but not response.patchType');
  if (!hasPatch && patchType !== undefined) throw invalidAnswer('webhook returned response.patchType but not response.patch');
  if (hasPatch && patchType !== 'JSONPatch') throw invalidAnswer(`webhook returned invalid response.patchType of "${String(patchType)}"`);
  const warnings = Array.isArray(response['warnings']) ? response['warnings'].filter((warning) => typeof warning === 'string') : [];
  return {
    isAllowed: response['allowed'] === true,
    status: isObject(response['status']) ? response['status'] : {},
    warnings,
    patch: hasPatch ? decodePatch(patch) : undefined,
  };
}

function invalidAnswer(why: string): WebhookFailure {
  return new WebhookFailure(`received invalid webhook response: ${why}`);
}

/** A patch travels as base64 of its JSON. */
function decodePatch(text: string): unknown {
  let operations: unknown;
  try {
    operations = JSON.parse(base64DecodeText(text) ?? '');
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new WebhookFailure('received undecodable patch in webhook response: unexpected end of JSON input');
  }
  if (!Array.isArray(operations)) throw new WebhookFailure(`received undecodable patch in webhook response: json: cannot unmarshal ${isObject(operations) ? 'object' : typeof operations} into Go value of type jsonpatch.Patch`);
  return operations;
}

/** The answer to a client whose write a webhook does not want. */
export function denied(name: string, { code, message, reason, details }: Verdict['status']): ApiError {
  const by = `admission webhook "${name}" denied the request`;
  const text = typeof message === 'string' && message !== '' ? `${by}: ${message}` : typeof reason === 'string' && reason !== '' ? `${by}: ${reason}` : `${by} without explanation`;
  const status: Status = {
    apiVersion: 'v1', kind: 'Status', metadata: {}, status: 'Failure', message: text,
    ...(typeof reason === 'string' && reason !== '' ? { reason } : {}),
    ...(isObject(details) ? { details: details as StatusDetails } : {}),
    code: typeof code === 'number' && code >= 400 ? code : 400,
  };
  return new ApiError(status);
}
