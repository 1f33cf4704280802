import type { SituationFile } from './situation.ts';

const writes = Array.from({ length: 30 }, (_, index) => `propose etcd-1 n${index + 1}`);

/** A follower was away for so long that the leader has dropped what it lacks. */
export const snapshot: SituationFile = {
  id: 'raft-snapshot',
  title: { en: 'Far behind: a snapshot', zh: '落后太多：快照' },
  summary: { en: 'etcd-3 was away while so much was written that the leader has dropped the entries that it lacks. It gets the state instead.', zh: 'etcd-3 离开期间写入太多，leader 已丢弃它缺少的条目。它得到的是状态本身。' },
  topology: { controlPlanes: 0, etcd: { members: 3, snapshots: { everyEntries: 10, keptEntries: 5 } } },
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'until alike'],
  steps: [
    { en: 'Stop etcd-3.', zh: '停掉 etcd-3。', do: ['stop etcd-3/etcd'], until: ['role etcd-3 stopped'] },
    { en: 'Thirty writes. Every ten entries the members make a snapshot of their state, and keep only the last five entries before it.', zh: '三十次写入。成员每十个条目为状态做一次快照，只保留此前的最后五个条目。', do: writes.flatMap((write) => [write, 'wait 20ms']), until: ['committed etcd-2 n30', 'first etcd-1 > start+15'] },
    { en: 'Start etcd-3 again. The leader finds where their logs part, but has not what comes after: it sends a snapshot.', zh: '再次启动 etcd-3。leader 找到两份日志分开的位置，但后面的条目已经没有了：它发送快照。', do: ['start etcd-3/etcd'], until: ['message MsgSnap etcd-1 etcd-3'] },
    { en: 'etcd-3 takes the state, and from there on entries as usual.', zh: 'etcd-3 接收状态，之后照常接收条目。', until: ['first etcd-3 > start+15', 'alike'] },
  ],
  closing: { en: 'The log of etcd-3 begins behind where it ended before, and all three are alike.', zh: 'etcd-3 的日志从它原来的末尾之后开始，三份日志一致。', when: ['first etcd-3 > start+15', 'alike'] },
};
