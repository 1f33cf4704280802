import type { Applied, Attempt, EventRow, FrameDiff, NodeVerdict, ObjectRow, RequestRow, WhyStep, WorldReport } from '../../protocol/index.ts';

const webPod = 'object/Pod/default/web-7d4b9c6f58-9rlbc';
const step = (n: number, atMs: number, actor: string, text: string, more: Partial<WhyStep> = {}): WhyStep =>
  ({ id: `trace/${n}`, atMs, when: 'past', actor, byHand: false, text: [{ text }], ...more });

const why: readonly WhyStep[] = [
  step(1, 64_902, 'You', '', { byHand: true, text: [], command: 'kubectl apply -f web.yaml', source: { file: 'web.yaml', line: 14, text: 'image: nginx:1.29' } }),
  step(2, 64_918, 'kube-apiserver', '', { text: [{ say: 'why.request', with: { verb: 'PATCH', path: 'deployments/web', code: 200 } }], detail: { say: 'why.stored', with: { revision: 796, index: 918, term: 2 } }, hop: { from: 'machine/workstation', to: 'component/control-plane-1/kube-apiserver' } }),
  step(3, 70_000, '', '', { text: [{ say: 'why.folded', with: { count: 12, what: 'three Pods of the new ReplicaSet' } }], folded: [step(31, 66_000, 'kubelet worker-1', 'web x2k8p became Ready')] }),
  step(4, 71_391, 'kubelet worker-2', 'web mq4zt became Ready', { about: 'object/Pod/default/web-7d4b9c6f58-mq4zt', hop: { from: 'component/worker-2/kubelet', to: 'component/control-plane-1/kube-apiserver' } }),
  step(5, 71_395, 'deployment-controller', 'Scaled up replica set web-7d4b9c6f58 from 3 to 4', { hop: { from: 'component/control-plane-1/kube-controller-manager', to: 'component/control-plane-1/kube-apiserver' } }),
  step(6, 71_404, 'replicaset-controller', 'Created pod: web-7d4b9c6f58-9rlbc', { hop: { from: 'component/control-plane-1/kube-controller-manager', to: 'component/control-plane-1/kube-apiserver' } }),
  step(7, 71_407, 'scheduler', '', { text: [{ say: 'why.scored', with: { fit: 3, nodes: 4, node: 'worker-3', score: 562, runners: '541 and 498' } }], hop: { from: 'component/control-plane-1/kube-apiserver', to: 'component/control-plane-1/kube-scheduler' } }),
  step(8, 71_408, 'scheduler → kube-apiserver', 'POST pods/web-7d4b9c6f58-9rlbc/binding', { when: 'now', detail: { say: 'why.underWay', with: { doneMs: '1.2', totalMs: '2.9' } }, hop: { from: 'component/control-plane-1/kube-scheduler', to: 'component/control-plane-1/kube-apiserver' } }),
  step(9, 71_410, 'kube-apiserver', '', { when: 'next', text: [{ say: 'why.next.kubelet', with: { node: 'worker-3' } }] }),
];

const event = (n: number, reason: string, message: string, type: 'Normal' | 'Warning' = 'Normal'): EventRow => ({
  id: `object/Event/default/web.${n}`, storedMs: 70_000 + n * 100, count: 1, type, reason, about: webPod,
  object: 'pod/web-7d4b9c6f58-9rlbc', message, source: 'default-scheduler',
});
const request = (n: number, verb: string, path: string, code: number, from: string): RequestRow =>
  ({ id: `request/${n}`, atMs: 71_000 + n * 30, tookMs: 2.4 + n, verb, path, code, from, user: 'system:admin' });

const filters = ['NodeUnschedulable', 'NodeName', 'TaintToleration', 'NodeAffinity', 'NodePorts', 'NodeResourcesFit', 'VolumeBinding', 'PodTopologySpread', 'InterPodAffinity'];
const fell = (node: string, plugin: string, reason: string): NodeVerdict => ({ node, fell: { plugin, reason }, scores: [], cpuFree: 300 });
const scored = (node: string, cpuFree: number, parts: readonly number[], total: number): NodeVerdict =>
  ({ node, cpuFree, total, scores: parts.map((normalized) => ({ raw: normalized, normalized })) });
