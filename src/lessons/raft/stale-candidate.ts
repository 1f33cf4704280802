import type { SituationFile } from './situation.ts';

/** A candidate that lacks a committed entry is refused by those that have it. */
export const staleCandidate: SituationFile = {
  id: 'raft-stale-log',
  title: { en: 'A candidate with a stale log', zh: '日志陈旧的候选者' },
  summary: { en: 'etcd-3 was away while a write was committed. Now it wants to lead.', zh: '一次写入提交时 etcd-3 不在。现在它想领导。' },
  topology: 'raft-3',
  boots: false,
  beginning: [
    'timeout etcd-1', 'until follows all etcd-1', 'until alike', 'stop etcd-3/etcd', 'propose etcd-1 kept', 'until committed etcd-2 kept',
    'by-hand on', 'stop etcd-1/etcd', 'stop etcd-2/etcd', 'start etcd-2/etcd', 'start etcd-3/etcd',
  ],
  steps: [
    { en: 'After a power cut etcd-2 and etcd-3 are back, etcd-1 is not. etcd-3 times out first, and asks etcd-2.', zh: '断电之后 etcd-2 和 etcd-3 恢复，etcd-1 没有。etcd-3 先超时，询问 etcd-2。', do: ['timeout etcd-3'], until: ['message MsgPreVote etcd-3 etcd-2'] },
    { en: 'etcd-2 compares the last entries: its own is newer. It refuses.', zh: 'etcd-2 比较最后的条目：自己的更新。它拒绝。', do: ['deliver MsgPreVote/etcd-3/etcd-2', 'deliver MsgPreVoteResp/etcd-2/etcd-3'], until: ['votes etcd-3 refused 1', 'leader none'] },
    { en: 'etcd-2 asks in its turn. Its log is at least as new as that of etcd-3, which says yes.', zh: '轮到 etcd-2 询问。它的日志不比 etcd-3 的旧，etcd-3 同意。', do: ['timeout etcd-2', 'deliver MsgPreVote/etcd-2/etcd-3', 'deliver MsgPreVoteResp/etcd-3/etcd-2'], until: ['role etcd-2 candidate'] },
    { en: 'And votes for it.', zh: '并投票给它。', do: ['deliver MsgVote/etcd-2/etcd-3', 'deliver MsgVoteResp/etcd-3/etcd-2'], until: ['leader etcd-2'] },
    { en: 'Let the messages go: etcd-3 gets what it lacks.', zh: '放行消息：etcd-3 得到它缺少的内容。', do: ['by-hand off'], until: ['committed etcd-3 kept'] },
  ],
  closing: { en: 'Who lacks a committed entry finds no majority. etcd-2 leads, and etcd-3 has the entry now.', zh: '缺少已提交条目的成员得不到多数票。etcd-2 领导，etcd-3 现在有了该条目。', when: ['leader etcd-2', 'committed etcd-3 kept'] },
};
