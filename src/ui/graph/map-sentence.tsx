import { useMemo } from 'react';
import { useWords } from '../i18n/use-words.ts';
import { useCalm } from '../state/calm.ts';
import { useWorld } from '../state/store.ts';
import type { World } from '../state/world.ts';

const nodesOf = (world: World): World['nodes'] => world.nodes;
const podsOf = (world: World): World['pods'] => world.pods;

/** What is so right now, in one sentence. It is read, not watched: where much changes it changes four times a second. */
export function useMapSentence(): string {
  const say = useWords();
  const nodes = useCalm(nodesOf);
  const pods = useCalm(podsOf);
  const counts = useMemo(() => ({
    ready: [...nodes.values()].filter((node) => node.ready === 'True').length, nodes: nodes.size,
    running: [...pods.values()].filter(({ phase }) => phase === 'ready' || phase === 'notReady').length, pods: pods.size,
  }), [nodes, pods]);
  const leader = useWorld((world) => [...world.members.values()].find((member) => member.role === 'leader')?.name);
  const members = useWorld((world) => world.members.size);
  const isGroup = useWorld((world) => world.report !== undefined && members > 0 && ![...world.machines.values()].some(({ role }) => role === 'controlPlane'));
  const leads = leader === undefined ? say('map.noLeader') : say('map.leads', { name: leader });
  if (isGroup) return say('map.group', { count: members, leader: leads });
  return counts.nodes === 0 ? say('map.boots', { leader: leads }) : say('map.sentence', { ...counts, leader: leads });
}

/** The sentence for those who hear the page. */
export function MapSentence() {
  return <h1 className="visually-hidden">{useMapSentence()}</h1>;
}
