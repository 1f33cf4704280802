import type { SituationFile } from './situation.ts';

/** Two candidates in one term, each with half of the votes. */
export const splitVote: SituationFile = {
  id: 'raft-split-vote',
  title: { en: 'A split vote', zh: '选票分裂' },
  summary: { en: 'Two members time out at the same moment and share the votes. Nobody can win this term; the next one decides.', zh: '两个成员同时超时，平分了选票。这个任期无人能胜出；下一个任期见分晓。' },
  boots: false,
  beginning: ['by-hand on', 'stop etcd-5/etcd'],
  steps: [
    { en: 'etcd-5 is down. etcd-1 and etcd-2 time out at the same moment.', zh: 'etcd-5 宕机。etcd-1 和 etcd-2 同时超时。', do: ['timeout etcd-1', 'timeout etcd-2'], until: ['role etcd-1 pre-candidate', 'role etcd-2 pre-candidate'] },
    {
      en: 'Asked whether they could win, etcd-3 and etcd-4 say yes to both: that promises nothing. Both begin a new term, the same.',
      zh: '被问到能否获胜时，etcd-3 和 etcd-4 对两者都说可以：这不是承诺。两者都开始同一个新任期。',
      do: [
        ...['etcd-1', 'etcd-2'].flatMap((candidate) => ['etcd-3', 'etcd-4'].flatMap((voter) => [`deliver MsgPreVote/${candidate}/${voter}`, `deliver MsgPreVoteResp/${voter}/${candidate}`])),
      ],
      until: ['role etcd-1 candidate', 'role etcd-2 candidate', 'term etcd-1 = etcd-2'],
    },
    { en: 'etcd-3 hears etcd-1 first, etcd-4 hears etcd-2 first. Each gives its one vote of this term.', zh: 'etcd-3 先听到 etcd-1，etcd-4 先听到 etcd-2。各自投出本任期唯一的一票。', do: ['deliver MsgVote/etcd-1/etcd-3', 'deliver MsgVote/etcd-2/etcd-4', 'deliver MsgVoteResp/etcd-3/etcd-1', 'deliver MsgVoteResp/etcd-4/etcd-2'], until: ['votes etcd-1 granted 2', 'votes etcd-2 granted 2'] },
    {
      en: 'Deliver the rest: everyone has voted, so everyone refuses. Two votes each of the three that are needed: this term has no leader.',
      zh: '送达其余消息：大家都已投过票，所以都拒绝。需要三票，各得两票：这个任期没有 leader。',
      do: [
        'deliver MsgVote/etcd-1/etcd-2', 'deliver MsgVote/etcd-1/etcd-4', 'deliver MsgVote/etcd-2/etcd-1', 'deliver MsgVote/etcd-2/etcd-3',
        'deliver MsgVoteResp/etcd-2/etcd-1', 'deliver MsgVoteResp/etcd-4/etcd-1', 'deliver MsgVoteResp/etcd-1/etcd-2', 'deliver MsgVoteResp/etcd-3/etcd-2',
      ],
      until: ['votes etcd-1 refused 2', 'votes etcd-2 refused 2', 'leader none'],
    },
    {
      en: 'Time-outs are drawn by dice, so they hardly ever end together twice. etcd-2 is first: it asks again, for the next term.',
      zh: '超时是随机抽取的，几乎不会两次同时结束。etcd-2 先到时：它为下一个任期再次询问。',
      do: ['timeout etcd-2', ...['etcd-3', 'etcd-4'].flatMap((voter) => [`deliver MsgPreVote/etcd-2/${voter}`, `deliver MsgPreVoteResp/${voter}/etcd-2`])],
      until: ['role etcd-2 candidate', 'term etcd-2 > etcd-1'],
    },
    { en: 'In a new term everyone has a vote again: etcd-3 and etcd-4 give it to etcd-2.', zh: '新的任期里每个成员又有一票：etcd-3 和 etcd-4 都投给 etcd-2。', do: ['etcd-3', 'etcd-4'].flatMap((voter) => [`deliver MsgVote/etcd-2/${voter}`, `deliver MsgVoteResp/${voter}/etcd-2`]), until: ['leader etcd-2'] },
  ],
  closing: { en: 'etcd-2 leads, in the second term after the one in which it all began; the term between had no leader.', zh: 'etcd-2 在开始之后的第二个任期领导；中间的那个任期没有 leader。', when: ['leader etcd-2', 'term etcd-2 = start+2', 'role etcd-1 candidate'] },
};
