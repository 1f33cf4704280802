import type { SituationFile } from './situation.ts';

/** A write of a client, each of its messages delivered by hand. */
export const normalWrite: SituationFile = {
  id: 'raft-write',
  title: { en: 'A write, message by message', zh: '一次写入，逐条消息' },
  summary: { en: 'You are the network: nothing arrives before you deliver it. When is the client told that its write is done?', zh: '你就是网络：你不送达，什么都不会到。客户端什么时候得知写入完成？' },
  topology: 'raft-3',
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'until alike', 'wait 30ms', 'by-hand on'],
  steps: [
    { en: 'A client asks the leader, etcd-1, to write blue. It puts the entry at the end of its log, and sends it to both others.', zh: '客户端请求 leader etcd-1 写入 blue。它把条目放到自己日志的末尾，并发给另外两个成员。', do: ['client write etcd-1 blue'], until: ['log etcd-1 blue', 'message MsgApp etcd-1 etcd-2', 'client 1 pending'] },
    { en: 'Deliver it to etcd-2: it has the entry on its disk before it answers. Nothing is committed, and the client still waits.', zh: '送达 etcd-2：它先把条目写入磁盘再回答。什么都还没有提交，客户端还在等。', do: ['deliver MsgApp/etcd-1/etcd-2'], until: ['log etcd-2 blue', 'message MsgAppResp etcd-2 etcd-1', 'not committed any blue', 'client 1 pending'] },
    { en: 'Deliver its answer. Two of three have the entry, a majority: it is committed, and only here the client is told.', zh: '送达它的回答。三个成员中有两个拥有该条目，已是多数：条目提交，到这里客户端才得到回答。', do: ['deliver MsgAppResp/etcd-2/etcd-1'], until: ['committed etcd-1 blue', 'client 1 done'] },
    { en: 'The next message tells etcd-2 that the entry is committed.', zh: '下一条消息告诉 etcd-2 该条目已提交。', do: ['deliver MsgApp/etcd-1/etcd-2'], until: ['committed etcd-2 blue'] },
    { en: 'etcd-3 was not needed. It gets the entry later, and is told as well.', zh: '这次并不需要 etcd-3。它稍后得到条目，也被告知已提交。', do: ['deliver MsgApp/etcd-1/etcd-3', 'deliver MsgApp/etcd-1/etcd-3'], until: ['committed etcd-3 blue'] },
  ],
  closing: { en: 'The client was told once a majority had the entry on its disks; now all three know it as committed.', zh: '多数成员把条目写入磁盘之后，客户端才得到回答；现在三个成员都知道它已提交。', when: ['committed all blue', 'client 1 done'] },
};
