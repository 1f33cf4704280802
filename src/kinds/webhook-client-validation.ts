// How a webhook is reached: by a URL, or by a Service of the cluster.
// Upstream: k8s.io/apiserver pkg/util/webhook/validation.go

import type { Errors } from './checks.ts';
import type { FieldPath } from './field-error.ts';
import { invalid, required } from './field-error.ts';
import type { ServiceReference, WebhookClientConfig } from './generated/types.ts';
import { isDnsSubdomain, isPortNumber } from './names.ts';

/** Errors of where a webhook is: of admission, or of conversions. */
export function checkWebhookClient(errors: Errors, at: FieldPath, { url, service }: WebhookClientConfig): void {
  if ((url === undefined) === (service === undefined)) errors.push(required(at, 'exactly one of url or service is required'));
  else if (url !== undefined) checkUrl(errors, at.child('url'), url);
  else if (service) checkService(errors, at.child('service'), service);
}

const urlForm = 'desired format: https://host[/path]';

function checkUrl(errors: Errors, at: FieldPath, url: string): void {
  const [, scheme = '', authority = '', rest = ''] = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?(.*)$/.exec(url) ?? [];
  const badEscape = /%(?![0-9A-Fa-f]{2}).{0,2}/.exec(url)?.[0];
  const badPort = /:(?!\d*$)[^:\]@]*$/.exec(authority)?.[0];
  const fault = badEscape !== undefined ? `invalid URL escape ${JSON.stringify(badEscape)}` : badPort === undefined ? undefined : `invalid port ${JSON.stringify(badPort)} after host`;
  if (fault !== undefined) {
    errors.push(required(at, `url must be a valid URL: parse ${JSON.stringify(url)}: ${fault}; ${urlForm}`));
    return;
  }
  const wrong = (value: string, why: string): void => {
    errors.push(invalid(at, value, why));
  };
  if (scheme !== 'https') wrong(scheme, `'https' is the only allowed URL scheme; ${urlForm}`);
  const userEnd = authority.lastIndexOf('@');
  if (authority.slice(userEnd + 1) === '') wrong('', `host must be specified; ${urlForm}`);
  if (userEnd >= 0) wrong(authority.slice(0, userEnd), 'user information is not permitted in the URL');
  const fragment = /#(.+)$/.exec(rest)?.[1];
  if (fragment !== undefined) wrong(fragment, 'fragments are not permitted in the URL');
  const query = /\?([^#]+)/.exec(rest)?.[1];
  if (query !== undefined) wrong(query, 'query parameters are not permitted in the URL');
}

function checkServicePath(errors: Errors, at: FieldPath, text: string): void {
  if (text === '/' || text === '') return;
  if (!text.startsWith('/')) errors.push(invalid(at, text, "must start with a '/'"));
  // What stands first is taken for the slash, whatever it is.
  const steps = text.slice(1).replace(/\/$/, '').split('/');
  for (const [index, step] of steps.entries()) {
    if (step === '') errors.push(invalid(at, text, `segment[${index}] may not be empty`));
    else for (const problem of isDnsSubdomain(step)) errors.push(invalid(at, text, `segment[${index}]: ${problem}`));
  }
}

function checkService(errors: Errors, at: FieldPath, { name, namespace, path: text, port }: ServiceReference): void {
  // Kubernetes takes the one for the other here.
  if (namespace === '') errors.push(required(at.child('name')));
  if (name === '') errors.push(required(at.child('namespace')));
  for (const problem of port === undefined ? [] : isPortNumber(port)) errors.push(invalid(at.child('port'), port, `port is not valid: ${problem}`));
  if (text !== undefined) checkServicePath(errors, at.child('path'), text);
}