const attempt: Attempt = {
  id: 'attempt/1', atMs: 67_231, pod: 'object/Pod/default/shop-5d8f7c9b6-w4m2k', number: 1, outcome: 'chosen', node: 'worker-2', filters,
  scorers: [{ plugin: 'TaintToleration', weight: 3 }, { plugin: 'NodeResourcesFit', weight: 1 }, { plugin: 'NodeResourcesBalancedAllocation', weight: 1 }, { plugin: 'ImageLocality', weight: 1 }, { plugin: 'PodTopologySpread', weight: 2 }],
  nodes: [
    fell('control-plane-1', 'TaintToleration', 'had untolerated taint {node-role.kubernetes.io/control-plane: }'),
    scored('worker-1', 2300, [100, 53, 91, 0, 61], 566), scored('worker-2', 3200, [100, 71, 96, 0, 100], 667),
    fell('worker-3', 'NodeUnschedulable', 'were unschedulable'), fell('worker-4', 'NodeAffinity', "didn't match Pod's node affinity/selector"),
    fell('worker-5', 'NodeResourcesFit', 'Insufficient cpu'), scored('worker-6', 2800, [100, 62, 94, 0, 100], 656)],
};
const row = (kind: string, name: string, status: string, owners: readonly string[], health: ObjectRow['health'] = 'good'): ObjectRow => ({
  id: `object/${kind}/default/${name}`, uid: `${kind}-${name}`, apiVersion: 'v1', kind, namespace: 'default', name, owners, createdMs: 60_000, deleting: false, status, health, labels: {},
});

const frame: Partial<FrameDiff> = {
  segments: { set: [{ id: 'e0', fromMs: 0, toMs: 1_400, term: 1 }, { id: 't1', fromMs: 1_400, toMs: 42_100, term: 1, leader: 'etcd-1' }, { id: 'e1', fromMs: 42_100, toMs: 43_900, term: 2 }, { id: 't2', fromMs: 43_900, term: 2, leader: 'etcd-2' }] },
  bookmarks: { set: [
    { id: 'b1', atMs: 22_100, event: 9_000, what: { say: 'mark.clusterReady' } }, { id: 'b2', atMs: 42_200, event: 22_000, what: { say: 'mark.powerOff', with: { machine: 'etcd-1' } } },
    { id: 'b3', atMs: 64_902, event: 44_000, what: { say: 'mark.apply', with: { file: 'web.yaml' } } }] },
  branches: { set: [{ id: 'main', name: 'main', forkedAtMs: 0, headMs: 71_408, current: true }] },
  events: { set: [event(1, 'Scheduled', 'Successfully assigned default/web-7d4b9c6f58-9rlbc to worker-3'), event(2, 'BackOff', 'Back-off restarting failed container cart in pod cart-6f7d9c8b54-tz5wq', 'Warning')] },
  requests: { set: [request(1, 'patch', '/apis/apps/v1/namespaces/default/deployments/web', 200, 'machine/workstation'), request(2, 'create', '/api/v1/namespaces/default/pods/web-7d4b9c6f58-9rlbc/binding', 201, 'component/control-plane-1/kube-scheduler')] },
  attempts: { set: [attempt] },
  queue: {
    active: [{ pod: attempt.pod, attempts: 1, sinceMs: 67_000 }, { pod: 'object/Pod/default/shop-5d8f7c9b6-z9xcv', attempts: 0, sinceMs: 67_100 }],
    backoff: [{ pod: 'object/Pod/default/cart-6f7d9c8b54-6rdgs', attempts: 2, sinceMs: 66_000, dueMs: 73_000 }],
    unschedulable: [{ pod: 'object/Pod/default/train-0', attempts: 3, sinceMs: 30_000, message: '0/7 nodes are available: 7 Insufficient example.com/gpu. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.' }],
  },
  raft: {
    term: 2, leader: 'etcd-2', quorum: 2, alive: 3, headline: { say: 'raft.leader', with: { leader: 'etcd-2', term: 2 } }, sentences: [{ say: 'raft.grants', with: { voter: 'etcd-3', candidate: 'etcd-2', term: 2 } }],
    moves: [{ id: '1', what: { say: 'move.timeout', with: { member: 'etcd-3', ms: 415 } }, effect: { say: 'effect.campaign', with: { member: 'etcd-3', term: 3 } }, changes: true, command: { type: 'fault', fault: { fault: 'timeout', target: 'component/etcd-3/etcd' } } },
      { id: '2', what: { say: 'move.stop', with: { member: 'etcd-1' } }, effect: { say: 'effect.nothing' }, changes: false, command: { type: 'fault', fault: { fault: 'stop', target: 'component/etcd-1/etcd' } } }],
    invariants: ['electionSafety', 'logMatching', 'leaderCompleteness', 'stateMachineSafety'].map((name) => ({ name, held: true })),
  },
  roleSpans: { set: [
    { id: 'r1', member: 'etcd-1', fromMs: 67_400, role: 'follower', term: 2 }, { id: 'r2', member: 'etcd-2', fromMs: 68_000, role: 'leader', term: 2 },
    { id: 'r0', member: 'etcd-2', fromMs: 67_400, toMs: 68_000, role: 'candidate', term: 2 }, { id: 'r3', member: 'etcd-3', fromMs: 67_400, role: 'follower', term: 2 }] },
  objects: { set: [
    row('Deployment', 'web', '3/4', [], 'waiting'), row('ReplicaSet', 'web-7d4b9c6f58', '2/4', ['object/Deployment/default/web'], 'waiting'), row('ReplicaSet', 'web-5b8c7f6d94', '1/1', ['object/Deployment/default/web']),
    row('Pod', 'web-7d4b9c6f58-9rlbc', 'Pending', ['object/ReplicaSet/default/web-7d4b9c6f58'], 'waiting'), row('Pod', 'web-7d4b9c6f58-x2k8p', 'Running', ['object/ReplicaSet/default/web-7d4b9c6f58']),
    row('Pod', 'web-5b8c7f6d94-k2jvn', 'Running', ['object/ReplicaSet/default/web-5b8c7f6d94']), row('Service', 'web', 'NodePort', []), row('EndpointSlice', 'web-abcde', '', ['object/Service/default/web'])] },
};

