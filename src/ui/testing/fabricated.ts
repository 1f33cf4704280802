import type {
  Command, Component, FrameDiff, Inspection, LostMessage, Machine, Member, Message, NodeRow, PodPhase, PodRow, Report, ServiceRow,
} from '../../protocol/index.ts';
import type { Engine } from '../state/link.ts';
import { tables } from './tables.ts';

const machine = (name: string, role: Machine['role']): Machine => ({ id: `machine/${name}`, name, role, power: 'on', cutFrom: [] });
const part = (on: string, name: string, kind: Component['kind'], more: Partial<Component> = {}): Component =>
  ({ id: `component/${on}/${name}`, name, kind, machine: `machine/${on}`, running: true, ...more });
const gib = 1024 ** 3;
const node = (name: string, cpu: number, memory: number): NodeRow => ({
  id: `object/Node//${name}`, name, machine: `machine/${name}`, ready: 'True', unschedulable: false, pressures: [], roles: [], taints: [],
  cpu: { requested: cpu, allocatable: 4000 }, memory: { requested: memory * gib, allocatable: 8 * gib }, pods: { requested: 5, allocatable: 110 },
});
let created = 0;
function pod(owner: string, suffix: string, phase: PodPhase, status: string, on: string | undefined, more: Partial<PodRow> = {}): PodRow {
  const name = suffix === '' ? owner : `${owner}-${suffix}`;
  const replicaSet = more.owner ?? `object/ReplicaSet/default/${owner}`;
  return {
    id: `object/Pod/default/${name}`, uid: name, namespace: 'default', name, owner: replicaSet, phase, status,
    topOwner: `object/Deployment/default/${owner.replace(/-[0-9a-f]{8,10}$/, '')}`,
    ...(on === undefined ? {} : { node: on }), readyContainers: phase === 'ready' ? 1 : 0, containers: 1, restarts: 0, createdMs: created++, ...more,
  };
}

/** A moment of a rolling update: the scene of the pictures, so that both can be laid side by side. */
const pods: readonly PodRow[] = [
  pod('coredns-66bc5c9577', '7lq2d', 'ready', 'Running', 'worker-1'),
  pod('cart-6f7d9c8b54', 'tz5wq', 'crashLoop', 'CrashLoopBackOff', 'worker-1', { restarts: 3 }),
  pod('web-7d4b9c6f58', 'x2k8p', 'ready', 'Running', 'worker-1'),
  pod('redis-0', '', 'ready', 'Running', 'worker-1', { owner: 'object/StatefulSet/default/redis' }),
  pod('shop-5d8f7c9b6', 'w4m2k', 'ready', 'Running', 'worker-1'),
  pod('coredns-66bc5c9577', 'gw8xv', 'ready', 'Running', 'worker-2'),
  pod('migrate', 'hx7bk', 'succeeded', 'Completed', 'worker-2', { owner: 'object/Job/default/migrate' }),
  pod('web-7d4b9c6f58', 'mq4zt', 'ready', 'Running', 'worker-2'),
  pod('shop-5d8f7c9b6', 'bn7dl', 'ready', 'Running', 'worker-2'),
  pod('cart-6f7d9c8b54', '5vfqz', 'notReady', 'Running', 'worker-2'),
  pod('web-7d4b9c6f58', 'hv9nd', 'creating', 'ContainerCreating', 'worker-3', { pull: { fromMs: 70_400, toMs: 72_000 } }),
  pod('web-5b8c7f6d94', 'p6fzd', 'terminating', 'Terminating', 'worker-3', { graceUntilMs: 95_408 }),
  pod('web-5b8c7f6d94', 'k2jvn', 'ready', 'Running', 'worker-3'),
  pod('web-7d4b9c6f58', '9rlbc', 'pending', 'Pending', undefined, { assumedNode: 'worker-3' }),
  pod('train-0', '', 'pending', 'Pending', undefined, { owner: 'object/StatefulSet/default/train', note: '0/4 nodes' }),
  pod('backup', 'c6k9j', 'failed', 'Error', 'worker-3', { owner: 'object/Job/default/backup' }),
];

