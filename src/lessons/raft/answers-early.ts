import type { SituationFile } from './situation.ts';

/** The claim that a leader answers its client after its own write, refuted. */
export const answersEarly: SituationFile = {
  id: 'raft-early-answer',
  title: { en: '“The leader answers before it replicates”', zh: '“leader 先回答，再复制”' },
  summary: { en: 'One reads that a leader answers after its own write, and replicates later. Try it: keep the others from it, and write.', zh: '有人说 leader 写完自己的日志就回答，之后才复制。试一试：隔开其他成员，然后写入。' },
  topology: 'raft-3',
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'until alike'],
  steps: [
    { en: 'Cut the leader, etcd-1, off from both others. The client still reaches it.', zh: '把 leader etcd-1 与另外两个成员隔开。客户端仍能到达它。', do: ['partition etcd-1 etcd-2,etcd-3'], until: ['cut etcd-1 etcd-2', 'cut etcd-1 etcd-3'] },
    { en: 'A client asks it to write quick. It is in its log, and on its disk.', zh: '客户端请求它写入 quick。条目进入它的日志，也写到了磁盘。', do: ['client write etcd-1 quick'], until: ['log etcd-1 quick'] },
    { en: 'Wait half a second, several hundred times as long as its disk needs. If the claim were true, the client would have its answer.', zh: '等半秒，是磁盘所需时间的数百倍。如果那种说法正确，客户端早该得到回答。', until: ['waits 1 500ms', 'not committed any quick'] },
    { en: 'Wait on: the client gives up. It has never been told that its write was done.', zh: '继续等：客户端放弃。它从未被告知写入完成。', until: ['client 1 unknown'] },
    { en: 'Mend the links: the write, which no majority ever had, is gone.', zh: '恢复链路：从未被多数成员拥有的写入消失了。', do: ['heal --all'], until: ['alike', 'not log any quick'] },
  ],
  closing: { en: 'A leader alone could only have told a lie: what it had was lost, and it had said nothing. It answers once a majority has the entry.', zh: '独自一人的 leader 若回答就是谎言：它拥有的内容丢失了，而它什么也没有说。只有多数成员拥有条目之后它才回答。', when: ['client 1 unknown', 'not log any quick', 'alike'] },
};
