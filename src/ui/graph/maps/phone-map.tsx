import { createContext, useContext, useMemo } from 'react';
import type { Member, PodRow } from '../../../protocol/index.ts';
import { cx, GlyphParts, ringTicks } from '../../design/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { placedPods, podsOnNode, podTitle, shownServices, sortedMembers, waitingPods } from '../../state/queries.ts';
import { useWorld } from '../../state/store.ts';
import type { Box } from '../scene/geometry.ts';
import { reacts, useDimmed, useSelected } from '../nodes/interact.ts';
import { layoutPhone, phoneTile, type PhoneScene } from '../layout/phone.ts';
import { MapSentence } from './map-sentence.tsx';
import { asNode, MapStage } from './map-stage.tsx';
import { ApiserverPart } from '../nodes/control-plane.tsx';
import { roleColour, TimerArc } from '../nodes/etcd.tsx';
import { machineClass, SelectionRing } from '../nodes/machines.tsx';
import { ServiceNode } from '../nodes/services.tsx';
import { nodeStatus, ReadyMark } from '../nodes/worker.tsx';
import type { SceneBox } from '../scene/scene.ts';
import { clip, fonts, textWidth } from '../text/text.ts';
import { ringKey, sortedMachines } from '../scene/use-scene.ts';

const PhoneContext = createContext<PhoneScene | undefined>(undefined);
const ticks = ringTicks({ x: 0, y: 0, radius: 21, count: 36, length: 3, longLength: 4, long: 9 });

function SmallTile({ pod, at }: { readonly pod: PodRow; readonly at: Box }) {
  const selected = useSelected(pod.id);
  const dimmed = useDimmed(`${pod.namespace}/${pod.name} ${pod.status}`);
  return (
    <g className={cx('tile', `ph-${pod.phase}`, dimmed && 'dim')} transform={`translate(${at.x} ${at.y})`} {...reacts(pod.id, `Pod ${pod.name}, ${pod.status}`)}>
      <rect x="-1" y="-3" width={at.w + 2} height="44" fill="transparent" />
      <rect className="tile-box" x=".5" y=".5" width={at.w - 1} height={at.h - 1} rx="5" />
      {pod.phase === 'terminating' && <rect x=".5" y=".5" width={at.w - 1} height={at.h - 1} rx="5" fill="url(#hatch)" />}
      <GlyphParts name={`phase.${pod.phase}`} x={14} y={19} size={15} />
      <text x="26" y="23.5" className="t3 strong">{clip(podTitle(pod).title, at.w - 30, fonts.plain)}</text>
      {selected && <rect className="ring-sel" x="-3" y="-3" width={at.w + 6} height={at.h + 6} rx="8" />}
    </g>
  );
}

function Tiles({ pods, box }: { readonly pods: readonly PodRow[]; readonly box: SceneBox }) {
  const scene = useContext(PhoneContext);
  if (!scene) return null;
  const inside = (at: Box): boolean => at.y >= box.y && at.y < box.y + box.h;
  return (
    <>
      {pods.map((pod) => { const at = scene.places.get(pod.id); return at && inside(at) && <SmallTile key={pod.id} pod={pod} at={{ ...at, x: at.x - box.x, y: at.y - box.y }} />; })}
      {[...scene.ghosts].filter(([, at]) => inside(at)).map(([id, at]) => <g key={id} className="tile ghost"><rect className="tile-box" x={at.x - box.x + 0.5} y={at.y - box.y + 0.5} width={phoneTile.w - 1} height={phoneTile.h - 1} rx="5" /></g>)}
    </>
  );
}