const member = (name: string, role: Member['role'], last: number, from: number, due: number): Member => ({
  id: `component/${name}/etcd`, name, machine: `machine/${name}`, role, term: 2, lead: 'etcd-2', vote: 'etcd-2', votes: [], progress: [],
  timer: { type: role === 'leader' ? 'heartbeat' : 'election', fromMs: from, dueMs: due }, paused: false,
  log: { firstIndex: 901, lastIndex: last, lastTerm: 2, commit: 936, applied: 936, windowFrom: 930, terms: Array.from({ length: last - 929 }, (_, i) => (i < 2 ? 1 : 2)) },
  voters: ['etcd-1', 'etcd-2', 'etcd-3'], votersOutgoing: [], learners: [],
});
const api = 'component/control-plane-1/kube-apiserver';
const controllerNames = ['deployment', 'replicaset', 'endpointslice', 'endpoints', 'garbage', 'namespace', 'node', 'serviceaccount', 'attachdetach'];
const services: readonly ServiceRow[] = [{
  id: 'object/Service/default/web', namespace: 'default', name: 'web', type: 'NodePort', clusterIP: '10.96.14.3', ports: ['80:30080/TCP'], system: false,
  endpoints: [
    { pod: 'object/Pod/default/web-7d4b9c6f58-x2k8p', ready: true }, { pod: 'object/Pod/default/web-7d4b9c6f58-mq4zt', ready: true },
    { pod: 'object/Pod/default/web-5b8c7f6d94-k2jvn', ready: true }, { pod: 'object/Pod/default/web-7d4b9c6f58-hv9nd', ready: false }],
}];

/** Messages of one round; each flies for 2.9 ms of world time, and round after round. */
const flights: readonly (Pick<Message, 'kind' | 'from' | 'to' | 'label'> & { readonly phase: number; readonly term?: number })[] = [
  { kind: 'response', from: api, to: 'machine/workstation', label: '200', phase: 0.5 },
  { kind: 'request', from: 'component/control-plane-1/kube-scheduler', to: api, label: 'POST binding', phase: 0.6 },
  { kind: 'watch', from: api, to: 'component/control-plane-1/kube-controller-manager', label: 'ADDED', phase: 0.5 },
  { kind: 'request', from: api, to: 'component/etcd-2/etcd', label: 'txn', phase: 0.4 },
  { kind: 'append', from: 'component/etcd-2/etcd', to: 'component/etcd-1/etcd', label: '937', phase: 0.35, term: 2 },
  { kind: 'append', from: 'component/etcd-2/etcd', to: 'component/etcd-3/etcd', label: '937', phase: 0.5, term: 2 },
  { kind: 'request', from: 'component/worker-1/kubelet', to: api, label: 'PATCH status', phase: 0.45 },
  { kind: 'watch', from: api, to: 'component/worker-3/kubelet', label: 'MODIFIED', phase: 0.45 },
  { kind: 'traffic', from: 'machine/client', to: 'object/Service/default/web', label: 'GET /', phase: 0.55 },
  { kind: 'traffic', from: 'object/Service/default/web', to: 'object/Pod/default/web-7d4b9c6f58-x2k8p', label: '', phase: 0.5 },
];
const startMs = 71_408;
const lapMs = 2.9;

function messagesAt(nowMs: number): readonly Message[] {
  return flights.map((flight, i): Message => {
    const lap = Math.floor((nowMs - startMs) / lapMs + flight.phase);
    const sentMs = startMs + (lap - flight.phase) * lapMs;
    const { phase: _, ...rest } = flight;
    return { id: `message/${i}-${lap}`, sentMs, arrivesMs: sentMs + lapMs, cause: 'trace/1', about: 'object/Pod/default/web-7d4b9c6f58-9rlbc', ...rest };
  });
}

function inspection(id: string): Inspection {
  const name = id.split('/').pop() ?? id;
  return {
    type: 'inspection', id, exists: true, kind: id.startsWith('object/') ? id.split('/')[1] ?? '' : id.split('/')[0] ?? '', name, namespace: 'default',
    sentence: [{ say: 'pod.chosen', with: { node: 'worker-3' } }], kubectl: `kubectl describe pod ${name}`, events: tables.events, yaml: tables.yaml,
    why: tables.why, related: [
      { relation: 'owner', id: 'object/ReplicaSet/default/web-7d4b9c6f58' }, { relation: 'service', id: 'object/Service/default/web' }, { relation: 'node', id: 'object/Node//worker-3' }],
    state: [{ title: 'Conditions', rows: [{ name: 'PodScheduled', value: 'False', wanted: 'True', verdict: 'waiting' }] }, { title: 'Spec', rows: [{ name: 'nodeName', value: '<none>' }, { name: 'image', value: 'nginx:1.29' }] }],
  };
}

