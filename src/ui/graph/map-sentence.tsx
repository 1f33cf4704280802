import { useWords } from '../i18n/use-words.ts';
import { useWorld } from '../state/store.ts';

/** What is so right now, in one sentence. */
export function useMapSentence(): string {
  const say = useWords();
  const counts = useWorld((world) => {
    let ready = 0;
    let running = 0;
    for (const node of world.nodes.values()) if (node.ready === 'True') ready++;
    for (const pod of world.pods.values()) if (pod.phase === 'ready' || pod.phase === 'notReady') running++;
    return `${ready} ${world.nodes.size} ${running} ${world.pods.size}`;
  });
  const leader = useWorld((world) => [...world.members.values()].find((member) => member.role === 'leader')?.name);
  const [ready = '0', nodes = '0', running = '0', pods = '0'] = counts.split(' ');
  return say('map.sentence', { ready, nodes, running, pods, leader: leader === undefined ? say('map.noLeader') : say('map.leads', { name: leader }) });
}

/** The sentence for those who hear the page. */
export function MapSentence() {
  return <h1 className="visually-hidden">{useMapSentence()}</h1>;
}
