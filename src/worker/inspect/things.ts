import { isObject, writeYaml } from '../../base/index.ts';
import type { TraceRecord } from '../../kernel/index.ts';
import type { Packet } from '../../network/index.ts';
import type { EntityId, Inspection, Phrase, Relation, StateGroup } from '../../protocol/index.ts';
import { shortName } from '../../protocol/index.ts';
import { isAttemptRecord } from '../rows/attempts.ts';
import { bodyOf, methods } from '../rows/messages.ts';
import { isRequestRecord, pathOf } from '../rows/tables.ts';
import { kindNamesOf } from '../kind-names.ts';
import { reasonOf } from '../message-rows.ts';
import { isPacket } from '../traffic.ts';
import { inspectNothing, inspection } from './inspection.ts';
import { stagesOf } from './stages.ts';
import { scoredPhrase } from './why-step.ts';
import { whyOf } from './why.ts';
import type { WhyContext } from './why-context.ts';

/** Records that are searched for the answer of a request. */
const answerDepth = 5_000;
/** Characters of a body that are shown. */
const bodyLimit = 60_000;
/** How deep a body is followed. */
const bodyDepth = 20;

/** A host with what runs on it. */
export function inspectMachine({ world, frames }: WhyContext, id: EntityId): Inspection {
  const machine = world.machines.get(id.slice('machine/'.length));
  const row = frames.machine(id);
  if (!machine || !row) return inspectNothing(id);
  const { name, disk: { space } } = machine;
  const running = machine.components.filter(({ isRunning }) => isRunning);
  const sentence: Phrase[] = row.power === 'off' ? [{ say: 'machine.off' }] : row.power === 'frozen' ? [{ say: 'machine.frozen' }] : running.length === 0 ? [{ say: 'machine.idle' }] : [{ say: 'machine.on', with: { processes: running.length } }];
  for (const other of row.cutFrom) sentence.push({ say: 'machine.cut', with: { from: other.slice('machine/'.length) } });
  const related: Relation[] = machine.components.map((component) => ({ relation: 'process', id: `component/${name}/${component.name}`, ...(component.isRunning ? {} : { note: 'stopped' }) }));
  if (frames.objects.object(`object/Node//${name}`)) related.push({ relation: 'node', id: `object/Node//${name}` });
  const state: StateGroup[] = [
    { title: 'Machine', rows: [{ name: 'role', value: machine.role }, { name: 'address', value: machine.host.stack.address }, { name: 'disk', value: `${Math.round(space.used / 2 ** 20)} MiB of ${Math.round(space.capacity / 2 ** 30)} GiB` }] },
    { title: 'Processes', rows: machine.components.map((component) => ({ name: component.name, value: component.isRunning ? 'running' : 'stopped', verdict: component.isRunning ? 'good' : 'bad', about: `component/${name}/${component.name}` })) },
  ];
  const isNode = frames.objects.object(`object/Node//${name}`) !== undefined;
  return inspection(id, { kind: 'Machine', name, sentence, state: state.filter(({ rows }) => rows.length > 0), related, kubectl: isNode ? `kubectl describe node ${name}` : '' });
}

/** A message, under way, delivered or lost. */
export function inspectMessage(context: WhyContext, id: EntityId): Inspection {
  const { world, frames } = context;
  const number = Number(id.slice('message/'.length));
  const packet: Packet | undefined = world.network.inFlight.get(number) ?? packetInTrace(context, number);
  const reading = packet && frames.traffic.read(packet);
  if (!packet || !reading) return inspectNothing(id);
  const { from, to } = frames.messages.ends(packet);
  const ends = { from: shortName(from), to: shortName(to) };
  const totalMs = (packet.arrivesMs - packet.sentMs).toFixed(2);
  const sentences: Readonly<Record<Packet['state'], Phrase>> = {
    flying: { say: 'message.flying', with: { kind: reading.kind, ...ends, doneMs: Math.max(0, world.kernel.nowMs - packet.sentMs).toFixed(2), totalMs } },
    held: { say: 'message.held', with: ends },
    delivered: { say: 'message.delivered', with: ends },
    lost: { say: 'message.lost', with: { reason: packet.lostBecause ?? '' } },
  };
  const rows = [
    { name: 'kind', value: reading.raftType ?? reading.kind }, { name: 'from', value: ends.from, about: from }, { name: 'to', value: ends.to, about: to },
    { name: 'sent', value: `${packet.sentMs.toFixed(3)} ms` }, { name: 'arrives', value: `${packet.arrivesMs.toFixed(3)} ms` },
  ];
  const { about } = reading;
  return inspection(id, {
    kind: 'Message',
    name: reading.label === '' ? (reading.raftType ?? reading.kind) : reading.label,
    sentence: [sentences[packet.state], ...(packet.state === 'lost' ? [reasonOf(packet)] : [])],
    state: [{ title: 'Message', rows }],
    yaml: bodyText(payloadOf(packet)),
    why: whyOf(context, packet.sent),
    related: about === undefined ? [] : [{ relation: 'uses', id: about }],
  });
}

/** What a packet carries, without what proves who asks: that is nobody's to read. */
function payloadOf({ payload }: Packet): unknown {
  const body = bodyOf(payload);
  const carried = isObject(body) && isObject(body['request']) ? body['request'] : body;
  if (!isObject(carried)) return carried;
  const { credentials: _, ...shown } = carried;
  return shown;
}

function packetInTrace({ world }: WhyContext, number: number): Packet | undefined {
  const { trace } = world.kernel;
  for (let id = trace.latestId; id >= trace.oldestId; id--) {
    const record = trace.get(id);
    if (record && record.kind === 'sent' && isPacket(record.subject) && record.subject.id === number) return record.subject;
  }
  return undefined;
}

