// The history of figure 8 in the paper (Ongaro, Ousterhout), with messages that do not arrive in place of crashes.
import type { SituationFile, StepFile } from './situation.ts';

/** Messages by which a candidate asks others for their votes, and their answers. */
function votes(candidate: string, voters: readonly string[]): readonly string[] {
  return voters.flatMap((voter) => [`deliver MsgVote/${candidate}/${voter}`, `deliver MsgVoteResp/${voter}/${candidate}`]);
}

/** etcd-1 brings what it has to etcd-2, and to etcd-3 which lacks more; what it sent in its first term is too late. */
const replicate: readonly string[] = [
  'drop MsgAppResp/etcd-2/etcd-1', 'drop MsgApp/etcd-1/etcd-3',
  'deliver MsgApp/etcd-1/etcd-2', 'deliver MsgAppResp/etcd-2/etcd-1',
  'deliver MsgApp/etcd-1/etcd-3', 'deliver MsgAppResp/etcd-3/etcd-1', 'deliver MsgApp/etcd-1/etcd-3', 'deliver MsgAppResp/etcd-3/etcd-1',
];

/** etcd-5 hears of the newer term, and campaigns for the next. */
const lastCampaign: readonly string[] = ['deliver MsgVote/etcd-1/etcd-5', 'timeout etcd-5', 'drop MsgVote/etcd-5/etcd-2', ...votes('etcd-5', ['etcd-2', 'etcd-3', 'etcd-4'])];

/** Up to where a leader has an entry of an old term to bring to a majority. */
const beforeTheMajority: readonly StepFile[] = [
  {
    en: 'You are the network. A client asks etcd-1, which leads, to write gold; it gets as far as etcd-2.',
    zh: '你就是网络。客户端请求领导者 etcd-1 写入 gold；它只到达了 etcd-2。',
    do: ['client write etcd-1 gold', 'deliver MsgApp/etcd-1/etcd-2'],
    until: ['log etcd-2 gold'],
  },
  {
    en: 'Nothing more arrives from etcd-1. etcd-5 times out, and is elected by etcd-3 and etcd-4, which know nothing of gold. A client asks it to write tin, which stays in its own log.',
    zh: 'etcd-1 的消息不再到达。etcd-5 超时，由不知道 gold 的 etcd-3 和 etcd-4 选出。客户端请求它写入 tin，tin 只留在它自己的日志里。',
    do: ['timeout etcd-5', ...votes('etcd-5', ['etcd-3', 'etcd-4']), 'until leader etcd-5', 'client write etcd-5 tin'],
    until: ['log etcd-5 tin'],
  },
  {
    en: 'etcd-1 hears of the new term, and steps down. It times out, and wins the votes of etcd-2 and etcd-3 for the next term.',
    zh: 'etcd-1 得知新的任期而退位。它超时，在下一个任期赢得 etcd-2 和 etcd-3 的票。',
    do: ['deliver MsgVote/etcd-5/etcd-1', 'timeout etcd-1', ...votes('etcd-1', ['etcd-2', 'etcd-3'])],
    until: ['leader etcd-1', 'term etcd-1 > etcd-5'],
  },
];

/** The paper's Raft has neither. */
const withoutBoth = ['preVote', 'checkQuorum'];
const beginning = ['timeout etcd-1', 'until follows all etcd-1', 'until alike', 'wait 30ms', 'by-hand on'];

