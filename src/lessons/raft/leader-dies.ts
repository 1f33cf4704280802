import type { SituationFile } from './situation.ts';

/** The leader dies; the others elect another by themselves. */
export const leaderDies: SituationFile = {
  id: 'raft-leader-dies',
  title: { en: 'The leader dies', zh: 'leader 宕机' },
  summary: { en: 'Nobody is told. The others only hear nothing any more, and elect one of themselves.', zh: '没有人被通知。其他成员只是再也听不到消息，于是从自己当中选出一个。' },
  boots: false,
  beginning: ['timeout etcd-1', 'until follows all etcd-1', 'propose etcd-1', 'until alike'],
  steps: [
    { en: 'Stop etcd-1, which leads.', zh: '停掉正在领导的 etcd-1。', do: ['stop etcd-1/etcd'], until: ['role etcd-1 stopped'] },
    { en: 'Watch: no heartbeat comes any more. The first member whose election timer runs out asks the others whether it could win, in a term that does not exist yet.', zh: '观察：不再有心跳。选举计时器最先耗尽的成员询问其他成员它能否获胜，而那个任期还不存在。', until: ['message MsgPreVote any any'] },
    { en: 'A majority says that it could. It raises the term, votes for itself, and asks in earnest.', zh: '多数成员说可以。它提高任期，投自己一票，正式请求投票。', until: ['message MsgVote any any'] },
    { en: 'With three of the five votes it leads; its first message makes the others follow.', zh: '得到五票中的三票，它开始领导；它的第一条消息让其他成员跟随。', until: ['leader any'] },
    { en: 'Start etcd-1 again: it hears of the new term and follows.', zh: '再次启动 etcd-1：它得知新的任期，开始跟随。', do: ['start etcd-1/etcd'], until: ['role etcd-1 follower', 'alike'] },
  ],
  closing: { en: 'Another member leads in a higher term, and what was committed before is in every log.', zh: '另一个成员在更高的任期领导，之前已提交的内容在每份日志中。', when: ['not leader etcd-1', 'leader any', 'term etcd-1 > start', 'alike'] },
};
