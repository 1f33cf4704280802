// The paths and queries of the HTTP API as typed requests.
// Upstream: k8s.io/apiserver pkg/endpoints/request/requestinfo.go

import { quote } from '../../base/index.ts';
import type { Writable } from '../../base/index.ts';
import { notSupported } from '../../kinds/index.ts';
import type { PatchType, PathRequest, ProxiedRequest, Representation, RequestOptions, ResourceRequest, Verb } from '../../kinds/index.ts';
import { badRequest, invalidOptions, methodNotAllowed } from '../failures.ts';
import { readDeleteOptions } from '../verbs/delete-options.ts';

/** What of an HTTP request its path and query do not say. */
export interface HttpDetails {
  readonly patchType?: PatchType;
  readonly as?: Representation;
  readonly asVersion?: 'v1beta1';
  /** Of a request that may be passed on: all of it. */
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

type Query = ReadonlyMap<string, readonly string[]>;

const noParameters: Query = new Map();

/** The parameters of a query. */
export function parseQuery(query: string): Query {
  if (query === '') return noParameters;
  const parameters = new Map<string, string[]>();
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = unescaped(equals < 0 ? part : part.slice(0, equals));
    const value = equals < 0 ? '' : unescaped(part.slice(equals + 1));
    if (name === undefined || value === undefined) continue; // what cannot be read is not there
    const values = parameters.get(name);
    if (values) values.push(value);
    else parameters.set(name, [value]);
  }
  return parameters;
}

function unescaped(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (!(error instanceof URIError)) throw error;
    return undefined;
  }
}

/** The request for the resource that a path names. */
export function requestOfPath(request: PathRequest, place: Place, query: string, details: HttpDetails = {}): ResourceRequest {
  if (request.verb === 'post' && place.name !== undefined && place.subresource === undefined) throw methodNotAllowed();
  const given = parseQuery(query);
  const parameters = place.isWatch && place.name !== undefined ? new Map([...given, ['fieldSelector', [`metadata.name=${place.name}`]]]) : given;
  const verb = place.isWatch && request.verb === 'get' ? 'watch' : verbOf(request.verb, place, parameters);
  const isDelete = verb === 'delete' || verb === 'deletecollection';
  const { group, version, resource, namespace, name, subresource } = place;
  const isPodStream = subresource === 'log' || subresource === 'exec' || subresource === 'attach' || subresource === 'portforward';
  const body = place.proxied !== undefined ? proxiedRequest(request, place, query, details) : isPodStream ? streamOptions(parameters) : isDelete ? undefined : request.body;
  const made: Writable<ResourceRequest> = {
    type: 'resource', verb, group, version, resource,
    options: place.proxied !== undefined ? noOptions : isDelete ? deleteRequestOptions(parameters, verb, request.body) : optionsOf(parameters, verb),
    as: details.as ?? 'object',
    credentials: request.credentials,
    userAgent: request.userAgent,
  };
  if (namespace !== undefined) made.namespace = namespace;
  if (name !== undefined) made.name = name;
  if (subresource !== undefined) made.subresource = subresource;
  if (body !== undefined) made.body = body;
  if (verb === 'patch') made.patchType = details.patchType ?? 'strategic';
  if (details.asVersion) made.asVersion = details.asVersion;
  if (request.impersonate) made.impersonate = request.impersonate;
  return made;
}

/** What is to be passed on, of a request whose parameters are not for this server. */
function proxiedRequest({ path, verb, body }: PathRequest, { proxied = '' }: Place, query: string, { method, headers, text }: HttpDetails): ProxiedRequest {
  const question = path.indexOf('?');
  return {
    type: 'proxied', method: method ?? verb.toUpperCase(), uri: question < 0 ? path : path.slice(0, question), path: proxied, query: query === '' ? '' : `?${query}`,
    headers: headers ?? {}, body: text ?? (typeof body === 'string' ? body : ''),
  };
}

/** The verb of a request for what a path names, whatever it is asked with. */
export function plainVerb(method: PathRequest['verb'], place: Place): Verb {
  return verbOf(method, place, noParameters);
}

/** What a path names. */
export interface Place {
  readonly group: string;
  readonly version: string;
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
  /** Below `/watch`: the old form of `?watch=1`. */
  readonly isWatch: boolean;
  /** Of `proxy`: what comes behind it, '' or a path. */
  readonly proxied?: string;
}

/** What a path such as `/api/v1/namespaces/a/pods/b/log` names; undefined when it is no resource. */
export function placeOf(path: string): Place | undefined {
  const plain = path.includes('%') ? (unescaped(path.replaceAll('+', '%2B')) ?? path) : path;
  const steps = plain.split('/');
  while (steps.length > 1 && steps.at(-1) === '') steps.pop();
  const root = steps[1];
  if (root !== 'api' && root !== 'apis') return undefined;
  const at = root === 'api' ? 2 : 3;
  const group = root === 'api' ? '' : (steps[2] ?? '');
  const isWatch = steps[at + 1] === 'watch';
  const below = at + (isWatch ? 2 : 1);
  const version = steps[at] ?? '';
  const first = steps[below];
  if (version === '' || first === undefined) return undefined;
  const count = steps.length - below;
  const second = steps[below + 1];
  const third = steps[below + 2];
  const proxy = first === 'namespaces' ? below + 4 : below + 2;
  if (steps[proxy] === 'proxy') return proxiedPlace({ group, version, resource: steps[proxy - 2] ?? '', namespace: first === 'namespaces' ? second : undefined, name: steps[proxy - 1], subresource: 'proxy', isWatch: false }, path);
  // A namespace's own subresources (status, finalize) are not resources in it.
  if (first === 'namespaces' && third !== undefined && !(count === 3 && (third === 'status' || third === 'finalize'))) {
    return count > 5 ? undefined : { group, version, resource: third, namespace: second, name: steps[below + 3], subresource: steps[below + 4], isWatch };
  }
  return count > 3 ? undefined : { group, version, resource: first, namespace: undefined, name: second, subresource: third, isWatch };
}

