/**
 * Words for a person that the worker chooses and the page translates. Kubernetes' own words (reasons, events, errors,
 * commands) travel as `text` and are shown to the letter in every language.
 */
export type Phrase =
  | { readonly text: string }
  | { readonly say: PhraseKey; readonly with?: Readonly<Record<string, string | number>> };

/**
 * Every sentence the worker may ask the page to say; the page has each in every language and a test checks it.
 * The comment names the values in `with`.
 */
export const phraseKeys = [
  // Where a Pod stands: pod, node, reason
  'pod.notScheduled', // no attempt yet
  'pod.unschedulable', // reason (the scheduler's sentence)
  'pod.chosen', // node: binding is under way
  'pod.bound', // node: bound, kubelet has not seen it
  'pod.pulling', // node, image
  'pod.creating', // node
  'pod.initializing', // node, container
  'pod.runningNotReady', // node, reason
  'pod.ready', // node
  'pod.served', // services (names)
  'pod.unserved',
  'pod.crashLoop', // container, restarts, exitCode
  'pod.imagePullBackOff', // container, image
  'pod.terminating', // node, seconds
  'pod.succeeded', // node
  'pod.failed', // node, reason
  'pod.lost', // node: its node has not been heard of
  // Workloads, services, nodes and other objects
  'workload.complete', // ready, desired
  'workload.progressing', // ready, desired, updated
  'workload.waiting', // ready, desired
  'workload.failing', // ready, desired, reason
  'daemonset.complete', // ready, desired
  'daemonset.waiting', // ready, desired
  'daemonset.nowhere', // no node is meant
  'statefulset.ordered', // ready, desired, pod: the next ones wait for it
  'job.running', // succeeded, completions, active
  'job.retrying', // succeeded, completions, active, failed
  'job.complete', // succeeded
  'job.failed', // reason
  'job.suspended',
  'cronjob.never', // schedule
  'cronjob.last', // schedule, last, active
  'cronjob.suspended',
  'autoscaler.keeps', // target, current, desired, least, most
  'autoscaler.hindered', // target, reason
  'budget.allows', // allowed, healthy, needed
  'budget.nothing', // no Pod matches
  'claim.bound', // volume
  'claim.resizing', // volume
  'claim.pending', // wanted
  'claim.lost', // volume
  'volume.bound', // claim
  'volume.free',
  'volume.released', // claim, policy
  'volume.failed', // reason
  'ingress.routes', // hosts, services
  'endpoints.of', // ready, total, service
  'endpoints.orphan', // ready, total, service: there is no such Service
  'namespace.active', // objects
  'namespace.terminating', // objects
  'service.serving', // ready, total
  'service.empty', // selector
  'service.starting', // selector, pods (count)
  'service.external', // host
  'node.ready', // pods
  'node.notReady', // since, reason
  'node.unschedulable', // pods
  'node.pressed', // pods, condition, reason
  'node.kubeletStopped',
  'node.unnoticed',
  'object.stored', // revision
  'object.deleted',
  'object.unknown',
  // Machines and processes
  'machine.on', // processes
  'machine.idle',
  'machine.off',
  'machine.frozen',
  'machine.cut', // from
  'component.idle',
  'component.busy', // count
  'component.stopped', // exitCode
  'component.apiserver', // revision, watches
  // The cluster's own Raft
  'raft.leader', // leader, term, have, voters
  'raft.candidate', // candidate, term, have, need
  'raft.precandidate', // candidate, term, have, need
  'raft.noLeader', // term
  'raft.noQuorum', // alive, voters
  'raft.logCommitted', // commit, have, voters
  'raft.memberStopped', // name, term
  'raft.member.leader', // term, commit
  'raft.member.follower', // term, leader
  'raft.member.candidate', // term, have, need
  'raft.member.learner', // behind
  'raft.member.stopped', // term
  'raft.refuses.logAhead', // voter, candidate, last, offered
  'raft.refuses.voted', // voter, votedFor, term
  'raft.refuses.lease', // voter, leader
  'raft.grants', // voter, candidate, term
  'raft.wouldGrant', // voter, candidate, term
  'raft.even', // members, survives, fewer
  // Messages
  'message.flying', // kind, from, to, doneMs, totalMs
  'message.held', // from, to
  'message.delivered', // from, to
  'message.lost', // reason
  'lost.down', // host
  'lost.cut', // from, to
  'lost.partition',
  'lost.chance',
  'lost.dropped', // a person did it
  'lost.refused', // host, port
  'request.answered', // code, verb, path, totalMs
  'request.refused', // code, reason
  'request.open', // verb, path
  // Stages of a request in the API server
  'stage.known', // user, by
  'stage.unknown',
  'stage.takenFor', // who, user
  'stage.allowed', // by
  'stage.allowedBecause', // by, why
  'stage.read', // kind
  'stage.filledIn',
  'stage.unchanged',
  'stage.nothingWrong',
  'stage.nobodyRefused',
  'stage.stored', // revision
  'stage.answeredFrom',
  'stage.notStored',
  'stage.underWay',
  'stage.told', // count, who
  'stage.toldNobody',
  // What can be done about a refusal
  'way.who',
  'way.grant', // command, as in those below
  'way.quota',
  'way.limits',
  'way.podSecurity',
  'way.namespace',
  'way.account',
  'way.policy',
  'way.fields',
  'way.exists',
  'way.missing',
  'way.again',
  // Steps of a why chain
  'why.you', // command
  'why.youApplied', // file, line
  'why.request', // verb, path, code
  'why.stored', // revision, index, term
  'why.sent', // kind, from, to
  'why.underWay', // doneMs, totalMs
  'why.between', // causes between two parts of a chain that are forgotten
  'why.folded', // count, what
  'why.onlyOne', // nodes, node: no other fits
  'why.scored', // fit, nodes, node, score, runners (scores of the next best, as text)
  'why.queued', // queue
  'why.next.store',
  'why.next.kubelet', // node
  'why.next.endpoints', // service
  'why.fault', // what
  'why.seed', // seed: the chain begins with the world
  // Moves that are possible now (Raft) and what they would do
  'move.deliver', // what, from, to
  'move.drop', // what, from, to
  'move.timeout', // member, ms
  'move.heartbeat', // member
  'move.restart', // member
  'move.stop', // member
  'move.heal', // from, to
  'effect.nothing',
  'effect.leader', // member, have, voters
  'effect.campaign', // member, term
  'effect.follower', // member, term
  'effect.vote', // member, have, need
  'effect.append', // member, index
  'effect.quorumLost',
  'effect.asks', // member, term: PreVote
  'effect.follows', // member, leader
  'effect.grants', // voter, candidate, term
  'effect.wouldGrant', // voter, candidate, term
  'effect.refuses', // voter, candidate
  'effect.refused', // member, refused, voters
  'effect.overwrite', // member, index
  'effect.commit', // member, index
  'effect.snapshot', // member, index
  'effect.match', // leader, member, index
  'effect.probe', // leader, member, index
  'effect.rejects', // member, index
  'effect.heard', // member
  'effect.answers', // member, to, what
  'effect.panics', // member, why
  'effect.never', // to
  'effect.stops', // member
  'effect.starts', // member, term, index
  'effect.reach', // from, to
  // Promises of Raft that were broken where a safeguard is off
  'broken.electionSafety',
  'broken.logMatching',
  'broken.leaderCompleteness',
  'broken.stateMachineSafety',
  'broken.linearizableReads',
  'broken.other', // promise
  // Bookmarks that the run makes itself
  'mark.clusterReady',
  'mark.leader', // member, term
  'mark.powerOff', // machine
  'mark.powerOn', // machine
  'mark.cut', // from, to
  'mark.heal',
  'mark.apply', // file
  'mark.refused', // reason
  'mark.command', // command
  'mark.notReady', // node
  'mark.firstFailure', // pod, reason
  'mark.rolloutDone', // name
  // What the worker is busy with
  'job.booting',
  'job.replaying', // to (clock text)
  'job.loading',
] as const;

/** The key of a sentence. */
export type PhraseKey = (typeof phraseKeys)[number];
