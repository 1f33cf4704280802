import type { SituationFile } from './situation.ts';

/** A group that grows from three to five and shrinks to three others, each by one joint change. */
export const joint: SituationFile = {
  id: 'raft-joint',
  title: { en: 'Grow to five, shrink to three', zh: '扩到五个，缩到三个' },
  summary: { en: 'Two members more, then two members less, each at one stroke. In between, two majorities have to agree: that of the old and that of the new.', zh: '增加两个成员，再减少两个，各一次完成。其间需要两个多数同时同意：旧配置的多数和新配置的多数。' },
  topology: 'raft-3',
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'client write etcd-1 before', 'until client 1 done', 'until alike', 'wait 6s'],
  steps: [
    {
      en: 'etcd-4 and etcd-5 are to join. Once the entry is applied the members are in joint consensus: what is committed needs two of the old three and three of the five.',
      zh: 'etcd-4 和 etcd-5 将要加入。该条目一经应用，成员就进入联合共识：提交需要旧的三个中的两个，以及五个中的三个。',
      do: ['member set etcd-1,etcd-2,etcd-3,etcd-4,etcd-5'],
      until: ['joint etcd-1'],
    },
    { en: 'The leader leaves the joint configuration by another entry. From here on five vote.', zh: 'leader 用另一个条目离开联合配置。从这里起五个成员投票。', until: ['not joint etcd-1', 'not joint etcd-3'] },
    { en: 'The newcomers start with empty logs, and get all that was written before.', zh: '新成员从空日志开始，得到之前写入的全部内容。', until: ['committed etcd-4 before', 'committed etcd-5 before', 'voters etcd-1 etcd-1,etcd-2,etcd-3,etcd-4,etcd-5'] },
    { en: 'A client writes through one of them.', zh: '客户端通过其中一个写入。', do: ['client write etcd-5 between'], until: ['client 2 done'] },
    { en: 'Now etcd-2 and etcd-3 are to leave: joint again, three of the five and two of the three that stay.', zh: '现在 etcd-2 和 etcd-3 将要离开：再次联合，五个中的三个，以及留下的三个中的两个。', do: ['member set etcd-1,etcd-4,etcd-5'], until: ['joint etcd-1'] },
    { en: 'Three vote. Those that left end by themselves.', zh: '三个成员投票。离开的成员自行退出。', until: ['not joint etcd-1', 'not joint etcd-4', 'not joint etcd-5', 'role etcd-2 stopped', 'role etcd-3 stopped'] },
    { en: 'A client writes once more.', zh: '客户端再写一次。', do: ['client write etcd-4 after'], until: ['committed etcd-1 after', 'committed etcd-4 after', 'committed etcd-5 after', 'client 3 done'] },
  ],
  closing: {
    en: 'Two of the three that began are gone, and everything that was written is on all three that vote now. At no moment could two majorities have decided apart.',
    zh: '最初三个成员中有两个已离开，而写入的一切都在现在投票的三个成员上。任何时刻都不可能有两个多数各自作出决定。',
    when: ['voters etcd-4 etcd-1,etcd-4,etcd-5', 'committed etcd-5 before', 'committed etcd-5 between', 'committed etcd-5 after', 'broken none'],
  },
};
