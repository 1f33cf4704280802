import { word } from '../i18n/index.ts';
import { clockText } from '../state/format.ts';
import type { World } from '../state/world.ts';

/** What is worth saying between two worlds, in one sentence; nothing most of the time. */
export function newsBetween(before: World, after: World): string | undefined {
  for (const [id, member] of after.members) {
    const was = before.members.get(id);
    if (was && member.role === 'leader' && was.role !== 'leader') {
      const have = was.votes.filter((vote) => vote.state === 'granted').length;
      return word('announce.leader', { name: member.name, term: member.term, have: Math.max(have, Math.floor(member.voters.length / 2) + 1), voters: member.voters.length });
    }
  }
  for (const [id, node] of after.nodes) {
    const was = before.nodes.get(id);
    if (was && was.ready !== node.ready) return word('announce.node', { name: node.name, state: node.ready === 'True' ? 'Ready' : 'NotReady' });
  }
  for (const [id, pod] of after.pods) {
    const was = before.pods.get(id);
    if (was && was.phase !== pod.phase) return word('announce.pod', { name: pod.name, status: pod.status });
  }
  const { clock } = after;
  if (clock && before.clock?.running && !clock.running) return word('announce.paused', { time: clockText(clock.nowMs) });
  return undefined;
}
