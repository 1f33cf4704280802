import { ReactFlow, ReactFlowProvider, ViewportPortal, useReactFlow, type Node, type NodeProps } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { select } from '../state/link.ts';
import { Ground } from './ground.tsx';
import { Legend } from './legend.tsx';
import './map.css';
import styles from './map.module.css';
import { MapControls } from './map-controls.tsx';
import { ControlPlaneNode } from './nodes-control-plane.tsx';
import { EtcdNode } from './nodes-etcd.tsx';
import { PlainNode, WorkstationNode } from './nodes-machines.tsx';
import { FenceNode, ServiceNode } from './nodes-services.tsx';
import { CardNode, WorkerNode } from './nodes-worker.tsx';
import { OverlayCanvas } from './overlay-canvas.tsx';
import { SceneContext } from './scene-context.ts';
import type { SceneBox } from './scene.ts';
import { useClusterScene } from './use-scene.ts';
import { useAutoFit } from './use-auto-fit.ts';
import { Links, NextStep, Wires } from './wires.tsx';

type BoxNode = Node<{ readonly box: SceneBox }>;
const asNode = (Component: (props: { readonly box: SceneBox }) => React.ReactNode) =>
  function BoxNodeView({ data }: NodeProps<BoxNode>) {
    return <Component box={data.box} />;
  };

const nodeTypes = {
  workstation: asNode(WorkstationNode), controlPlane: asNode(ControlPlaneNode), etcd: asNode(EtcdNode),
  worker: asNode(({ box }) => <WorkerNode box={box} />), card: asNode(({ box }) => <CardNode box={box} />),
  fence: asNode(FenceNode), service: asNode(ServiceNode), client: asNode(PlainNode), outside: asNode(PlainNode),
};

/** React Flow's nodes from boxes; the same object while a box does not change, so that only what moved is drawn. */
function useNodes(boxes: readonly SceneBox[]): BoxNode[] {
  const before = useRef(new Map<string, BoxNode>());
  return useMemo(() => {
    const next = boxes.map((box): BoxNode => {
      const known = before.current.get(box.id);
      const same = known && known.data.box.x === box.x && known.data.box.y === box.y && known.data.box.w === box.w && known.data.box.h === box.h;
      return same ? known : { id: box.id, type: box.kind, position: { x: box.x, y: box.y }, width: box.w, height: box.h, data: { box } };
    });
    before.current = new Map(next.map((node) => [node.id, node]));
    return next;
  }, [boxes]);
}

function Flow() {
  const say = useWords();
  const scene = useClusterScene();
  const nodes = useNodes(scene.boxes);
  const stage = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const fit = useAutoFit(stage, scene.bounds);
  useEffect(() => {
    const go = (event: Event): void => {
      if (event instanceof CustomEvent && event.detail === 'fit') fit.again();
      else if (event instanceof CustomEvent) void (event.detail === 'in' ? flow.zoomIn : flow.zoomOut)({ duration: 160 });
    };
    window.addEventListener('orrery:zoom', go);
    return () => window.removeEventListener('orrery:zoom', go);
  }, [fit, flow]);
  return (
    <SceneContext.Provider value={scene}>
      <div ref={stage} className={styles.stage} role="group" aria-label={say('map.label')} data-testid="map">
        <ReactFlow
          nodes={nodes} edges={[]} nodeTypes={nodeTypes} nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} elementsSelectable={false}
          minZoom={0.08} maxZoom={6} zoomOnDoubleClick={false} proOptions={{ hideAttribution: true }} onPaneClick={() => select(undefined)}
          onMoveStart={(event) => { if (event) fit.stop(); }} disableKeyboardA11y deleteKeyCode={null} selectionKeyCode={null} panActivationKeyCode={null} onlyRenderVisibleElements={nodes.length > 60}
        >
          <ViewportPortal>
            <svg className="map-svg" width="1" height="1" style={{ position: 'absolute', left: 0, top: 0, zIndex: -1, pointerEvents: 'none' }}>
              <Ground centre={scene.centre} />
              <Wires scene={scene} />
            </svg>
            <svg className="map-svg" width="1" height="1" style={{ position: 'absolute', left: 0, top: 0, zIndex: 1001, pointerEvents: 'none' }}>
              <Links scene={scene} />
              <NextStep scene={scene} />
            </svg>
          </ViewportPortal>
        </ReactFlow>
        <OverlayCanvas scene={scene} />
        {scene.boxes.length === 0 && <p className={styles.empty}>{say('map.empty')}</p>}
        <Legend />
        <MapControls onFit={fit.again} />
      </div>
    </SceneContext.Provider>
  );
}

/** The cluster as it stands: machines, processes, Pods, Services, and everything that travels between them. */
export function ClusterMap() {
  return <ReactFlowProvider><Flow /></ReactFlowProvider>;
}