const yamlText = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 4
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: nginx
        image: nginx:1.29
        ports:
        - containerPort: 80
`;

const report: WorldReport = {
  type: 'world', seed: 42, scene: 'rolling-update', topology: 'workers: []', version: 'v1.36.3', presets: ['three-workers', 'one-node'], select: webPod,
  scenes: [{ id: 'rolling-update', title: { en: 'Rolling update', zh: '滚动更新' }, summary: { en: 'A Deployment moves to a new image.', zh: 'Deployment 换到新镜像。' } }],
  files: [{ name: 'web.yaml', text: yamlText }, { name: 'cart.yaml', text: yamlText.replaceAll('web', 'cart') }],
};

const prompt = '\x1b[90mworkstation:~$\x1b[0m ';
const refused: Omit<Applied, 'type' | 'request' | 'mode'> = {
  status: 1, output: '', objects: [], refusals: [{ file: 'web.yaml', document: 0, message: 'strict decoding error: unknown field "spec.template.spec.nodeSelceter"', code: 400, reason: 'BadRequest', causes: [] }],
};

/** The tables of the fabricated scene. */
export const tables = {
  why, events: frame.events?.set ?? [], frame, report, refused, yaml: yamlText,
  screen: `${prompt}kubectl apply -f web.yaml\r\ndeployment.apps/web configured\r\nservice/web unchanged\r\n${prompt}kubectl get pods -l app=web\r\nNAME                   READY   STATUS              RESTARTS   AGE\r\nweb-5b8c7f6d94-k2jvn   1/1     Running             0          62s\r\nweb-5b8c7f6d94-p6fzd   1/1     Terminating         0          62s\r\nweb-7d4b9c6f58-9rlbc   0/1     Pending             0          0s\r\nweb-7d4b9c6f58-hv9nd   0/1     ContainerCreating   0          2s\r\nweb-7d4b9c6f58-mq4zt   1/1     Running             0          4s\r\nweb-7d4b9c6f58-x2k8p   1/1     Running             0          6s\r\n${prompt}`,
};