/** An API request with what was asked and answered. */
export function inspectRequest(context: WhyContext, id: EntityId): Inspection {
  const { world, frames } = context;
  const { trace } = world.kernel;
  const record = trace.get(Number(id.slice('request/'.length)));
  if (!record || !isRequestRecord(record.subject)) return inspectNothing(id);
  const request = record.subject;
  const { code, latencyMs } = request;
  const verb = methods[request.verb] ?? request.verb;
  const path = pathOf(kindNamesOf(world), request);
  const refusal = frames.story.refusalOf(record.id);
  const arrival = trace.get(record.cause);
  const asked = arrival && isPacket(arrival.subject) ? arrival.subject : undefined;
  const sentence: Phrase =
    code === 0 ? { say: 'request.open', with: { verb, path } }
    : code >= 400 ? { say: 'request.refused', with: { code, reason: refusal?.reason ?? '' } }
    : { say: 'request.answered', with: { code, verb, path, totalMs: latencyMs.toFixed(2) } };
  const about = frames.aboutRequest(record, request);
  return inspection(id, {
    kind: 'API request',
    name: `${verb} ${path}`,
    sentence: [sentence],
    why: whyOf(context, record.id),
    yaml: asked ? requestBody(asked) : '',
    stages: stagesOf(context, record, request, refusal),
    response: answerOf(context, record, asked),
    related: about === undefined ? [] : [{ relation: 'uses', id: about }],
    kubectl: `kubectl get --raw '${path}'`,
    ...(code >= 400 && refusal ? { error: { text: refusal.message, code, reason: refusal.reason, causes: refusal.causes.map(({ reason = '', field = '', message = '' }) => ({ reason, field, message })) } } : {}),
  });
}

function requestBody(packet: Packet): string {
  const payload = payloadOf(packet);
  return isObject(payload) && payload['body'] !== undefined ? bodyText(payload['body']) : bodyText(payload);
}

function answerOf({ world }: WhyContext, record: TraceRecord, asked: Packet | undefined): string {
  const { trace } = world.kernel;
  for (let id = record.id + 1; asked && id <= Math.min(trace.latestId, record.id + answerDepth); id++) {
    const found = trace.get(id);
    if (!found || found.kind !== 'sent' || !isPacket(found.subject) || found.subject.kind !== 'response' || found.subject.to !== asked.from || found.subject.from !== asked.to) continue;
    if (trace.causesOf(id, 60).some((cause) => cause.id === record.id)) {
      const body = bodyOf(found.subject.payload);
      return bodyText(isObject(body) && 'body' in body ? body['body'] : body);
    }
  }
  return '';
}

/** A step of a chain of causes: whatever it tells of. */
export function inspectTrace(context: WhyContext, id: EntityId): Inspection {
  const record = context.world.kernel.trace.get(Number(id.slice('trace/'.length)));
  if (!record) return inspectNothing(id);
  if (isPacket(record.subject)) return { ...inspectMessage(context, `message/${record.subject.id}`), id };
  if (isRequestRecord(record.subject)) return { ...inspectRequest(context, `request/${record.id}`), id };
  const why = whyOf(context, record.id);
  return inspection(id, { kind: record.kind, name: record.actor, sentence: why.at(-1)?.text ?? [], why, yaml: bodyText(record.subject) });
}

/** One attempt of the scheduler. */
export function inspectAttempt(context: WhyContext, id: EntityId): Inspection {
  const record = context.world.kernel.trace.get(Number(id.slice('attempt/'.length)));
  const attempt = context.frames.attempts.get(id);
  if (!attempt) return inspectNothing(id);
  const decision = record && isAttemptRecord(record.subject) ? scoredPhrase(record.subject) : { text: attempt.message ?? attempt.node ?? '' };
  const nodes = attempt.nodes.map(({ node, fell, total }) => ({ name: node, value: fell ? `${fell.plugin}: ${fell.reason}` : String(total ?? ''), verdict: fell ? ('bad' as const) : ('good' as const), about: `object/Node//${node}` }));
  return inspection(id, {
    kind: 'Scheduling attempt',
    name: `${attempt.pod.slice(attempt.pod.lastIndexOf('/') + 1)} #${attempt.number}`,
    sentence: [decision],
    why: record ? whyOf(context, record.id) : [],
    state: [{ title: 'Nodes', rows: nodes }],
    related: [{ relation: 'uses', id: attempt.pod }],
  });
}

/** A body as YAML, as much as can be shown; what is no data is said by its name. */
function bodyText(body: unknown): string {
  if (body === undefined || body === null) return '';
  if (typeof body === 'string') return body.slice(0, bodyLimit);
  return writeYaml(plainOf(body, 0)).slice(0, bodyLimit);
}

/** The data of a value: maps become objects, and what is too deep or no data its name. */
function plainOf(value: unknown, depth: number): unknown {
  if (typeof value === 'function') return undefined;
  if (typeof value !== 'object' || value === null) return value;
  if (depth > bodyDepth) return '…';
  if (Array.isArray(value)) return value.slice(0, 500).map((item) => plainOf(item, depth + 1));
  if (value instanceof Error) return value.message;
  if (value instanceof Map) return Object.fromEntries([...value].slice(0, 500).map(([key, item]) => [String(key), plainOf(item, depth + 1)]));
  const shape: unknown = Object.getPrototypeOf(value);
  if (shape !== Object.prototype && shape !== null && depth > bodyDepth / 2) return '…';
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainOf(item, depth + 1)]));
}
