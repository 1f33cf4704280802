import { useWords } from '../../i18n/use-words.ts';
import { MapSentence } from './map-sentence.tsx';
import { asNode, MapStage } from './map-stage.tsx';
import { ControlPlaneNode } from '../nodes/control-plane.tsx';
import { EtcdNode } from '../nodes/etcd.tsx';
import { PlainNode, WorkstationNode } from '../nodes/machines.tsx';
import { FenceNode, ServiceNode } from '../nodes/services.tsx';
import { CardNode, WorkerNode } from '../nodes/worker.tsx';
import { SceneContext } from '../scene/scene-context.ts';
import { useClusterScene } from '../scene/use-scene.ts';
import { NextStep } from './wires.tsx';

const nodeTypes = {
  workstation: asNode(WorkstationNode), controlPlane: asNode(ControlPlaneNode), etcd: asNode(EtcdNode),
  worker: asNode(({ box }) => <WorkerNode box={box} />), card: asNode(({ box }) => <CardNode box={box} />),
  fence: asNode(FenceNode), service: asNode(ServiceNode), client: asNode(PlainNode), outside: asNode(PlainNode),
};

/** The cluster as it stands: machines, processes, Pods, Services, and everything that travels between them. */
export function ClusterMap() {
  const say = useWords();
  const scene = useClusterScene();
  return (
    <SceneContext.Provider value={scene}>
      <MapStage scene={scene} nodeTypes={nodeTypes} label={say('map.label')} empty={say('map.empty')} above={<NextStep scene={scene} />}><MapSentence /></MapStage>
    </SceneContext.Provider>
  );
}
