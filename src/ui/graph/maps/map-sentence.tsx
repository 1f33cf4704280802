import { useMemo } from 'react';
import type { PodRow } from '../../../protocol/index.ts';
import { useWords } from '../../i18n/use-words.ts';
import { useCalm } from '../../state/calm.ts';
import { countText } from '../../state/format.ts';
import { useWorld } from '../../state/store.ts';
import type { World } from '../../state/world.ts';

const nodesOf = (world: World): World['nodes'] => world.nodes;
const podsOf = (world: World): World['pods'] => world.pods;

/** Whether a Pod's containers run, as far as anybody knows: of a node that has fallen silent nobody does. */
export function isRunning({ phase, node }: PodRow, nodes: World['nodes']): boolean {
  return (phase === 'ready' || phase === 'notReady') && nodes.get(`object/Node//${node}`)?.ready === 'True';
}

/** What is so right now, in one sentence. It is read, not watched: where much changes it changes four times a second. */
export function useMapSentence(): string {
  const say = useWords();
  const nodes = useCalm(nodesOf);
  const pods = useCalm(podsOf);
  const counts = useMemo(() => ({
    ready: [...nodes.values()].filter((node) => node.ready === 'True').length, nodes: nodes.size,
    running: [...pods.values()].filter((pod) => isRunning(pod, nodes)).length, pods: pods.size,
  }), [nodes, pods]);
  const leader = useWorld((world) => [...world.members.values()].find((member) => member.role === 'leader')?.name);
  const members = useWorld((world) => world.members.size);
  const isGroup = useWorld((world) => world.report !== undefined && members > 0 && ![...world.machines.values()].some(({ role }) => role === 'controlPlane'));
  const leads = leader === undefined ? say('map.noLeader') : say('map.leads', { name: leader });
  if (isGroup) return say('map.group', { count: members, leader: leads });
  return counts.nodes === 0 ? say('map.boots', { leader: leads }) : say('map.sentence', { ready: countText(counts.ready), nodes: countText(counts.nodes), running: countText(counts.running), pods: countText(counts.pods), leader: leads });
}

/** The sentence for those who hear the page. */
export function MapSentence() {
  return <h1 className="visually-hidden">{useMapSentence()}</h1>;
}
