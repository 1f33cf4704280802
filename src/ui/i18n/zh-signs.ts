/** What the marks of the page mean, in simplified Chinese. */
export const zhSigns = {
  'signs.title': '标记的含义',
  'signs.pods': 'Pod 如月相', 'signs.members': 'etcd 成员如太阳', 'signs.messages': '消息', 'signs.terms': '任期轮换八种颜色', 'signs.hand': '黄铜色是你的手',
  'sign.pending': '新月：还没有节点接它。', 'sign.creating': '上弦：正在拉取镜像、启动容器。', 'sign.ready': '满月：在运行，并接受请求。', 'sign.notReady': '满月，但边缘敞开：在运行，但请求不会到它这里。',
  'sign.succeeded': '对勾：它已完成要做的事。', 'sign.terminating': '残月，斜线底：正在离开；秒数是它剩下的时间。', 'sign.failed': '八角形加叉：它已结束，不再重来。', 'sign.crashLoop': '带箭头的开口环：一次次退出，每次等得更久。',
  'sign.leader': '太阳：每次写入都经过它。外圈的弧是它的心跳。', 'sign.follower': '行星：保存 leader 发来的内容。弧走完，它就请求投票。', 'sign.precandidate': '带虚线圆的日出：它先问自己能否胜出。', 'sign.candidate': '日出：它在请求投票。', 'sign.learner': '月亮：什么都保存，但没有投票权。', 'sign.down': '划掉的环：它的进程没有运行。',
  'sign.request': '实心：有人在请求 API server。', 'sign.response': '空心：对请求的应答。', 'sign.watch': '菱形：API server 告知有东西变了。', 'sign.append': '任期颜色的方块：leader 发来的日志条目。', 'sign.vote': '请求投票。', 'sign.voteGranted': '投票给它。', 'sign.voteRefused': '拒绝投票。', 'sign.heartbeat': '小环：leader 还在。', 'sign.traffic': '客户端、Service 与其 Pod 之间的请求。', 'sign.lost': '它在叉所在处消失了：链路被切断，或对方不在。',
  'sign.name.voteGranted': '同意投票', 'sign.name.voteRefused': '拒绝投票', 'sign.name.heartbeat': '心跳', 'sign.name.lost': '丢失',
  'sign.terms': '实心格已提交：多数成员有它，不会再变。空心格还可能丢失。',
  'sign.hand': '手柄、指针、所选之物，以及引起它的那行 YAML。世界里的东西从不用黄铜色。',
} as const;
