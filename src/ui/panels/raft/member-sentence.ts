import type { Member } from '../../../protocol/index.ts';
import type { Words } from '../../i18n/use-words.ts';
import { quorumOf, type TallyPlace } from './picture/tally.ts';

/** What a member is and does, in one sentence that needs no picture. */
export function memberSentence(member: Member, tally: readonly TallyPlace[], say: Words): string {
  const { name, role, term, lead, log, paused } = member;
  const last = say('raft.entry', { index: log.lastIndex, term: log.lastTerm });
  const common = { name, term, last, commit: log.commit };
  if (role === 'down') return say('say.down', common);
  if (paused) return say('say.paused', { ...common, role: say(`role.${role}`) });
  switch (role) {
    case 'leader': return say('say.leader', common);
    case 'learner': return say('say.learner', common);
    case 'candidate': case 'precandidate': {
      const silent = tally.filter(({ state }) => state === 'silent').map(({ from }) => from).join(', ');
      const have = tally.filter(({ state }) => state === 'granted').length;
      const values = { ...common, have, need: Math.max(...quorumOf(member).map(({ need }) => need)), refused: tally.filter(({ state }) => state === 'refused').length };
      const sentence = say(role === 'candidate' ? 'say.candidate' : 'say.precandidate', values);
      return silent === '' ? sentence : `${sentence} ${say('say.silent', { names: silent })}`;
    }
    case 'follower': {
      const vote = member.vote === undefined || member.vote === '' ? say('raft.voteNone') : say('raft.voteFor', { name: member.vote });
      return lead === undefined || lead === '' ? say('say.alone', { ...common, vote }) : say('say.follower', { ...common, lead, vote });
    }
  }
}