/** A source of frames without an engine, for tests and for looking at the page while it is drawn. `many` adds nodes and Pods. */
export function fabricatedEngine(options: { readonly nodes?: number; readonly podsPerNode?: number; readonly still?: boolean } = {}): Engine {
  let listener: (report: Report) => void = () => undefined;
  let frame = 0;
  let nowMs = startMs;
  let running = options.still !== true;
  let live: readonly string[] = [];
  const extra = Array.from({ length: options.nodes ?? 0 }, (_, i) => `worker-${i + 4}`);
  const phases: readonly PodPhase[] = ['ready', 'ready', 'ready', 'ready', 'notReady', 'creating', 'succeeded', 'terminating'];
  const more = extra.flatMap((on, i) => Array.from({ length: options.podsPerNode ?? 6 }, (_, j) => {
    const odd = (i * 31 + j * 17) % 97;
    const phase = odd === 0 ? 'failed' : odd === 1 ? 'crashLoop' : phases[odd % 8] ?? 'ready';
    return pod('load-6f7d9c8b54', `${i.toString(36)}x${j.toString(36)}`, phase, phase, on);
  }));
  const emit = (diff: Partial<FrameDiff>): void => {
    const messages = messagesAt(nowMs);
    const gone = live.filter((id) => !messages.some((message) => message.id === id));
    live = messages.map((message) => message.id);
    listener({
      type: 'frame', frame: ++frame, ...diff, messages: { set: messages, gone },
      clock: {
        nowMs, slope: running ? 0.0012 : 0, untilMs: nowMs + 0.1, event: 48_213 + Math.floor((nowMs - startMs) * 10), epoch: '2026-01-01T00:00:00Z', running,
        pace: { mode: 'event', rate: 2 }, headMs: Math.max(nowMs, startMs), messagesPerSecond: 2 },
    });
  };
  const first = (): void => emit({
    reset: true, ...tables.frame,
    machines: { set: [machine('workstation', 'workstation'), machine('control-plane-1', 'controlPlane'), ...['etcd-1', 'etcd-2', 'etcd-3'].map((name) => machine(name, 'etcd')),
      ...['worker-1', 'worker-2', 'worker-3', ...extra].map((name) => machine(name, 'worker')), machine('client', 'client')] },
    components: { set: [
      part('control-plane-1', 'kube-apiserver', 'apiserver', { revision: 815, watches: 14 }),
      part('control-plane-1', 'kube-scheduler', 'scheduler', { squares: [0, 1, 2].map((i) => ({ name: `slot ${i}`, busy: i === 0, waiting: 0 })) }),
      part('control-plane-1', 'kube-controller-manager', 'controllers', { squares: controllerNames.map((name, i) => ({ name, busy: i === 1 || i === 4, waiting: 0 })) }),
      ...['worker-1', 'worker-2', 'worker-3'].map((on) => part(on, 'kubelet', 'kubelet'))] },
    members: { set: [member('etcd-1', 'follower', 936, 70_800, 71_900), member('etcd-2', 'leader', 937, 71_350, 71_430), member('etcd-3', 'follower', 936, 70_300, 71_650)] },
    nodes: { set: [node('worker-1', 1800, 3), node('worker-2', 1300, 2), node('worker-3', 2200, 4), ...extra.map((name, i) => node(name, 400 + (i * 370) % 3500, 1 + (i % 7)))] },
    pods: { set: [...pods, ...more] }, services: { set: services }, lost: { set: [] as LostMessage[] },
    terminals: { set: [{ id: 'workstation', title: 'workstation', busy: false, ended: false }] }, output: [{ tab: 'workstation', data: tables.screen }],
  });
  const post = (command: Command): void => {
    switch (command.type) {
      case 'load': listener(tables.report); first(); return;
      case 'drawn': if (running) setTimeout(() => { nowMs += 0.02; emit({}); }, 14); return;
      case 'play': running = true; emit({}); return;
      case 'pause': running = false; emit({}); return;
      case 'step': nowMs += command.by === 'back' ? -0.5 : 0.5; emit({}); return;
      case 'select': if (command.id !== undefined) listener(inspection(command.id)); return;
      case 'glance': listener({ ...inspection(command.id), type: 'glance', cause: tables.why.slice(-2) }); return;
      case 'apply': listener({ type: 'applied', request: command.request, mode: command.mode, ...tables.refused }); return;
      case 'terminalInput': emit({ output: [{ tab: command.tab, data: command.data.replaceAll('\r', '\r\n') }] }); return;
      default: return;
    }
  };
  return { post, listen: (onReport) => { listener = onReport; } };
}
