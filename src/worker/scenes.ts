import type { Condition, EntityId, SceneInfo, WorldSource } from '../protocol/index.ts';
import { SituationError, readSituationText, situations } from '../lessons/index.ts';
import type { Situation } from '../lessons/index.ts';
import { sceneFiles } from './scene-files.ts';
import type { SceneFile } from './scene-files.ts';
import { BadCommandError } from './worker-faults.ts';

/** One step of a beginning: done at full speed, before the page is asked to watch. */
export type SceneStep =
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'fault'; readonly words: readonly string[] }
  | { readonly type: 'leaderDies' }
  | { readonly type: 'until'; readonly condition: Condition };

/** A named beginning: a topology, files, what is done once the cluster is Ready, and what is looked at. */
export interface Scene extends SceneInfo {
  /** A preset's name, or a topology as text. */
  readonly topology?: string;
  readonly files: readonly SceneFile[];
  readonly steps: readonly SceneStep[];
  readonly perspective?: string;
  readonly select?: EntityId;
  readonly paused?: boolean;
  /** It is one of the Raft laboratory's. */
  readonly situation?: Situation;
}

const web = 'object/Deployment/default/web';
const apply = (file: string): SceneStep => ({ type: 'command', command: `kubectl apply -f ${file}` });
const untilBind: SceneStep = { type: 'until', condition: { until: 'nextBind' } };
const untilRolledOut: SceneStep = { type: 'until', condition: { until: 'rolloutDone', workload: web } };

const mixedNodes = `workers:
  - {name: small-1, cpu: "2", memory: 4Gi, labels: {topology.kubernetes.io/zone: a}}
  - {name: small-2, cpu: "2", memory: 4Gi, labels: {topology.kubernetes.io/zone: b}}
  - {name: large-1, cpu: "8", memory: 16Gi, labels: {topology.kubernetes.io/zone: a, disk: ssd}}
  - {name: gpu-1, cpu: "4", memory: 8Gi, labels: {topology.kubernetes.io/zone: b}, taints: [{key: gpu, value: "true", effect: NoSchedule}], extended: {example.com/gpu: "2"}}
registered: true
`;

/** The scenes of whole clusters, in the order of the gallery. */
const clusterScenes: readonly Scene[] = [
  {
    id: 'welcome',
    title: { en: 'A rollout', zh: '一次发布' },
    summary: { en: 'A Deployment of four Pods behind a Service comes to life.', zh: '四个 Pod 的 Deployment 在 Service 后面启动。' },
    files: [sceneFiles.web],
    steps: [apply('web.yaml'), untilBind],
    perspective: 'cluster',
  },
  {
    id: 'empty',
    title: { en: 'An empty cluster', zh: '空集群' },
    summary: { en: 'One control plane, three etcd members, three workers, and nothing of yours in it yet.', zh: '一个控制平面、三个 etcd 成员、三个工作节点，还没有你的任何东西。' },
    files: [],
    steps: [],
    perspective: 'cluster',
  },
  {
    id: 'raft',
    title: { en: 'An election', zh: '一次选举' },
    summary: { en: 'Five members of etcd and nothing else; the leader has just died. Step through the election message by message.', zh: '只有五个 etcd 成员；leader 刚刚宕机。逐条消息地观看选举。' },
    topology: 'raft-5',
    files: [],
    steps: [{ type: 'leaderDies' }],
    perspective: 'raft',
    paused: true,
    shelf: 'raft',
  },
  {
    id: 'scheduling',
    title: { en: 'Who gets which node', zh: '谁去哪个节点' },
    summary: { en: 'Four unlike nodes, six Pods, and one that fits nowhere.', zh: '四个不同的节点、六个 Pod，其中一个放不下。' },
    topology: mixedNodes,
    files: [sceneFiles.mixed],
    steps: [apply('mixed.yaml'), untilBind],
    perspective: 'scheduling',
  },
  {
    id: 'node-loss',
    title: { en: 'A node is lost', zh: '节点丢失' },
    summary: { en: 'worker-2 loses its power; the cluster notices, waits, and makes up for it.', zh: 'worker-2 断电；集群发现、等待，然后补上。' },
    files: [sceneFiles.web],
    steps: [apply('web.yaml'), untilRolledOut, { type: 'fault', words: ['power', 'off', 'worker-2'] }],
    perspective: 'cluster',
    select: 'object/Node//worker-2',
  },
  {
    id: 'rolling-update',
    title: { en: 'A rolling update', zh: '滚动更新' },
    summary: { en: 'web goes from one image to the next, Pod by Pod, and stays reachable.', zh: 'web 逐个 Pod 换到新镜像，期间一直可访问。' },
    files: [sceneFiles.web],
    steps: [apply('web.yaml'), untilRolledOut, { type: 'command', command: 'kubectl set image deployment/web web=nginx:1.28' }, untilBind],
    perspective: 'cluster',
    select: web,
  },
  {
    id: 'crash-loop',
    title: { en: 'A crashing container', zh: '不断崩溃的容器' },
    summary: { en: 'It ends with an error, is started again, and has to wait longer each time.', zh: '它出错退出、被重启，每次等待更久。' },
    files: [sceneFiles.crash],
    steps: [apply('crash.yaml'), untilBind],
    perspective: 'cluster',
    select: 'object/Pod/default/crash',
  },
  {
    id: 'documents',
    title: { en: 'Manifests to repair', zh: '待修复的清单' },
    summary: { en: 'An empty cluster and manifests that the server refuses, each for a reason of its own.', zh: '一个空集群，和各有原因被服务器拒绝的清单。' },
    files: [sceneFiles.refused, sceneFiles.tabs, sceneFiles.web],
    steps: [],
    perspective: 'cluster',
  },
];

/** Every scene, in the order of the gallery; those of the Raft laboratory as soon as they are there. */
function scenes(): readonly Scene[] {
  return [...clusterScenes, ...situations().map(sceneOfSituation)];
}

/** What the gallery shows of them. */
export function sceneInfos(): readonly SceneInfo[] {
  return scenes().map(({ id, title, summary, shelf }) => ({ id, title, summary, ...(shelf === undefined ? {} : { shelf }) }));
}

/** The scene that a source asks for; the first when it asks for none, so that every address shows something. Throws BadCommandError. */
export function sceneOf({ scene, situation }: WorldSource): Scene | undefined {
  if (situation !== undefined) return sceneOfText(situation);
  const found = sceneNamed(scene);
  if (scene !== undefined && !found) throw new BadCommandError(`there is no scene ${JSON.stringify(scene)}; known are ${scenes().map(({ id }) => id).join(', ')}`);
  return found;
}

function sceneOfText(text: string): Scene {
  try {
    return sceneOfSituation(readSituationText(text));
  } catch (error) {
    if (!(error instanceof SituationError)) throw error;
    throw new BadCommandError(`the situation cannot be opened: ${error.message}`);
  }
}

/** The scene of that name; the first without one. */
export function sceneNamed(id: string | undefined): Scene | undefined {
  if (id === undefined) return clusterScenes[0];
  return scenes().find((scene) => scene.id === id);
}

/** A situation of the Raft laboratory as a scene: it is set up, and waits. */
function sceneOfSituation(situation: Situation): Scene {
  const { id, title, summary } = situation;
  return { id, title, summary, shelf: 'raft', files: [], steps: [], perspective: 'raft', paused: true, situation };
}
