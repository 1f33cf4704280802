import { isObject } from '../../base/index.ts';
import { isPeerMessage } from '../../etcd/index.ts';
import { isHttpRequest, isHttpResponse } from '../../machine/index.ts';
import type { Packet } from '../../network/index.ts';
import type { Message as RaftMessage } from '../../raft/index.ts';
import { objectId } from '../../protocol/index.ts';
import type { EntityId, MessageKind } from '../../protocol/index.ts';
import { kindWord } from '../kind-names.ts';
import type { KindNames } from '../kind-names.ts';

/** What a payload is to the page: its silhouette, its label, and what it is about. */
export interface Reading {
  readonly kind: MessageKind;
  readonly label: string;
  readonly about?: EntityId;
  readonly term?: number;
  readonly raftType?: string;
}

/** Reads a packet for the page; undefined for what is not drawn: the making and ending of connections. */
export function readPacket(kinds: KindNames, { payload, kind }: Packet): Reading | undefined {
  if (isPeerMessage(payload)) return readRaft(payload);
  const body = bodyOf(payload);
  if (isHttpRequest(body)) return { kind: 'traffic', label: `${body.method} ${body.path}` };
  if (isHttpResponse(body)) return { kind: 'trafficReply', label: String(body.status) };
  switch (kind) {
    case 'control': return undefined;
    case 'watch': return readWatch(body);
    case 'request': return readRequest(kinds, body);
    case 'response': return readResponse(body);
    case 'traffic':
    case 'dns': return readTraffic(body);
    default: return { kind: 'raft', label: '' };
  }
}

/** The payload itself, out of what an answer or a piece of a stream wraps around it. */
export function bodyOf(payload: unknown): unknown {
  const isWrapped = isObject(payload) && 'payload' in payload && (!('type' in payload) || 'isStream' in payload);
  return isWrapped ? payload['payload'] : payload;
}

/** How a request's verb is called on the wire. */
export const methods: Readonly<Record<string, string>> = {
  get: 'GET', list: 'GET', watch: 'WATCH', create: 'POST', update: 'PUT', patch: 'PATCH', delete: 'DELETE', deletecollection: 'DELETE',
};

function readRaft(message: RaftMessage): Reading {
  const common = { term: message.term, raftType: message.type };
  switch (message.type) {
    case 'MsgVote': return { ...common, kind: 'vote', label: `vote, T${message.term}` };
    case 'MsgPreVote': return { ...common, kind: 'preVote', label: `pre-vote, T${message.term}` };
    case 'MsgVoteResp': return { ...common, kind: message.reject ? 'voteRefused' : 'voteGranted', label: `${message.reject ? 'no' : 'yes'}, T${message.term}` };
    case 'MsgPreVoteResp': return { ...common, kind: message.reject ? 'preVoteRefused' : 'preVoteGranted', label: `${message.reject ? 'no' : 'yes'}, T${message.term}` };
    case 'MsgApp': return { ...common, kind: 'append', ...readAppend(message) };
    case 'MsgAppResp': return { ...common, kind: 'appendReply', label: message.reject ? `no, ${message.hint}` : String(message.index) };
    case 'MsgHeartbeat': return { ...common, kind: 'heartbeat', label: '' };
    case 'MsgHeartbeatResp': return { ...common, kind: 'heartbeatReply', label: '' };
    case 'MsgSnap': return { ...common, kind: 'snapshot', label: String(message.snapshot.index) };
    default: return { ...common, kind: 'raft', label: message.type.replace('Msg', '') };
  }
}

function readAppend({ entries, commit }: Extract<RaftMessage, { readonly type: 'MsgApp' }>): Pick<Reading, 'label' | 'about'> {
  const [first, last] = [entries[0], entries.at(-1)];
  if (!first || !last) return { label: `commit ${commit}` };
  const label = entries.length === 1 ? String(last.index) : `${first.index}–${last.index}`;
  const { data } = last;
  return { label, ...(isObject(data) ? aboutEtcd(data['request']) : {}) };
}

function readTraffic(payload: unknown): Reading {
  if (!isObject(payload)) return { kind: 'traffic', label: '' };
  if (payload['type'] === 'dns.query') return { kind: 'traffic', label: `${String(payload['recordType'])} ${String(payload['name'])}` };
  if (payload['type'] === 'dns.answer') return { kind: 'trafficReply', label: String(payload['status']) };
  return { kind: 'traffic', label: '' };
}

function readWatch(event: unknown): Reading {
  if (!isObject(event)) return { kind: 'watch', label: '' };
  if (Array.isArray(event['events'])) return readEtcdEvents(event['events']);
  const label = typeof event['type'] === 'string' ? event['type'] : '';
  return { kind: 'watch', label, ...(label === 'BOOKMARK' ? {} : aboutObject(event['object'])) };
}

function readEtcdEvents(events: readonly unknown[]): Reading {
  const last: unknown = events.at(-1);
  if (!isObject(last) || !isObject(last['kv'])) return { kind: 'watch', label: 'progress' };
  const { value, modRevision } = last['kv'];
  const before = isObject(last['prevKv']) ? last['prevKv']['value'] : undefined;
  return { kind: 'watch', label: `rev ${String(modRevision)}`, ...aboutObject(value ?? before) };
}

function readRequest(kinds: KindNames, body: unknown): Reading {
  if (!isObject(body)) return { kind: 'request', label: '' };
  const request = isObject(body['request']) ? body['request'] : body;
  if (request['type'] === 'path') return { kind: 'request', label: `GET ${String(request['path']).split('?')[0]}` };
  if (request['type'] !== 'resource') return { kind: 'request', label: String(request['type'] ?? ''), ...aboutEtcd(request) };
  const { verb, group, resource, subresource, name, namespace, body: object } = request;
  const label = `${methods[String(verb)] ?? String(verb)} ${typeof subresource === 'string' ? subresource : String(resource)}`;
  const kind = (typeof group === 'string' && group !== '' ? kinds.ofResource(`${String(resource)}.${group}`) : kinds.ofPlural(String(resource)));
  if (typeof name === 'string' && kind !== undefined) {
    return { kind: 'request', label, about: objectId({ kind: kindWord(kind), namespace: typeof namespace === 'string' ? namespace : '', name }) };
  }
  return { kind: 'request', label, ...aboutObject(object) };
}

function readResponse(body: unknown): Reading {
  if (body instanceof Error) return { kind: 'response', label: 'error' };
  if (!isObject(body)) return { kind: 'response', label: '' };
  if (isObject(body['header'])) return { kind: 'response', label: `rev ${String(body['header']['revision'])}` };
  const { code } = body;
  return { kind: 'response', label: typeof code === 'number' ? String(code) : '', ...aboutObject(body['body']) };
}

/** The object that a request to etcd writes. */
function aboutEtcd(request: unknown): { readonly about?: EntityId } {
  if (!isObject(request)) return {};
  if (request['type'] === 'put') return aboutObject(request['value']);
  const [operation] = Array.isArray(request['success']) ? request['success'] : [];
  return isObject(operation) && operation['type'] === 'put' ? aboutObject(operation['value']) : {};
}

function aboutObject(object: unknown): { readonly about?: EntityId } {
  if (!isObject(object) || typeof object['kind'] !== 'string' || !isObject(object['metadata'])) return {};
  const { name, namespace } = object['metadata'];
  if (typeof name !== 'string') return {};
  const { kind, apiVersion } = object;
  return { about: objectId({ kind: typeof apiVersion === 'string' ? kindWord({ kind, apiVersion }) : kind, namespace: typeof namespace === 'string' ? namespace : '', name }) };
}
