// What `-v=6` and more tell of each request to the server and its answer.
// Upstream: k8s.io/client-go transport/round_trippers.go, rest/request.go

import { compareText, goJson, isObject, queryEscape, quote } from '../../base/index.ts';
import type { Process } from '../../kernel/index.ts';
import { asGoWrites } from '../../kinds/index.ts';
import type { ApiReply, ApiRequest, PatchType, RequestOptions, ResourceRequest, Verb } from '../../kinds/index.ts';
import { reasonPhrase } from '../../programs/tools/support/http-client.ts';

/** Writes a line of the program's log behind the place in the source that it is said to come from. */
export type LogLine = (place: string, text: string) => Process;

/** A request as HTTP would carry it. */
export interface Wire {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string;
  /** Where its bodies are logged. */
  readonly place: string;
}

const methods: Readonly<Partial<Record<Verb, string>>> = { create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETE' };
const tableType = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';
const discoveryType = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList,application/json';
const patchTypes: Readonly<Record<PatchType, string>> = {
  json: 'application/json-patch+json', merge: 'application/merge-patch+json', strategic: 'application/strategic-merge-patch+json', apply: 'application/apply-patch+yaml',
};
const places: Readonly<Partial<Record<Verb, string>>> = {
  get: 'helper.go:105', list: 'helper.go:113', watch: 'helper.go:170', create: 'helper.go:246', update: 'helper.go:319', patch: 'helper.go:269', delete: 'helper.go:202', deletecollection: 'helper.go:202',
};
/** So much of a body is shown, by the level; above all of it. Upstream: truncateBody */
const shownLengths: Readonly<Record<number, number>> = { 8: 1_024, 9: 10_240 };

/** Tells of requests as much as one level of verbosity asks for. */
export class RequestLog {
  readonly #level: number;
  readonly #line: LogLine;
  readonly #configPaths: readonly string[];
  #hasBegun = false;
  #hasDialled = false;

  /** @param configPaths the kubeconfigs that are read */
  constructor(level: number, line: LogLine, configPaths: readonly string[]) {
    this.#level = level;
    this.#line = line;
    this.#configPaths = configPaths;
  }

  /** Tells of a request before it is sent. @param url where it goes, without its query @param server its address and port */
  *asked(request: ApiRequest, url: string, server: string): Process {
    yield* this.#begin();
    if (this.#level < 7) return;
    const wire = wireOf(request, url);
    if (this.#level >= 8) yield* this.#body('Request', wire.place, wire.body);
    if (this.#level < 9) return yield* this.#line('round_trippers.go:527', `"Request" verb=${quote(wire.method)} url=${quote(wire.url)} headers=<\n${headerLines(wire.headers)} >`);
    const headers = wire.headers.map(([name, value]) => `-H "${name}: ${value}"`).join(' ');
    yield* this.#line('round_trippers.go:527', `"Request" curlCommand=<\n\tcurl -v -X${wire.method}  ${headers} '${wire.url}'\n >`);
    if (!this.#hasDialled) yield* this.#line('round_trippers.go:562', `"HTTP Trace: Dial succeed" network="tcp" address=${quote(server)}`);
  }

  /** What is told before the first request: where the server was read of, and which ways of a client are on. */
  *#begin(): Process {
    if (this.#hasBegun) return;
    this.#hasBegun = true;
    if (this.#level >= 6) for (const path of this.#configPaths) yield* this.#line('loader.go:407', `Config loaded from file:  ${path}`);
    if (this.#level < 1) return;
    for (const [name, isOn] of Object.entries(clientGates)) yield* this.#line('envvar.go:195', `"Feature gate default state" feature=${quote(name)} enabled=${isOn}`);
  }

  /** Tells of the answer. @param reply undefined when there was none @param tookMs how long it took */
  *answered(request: ApiRequest, url: string, reply: ApiReply | undefined, tookMs: number): Process {
    if (this.#level < 6) return;
    const wire = wireOf(request, url);
    const milliseconds = Math.round(tookMs);
    const status = `status=${quote(statusText(request, reply))}`;
    const whole = `"Response" verb=${quote(wire.method)} url=${quote(wire.url)} ${status}`;
    if (this.#level === 6 || !reply) return yield* this.#line('round_trippers.go:632', `${whole} milliseconds=${milliseconds}`);
    if (this.#level === 7) return yield* this.#line('round_trippers.go:632', `"Response" ${status} milliseconds=${milliseconds}`);
    const text = replyText(reply);
    const headers = headerLines([['Cache-Control', 'no-cache, private'], ['Content-Length', String(text.length)], ['Content-Type', 'application/json']]);
    const times = this.#level >= 9 ? ` ${this.#hasDialled ? 'getConnectionMilliseconds=0' : 'dnsLookupMilliseconds=0 dialMilliseconds=0 tlsHandshakeMilliseconds=0'} serverProcessingMilliseconds=${milliseconds}` : '';
    this.#hasDialled = true;
    yield* this.#line('round_trippers.go:632', `${this.#level >= 9 ? whole : `"Response" ${status}`} headers=<\n${headers} > milliseconds=${milliseconds}${times}`);
    if (reply.isWatch !== true && reply.isStream !== true) yield* this.#body('Response', wire.place, text);
  }

  *#body(what: 'Request' | 'Response', place: string, body: string): Process {
    const most = shownLengths[this.#level] ?? body.length;
    const shown = body.length > most ? `${body.slice(0, most)} [truncated ${body.length - most} chars]` : body;
    yield* this.#line(place, `"${what} Body" body=${shown.includes('\n') ? `<\n${shown.trimEnd().split('\n').map((line) => `\t${line}\n`).join('')} >` : quote(shown)}`);
  }
}

/** The feature gates of client-go. */
const clientGates: Readonly<Record<string, boolean>> = {
  AtomicFIFO: true, ClientsAllowCARotation: true, ClientsAllowCBOR: false, ClientsAllowTLSCacheGC: true, ClientsPreferCBOR: false,
  InOrderInformers: true, InOrderInformersBatchProcess: true, InformerResourceVersion: true, UnlockWhileProcessingFIFO: true, WatchListClient: true,
};

/** The status of an answer; one that opens a session changes the protocol. */
function statusText(request: ApiRequest, reply: ApiReply | undefined): string {
  if (!reply) return '';
  if (reply.code < 400 && request.type === 'resource' && isSession(request)) return '101 Switching Protocols';
  return `${reply.code} ${reasonPhrase(reply.code)}`;
}

const headerLines = (headers: Wire['headers']): string => headers.map(([name, value]) => `\t${name}: ${value}\n`).join('');

/** A request as HTTP has it. @param url of the resource or path, without what the request adds to it */
export function wireOf(request: ApiRequest, url: string): Wire {
  const agent = ['User-Agent', request.userAgent] as const;
  if (request.type === 'path') {
    const isDiscovery = request.accept === 'discovery';
    const headers = [['Accept', isDiscovery ? discoveryType : 'application/json, */*'], agent] as const;
    return { method: request.verb.toUpperCase(), url: isDiscovery ? `${url}?timeout=32s` : url, headers, body: bodyText(request.body), place: url.endsWith('/apis') ? 'discovery_client.go:318' : 'discovery_client.go:255' };
  }
  const { verb, as, patchType, subresource } = request;
  const body = isDeletion(verb) ? deleteOptions(request.options) : isConnection(request) ? '' : bodyText(request.body);
  const type = patchType === undefined ? 'application/json' : patchTypes[patchType];
  const headers = [['Accept', as === 'table' ? tableType : 'application/json'], ...(body === '' ? [] : [['Content-Type', type] as const]), agent] as const;
  const query = queryOf(request);
  const below = subresource === undefined ? '' : `/${subresource}`;
  return { method: isConnection(request) ? 'GET' : methodOf(verb), url: `${url}${below}${query === '' ? '' : `?${query}`}`, headers, body, place: places[verb] ?? 'helper.go:105' };
}

/** By which method of HTTP a verb is asked. */
export const methodOf = (verb: Verb): string => methods[verb] ?? 'GET';

const isDeletion = (verb: Verb): boolean => verb === 'delete' || verb === 'deletecollection';

const isSession = ({ subresource = '' }: ResourceRequest): boolean => ['attach', 'exec', 'portforward'].includes(subresource);

/** Whether the body stands for what HTTP has in its query. */
const isConnection = (request: ResourceRequest): boolean => isSession(request) || request.subresource === 'log';

/** The options that HTTP has in its query, in the order of their names. */
function queryOf(request: ResourceRequest): string {
  const { verb, options } = request;
  const { dryRun, gracePeriodSeconds, propagationPolicy, orphanDependents, preconditions, ...others } = options;
  const connection = isConnection(request) && isObject(request.body) ? { ...request.body, ...outputsOf(request, request.body) } : {};
  const fields: Readonly<Record<string, unknown>> = { ...others, ...connection, ...(dryRun === true && !isDeletion(verb) ? { dryRun: 'All' } : {}), ...(verb === 'watch' ? { watch: true } : {}) };
  return Object.entries(fields).sort(([a], [b]) => compareText(a, b))
    .flatMap(([name, value]) => (Array.isArray(value) ? value : [value]).filter((each) => each !== undefined && each !== false && each !== '').map((each) => `${name}=${queryEscape(String(each))}`)).join('&');
}

/** A session's outputs: a terminal has one. */
function outputsOf({ subresource }: ResourceRequest, body: Readonly<Record<string, unknown>>): Readonly<Record<string, boolean>> {
  return subresource === 'exec' || subresource === 'attach' ? { stdout: true, stderr: body['tty'] !== true } : {};
}

function deleteOptions({ gracePeriodSeconds, orphanDependents, preconditions, propagationPolicy, dryRun }: RequestOptions): string {
  return `${goJson({ gracePeriodSeconds, preconditions, orphanDependents, propagationPolicy, ...(dryRun === true ? { dryRun: ['All'] } : {}) }, { keepsOrder: true })}\n`;
}

const bodyText = (body: unknown): string => (body === undefined ? '' : typeof body === 'string' ? body : goJson(body));

/** The body of an answer as the server writes it. */
function replyText({ body }: ApiReply): string {
  return typeof body === 'string' ? body : `${goJson(isObject(body) ? asGoWrites(body) : body, { keepsOrder: true })}\n`;
}
