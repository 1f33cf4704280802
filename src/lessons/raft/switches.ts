// What each safeguard prevents, shown without it. PreVote and the own term's commit have situations of their own.
import type { SituationFile } from './situation.ts';

const electFirst = ['timeout etcd-1', 'until follows all etcd-1', 'until alike'];

/** Every election time-out is the same: candidates stand up together, again and again. */
export const fixedTimeouts: SituationFile = {
  id: 'raft-fixed-timeouts',
  title: { en: 'Without dice: split votes for ever', zh: '没有随机数：永远选票分裂' },
  summary: { en: 'All time-outs are equally long. When the leader dies all four others ask for votes at once, each votes for itself, and so on.', zh: '所有超时一样长。leader 宕机后，其余四个成员同时请求投票，各投自己，周而复始。' },
  topology: 'raft-5',
  boots: false,
  without: ['randomTimeouts'],
  beginning: electFirst,
  steps: [
    { en: 'Stop etcd-1, which leads.', zh: '停掉正在领导的 etcd-1。', do: ['stop etcd-1/etcd'], until: ['role etcd-1 stopped'] },
    { en: 'Watch term after term pass without a leader.', zh: '看任期一个接一个过去，却没有 leader。', until: ['term etcd-2 > start+3', 'leader none'] },
    { en: 'Give the dice back.', zh: '把随机数还给它们。', do: ['safeguard randomTimeouts on'], until: ['leader any'] },
  ],
  closing: { en: 'Terms were wasted as long as all waited equally long; with dice one is first, and leads.', zh: '只要大家等得一样久，任期就白白浪费；有了随机数，总有一个最先，于是领导。', when: ['leader etcd-2,etcd-3,etcd-4,etcd-5', 'term etcd-2 > start+3'] },
};

/** A leader that talks to nobody goes on believing that it leads. */
export const noCheckQuorum: SituationFile = {
  id: 'raft-no-check-quorum',
  title: { en: 'Without CheckQuorum: a leader that talks to nobody', zh: '没有 CheckQuorum：无人回应的 leader' },
  summary: { en: 'A leader that hears no majority ought to step down. Without that rule it keeps its clients waiting for ever.', zh: '听不到多数成员的 leader 应当退位。没有这条规则，它会让客户端一直等下去。' },
  topology: 'raft-3',
  boots: false,
  without: ['checkQuorum'],
  beginning: electFirst,
  steps: [
    { en: 'A wall between etcd-1, which leads, and the others.', zh: '在领导者 etcd-1 与其他成员之间立一堵墙。', do: ['partition etcd-1 etcd-2,etcd-3'], until: ['cut etcd-1 etcd-2'] },
    { en: 'The others elect a leader of their own. etcd-1 goes on as if nothing were.', zh: '其他成员选出自己的 leader。etcd-1 若无其事地继续。', until: ['leader etcd-2,etcd-3'] },
    { en: 'A client that asks etcd-1 to write waits: it takes the write, and can never commit it.', zh: '请求 etcd-1 写入的客户端在等待：它接受写入，却永远无法提交。', do: ['client write etcd-1 lost'], until: ['waits 1 3s'] },
  ],
  closing: { en: 'Two members believe that they lead, in different terms. No promise is broken, but whoever asks the wrong one waits.', zh: '两个成员在不同任期都以为自己在领导。没有承诺被破坏，但问错对象的人只能等待。', when: ['leader etcd-1', 'leader etcd-2,etcd-3', 'waits 1 3s', 'broken none'] },
};

