import { ReactFlow, ReactFlowProvider, ViewportPortal, useReactFlow, type Edge, type Node, type NodeProps, type NodeTypes } from '@xyflow/react';
import '@xyflow/react/dist/base.css';
import { useEffect, useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import { select } from '../../state/link.ts';
import { useView } from '../../state/view.ts';
import { Ground } from './ground.tsx';
import { Legend } from './legend.tsx';
import { StepLine } from './step-line.tsx';
import './map.css';
import styles from './map.module.css';
import { useKept } from './kept.ts';
import { MapControls } from './map-controls.tsx';
import { OutsideNotice } from './outside.tsx';
import { OverlayCanvas } from '../canvas/overlay-canvas.tsx';
import type { Scene, SceneBox } from '../scene/scene.ts';
import { useTextSize } from '../text/text-size.ts';
import { useAutoFit } from './use-auto-fit.ts';
import { Links, Wires } from './wires.tsx';

type BoxNode = Node<{ readonly box: SceneBox }>;

/** Lets a component that draws a box be a node of the map. */
export function asNode(Component: (props: { readonly box: SceneBox }) => ReactNode) {
  return function BoxNodeView({ data }: NodeProps<BoxNode>) {
    return <Component box={data.box} />;
  };
}

const made = new Map<string, BoxNode>();

/** React Flow's node of a box; the same object for the same box, so that only what moved is drawn. */
function nodeOf(box: SceneBox): BoxNode {
  const key = `${box.kind} ${box.id} ${box.x} ${box.y} ${box.w} ${box.h}`;
  const known = made.get(key);
  if (known) return known;
  if (made.size > 4_000) made.clear();
  const node: BoxNode = { id: box.id, type: box.kind, position: { x: box.x, y: box.y }, width: box.w, height: box.h, data: { box } };
  made.set(key, node);
  return node;
}

interface StageProps {
  readonly scene: Scene;
  readonly nodeTypes: NodeTypes;
  readonly label: string;
  readonly empty: string;
  /** Drawn on the plane, over the boxes. */
  readonly above?: ReactNode;
  /** How near the whole may come by itself. */
  readonly mostZoom?: number;
  /** How far away: below it the words could not be read. */
  readonly leastZoom?: number;
  /** Fits the width and begins at the top, as on a phone. */
  readonly upright?: boolean;
  /** Without legend and zoom buttons: fingers pinch. */
  readonly bare?: boolean;
  readonly children?: ReactNode;
}

/** Of the legend, which lies over the map's lower edge. */
const legendHeight = 34;

const noEdges: Edge[] = [];
const under = { position: 'absolute', left: 0, top: 0, pointerEvents: 'none', zIndex: -1 } as const;
const over = { ...under, zIndex: 1001 } as const;

function Stage({ scene, nodeTypes, label, empty, above, mostZoom = 1.7, leastZoom = 0.08, upright = false, bare = false, children }: StageProps) {
  const nodes = useKept(useMemo(() => scene.boxes.map(nodeOf), [scene.boxes]));
  const stage = useRef<HTMLDivElement>(null);
  const flow = useReactFlow();
  const size = useTextSize();
  const presenter = useView((view) => view.presenter);
  const fit = useAutoFit(stage, scene.bounds, { most: mostZoom, least: leastZoom, upright, foot: bare ? 0 : legendHeight * (presenter ? 1.5 : 1) });
  useEffect(() => {
    const go = (event: Event): void => {
      if (!(event instanceof CustomEvent)) return;
      if (event.detail === 'fit') fit.again();
      else void (event.detail === 'in' ? flow.zoomIn : flow.zoomOut)({ duration: 160 });
    };
    window.addEventListener('orrery:zoom', go);
    return () => window.removeEventListener('orrery:zoom', go);
  }, [fit, flow]);
  return (
    <div ref={stage} className={styles.stage} role="group" aria-label={label} data-testid="map">
      <ReactFlow
        className="drawing" style={{ '--text-size': size } as CSSProperties}
        nodes={nodes} edges={noEdges} nodeTypes={nodeTypes} nodesDraggable={false} nodesConnectable={false} nodesFocusable={false} elementsSelectable={false}
        minZoom={0.08} maxZoom={6} zoomOnDoubleClick={false} proOptions={{ hideAttribution: true }} onPaneClick={() => select(undefined)}
        onMove={(event) => { if (event) fit.stop(); }} disableKeyboardA11y deleteKeyCode={null} selectionKeyCode={null} panActivationKeyCode={null} onlyRenderVisibleElements={nodes.length > 60}
      >
        <ViewportPortal>
          <svg className="map-svg" width="1" height="1" style={under}><Ground centre={scene.centre} /><Wires scene={scene} /></svg>
          <svg className="map-svg" width="1" height="1" style={over}><Links scene={scene} />{above}</svg>
        </ViewportPortal>
      </ReactFlow>
      <OverlayCanvas scene={scene} />
      {scene.boxes.length === 0 && <p className={styles.empty}>{empty}</p>}
      {children}
      <OutsideNotice scene={scene} onFit={fit.again} />
      {!bare && <StepLine />}
      {!bare && <Legend />}
      {!bare && <MapControls onFit={fit.again} />}
    </div>
  );
}

/** A picture that can be panned and zoomed: boxes by React Flow, the rest by one canvas over it. */
export function MapStage(props: StageProps) {
  return <ReactFlowProvider><Stage {...props} /></ReactFlowProvider>;
}

/** Words over the map's upper edge: what is so, in one sentence. */
export function MapTitle({ title, text, children }: { readonly title: string; readonly text: string; readonly children?: ReactNode }) {
  return <div className={styles.title}><h1 data-testid="headline">{title}</h1><p>{text}</p>{children}</div>;
}
