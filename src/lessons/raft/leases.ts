import type { SituationFile } from './situation.ts';

/** A leader whose clock stands still believes in its lease, and answers with what is no longer so. */
export const leases: SituationFile = {
  id: 'raft-lease-reads',
  title: { en: 'Reads by lease, and safe reads', zh: '租约读与安全读' },
  summary: { en: 'A lease saves a round of heartbeats at each read, and trusts the clocks. You are the clock.', zh: '租约让每次读取省去一轮心跳，但它相信时钟。你就是时钟。' },
  topology: 'raft-3',
  boots: false,
  beginning: ['reads lease-based', 'timeout etcd-1', 'until follows all etcd-1', 'client write etcd-1 old', 'until client 1 done', 'until alike', 'wait 30ms', 'by-hand on', 'partition etcd-1 etcd-2,etcd-3'],
  steps: [
    { en: 'etcd-1 leads and is cut off. The clocks of the others go on: both time out.', zh: 'etcd-1 领导，但被隔离。其他成员的时钟继续走：两个都超时。', do: ['timeout etcd-3', 'timeout etcd-2'], until: ['role etcd-2 pre-candidate', 'role etcd-3 pre-candidate'] },
    { en: 'They elect etcd-2. The clock of etcd-1 stands, and with it its lease: it believes that it leads.', zh: '它们选出 etcd-2。etcd-1 的时钟停着，租约也就停着：它以为自己仍在领导。', do: ['deliver MsgPreVote/etcd-2/etcd-3', 'deliver MsgPreVoteResp/etcd-3/etcd-2', 'deliver MsgVote/etcd-2/etcd-3', 'deliver MsgVoteResp/etcd-3/etcd-2'], until: ['leader etcd-2', 'leader etcd-1'] },
    { en: 'A client writes new through etcd-2, and is told that it is done.', zh: '客户端通过 etcd-2 写入 new，并得知已完成。', do: ['client write etcd-2 new', 'deliver MsgApp/etcd-2/etcd-3', 'deliver MsgAppResp/etcd-3/etcd-2', 'deliver MsgApp/etcd-2/etcd-3', 'deliver MsgAppResp/etcd-3/etcd-2'], until: ['client 2 done'] },
    { en: 'A client reads from etcd-1. Its lease holds, it thinks: it answers at once, with what is over.', zh: '客户端从 etcd-1 读取。它以为租约仍有效：立刻回答，而内容已经过时。', do: ['client read etcd-1'], until: ['client 3 done old'] },
    { en: 'Now safe reads, as etcd has them: etcd-1 asks a majority first whether it still leads. Nobody answers, and so it does not either.', zh: '现在用 etcd 的安全读：etcd-1 先问多数成员自己是否仍在领导。没有人回答，所以它也不回答。', do: ['reads safe', 'client read etcd-1'], until: ['client 4 pending'] },
  ],
  closing: { en: 'By lease the client was told old after new had been written; safe, it waits. Clocks are no majority.', zh: '靠租约，客户端在 new 写入之后得到了 old；用安全读，它会等待。时钟不能代替多数。', when: ['client 3 done old', 'client 4 pending', 'not linearizable'] },
};
