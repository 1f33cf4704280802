// How something is to be deleted: what a body may say of it, and what makes no sense.
// Upstream: k8s.io/apiserver pkg/endpoints/handlers/delete.go, k8s.io/apimachinery pkg/apis/meta/v1/validation ValidateDeleteOptions

import { isObject } from '../../base/index.ts';
import { DecodeError, decode, invalid, notSupported } from '../../kinds/index.ts';
import type { DeleteOptions, RequestOptions } from '../../kinds/index.ts';
import { badRequest, invalidOptions } from '../failures.ts';
import { isBodyText, readOptionsText } from '../request/body-text.ts';

const definition = 'io.k8s.apimachinery.pkg.apis.meta.v1.DeleteOptions';

/** Reads DeleteOptions, as a value or as text. Throws BadRequest for what is none. */
export function readDeleteOptions(body: unknown): RequestOptions {
  const value = isBodyText(body) ? readOptionsText(body).value : body;
  if (!isObject(value)) return {};
  const { kind = 'DeleteOptions', apiVersion = 'v1' } = value;
  if (kind !== 'DeleteOptions') throw badRequest(`no kind "${String(kind)}" is registered for version "${String(apiVersion)}" in scheme "pkg/runtime/scheme.go:111"`);
  const { gracePeriodSeconds, orphanDependents, propagationPolicy, preconditions, dryRun } = decoded(value);
  if (dryRun && dryRun.some((each) => each !== 'All')) throw invalidOptions('DeleteOptions', [notSupported('dryRun', dryRun, ['All'])]);
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    // Checked below: words that are none are told there.
    ...(propagationPolicy === undefined ? {} : { propagationPolicy: propagationPolicy as NonNullable<RequestOptions['propagationPolicy']> }),
    ...(preconditions ? { preconditions } : {}),
    ...(dryRun && dryRun.length > 0 ? { dryRun: true } : {}),
  };
}

function decoded(value: Readonly<Record<string, unknown>>): DeleteOptions {
  try {
    return decode(definition, value).value as DeleteOptions; // of the type that the definition stands for
  } catch (error) {
    if (!(error instanceof DecodeError)) throw error;
    throw badRequest(error.message);
  }
}

/** Throws the answer to options that make no sense. */
export function checkDeleteOptions({ propagationPolicy, orphanDependents }: RequestOptions): void {
  if (propagationPolicy === undefined) return;
  const errors = [];
  if (orphanDependents !== undefined) errors.push(invalid('propagationPolicy', propagationPolicy, 'orphanDependents and deletionPropagation cannot be both set'));
  if (!['Orphan', 'Background', 'Foreground'].includes(propagationPolicy)) {
    errors.push(notSupported('propagationPolicy', propagationPolicy, ['Foreground', 'Background', 'Orphan', 'nil']));
  }
  if (errors.length > 0) throw invalidOptions('DeleteOptions', errors);
}

/** What is to become of dependents, in either way of saying it. */
export function propagationOf({ propagationPolicy, orphanDependents }: RequestOptions): RequestOptions['propagationPolicy'] {
  if (orphanDependents === undefined) return propagationPolicy;
  return orphanDependents ? 'Orphan' : 'Background';
}
