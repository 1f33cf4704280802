import type { SituationFile } from './situation.ts';

/** A leader on the wrong side of a wall takes a write that is never committed. */
export const partitionedLeader: SituationFile = {
  id: 'raft-partition',
  title: { en: 'A partitioned leader', zh: '被分区的 leader' },
  summary: { en: 'The leader is left with one follower. What it is asked to write there cannot be committed, and is gone when the wall falls.', zh: 'leader 身边只剩一个 follower。在那里写入的内容无法提交，墙倒之后就消失。' },
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'until alike'],
  steps: [
    { en: 'A wall: etcd-1, which leads, and etcd-2 on one side, three members on the other.', zh: '一堵墙：领导者 etcd-1 和 etcd-2 在一边，三个成员在另一边。', do: ['partition etcd-1,etcd-2 etcd-3,etcd-4,etcd-5'], until: ['cut etcd-1 etcd-3'] },
    { en: 'A client asks etcd-1 to write lost. The entry is in two logs of five, which is no majority.', zh: '客户端请求 etcd-1 写入 lost。五份日志中只有两份有它，不是多数。', do: ['client write etcd-1 lost'], until: ['log etcd-1 lost', 'log etcd-2 lost', 'not committed any lost'] },
    { en: 'Wait: the three hear no leader, and elect one. etcd-1 hears no majority, and steps down by itself.', zh: '等待：那三个成员听不到 leader，选出一个。etcd-1 听不到多数成员，自己退位。', until: ['leader etcd-3,etcd-4,etcd-5', 'not leader etcd-1'] },
    { en: 'A client asks etcd-4, on the side of the majority, to write kept.', zh: '客户端请求多数一边的 etcd-4 写入 kept。', do: ['client write etcd-4 kept'], until: ['committed etcd-3 kept', 'committed etcd-4 kept', 'committed etcd-5 kept', 'client 2 done'] },
    { en: 'The wall falls. etcd-1 and etcd-2 hear of the higher term, drop their own entry, and take that of the leader.', zh: '墙倒了。etcd-1 和 etcd-2 得知更高的任期，丢掉自己的条目，接受 leader 的条目。', do: ['heal --all'], until: ['alike', 'not log any lost'] },
    { en: 'The first client has waited all the while.', zh: '第一个客户端一直在等。', until: ['not client 1 pending'] },
  ],
  closing: { en: 'What a majority had is in every log; what it had not is in none, and its client was never told that it was done.', zh: '多数成员拥有的内容在每份日志里；多数没有的不在任何日志里，它的客户端也从未被告知完成。', when: ['committed all kept', 'not log any lost', 'client 1 unknown', 'alike'] },
};
