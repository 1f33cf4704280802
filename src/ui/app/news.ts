import { majorityOf } from '../../base/index.ts';
import type { Member } from '../../protocol/index.ts';
import { currentLanguage, word } from '../i18n/index.ts';
import { memberSentence } from '../panels/raft/member-sentence.ts';
import { tallyOf } from '../panels/raft/picture/tally.ts';
import { clockText } from '../state/format.ts';
import type { World } from '../state/world.ts';

/** What is worth saying between two worlds, in one sentence; nothing most of the time. `isRaft`: each change of a member is. */
export function newsBetween(before: World, after: World, isRaft = false): string | undefined {
  const shown = after.raft?.lab?.situation;
  if (shown?.holds && before.raft?.lab?.situation?.holds === false) return shown.closing[currentLanguage()];
  for (const [id, member] of after.members) {
    const was = before.members.get(id);
    if (was && member.role === 'leader' && was.role !== 'leader') {
      const have = was.votes.filter((vote) => vote.state === 'granted').length;
      return word('announce.leader', { name: member.name, term: member.term, have: Math.max(have, majorityOf(member.voters.length)), voters: member.voters.length });
    }
  }
  const changed = isRaft ? changedMember(before, after) : undefined;
  if (changed) return memberSentence(changed, tallyOf(changed, after.messages), word);
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

const standing = ({ role, term, vote, lead, paused, votes }: Member): string => JSON.stringify([role, term, vote, lead, paused, votes]);

/** The member that is told of: one whose role has changed, else one that stands differently in another way. */
function changedMember(before: World, after: World): Member | undefined {
  const others = [...after.members.values()].filter((member) => { const was = before.members.get(member.id); return was && was !== member && standing(was) !== standing(member); });
  return others.find((member) => before.members.get(member.id)?.role !== member.role) ?? others[0];
}
