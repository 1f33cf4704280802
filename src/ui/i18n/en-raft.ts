/** The words of the Raft laboratory in English. */
export const enRaft = {
  // the picture
  'raft.term': 'term', 'raft.noLeaderShort': 'no leader', 'raft.leads': '{{name}} leads', 'raft.ring': 'Raft ring', 'raft.empty': 'No etcd member is up yet.', 'raft.comma': ', ',
  'raft.voteFor': 'voted {{name}}', 'raft.voteNone': 'no vote', 'raft.votesOf': '{{have}} of {{need}} votes', 'raft.voteOf': '{{name}}: {{state}}',
  'vote.granted': 'granted', 'vote.refused': 'refused', 'vote.coming': 'coming', 'vote.silent': 'silent', 'role.paused': 'Paused',
  'raft.yes': 'yes, T{{term}}', 'raft.no': 'no, T{{term}}', 'raft.ask': 'vote? T{{term}}',
  'raft.quorumOf': '{{need}} of {{voters}}', 'raft.joint': 'joint:', 'raft.votersAre': 'Voters: {{names}}', 'raft.votersWere': 'Voters until the change is done: {{names}}',
  'raft.notRaft': 'Not Raft', 'raft.without': 'without: {{names}}',
  'raft.cutOneWay': '{{to}} does not hear {{from}}', 'raft.cutBoth': '{{from}} and {{to}} do not hear each other', 'raft.wallBetween': 'Wall: {{sides}}', 'raft.linkOf': 'Link {{from}} – {{to}}', 'raft.wallHint': 'Someone must stand on each side.',
  'raft.group': 'Group', 'raft.groupOwn': 'The cluster\'s own etcd', 'raft.groupOf': '{{count}} alone', 'raft.groupEven': '{{count}} alone (even: no gain)', 'raft.verbsFor': 'Verbs for {{name}}', 'raft.moreVerbs': 'More verbs',
  // steps
  'step.label': 'Step to', 'step.message': 'Message', 'step.timer': 'Timer', 'step.role': 'Role or term', 'step.commit': 'Commit',
  'step.messageHint': 'Until the next message between members arrives', 'step.timerHint': 'Until the next timer of a member ends', 'step.roleHint': 'Until a member has another role, term or leader', 'step.commitHint': 'Until the next entry is committed',
  // beside the picture
  'raft.tabs': 'What one looks into', 'raft.tabNext': 'What is next', 'raft.tabBreak': 'Break it', 'raft.tabGroup': 'Membership', 'raft.tabClient': 'Client', 'raft.tabSituations': 'Situations', 'raft.tabWords': 'In words',
  'raft.logs': 'Logs', 'raft.committed': 'committed', 'raft.notCommitted': 'not committed', 'raft.missing': 'missing', 'raft.snapshot': 'snapshot', 'raft.entry': '{{index}}/T{{term}}',
  'raft.last': 'last {{index}}/T{{term}}', 'raft.asks': '{{last}}, asks', 'raft.stoppedLog': '{{last}}, stopped', 'raft.leaderLog': '{{last}}, leads', 'raft.behind': '{{last}}, {{count}} behind',
  'raft.progress': '{{state}} · match {{match}} · next {{next}} · {{inflight}} in flight', 'raft.progressPaused': '{{state}}, waits · match {{match}} · next {{next}} · {{inflight}} in flight',
  'raft.foldedTo': 'Folded into a snapshot up to {{index}}',
  'raft.keyMoves': 'Choose a move', 'raft.keyMessage': 'A message: deliver, hold, duplicate, delay, drop',
  'raft.leaseReads': 'Reads by lease', 'raft.leaseReadsTell': 'On: a leader answers reads by its lease without asking a majority; a clock that goes wrong makes them stale.',
  'verb.linkUsualLatency': 'Usual latency', 'verb.linkUsualJitter': 'Usual jitter',
  'client.forget': 'Begin anew', 'client.forgetTell': 'Forget the history and begin with another key',
  'progress.probe': 'probe', 'progress.replicate': 'replicate', 'progress.snapshot': 'snapshot',
  'raft.underWay': 'Messages under way', 'raft.noneUnderWay': 'Nothing is under way.', 'raft.more': '{{shown}} of {{count}} are listed.', 'raft.in': 'in {{ms}} ms', 'raft.heldState': 'waits',
  'raft.moves': 'Every move possible now', 'raft.noMoves': 'Pause to see every move that is possible.', 'raft.movesCount': '{{count}} moves',
  'raft.lastSeconds': 'Last {{count}} seconds', 'raft.leaderLane': 'T{{term}} leader', 'raft.inWords': 'Each member in a sentence',
  'raft.isBroken': 'broken', 'raft.brokenTitle': 'Broken: {{name}}', 'raft.shortest': 'The shortest history that leads there, {{count}} moves:', 'raft.shortening': 'A history that leads there, {{count}} moves; shorter ones are being tried:', 'raft.copyHistory': 'Copy the history', 'raft.historyCopied': 'The history is copied.',
  // breaking it
  'raft.byHand': 'By hand', 'raft.byHandTell': 'You are the network: messages wait and timers stand until you choose a move.',
  'raft.safeguards': 'Safeguards', 'raft.safeguardsTell': 'without one, this is not Raft',
  'safeguard.randomTimeouts': 'Randomised time-outs', 'prevents.randomTimeouts': 'Off: all ask at once, votes split, and no leader comes.',
  'safeguard.preVote': 'PreVote', 'prevents.preVote': 'Off: a member that comes back with a higher term deposes a healthy leader.',
  'safeguard.checkQuorum': 'CheckQuorum', 'prevents.checkQuorum': 'Off: a leader that reaches nobody goes on believing that it leads.',
  'safeguard.logComparison': 'Log comparison in votes', 'prevents.logComparison': 'Off: a member with an old log can win, and committed entries are lost.',
  'safeguard.ownTermCommit': 'Commit only by the own term', 'prevents.ownTermCommit': 'Off: an entry that counts as committed is overwritten (figure 8 of the paper).',
  'safeguard.fsync': 'Write to disk before answering', 'prevents.fsync': 'Off: a member that crashes forgets what it promised.',
  'safeguard.readIndex': 'ReadIndex', 'prevents.readIndex': 'Off: a deposed leader answers reads with what is no longer so.',
  'raft.wall': 'A wall', 'raft.wallTell': 'Drag across the ring, or choose who stands on the other side:', 'raft.leftSide': '{{name}}: this side', 'raft.rightSide': '{{name}}: the other side', 'raft.raiseWall': 'Raise the wall',
  'raft.links': 'Who can hear whom', 'raft.fromTo': 'from, to', 'raft.linkFrom': 'One end of the link', 'raft.linkTo': 'Its other end', 'raft.linkQuality': 'What changes', 'raft.linkValue': 'How much', 'raft.setLink': 'Set',
  'link.loss': 'loss', 'link.latency': 'latency', 'link.jitter': 'jitter',
  'raft.configuration': 'Configuration', 'raft.votes': 'votes', 'raft.votedBefore': 'votes until the change is done', 'raft.jointTell': 'joint: both majorities have to agree', 'raft.remove': 'Remove', 'raft.oneStroke': 'At one stroke', 'raft.setTell': 'Who votes from here on; old and new majority have to agree in between (joint consensus).', 'raft.setVoters': 'Change the voters',
  // verbs
  'verb.raftStop': 'Stop', 'verb.raftCrash': 'Crash', 'verb.raftWipe': 'Wipe its disk', 'verb.raftPause': 'Pause', 'verb.raftResume': 'Resume', 'verb.raftCut': 'Cut links', 'verb.raftHeal': 'Heal links', 'verb.raftStart': 'Restart', 'verb.raftTimeout': 'Time out', 'verb.raftPropose': 'Propose', 'verb.raftTransfer': 'Make leader',
  'verb.raftPromote': 'Promote to voter', 'verb.raftRemove': 'Remove from the group', 'verb.addMember': 'Add a voter', 'verb.addLearner': 'Add a learner', 'verb.clientWrite': 'Write', 'verb.clientRead': 'Read', 'verb.delay': 'Delay {{ms}} ms', 'verb.healAll': 'Heal every link',
  'verb.linkCut': 'Cut {{from}} – {{to}}', 'verb.linkHeal': 'Heal {{from}} – {{to}}', 'verb.linkCutOneWay': 'Cut {{from}} → {{to}}', 'verb.linkHealOneWay': 'Heal {{from}} → {{to}}', 'verb.linkLoss': 'Lose {{percent}} %', 'verb.linkLatency': '{{ms}} ms latency', 'verb.linkJitter': '{{ms}} ms jitter', 'verb.linkNoLoss': 'Lose nothing',
  // the client
  'client.title': 'A client of one register', 'client.through': 'through', 'client.value': 'Value to write', 'client.none': 'The client has asked for nothing yet.', 'client.chart': '{{count}} operations of the client', 'client.writes': 'write {{value}}', 'client.reads': 'read {{value}}',
  'client.pending': 'pending', 'client.done': 'done', 'client.failed': 'failed', 'client.unknown': 'unknown',
  'client.linearizable': 'Linearizable: one order of all operations explains what was read.', 'client.notLinearizable': 'Not linearizable: no order explains what is ringed.',
  // situations
  'situation.all': 'Situations', 'situation.gallery': 'Situations of Raft', 'situation.own': 'A situation of your own', 'situation.next': 'Next step', 'situation.toShow': 'What this shows is said here once the state confirms it.', 'situation.fromText': 'Open a situation from text', 'situation.open': 'Open it',
  // each member in words
  'say.leader': '{{name}} leads term {{term}}; its log ends at {{last}}, committed up to {{commit}}.', 'say.follower': '{{name}} follows {{lead}} in term {{term}}, {{vote}}; its log ends at {{last}}, committed up to {{commit}}.',
  'say.alone': '{{name}} knows no leader in term {{term}}, {{vote}}; its log ends at {{last}}, committed up to {{commit}}.', 'say.candidate': '{{name}} asks for votes in term {{term}}: {{have}} of the {{need}} it needs, {{refused}} refused.',
  'say.precandidate': '{{name}} asks whether it could win after term {{term}}: {{have}} of the {{need}} it needs, {{refused}} refused.', 'say.silent': 'Nothing comes from {{names}}.', 'say.learner': '{{name}} learns without a vote in term {{term}}; its log ends at {{last}}, committed up to {{commit}}.',
  'say.down': '{{name}} is stopped; it knew term {{term}}, its log ends at {{last}}.', 'say.paused': '{{name}} is paused in term {{term}} ({{role}}); its log ends at {{last}}.',
} as const;
