import type { SituationFile } from './situation.ts';

const topology = 'raft-3';
const beginning = ['timeout etcd-1', 'until follows all etcd-1', 'until alike'];

/** A member that was cut off for long comes back with a high term, and deposes the leader. */
export const preVoteOff: SituationFile = {
  id: 'raft-prevote-off',
  title: { en: 'Without PreVote: a returning member deposes the leader', zh: '没有 PreVote：归来的成员使 leader 下台' },
  summary: { en: 'etcd-3 is cut off and raises its term at each time-out, for nobody. When it returns, its term ends that of a healthy leader.', zh: 'etcd-3 被隔离，每次超时都徒劳地提高任期。它回来时，它的任期终结了健康的 leader。' },
  topology,
  boots: false,
  without: ['preVote'],
  beginning,
  steps: [
    { en: 'Cut etcd-3 off. It hears nobody, and begins one term after another.', zh: '隔离 etcd-3。它听不到任何成员，开始一个又一个任期。', do: ['isolate etcd-3'], until: ['term etcd-3 >= start+3', 'leader etcd-1'] },
    { en: 'Connect it again. It learns nothing from the leader of an older term, but the leader learns of its: and steps down.', zh: '重新连接。它不理会旧任期的 leader，而 leader 得知了它的任期：于是退位。', do: ['rejoin etcd-3'], until: ['leader none'] },
    { en: 'The group has to elect again, for nothing.', zh: '整个组不得不白白地重新选举。', until: ['leader any', 'alike'] },
  ],
  closing: { en: 'Nothing was wrong with the leader, and yet it was deposed: the term has risen by more than three, for nothing.', zh: 'leader 没有任何问题，却下台了：任期白白提高了三个以上。', when: ['leader any', 'alike', 'term etcd-1 > start+3'] },
};

/** The same member asks first whether it could win: nobody is disturbed. */
export const preVoteOn: SituationFile = {
  id: 'raft-prevote-on',
  title: { en: 'With PreVote: a returning member disturbs nobody', zh: '有 PreVote：归来的成员不打扰任何人' },
  summary: { en: 'The same, as etcd does it: who is cut off asks whether it could win before it begins a term.', zh: '同样的情形，按 etcd 的做法：被隔离的成员先询问能否获胜，再开始任期。' },
  topology,
  boots: false,
  beginning,
  steps: [
    { en: 'Cut etcd-3 off. At its time-out it asks whether it could win, and gets no answer: it keeps its term.', zh: '隔离 etcd-3。超时后它询问能否获胜，得不到回答：它保持原来的任期。', do: ['isolate etcd-3'], until: ['role etcd-3 pre-candidate'] },
    { en: 'Meanwhile the others go on: a client writes.', zh: '其他成员继续工作：客户端写入。', do: ['client write etcd-1 meanwhile', 'wait 6s'], until: ['committed etcd-2 meanwhile', 'term etcd-3 = start'] },
    { en: 'Connect it again: the next heartbeat makes it a follower.', zh: '重新连接：下一次心跳使它成为 follower。', do: ['rejoin etcd-3'], until: ['role etcd-3 follower', 'committed etcd-3 meanwhile'] },
  ],
  closing: { en: 'etcd-1 leads as before, in the same term, and etcd-3 has what was written meanwhile.', zh: 'etcd-1 仍在同一任期领导，etcd-3 也有了期间写入的内容。', when: ['follows all etcd-1', 'term etcd-1 = start', 'committed all meanwhile'] },
};