/** Votes are given without a look at the candidate's log. */
export const anyLog: SituationFile = {
  id: 'raft-any-log',
  title: { en: 'Without the log comparison: committed data is lost', zh: '没有日志比较：已提交的数据丢失' },
  summary: { en: 'etcd-3 lacks a committed entry. If nobody looks at its log it may lead all the same.', zh: 'etcd-3 缺少一个已提交的条目。如果没有人检查它的日志，它照样可以领导。' },
  topology: 'raft-3',
  boots: false,
  without: ['logComparison'],
  beginning: [
    ...electFirst, 'stop etcd-3/etcd', 'client write etcd-1 kept', 'until client 1 done', 'until committed etcd-2 kept',
    'by-hand on', 'stop etcd-1/etcd', 'stop etcd-2/etcd', 'start etcd-2/etcd', 'start etcd-3/etcd',
  ],
  steps: [
    { en: 'The client knows that kept is written: etcd-1 and etcd-2 have it. etcd-1 is down now, and etcd-3, which has it not, times out.', zh: '客户端知道 kept 已写入：etcd-1 和 etcd-2 拥有它。现在 etcd-1 宕机，而没有它的 etcd-3 超时。', do: ['timeout etcd-3'], until: ['message MsgPreVote etcd-3 etcd-2'] },
    { en: 'etcd-2 does not compare the logs, and says yes.', zh: 'etcd-2 不比较日志，表示同意。', do: ['deliver MsgPreVote/etcd-3/etcd-2', 'deliver MsgPreVoteResp/etcd-2/etcd-3'], until: ['role etcd-3 candidate'] },
    { en: 'And votes for it: a leader without a committed entry. The light for leader completeness turns red.', zh: '并投票给它：一个缺少已提交条目的 leader。leader 完整性的指示灯变红。', do: ['deliver MsgVote/etcd-3/etcd-2', 'deliver MsgVoteResp/etcd-2/etcd-3'], until: ['leader etcd-3'] },
  ],
  closing: { en: 'etcd-3 leads without what the client was told is written.', zh: 'etcd-3 在领导，却没有客户端已被告知写入的内容。', when: ['leader etcd-3', 'not log etcd-3 kept', 'client 1 done', 'broken leaderCompleteness'] },
};

/** Members answer before their disks have what they promise. */
export const noFsync: SituationFile = {
  id: 'raft-no-fsync',
  title: { en: 'Without fsync: a power cut takes what was promised', zh: '没有 fsync：断电带走承诺' },
  summary: { en: 'Members answer before the entry is on their disks. That is faster, until the power fails everywhere.', zh: '成员在条目写入磁盘之前就回答。这样更快，直到所有机器同时断电。' },
  topology: 'raft-3',
  boots: false,
  without: ['fsync'],
  beginning: electFirst,
  steps: [
    { en: 'A client writes, and is told that it is done. No disk has it.', zh: '客户端写入，并得知已完成。没有任何磁盘上有它。', do: ['client write etcd-1 gone'], until: ['client 1 done'] },
    { en: 'The power fails.', zh: '断电。', do: ['power off etcd-1', 'power off etcd-2', 'power off etcd-3'], until: ['role etcd-1 stopped', 'role etcd-2 stopped', 'role etcd-3 stopped'] },
    { en: 'It is back, and the members elect a leader.', zh: '恢复供电，成员选出 leader。', do: ['power on etcd-1', 'power on etcd-2', 'power on etcd-3'], until: ['leader any', 'alike'] },
    { en: 'The client reads.', zh: '客户端读取。', do: ['client read etcd-1'], until: ['client 2 done'] },
  ],
  closing: { en: 'What the client was told is written is in no log, and no order explains what it read.', zh: '客户端被告知已写入的内容不在任何日志里，它读到的结果没有任何顺序可以解释。', when: ['client 1 done gone', 'not log any gone', 'not linearizable'] },
};

/** A leader of old answers reads from its own state. */
export const staleRead: SituationFile = {
  id: 'raft-stale-read',
  title: { en: 'Without ReadIndex: a stale read', zh: '没有 ReadIndex：陈旧的读' },
  summary: { en: 'A member answers reads from its own state, without asking whether that is still what holds.', zh: '成员直接用自己的状态回答读取，不去确认它是否仍然有效。' },
  topology: 'raft-3',
  boots: false,
  without: ['readIndex'],
  beginning: [...electFirst, 'client write etcd-1 old', 'until client 1 done', 'until alike'],
  steps: [
    { en: 'A wall between etcd-1, which leads, and the others.', zh: '在领导者 etcd-1 与其他成员之间立一堵墙。', do: ['partition etcd-1 etcd-2,etcd-3'], until: ['cut etcd-1 etcd-2'] },
    { en: 'The others elect a leader.', zh: '其他成员选出 leader。', until: ['leader etcd-2,etcd-3'] },
    { en: 'A client writes new there, and is told that it is done.', zh: '客户端在那里写入 new，并得知已完成。', do: ['client write etcd-2 new'], until: ['client 2 done'] },
    { en: 'A client reads from etcd-1.', zh: '客户端从 etcd-1 读取。', do: ['client read etcd-1'], until: ['client 3 done'] },
  ],
  closing: { en: 'It was told old after new had been written: such reads are not linearizable.', zh: '在 new 写入之后它得到了 old：这样的读不是线性一致的。', when: ['client 3 done old', 'not linearizable'] },
};