/** An entry of an earlier term counts as committed because a majority has it, and is overwritten. */
export const figure8: SituationFile = {
  id: 'raft-figure-8',
  title: { en: 'Figure 8: committed, and lost', zh: '图 8：已提交，却丢失' },
  summary: { en: 'Without the rule that a leader commits only by an entry of its own term, what a majority has can be overwritten.', zh: '如果没有“leader 只能通过自己任期的条目来提交”这一规则，多数成员拥有的内容也会被覆盖。' },
  topology: 'raft-5',
  boots: false,
  without: [...withoutBoth, 'ownTermCommit'],
  beginning,
  steps: [
    ...beforeTheMajority,
    {
      en: 'It brings gold to etcd-3 as well. Three of five have it: without the rule that counts as committed, and the client is told.',
      zh: '它把 gold 也带给 etcd-3。五个中有三个拥有它：没有这条规则就算已提交，客户端也得到回答。',
      do: replicate,
      until: ['committed etcd-1 gold', 'client 1 done'],
    },
    {
      en: 'etcd-5 times out. Its last entry, tin, is of a later term than gold: etcd-2, etcd-3 and etcd-4 may vote for it, and do.',
      zh: 'etcd-5 超时。它的最后条目 tin 的任期比 gold 晚：etcd-2、etcd-3、etcd-4 可以投给它，也这样做了。',
      do: lastCampaign,
      until: ['leader etcd-5', 'term etcd-5 > etcd-1'],
    },
    {
      en: 'Let the messages go: etcd-5 puts tin in the place of gold. Only etcd-1, which has applied gold, keeps it, and takes its own log for the same.',
      zh: '放行消息：etcd-5 用 tin 取代 gold。只有已经应用了 gold 的 etcd-1 保留着它，还以为日志是一样的。',
      do: ['by-hand off'],
      until: ['committed etcd-2 tin', 'committed etcd-3 tin', 'committed etcd-4 tin', 'follows etcd-1 etcd-5'],
    },
  ],
  closing: {
    en: 'The client was told that gold is written, and four of five do not have it: leader completeness is broken, and the members do not agree any more.',
    zh: '客户端被告知 gold 已写入，而五个成员中有四个没有它：leader 完整性被破坏，成员之间不再一致。',
    when: ['client 1 done gold', 'not log etcd-2 gold', 'not log etcd-3 gold', 'not log etcd-4 gold', 'committed etcd-4 tin', 'broken leaderCompleteness'],
  },
};

/** The same, with the rule. */
export const figure8Kept: SituationFile = {
  id: 'raft-figure-8-kept',
  title: { en: 'Figure 8: what the rule prevents', zh: '图 8：规则防止了什么' },
  summary: { en: 'The same history. The leader commits by an entry of its own term, and whoever lacks that cannot win.', zh: '同样的经过。leader 通过自己任期的条目提交，缺少它的成员无法胜出。' },
  topology: 'raft-5',
  boots: false,
  without: withoutBoth,
  beginning,
  steps: [
    ...beforeTheMajority,
    {
      en: 'It has begun its term with an entry of its own, behind gold, and brings both to etcd-2 and etcd-3. With its own entry gold is committed, and the client is told.',
      zh: '它以自己任期的一个条目开始任期，排在 gold 之后，并把两者带给 etcd-2 和 etcd-3。自己的条目提交，gold 也随之提交，客户端得到回答。',
      do: replicate,
      until: ['committed etcd-1 gold', 'client 1 done'],
    },
    {
      en: 'etcd-5 times out, and asks for votes. Its last entry is older than the one behind gold: etcd-2 and etcd-3 refuse.',
      zh: 'etcd-5 超时并请求投票。它的最后条目比 gold 之后的那个条目旧：etcd-2 和 etcd-3 拒绝。',
      do: lastCampaign,
      until: ['votes etcd-5 refused 2', 'role etcd-5 candidate'],
    },
    {
      en: 'Let the messages go: one that has gold is elected, and brings it to all.',
      zh: '放行消息：拥有 gold 的成员当选，并把它带给所有成员。',
      do: ['by-hand off'],
      until: ['committed all gold', 'alike'],
    },
  ],
  closing: {
    en: 'gold is committed everywhere, as the client was told, and tin is nowhere; every promise was kept.',
    zh: '如客户端所被告知，gold 在每个成员上都已提交，tin 不在任何地方；每个承诺都得到遵守。',
    when: ['client 1 done gold', 'committed all gold', 'not log any tin', 'broken none'],
  },
};
