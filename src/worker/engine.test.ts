import { beforeAll, describe, expect, it } from 'vitest';
import type { Inspection } from '../protocol/index.ts';
import { Driver } from './testing/driver.ts';
import type { CollectionName } from './testing/page-model.ts';

const brokenManifest = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: broken
spec:
  replicas: -1
  selector:
    matchLabels: {app: broken}
  template:
    metadata:
      labels: {app: other}
    spec:
      containers:
      - {name: app, image: "nginx:1.27"}
`;

describe('a page that watches the welcome scene', () => {
  const driver = new Driver();
  beforeAll(() => driver.load({ seed: 1, scene: 'welcome' }), 120_000);

  it('is told of the world before the first frame, which comes whole', () => {
    const [first, second] = driver.reports;
    expect(first).toMatchObject({ type: 'world', seed: 1, scene: 'welcome', perspective: 'cluster' });
    expect(second).toMatchObject({ type: 'frame', reset: true });
    expect(driver.last.clock.running).toBe(true);
  });

  it('moves messages smoothly: time to the next frame is told by a slope that does not run past it', () => {
    for (let turn = 0; turn < 30; turn++) {
      const { nowMs, slope, untilMs } = driver.last.clock;
      driver.pass(16);
      expect(driver.last.clock.nowMs).toBeGreaterThanOrEqual(Math.min(untilMs, nowMs + slope * 10) - 1e-6);
    }
  });

  it('sees the Deployment become complete, and Pods on nodes', () => {
    driver.send({ type: 'runUntil', condition: { until: 'rolloutDone', workload: 'object/Deployment/default/web' } });
    driver.send({ type: 'pace', pace: { mode: 'clock', rate: 10 } });
    driver.until(() => !driver.last.clock.running);
    const pods = driver.page.sorted('pods').filter(({ id }) => id.startsWith('object/Pod/default/web-'));
    expect(pods).toHaveLength(4);
    expect(pods.every((pod) => 'phase' in pod && pod.phase === 'ready')).toBe(true);
  });

  it('is told what each process works on', () => {
    const groupsOf = (id: string) => {
      driver.send({ type: 'select', id });
      driver.pass(300);
      return new Map((driver.of('inspection').findLast((inspection) => inspection.id === id)?.state ?? []).map(({ title, rows }) => [title, rows]));
    };
    const [pod] = driver.page.sorted('pods').filter(({ id }) => id.startsWith('object/Pod/default/web-'));
    expect(groupsOf('component/control-plane-1/kube-apiserver').get('Requests')?.some(({ name, value }) => name.startsWith('PATCH pods/web-') && value.startsWith('200, kubelet worker-'))).toBe(true);
    expect(groupsOf('component/control-plane-1/kube-scheduler').get('Attempts')).toContainEqual(expect.objectContaining({ about: pod?.id, verdict: 'good' }));
    expect(['worker-1', 'worker-2', 'worker-3'].flatMap((worker) => groupsOf(`component/${worker}/kubelet`).get('Pods') ?? [])).toContainEqual(expect.objectContaining({ about: pod?.id, value: 'Running' }));
    expect(groupsOf('component/control-plane-1/kube-controller-manager').get('Controllers')?.length).toBeGreaterThan(10);
    expect([...groupsOf('machine/workstation').keys()], 'none of the cluster’s processes runs there').toEqual(['Machine']);
    expect(driver.of('inspection').findLast(({ id }) => id === 'machine/workstation')?.sentence).toEqual([{ say: 'machine.idle' }]);
  });

  it('is told of the selected Pod what its state says in the same frame, and the last word also when time has stopped', () => {
    const own = new Driver();
    own.load({ seed: 1, scene: 'welcome', paused: true });
    const id = own.page.sorted('pods').find((row) => row.id.startsWith('object/Pod/default/web-'))?.id ?? '';
    const statusOf = (): string => { const row = own.page.sorted('pods').find((one) => one.id === id); return row && 'status' in row ? String(row.status) : ''; };
    const said = (): string => (own.of('inspection').at(-1)?.sentence ?? []).map((phrase) => ('say' in phrase ? phrase.say : '')).join();
    own.send({ type: 'select', id });
    own.send({ type: 'pace', pace: { mode: 'clock', rate: 1 } });
    own.send({ type: 'play' });
    own.until(() => statusOf() === 'Running');
    expect(said()).toMatch(/^pod\.(ready|runningNotReady)/);
    own.send({ type: 'pause' });
    own.pass(400);
    expect(said()).toMatch(/^pod\.(ready|runningNotReady)/);
  });

  it('is told why a Pod is there, back to the line of the command that began it', () => {
    const pod = driver.page.sorted('pods').find(({ id }) => id.startsWith('object/Pod/default/web-'))?.id ?? '';
    driver.send({ type: 'select', id: pod });
    driver.pass(300);
    const inspection = driver.of('inspection').at(-1);
    expect(inspection).toMatchObject({ id: pod, exists: true, kind: 'Pod' });
    const why = (inspection?.why ?? []).filter(({ folded }) => !folded);
    expect(why[0]).toMatchObject({ byHand: true, command: 'kubectl apply -f web.yaml', source: { file: 'web.yaml', line: 2, text: 'kind: Deployment' } });
    const actors = why.map(({ actor }) => actor);
    for (const actor of ['kubectl → kube-apiserver', 'deployment-controller', 'replicaset-controller', 'kube-scheduler', 'kube-scheduler → kube-apiserver']) expect(actors).toContain(actor);
    expect(actors.at(-1)).toMatch(/^kubelet worker-\d → kube-apiserver$/);
    expect(sayings(inspection)).toContain('why.scored');
  });

  it('answers an apply with the refusal, its document and its fields', () => {
    driver.send({ type: 'apply', request: 7, mode: 'apply', files: [{ name: 'broken.yaml', text: `${brokenManifest}---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: fine}\n` }] });
    driver.pass(200);
    expect(driver.last.clock, 'time that stands still is not started').toMatchObject({ running: false });
    expect(driver.of('applied')).toHaveLength(0);
    driver.send({ type: 'play' });
    driver.until(() => driver.of('applied').length > 0);
    const applied = driver.of('applied').at(-1);
    expect(applied).toMatchObject({ request: 7, mode: 'apply', status: 1, objects: [{ id: 'object/ConfigMap/default/fine', action: 'created' }] });
    expect(applied?.refusals).toHaveLength(1);
    const [refusal] = applied?.refusals ?? [];
    expect(refusal).toMatchObject({ file: 'broken.yaml', document: 0, code: 422, reason: 'Invalid' });
    expect(refusal?.causes.map(({ field }) => field)).toEqual(expect.arrayContaining(['spec.replicas', 'spec.template.metadata.labels']));
    expect(refusal?.about).toMatch(/^request\//);
    const written = driver.of('frame').flatMap(({ output }) => output ?? []).filter(({ tab }) => tab === 'workstation').map(({ data }) => data).join('');
    expect(written, 'the terminal tells the same in the same words').toMatch(/# kubectl apply -f broken\.yaml[^]*The Deployment "broken" is invalid: [^]*# /);
  });

  it('tells the line of a file that is no YAML', () => {
    const { length } = driver.of('applied');
    driver.send({ type: 'apply', request: 8, mode: 'dryRun', files: [{ name: 'tab.yaml', text: 'apiVersion: v1\nkind: Pod\nmetadata:\n\tname: x\n' }] });
    driver.until(() => driver.of('applied').length > length);
    const [refusal] = driver.of('applied').at(-1)?.refusals ?? [];
    expect(refusal).toMatchObject({ file: 'tab.yaml', line: 4 });
  });

  it('steps to the next visible arrival and back to before it', () => {
    driver.send({ type: 'pause' });
    driver.send({ type: 'run', tab: 'workstation', command: 'kubectl scale deployment web --replicas=5' });
    driver.send({ type: 'pause' });
    driver.send({ type: 'step', by: 'event' });
    driver.send({ type: 'step', by: 'event' });
    driver.pass(100);
    const { event, hash } = driver.last.clock;
    driver.send({ type: 'step', by: 'event' });
    driver.pass(100);
    expect(driver.last.clock.event).toBeGreaterThan(event);
    driver.send({ type: 'step', by: 'back' });
    driver.pass(100);
    driver.until(() => driver.last.job === undefined && driver.last.clock.nowMs < driver.last.clock.headMs);
    expect(driver.last.clock.event).toBeGreaterThanOrEqual(event);
    driver.send({ type: 'live' });
    driver.pass(100);
    expect(hash).toMatch(/^[0-9a-f]{8}$/);
  });

  it('shows at once where it stood, while the world there is still being played, and does there what is asked meanwhile', () => {
    const places: { readonly event: number; readonly messages: readonly string[] }[] = [];
    const seen = () => ({ event: driver.last.clock.event, messages: driver.page.sorted('messages').map(({ id }) => id) });
    for (let step = 0; step < 4; step++) {
      driver.send({ type: 'step', by: 'event' });
      driver.pass(100);
      places.push(seen());
    }
    for (const place of places.slice(0, -1).toReversed()) {
      driver.send({ type: 'step', by: 'back' });
      driver.pass(16);
      expect(seen()).toEqual(place);
    }
    expect(driver.last.clock.hash, 'the world is not there yet').toBeUndefined();
    driver.send({ type: 'step', by: 'event' });
    driver.until(() => driver.last.clock.hash !== undefined);
    driver.pass(100);
    expect(seen()).toEqual(places[1]);
    driver.send({ type: 'live' });
    driver.pass(100);
  });

  it('has after all the diffs what a whole frame says', () => {
    driver.send({ type: 'pause' });
    driver.pass(3_000);
    const before = snapshot(driver);
    driver.send({ type: 'rewind', atMs: driver.last.clock.nowMs - 500 });
    driver.pass(100);
    driver.until(() => driver.last.clock.nowMs < driver.last.clock.headMs);
    driver.send({ type: 'live' });
    driver.pass(100);
    const after = snapshot(driver);
    for (const name of compared) expect(after.get(name), name).toEqual(before.get(name));
  });

  it('reaches the same hash when its inputs are played again', () => {
    driver.send({ type: 'pause' });
    driver.send({ type: 'fault', fault: { fault: 'powerOff', target: 'machine/worker-2' } });
    driver.send({ type: 'runUntil', condition: { until: 'time', atMs: driver.last.clock.nowMs + 3_000 } });
    driver.until(() => !driver.last.clock.running);
    driver.pass(2_000);
    const { hash, event } = driver.last.clock;
    const inputs = driver.of('inputs').at(-1)?.inputs ?? '';
    const other = new Driver();
    other.load({ seed: 1, scene: 'welcome', inputs, paused: true });
    expect(other.last.clock).toMatchObject({ event, hash, running: false });
  });

  it('begins a branch by an input in the past, and keeps the first one', () => {
    const headMs = driver.last.clock.nowMs;
    driver.send({ type: 'rewind', atMs: headMs - 1_000 });
    driver.pass(100);
    driver.until(() => driver.last.clock.nowMs < driver.last.clock.headMs && !driver.last.job);
    driver.send({ type: 'run', tab: 'workstation', command: 'kubectl delete deployment web' });
    driver.pass(200);
    driver.send({ type: 'pause' });
    const branches = driver.page.sorted('branches');
    expect(branches).toMatchObject([
      { id: 'branch/1', current: false, headMs },
      { parent: 'branch/1', current: true, forkedAtMs: headMs - 1_000, after: 'orrery power off worker-2', began: 'kubectl delete deployment web' },
    ]);
    driver.send({ type: 'pace', pace: { mode: 'clock', rate: 10 } });
    driver.send({ type: 'play' });
    driver.pass(3_000);
    driver.send({ type: 'pause' });
    driver.send({ type: 'compareBranch', branch: 'branch/1' });
    const [comparison] = driver.of('comparison');
    expect(comparison?.rows.find(({ id }) => id === 'object/Deployment/default/web')).toEqual({ id: 'object/Deployment/default/web', there: expect.stringMatching(/^[45]\/5$/) as string });
    expect(comparison?.same).toBeGreaterThan(10);
    driver.send({ type: 'switchBranch', branch: 'branch/1' });
    driver.pass(100);
    driver.until(() => driver.page.sorted('branches').some((branch) => branch.id === 'branch/1' && 'current' in branch && branch.current === true));
    driver.until(() => driver.last.clock.nowMs === headMs);
  });

  it('has all branches again after a reload, with their names', () => {
    driver.send({ type: 'renameBranch', branch: 'branch/2', name: 'without web' });
    driver.pass(2_000);
    const inputs = driver.of('inputs').at(-1)?.inputs ?? '';
    const other = new Driver();
    other.load({ seed: 1, scene: 'welcome', inputs, paused: true });
    expect(other.page.sorted('branches')).toMatchObject([{ id: 'branch/1', current: true }, { name: 'without web', began: 'kubectl delete deployment web', current: false }]);
    const stood = other.last.clock;
    other.send({ type: 'compareBranch', branch: 'branch/2' });
    other.until(() => other.of('comparison').length > 0);
    expect(other.of('comparison')[0]?.rows.find(({ id }) => id === 'object/Deployment/default/web')).toEqual({ id: 'object/Deployment/default/web', here: expect.stringMatching(/^[45]\/5$/) as string });
    other.pass(100);
    expect(other.last.clock, 'what is lived stands where it stood').toMatchObject({ event: stood.event, hash: stood.hash, nowMs: stood.nowMs });
    other.send({ type: 'switchBranch', branch: 'branch/2' });
    const head = other.page.sorted('branches').find(({ id }) => id === 'branch/2');
    other.until(() => head !== undefined && 'headMs' in head && other.last.clock.nowMs === head.headMs && other.last.reset === true);
    expect(other.page.sorted('branches')).toMatchObject([{ id: 'branch/1', current: false }, { id: 'branch/2', current: true }]);
    expect(other.page.sorted('objects').some(({ id }) => id === 'object/Deployment/default/web')).toBe(false);
  });
});

describe('what is asked of time while a world still begins', () => {
  it('is done once it has begun: a step', () => {
    const driver = new Driver();
    driver.send({ type: 'load', source: { seed: 7, scene: 'raft' } });
    driver.send({ type: 'runUntil', condition: { until: 'raft', next: 'role' } });
    driver.until(() => driver.of('frame').some(({ raft }) => raft !== undefined && 'say' in raft.headline && raft.headline.say === 'raft.precandidate'));
    driver.until(() => !driver.last.clock.running);
  });

  it('is told as passing while the world boots, where it is to pass, and a stop counts at once', () => {
    const driver = new Driver();
    driver.send({ type: 'load', source: { seed: 1, scene: 'welcome' } });
    driver.until(() => driver.of('frame').some(({ job }) => job !== undefined));
    expect(driver.last.clock.running).toBe(true);
    driver.send({ type: 'pause' });
    driver.until(() => !driver.last.clock.running);
    driver.until(() => driver.last.job === undefined);
    expect(driver.last.clock.running).toBe(false);
    const other = new Driver();
    other.send({ type: 'load', source: { seed: 1, scene: 'welcome', paused: true } });
    other.until(() => other.of('frame').some(({ job }) => job !== undefined));
    expect(other.last.clock.running).toBe(false);
  });

  it('is done once it has begun: a stop', () => {
    const driver = new Driver();
    driver.send({ type: 'load', source: { seed: 1, scene: 'welcome' } });
    driver.send({ type: 'pause' });
    driver.until(() => driver.of('frame').some(({ job }) => job !== undefined));
    driver.until(() => driver.last.job === undefined);
    const { event } = driver.last.clock;
    driver.pass(500);
    expect(driver.last.clock).toMatchObject({ running: false, event });
  });
});

describe('a world that runs as fast as it can', () => {
  it('sends each frame in a turn of its own, and runs in the others', () => {
    const driver = new Driver();
    driver.load({ seed: 1, scene: 'empty' });
    driver.send({ type: 'run', tab: 'workstation', command: 'kubectl create deployment web --image=nginx --replicas=30' });
    driver.send({ type: 'pace', pace: { mode: 'max' } });
    driver.send({ type: 'play' });
    const { event } = driver.last.clock;
    const turns = Array.from({ length: 60 }, () => {
      const [frames, asked] = [driver.of('frame').length, driver.askedInAll];
      driver.pass(16);
      // A slice looks at the clock until it is used up.
      return `${driver.of('frame').length > frames ? 'frame' : ''}${driver.askedInAll - asked > 50 ? 'slice' : ''}`;
    });
    expect(new Set(turns)).toEqual(new Set(['frame', 'slice']));
    expect(driver.last.clock.event).toBeGreaterThan(event + 1_000);
  });
});

describe('a page that sends what cannot be done', () => {
  it('is answered by failures, and the world goes on', () => {
    const driver = new Driver();
    driver.engine.receive({ type: 'play' });
    driver.engine.receive('nonsense');
    driver.engine.receive({ type: 'teleport' });
    driver.load({ seed: 2, scene: 'empty' });
    driver.engine.receive({ type: 'pace', pace: { mode: 'clock', rate: -1 } });
    driver.engine.receive({ type: 'load', source: { seed: 1, scene: 'nowhere' } });
    driver.engine.receive({ type: 'load', source: { seed: 1, topology: 'workers: 7' } });
    driver.engine.receive({ type: 'fault', fault: { fault: 'powerOff', target: 'machine/worker-99' } });
    driver.engine.receive({ type: 'runUntil', condition: { until: 'message', kinds: ['pigeon'] } });
    driver.engine.receive({ type: 'terminalInput', tab: 'workstation' });
    driver.engine.receive({ type: 'switchBranch', branch: 'branch/77' });
    const failures = driver.of('failure');
    expect(failures).toHaveLength(10);
    expect(failures.map(({ message }) => message.replace(/(, raft-[a-z0-9-]+)+/, ', raft-…')).join('\n')).toMatchInlineSnapshot(`
      "play: there is no world yet; load one first
      there is no command "nonsense"
      there is no command "teleport"
      pace: pace cannot be {"mode":"clock","rate":-1}
      there is no scene "nowhere"; known are welcome, empty, raft, scheduling, node-loss, rolling-update, crash-loop, documents, raft-…
      the topology cannot be built: workers: expected a list, found 7
      there is no machine "worker-99"; there are workstation, registry, client, control-plane-1, etcd-1, etcd-2, etcd-3, worker-1, worker-2, worker-3
      there is no message kind "pigeon"; known are request, response, watch, vote, voteGranted, voteRefused, preVote, preVoteGranted, preVoteRefused, append, appendReply, heartbeat, heartbeatReply, snapshot, raft, traffic, trafficReply
      terminalInput: data cannot be missing
      there is no branch "branch/77""
    `);
    driver.send({ type: 'play' });
    const { nowMs } = driver.last.clock;
    driver.pass(500);
    expect(driver.last.clock.nowMs).toBeGreaterThan(nowMs);
  });
});

/** Lost messages fade by the wall clock; branches are not of one world. */
const compared: readonly CollectionName[] = [
  'machines', 'components', 'members', 'nodes', 'pods', 'services', 'objects', 'messages', 'events', 'requests', 'attempts', 'segments', 'bookmarks', 'terminals',
];

function snapshot(driver: Driver): ReadonlyMap<CollectionName, unknown> {
  return new Map(compared.map((name) => [name, driver.page.sorted(name)]));
}

function sayings(inspection: Inspection | undefined): readonly string[] {
  return (inspection?.why ?? []).flatMap(({ text }) => text.flatMap((phrase) => ('say' in phrase ? [phrase.say] : [])));
}
