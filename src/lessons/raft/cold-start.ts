import type { SituationFile } from './situation.ts';

/** Five members start at once; nobody leads yet. */
export const coldStart: SituationFile = {
  id: 'raft-cold-start',
  title: { en: 'Cold start', zh: '冷启动' },
  summary: { en: 'Five members have just started. Nobody leads; whose timer ends first asks for votes.', zh: '五个成员刚刚启动。还没有 leader；计时器最先结束的成员请求投票。' },
  boots: false,
  steps: [
    { en: 'Watch the arcs drain: each member has drawn an election time-out of its own. The first whose time is over asks the others whether it could win.', zh: '看圆弧耗尽：每个成员各自随机抽取了选举超时。最先到时的成员询问其他成员它能否获胜。', until: ['message MsgPreVote any any'] },
    { en: 'A majority says yes, so it begins a new term, votes for itself, and asks for votes.', zh: '多数成员同意，于是它开始新的任期，投自己一票，并请求投票。', until: ['message MsgVote any any'] },
    { en: 'Three of five votes, its own among them, make it the leader.', zh: '五票中得到三票（包括自己的一票），它成为 leader。', until: ['leader any'] },
    { en: 'It writes an entry of its own term, empty, and brings it to the others.', zh: '它写下自己任期的一个空条目，并带给其他成员。', until: ['alike'] },
  ],
  closing: { en: 'One member leads, and all five logs are the same, committed to their end.', zh: '有一个成员领导，五份日志完全相同，并全部提交。', when: ['leader any', 'alike'] },
};