const proxiedResources: ReadonlySet<string> = new Set(['services', 'pods', 'nodes']);

function proxiedPlace(place: Place, path: string): Place | undefined {
  if (place.group !== '' || !proxiedResources.has(place.resource) || (place.resource === 'nodes') !== (place.namespace === undefined)) return undefined;
  const [, behind = ''] = /^(?:\/[^/]+){2,6}?\/proxy(\/.*)?$/.exec(path) ?? [];
  return { ...place, proxied: behind };
}

function verbOf(method: PathRequest['verb'], { name }: Place, query: Query): Verb {
  switch (method) {
    case 'get':
      if (name !== undefined) return 'get'; // one object is watched as a list of one
      return isTrue(query.get('watch')) ? 'watch' : 'list';
    case 'post': return 'create';
    case 'put': return 'update';
    case 'patch': return 'patch';
    case 'delete': return name === undefined ? 'deletecollection' : 'delete';
  }
}

const isTrue = (values: readonly string[] | undefined): boolean => values !== undefined && values[0] !== 'false' && values[0] !== '0';

function integer(query: Query, name: string): number | undefined {
  const [text] = query.get(name) ?? [];
  if (text === undefined || text === '') return undefined;
  if (!/^[-+]?[0-9]+$/.test(text)) throw badRequest(`strconv.ParseInt: parsing ${quote(text)}: invalid syntax`);
  const value = BigInt(text.replace('+', ''));
  if (BigInt.asIntN(64, value) !== value) throw badRequest(`strconv.ParseInt: parsing ${quote(text)}: value out of range`);
  return Number(value);
}

const optionsKinds: Readonly<Record<Verb, string>> = {
  get: 'GetOptions', list: 'ListOptions', watch: 'ListOptions', create: 'CreateOptions', update: 'UpdateOptions',
  patch: 'PatchOptions', delete: 'DeleteOptions', deletecollection: 'DeleteOptions',
};

const noOptions: RequestOptions = {};

function optionsOf(query: Query, verb: Verb): RequestOptions {
  if (query.size === 0) return noOptions;
  const text = (name: string) => query.get(name)?.[0] || undefined;
  const kind = optionsKinds[verb];
  const options: Writable<RequestOptions> = {};
  for (const name of ['labelSelector', 'fieldSelector', 'continue', 'resourceVersion', 'fieldManager'] as const) {
    const value = text(name);
    if (value !== undefined) options[name] = value;
  }
  for (const name of ['limit', 'timeoutSeconds', 'gracePeriodSeconds'] as const) {
    const value = integer(query, name);
    if (value !== undefined) options[name] = value;
  }
  for (const name of ['allowWatchBookmarks', 'sendInitialEvents', 'force', 'orphanDependents'] as const) {
    const values = query.get(name);
    if (values) options[name] = isTrue(values);
  }
  // Checked where they are used: words that are none of these are told there. So is includeObject.
  const match = text('resourceVersionMatch');
  if (match !== undefined) options.resourceVersionMatch = match as NonNullable<RequestOptions['resourceVersionMatch']>;
  const policy = text('propagationPolicy');
  if (policy !== undefined) options.propagationPolicy = policy as NonNullable<RequestOptions['propagationPolicy']>;
  const validation = text('fieldValidation');
  if (validation === 'Strict' || validation === 'Warn' || validation === 'Ignore') options.fieldValidation = validation;
  else if (validation !== undefined) {
    throw invalidOptions(kind, [notSupported('fieldValidation', validation, ['', 'Ignore', 'Strict', 'Warn'])]);
  }
  const include = text('includeObject');
  if (include !== undefined) options.includeObject = include as NonNullable<RequestOptions['includeObject']>;
  if (verb === 'get' && isTrue(query.get('export'))) throw badRequest('the export parameter, deprecated since v1.14, is no longer supported');
  const dryRun = query.get('dryRun');
  if (dryRun && dryRun.some((value) => value !== 'All')) throw invalidOptions(kind, [notSupported('dryRun', dryRun, ['All'])]);
  if (dryRun) options.dryRun = true;
  return options;
}

/** What a delete says: in its body, or, where that is empty, in its query; what is to be selected is said there either way. */
function deleteRequestOptions(parameters: Query, verb: Verb, body: unknown): RequestOptions {
  if (body === undefined) return optionsOf(parameters, verb);
  const selecting = new Map([...parameters].filter(([name]) => !deleteParameters.has(name)));
  return { ...optionsOf(selecting, verb), ...readDeleteOptions(body) };
}

const deleteParameters = new Set(['dryRun', 'gracePeriodSeconds', 'orphanDependents', 'propagationPolicy']);

/** The options of a log, exec, attach or port-forward as their bodies carry them. */
function streamOptions(query: Query): Readonly<Record<string, unknown>> {
  const options: Record<string, unknown> = {};
  for (const [name, values] of query) {
    const [first = ''] = values;
    if (name === 'command') options[name] = values;
    else if (name === 'ports') options[name] = values.map(Number);
    else if (['sinceSeconds', 'tailLines', 'limitBytes'].includes(name)) options[name] = integer(query, name);
    else if (name === 'container' || name === 'sinceTime' || name === 'stream') options[name] = first;
    else options[name] = isTrue(values);
  }
  return options;
}
