// How objects get from one version to another.
// Upstream: k8s.io/apiextensions-apiserver pkg/apis/apiextensions/validation ValidateCustomResourceConversion, k8s.io/apiserver pkg/util/webhook/validation.go

import { addInvalid } from '../checks.ts';
import type { Errors } from '../checks.ts';
import type { FieldPath } from '../field-error.ts';
import { forbidden, invalid, notSupported, required } from '../field-error.ts';
import type { CustomResourceConversion, CustomResourceServiceReference, CustomResourceWebhookClientConfig } from '../generated/types.ts';
import { isDns1035Label, isDnsSubdomain } from '../names.ts';

/** What is wrong with a conversion. */
export function checkConversion(errors: Errors, at: FieldPath, { strategy, webhook }: CustomResourceConversion): void {
  if (!strategy) errors.push(required(at.child('strategy')));
  else if (strategy !== 'None' && strategy !== 'Webhook') errors.push(notSupported(at.child('strategy'), strategy, ['None', 'Webhook']));
  const config = webhook?.clientConfig;
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy !== 'Webhook') {
    if (config) errors.push(forbidden(at.child('webhookClientConfig'), 'should not be set when strategy is not set to Webhook'));
    if (versions.length > 0) errors.push(forbidden(at.child('conversionReviewVersions'), 'should not be set when strategy is not set to Webhook'));
    return;
  }
  if (!config) errors.push(required(at.child('webhookClientConfig'), 'required when strategy is set to Webhook'));
  else checkClient(errors, at.child('webhookClientConfig'), config);
  checkReviewVersions(errors, at.child('conversionReviewVersions'), versions);
}

function checkReviewVersions(errors: Errors, at: FieldPath, versions: readonly string[]): void {
  if (versions.length === 0) {
    errors.push(required(at));
    return;
  }
  for (const [index, version] of versions.entries()) {
    if (versions.indexOf(version) < index) errors.push(invalid(at.index(index), version, 'duplicate version'));
    addInvalid(errors, at.index(index), version, isDns1035Label(version));
  }
  if (!versions.includes('v1') && !versions.includes('v1beta1')) errors.push(invalid(at, versions, 'must include at least one of v1, v1beta1'));
}

function checkClient(errors: Errors, at: FieldPath, { url, service }: CustomResourceWebhookClientConfig): void {
  if ((url === undefined) === (service === undefined)) errors.push(required(at, 'exactly one of url or service is required'));
  else if (url !== undefined) checkUrl(errors, at.child('url'), url);
  else if (service) checkService(errors, at.child('service'), service);
}

function checkUrl(errors: Errors, at: FieldPath, url: string): void {
  const form = "desired format: https://host[/path]";
  const match = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^?#]*)(\?[^#]*)?(#.*)?$/i.exec(url);
  const [, scheme = '', authority = '', , query, fragment] = match ?? [];
  if (scheme !== 'https') errors.push(invalid(at, scheme, `'https' is the only allowed URL scheme; ${form}`));
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host === '') errors.push(invalid(at, host, `host must be specified; ${form}`));
  if (authority.includes('@')) errors.push(invalid(at, authority.slice(0, authority.lastIndexOf('@')), `user information is not permitted in the URL; ${form}`));
  if (fragment !== undefined) errors.push(invalid(at, fragment.slice(1), `fragments are not permitted in the URL; ${form}`));
  if (query !== undefined) errors.push(invalid(at, query.slice(1), `query parameters are not permitted in the URL; ${form}`));
}

function checkService(errors: Errors, at: FieldPath, { name, namespace, path: servicePath, port }: CustomResourceServiceReference): void {
  if (!name) errors.push(required(at.child('name')));
  if (!namespace) errors.push(required(at.child('namespace')));
  if (port !== undefined && (port < 1 || port > 65_535)) errors.push(invalid(at.child('port'), port, 'port is not valid: must be between 1 and 65535, inclusive'));
  if (servicePath !== undefined) checkServicePath(errors, at.child('path'), servicePath);
}

function checkServicePath(errors: Errors, at: FieldPath, text: string): void {
  if (text === '/' || text === '') return;
  if (text === '//') {
    errors.push(invalid(at, text, 'segment[0] may not be empty'));
    return;
  }
  if (!text.startsWith('/')) errors.push(invalid(at, text, "must start with a '/'"));
  const inner = text.endsWith('/') ? text.slice(0, -1) : text;
  for (const [index, step] of inner.slice(1).split('/').entries()) {
    if (step === '') {
      errors.push(invalid(at, text, `segment[${index}] may not be empty`));
      continue;
    }
    for (const why of isDnsSubdomain(step)) errors.push(invalid(at, text, `segment[${index}]: ${why}`));
  }
}