function WorkerSmall({ box }: { readonly box: SceneBox }) {
  const machine = useWorld((world) => world.machines.get(box.id));
  const name = machine?.name ?? '';
  const node = useWorld((world) => world.nodes.get(`object/Node//${name}`));
  const pods = useWorld((world) => podsOnNode(world, name));
  const selected = useSelected(node?.id ?? box.id);
  const good = node?.ready === 'True';
  const title = clip(name, 150, fonts.machine);
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className={cx(machineClass(machine), node && !good && 'off')} {...reacts(node?.id ?? box.id, name)}>
        <rect className="box" x=".5" y=".5" width={box.w - 1} height={box.h - 1} rx="8" />
        <text x="12" y="20" className="t3 strong w6">{title}</text>
        {node && (
          <g transform={`translate(${30 + textWidth(title, fonts.machine)} 16)`}>
            <ReadyMark good={good} />
            <text x="9" y="4" className={cx('t2', good ? 'soft' : 'strong w6')}>{nodeStatus(node)}</text>
          </g>
        )}
        {node && <text x={box.w - 12} y="20" textAnchor="end" className="t2 soft num">cpu {node.cpu.requested / 1_000} / {node.cpu.allocatable / 1_000}</text>}
        {selected && <SelectionRing w={box.w} h={box.h} />}
      </g>
      <Tiles pods={pods} box={box} />
    </svg>
  );
}

function FenceSmall({ box }: { readonly box: SceneBox }) {
  const say = useWords();
  const pods = useWorld((world) => waitingPods(world.pods));
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <g className="fence"><rect className="fence-box" x="1" y="1" width={box.w - 2} height={box.h - 2} rx="8" /><text x="12" y="20" className="t3 strong w6">{say('map.waiting')}</text></g>
      <Tiles pods={pods} box={box} />
    </svg>
  );
}

function SmallDial({ member, x, y }: { readonly member: Member; readonly x: number; readonly y: number }) {
  return (
    <g className={cx('dial', member.role === 'down' && 'down')} transform={`translate(${x} ${y})`} {...reacts(member.id, `${member.name}, ${member.role}, T${member.term}`)}>
      <circle r="22" fill="transparent" /><circle r="16" className="dial-face" /><path d={ticks} className="engrave" />
      <TimerArc member={member} radius={17.5} className="timer" />
      <g style={{ color: roleColour(member.role) }}><GlyphParts name={`role.${member.role}`} size={18} /></g>
    </g>
  );
}

function EtcdSmall({ box }: { readonly box: SceneBox }) {
  const scene = useContext(PhoneContext);
  const members = useWorld((world) => sortedMembers(world.members));
  const term = Math.max(0, ...members.map((member) => member.term));
  if (!scene) return null;
  return (
    <svg className="map-svg" width={box.w} height={box.h}>
      <circle cx={box.w / 2} cy={box.h / 2} r={scene.etcd.radius} className="etcd-ring" />
      <text x={box.w / 2} y={box.h / 2 + 4} textAnchor="middle" className="t2 strong w6 halo">T{term}</text>
      {members.map((member) => { const at = scene.etcd.places.get(member.id); return at && <SmallDial key={member.id} member={member} x={at.x - box.x} y={at.y - box.y} />; })}
    </svg>
  );
}

function Hub({ box }: { readonly box: SceneBox }) {
  return <svg className="map-svg" width={box.w} height={box.h}><ApiserverPart id={box.id} box={{ x: 0, y: 0, w: box.w, h: box.h }} /></svg>;
}

const nodeTypes = { apiserver: asNode(Hub), etcd: asNode(EtcdSmall), worker: asNode(WorkerSmall), fence: asNode(FenceSmall), service: asNode(ServiceNode) };

/** The cluster on a phone. */
export function PhoneMap() {
  const say = useWords();
  const machines = useWorld((world) => sortedMachines(world.machines));
  const ring = useWorld((world) => ringKey(sortedMembers(world.members)));
  const pods = useWorld((world) => placedPods(world.pods));
  const services = useWorld((world) => shownServices(world.services));
  const scene = useMemo(() => {
    const world = useWorld.getState();
    return layoutPhone({ machines, members: sortedMembers(world.members), podsOn: (node) => podsOnNode(world, node), waiting: waitingPods(pods), services });
    // The key stands for members whose terms and timers change without moving anything.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [machines, ring, pods, services]);
  return (
    <PhoneContext.Provider value={scene}>
      <MapStage scene={scene} nodeTypes={nodeTypes} label={say('map.label')} empty={say('map.empty')} mostZoom={1.4} upright bare><MapSentence /></MapStage>
    </PhoneContext.Provider>
  );
}
