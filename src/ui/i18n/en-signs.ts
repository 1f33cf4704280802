/** What the marks of the page mean, in English. */
export const enSigns = {
  'signs.title': 'What the marks mean',
  'signs.pods': 'Pods follow the moon', 'signs.members': 'Members of etcd follow the sun', 'signs.messages': 'Messages', 'signs.terms': 'Terms turn through eight colours', 'signs.hand': 'Brass is your hand',
  'sign.pending': 'New moon: no node has it yet.', 'sign.creating': 'First quarter: its images are pulled, its containers begin.', 'sign.ready': 'Full moon: it runs and takes requests.', 'sign.notReady': 'Full, but a rim stays open: it runs, and no request comes to it.',
  'sign.succeeded': 'A tick: it has done what it was for.', 'sign.terminating': 'Last crescent, on hatched ground: it is leaving; the seconds are those it has left.', 'sign.failed': 'An octagon with a cross: it has ended, and stays so.', 'sign.crashLoop': 'An open ring with an arrow: it ends again and again, and waits longer each time.',
  'sign.leader': 'Sun: every write goes through it. The arc around it is its heartbeat.', 'sign.follower': 'Planet: it keeps what the leader sends. When the arc runs out it asks for votes.', 'sign.precandidate': 'Sunrise with a dotted disc: it asks whether it could win.', 'sign.candidate': 'Sunrise: it asks for votes.', 'sign.learner': 'Moon: it keeps everything, and has no vote.', 'sign.down': 'Struck out: its process does not run.',
  'sign.request': 'Solid: somebody asks the API server.', 'sign.response': 'Hollow: the answer to it.', 'sign.watch': 'Diamond: the API server tells that something has changed.', 'sign.append': 'Square in the term’s colour: entries of the log, from the leader.', 'sign.vote': 'A vote is asked for.', 'sign.voteGranted': 'The vote is given.', 'sign.voteRefused': 'The vote is refused.', 'sign.heartbeat': 'Small ring: the leader is there.', 'sign.traffic': 'A request between a client, a Service and its Pods.', 'sign.lost': 'It has died where the cross stands: a cut link, or nobody there.',
  'sign.name.voteGranted': 'Vote granted', 'sign.name.voteRefused': 'Vote refused', 'sign.name.heartbeat': 'Heartbeat', 'sign.name.lost': 'Lost',
  'sign.terms': 'A filled cell is committed: a majority has it, and it stays. An outlined one could still be lost.',
  'sign.hand': 'The crank, the needle, what is selected, and the line of YAML that began it. Nothing in the world is ever brass.',
} as const;
