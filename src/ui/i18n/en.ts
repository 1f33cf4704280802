import { enRaft } from './en-raft.ts';
import { enRequests } from './en-requests.ts';

/** The page's words in English. Kubernetes' own words are never here: they come from the world as they are. */
export const en = {
  ...enRaft,
  ...enRequests,
  // header
  'app.scene': 'Scene', 'app.find': 'Find or run', 'app.share': 'Share', 'app.theme': 'Light or dark', 'app.keys': 'All keys of this view',
  'app.language': '中文', 'app.perspective': 'Perspective', 'app.newCluster': 'New cluster', 'app.more': 'More', 'app.presenter': 'Presenter mode',
  'app.tour': 'Take the tour', 'app.list': 'The map as a list', 'app.world': 'New world', 'app.topology': 'Topology', 'app.seed': 'Seed', 'app.build': 'Build it',
  'app.default': 'Default: 1 control plane, 3 etcd members, 3 workers', 'app.topologyFile': 'or paste a topology file', 'app.reset': 'Start this world again',
  'perspective.cluster': 'Cluster', 'perspective.traffic': 'Traffic', 'perspective.ownership': 'Ownership', 'perspective.raft': 'Raft',
  'perspective.scheduling': 'Scheduling', 'perspective.loop': 'Control loop',
  // time
  'time.label': 'Time', 'time.play': 'Play', 'time.pause': 'Pause', 'time.step': 'Step one event', 'time.back': 'Back one event', 'time.until': 'Run until',
  'time.event': 'event {{event}}', 'time.byEvent': 'By event', 'time.byClock': 'By clock', 'time.pace': 'Pace', 'time.timeline': 'Timeline', 'time.live': 'Live',
  'time.liveHint': 'To the head of this branch', 'time.perSecond': '{{count}} messages a second', 'time.perSecond.one': 'a message every {{count}} s',
  'time.ratio.slow': '1/{{count}} of real time', 'time.ratio.fast': '{{count}}× real time', 'time.ratio.one': 'real time', 'time.max': 'as fast as possible',
  'time.fold': 'Fold or unfold the time bar', 'time.noLeader': 'no leader', 'time.lanes': 'Lanes for nodes and Pods', 'time.branch': 'Branch', 'time.past': 'In the past. A command here starts a branch.',
  'branch.from': 'from {{time}}', 'branch.after': 'after {{command}}', 'branch.main': 'main', 'branch.manage': 'Name and compare', 'branch.title': 'Branches', 'branch.tell': 'Each line of history is kept. A command in the past begins another one.', 'branch.name': 'Name', 'branch.place': 'Left its parent', 'branch.head': 'Head', 'branch.here': 'here', 'branch.go': 'Go there', 'branch.compare': 'Compare',
  'branch.differences': '{{count}} objects stand differently, {{same}} are the same.', 'branch.equal': 'Everything stands the same: {{same}} objects.', 'branch.object': 'Object', 'branch.absent': 'not there',
  'until.leader': 'A leader exists', 'until.podReady': 'The selected Pod is Ready', 'until.nextBind': 'The next Pod is bound', 'until.rolloutDone': 'The selected rollout is done',
  'until.idle': 'Nothing is left to do', 'until.request': 'The next API request', 'until.response': 'The next API response', 'until.watch': 'The next watch event', 'until.raft': 'The next Raft message',
  'until.vote': 'The next vote', 'until.traffic': 'The next Service traffic', 'until.needsPod': 'Select a Pod first', 'until.needsRollout': 'Select a Deployment first',
  // map
  'map.label': 'Cluster map', 'map.sentence': '{{ready}} of {{nodes}} nodes are Ready, {{running}} of {{pods}} Pods run; {{leader}}', 'map.leads': '{{name}} leads etcd.', 'map.noLeader': 'etcd has no leader.', 'map.waiting': 'Waiting for a node', 'map.revision': 'revision {{revision}}', 'map.watches': '{{count}} watches', 'map.quorum': 'quorum {{need}} of {{voters}}',
  'map.noQuorum': 'no quorum: {{alive}} of {{voters}}', 'map.log': 'log {{index}}', 'map.readyOf': '{{ready}} of {{total}} ready', 'map.service': 'Service', 'map.internet': 'internet', 'map.client': 'client',
  'map.idle': 'idle', 'map.binding': '{{count}} binding', 'map.waitingCount': '{{count}} waiting', 'map.loops': '{{count}} loops, idle', 'map.loopsBusy': '{{count}} loops, {{busy}} busy', 'map.stopped': 'stopped', 'map.off': 'off', 'map.frozen': 'frozen', 'map.cut': 'cut off',
  'map.zoomIn': 'Zoom in', 'map.zoomOut': 'Zoom out', 'map.fit': 'Fit', 'map.outside': '{{count}} new outside the view', 'map.showing': 'Showing {{shown}} of {{total}} Pods', 'map.more': '{{count}} more',
  'map.filter': 'Filter the map', 'map.lost': 'lost', 'map.cause': 'Cause', 'map.heartbeat': 'last heartbeat {{seconds}} s ago', 'map.seconds': '{{count}}s', 'map.empty': 'The control plane boots: its machines appear as they come up.',
  'map.cpu': 'cpu', 'map.mem': 'mem', 'map.cordoned': 'SchedulingDisabled', 'map.endpointsNone': 'no endpoints', 'map.images': 'images',
  'legend.label': 'Legend', 'legend.pending': 'Pending', 'legend.creating': 'Creating', 'legend.ready': 'Ready', 'legend.notReady': 'Not ready', 'legend.succeeded': 'Completed', 'legend.terminating': 'Terminating',
  'legend.failed': 'Failed', 'legend.crashLoop': 'Crash loop', 'legend.request': 'Request', 'legend.response': 'Response', 'legend.watch': 'Watch', 'legend.append': 'Raft append', 'legend.traffic': 'Traffic', 'legend.vote': 'Vote', 'legend.toggle': 'Show or hide',
  'machine.workstation': 'workstation', 'machine.controlPlane': 'control plane', 'machine.etcd': 'etcd member', 'machine.worker': 'worker', 'machine.registry': 'image registry', 'machine.client': 'client on the internet', 'machine.loadBalancer': 'load balancer', 'machine.outside': 'outside host',
  'role.leader': 'Leader', 'role.follower': 'Follower', 'role.candidate': 'Candidate', 'role.precandidate': 'Pre-candidate', 'role.learner': 'Learner', 'role.down': 'Stopped',
  // traffic and ownership
  'traffic.empty': 'No Service of yours yet.', 'traffic.headline': '{{ready}} of {{total}} endpoints take requests', 'traffic.none': 'Nothing serves yet', 'traffic.tell': 'Requests reach a Service’s address on any node; kube-proxy there picks one ready endpoint.',
  'ownership.headline': '{{count}} objects, {{roots}} without an owner', 'ownership.tell': 'A line goes from an owner to what it made. Delete the owner and the garbage collector follows the lines.', 'ownership.empty': 'No objects of yours yet.',
  'ownership.all': 'System too', 'ownership.none': 'Nothing is owned yet',
  'invariant.electionSafety': 'Election safety', 'invariant.logMatching': 'Log matching', 'invariant.leaderCompleteness': 'Leader completeness', 'invariant.stateMachineSafety': 'State machine safety', 'invariant.linearizableReads': 'Linearizable reads',
  // scheduling
  'sched.active': 'Active', 'sched.backoff': 'Back-off', 'sched.unschedulable': 'Unschedulable', 'sched.attempt': 'attempt {{count}}', 'sched.next': 'next', 'sched.chosenHead': '{{node}} takes {{pod}}, {{points}} points ahead', 'sched.chosenHead.one': '{{node}} takes {{pod}}, one point ahead', 'sched.onlyHead': '{{node}} takes {{pod}}, the only one that fits', 'sched.tieHead': '{{node}} takes {{pod}} by a draw among equals',
  'sched.noneHead': 'No node takes {{pod}}', 'sched.errorHead': 'The attempt for {{pod}} failed', 'sched.tell': '{{fell}} of {{nodes}} nodes fell out at the filters. {{scored}} were scored; what is equal for all of them is drawn grey and short.', 'sched.tellAll': 'All {{nodes}} nodes passed the filters. What is equal for all of them is drawn grey and short.', 'sched.tellNone': 'Every node fell out at a filter; the scheduler’s sentence is the sum of these reasons.', 'sched.tellOne': 'One of {{nodes}} nodes is left after the filters, so nothing needs to be scored.',
  'sched.chosen': 'chosen', 'sched.free': '{{cpu}} cpu free', 'sched.node': 'Node', 'sched.total': 'Total', 'sched.empty': 'No attempt yet', 'sched.emptyTell': 'Apply a Pod, and each node × plugin verdict of the scheduler appears here.', 'sched.attempts': 'Attempts', 'sched.queueEmpty': 'empty', 'sched.verdicts': 'Scheduler verdicts', 'sched.replay': 'Go to it', 'sched.nodesLeft': 'Nodes left after each filter',
  'sched.more': '{{count}} more nodes that fell out alike',
  // control loop
  'loop.headline': 'How {{name}} came to be', 'loop.empty': 'Select a Pod, a request or a message', 'loop.emptyTell': 'Its path is drawn hop by hop: who spoke to whom, in which order, and why.', 'loop.hops': '{{count}} hops in {{span}}',
  // docks
  'dock.editor': 'Editor', 'dock.terminal': 'Terminal', 'dock.events': 'Events', 'dock.requests': 'API requests', 'dock.verdicts': 'Verdicts', 'dock.newFile': 'New file', 'dock.newTerminal': 'New terminal', 'dock.examples': 'Examples', 'dock.close': 'Close',
  'dock.toggle': 'Open or close the docks', 'dock.restore': 'Restore the docks', 'dock.resize': 'Resize the docks', 'dock.notApplied': 'Not applied', 'dock.untitled': 'Untitled',
  'editor.apply': 'Apply', 'editor.dryRun': 'Dry run', 'editor.diff': 'Diff', 'editor.format': 'Format', 'editor.valid': 'Valid: {{what}}', 'editor.problems': '{{count}} problems, line {{line}}', 'editor.problem': '1 problem, line {{line}}', 'editor.fix': 'Fix', 'editor.cause': 'cause of the selected {{kind}}', 'editor.nothing': 'Empty',
  'editor.start': 'Paste YAML here, drop a file, or start from one of these.', 'editor.loading': 'Loading the editor', 'editor.applying': 'On its way to the API server', 'editor.noDifference': 'No difference from what is stored.', 'editor.nothingStored': 'Nothing was stored.', 'editor.dryRunOk': 'The server would take it.', 'editor.applied': 'Applied', 'editor.fixTabs': 'Replace tabs by two spaces each', 'editor.didYouMean': 'Did you mean {{word}}?', 'editor.refused': 'refused', 'editor.tooLarge': 'This text is {{mb}} MB. The editor shows it without help; the server takes at most 3 MB a request.', 'editor.notTaken': 'This text has {{mb}} MB. The editor takes at most {{most}} MB, and the server 3 MB a request. Nothing was changed.', 'editor.newCopy': 'From the documents', 'editor.corrected': 'Corrected', 'editor.beginnings': 'Good beginnings', 'editor.documents': 'From the book, byte for byte',
  'terminal.label': 'Terminal', 'terminal.branch': 'This starts a branch', 'terminal.ended': 'The shell has ended. Enter begins another.', 'editor.waits': 'Time stands still', 'terminal.paused': 'Time stands still; the command waits.',
  'events.time': 'Time', 'events.type': 'Type', 'events.reason': 'Reason', 'events.object': 'Object', 'events.message': 'Message', 'events.count': 'Count', 'events.empty': 'No Events yet. This would make some:', 'events.filter': 'Filter', 'events.from': 'From',
  'requests.verb': 'Verb', 'requests.path': 'Path', 'requests.code': 'Code', 'requests.from': 'From', 'requests.took': 'Took', 'requests.empty': 'No request yet. This would make one:', 'requests.open': 'open', 'requests.watches': 'Leases and watches too', 'requests.none': 'Nothing matches the filter.',
  // inspector
  'inspector.label': 'Inspector', 'inspector.why': 'Why', 'inspector.state': 'State', 'inspector.yaml': 'YAML', 'inspector.events': 'Events', 'inspector.related': 'Related', 'inspector.happened': 'What happened', 'inspector.request': 'Request', 'inspector.response': 'Response', 'inspector.copy': 'Copy', 'inspector.copied': 'Copied',
  'inspector.nothing': 'Nothing selected', 'inspector.nothingTell': 'Pick anything on the map, a Pod, a machine or a message, to see what it is and why it is there.', 'inspector.now': 'now', 'inspector.next': 'next', 'inspector.you': 'You', 'inspector.noEvents': 'No Events about it.', 'inspector.noWhy': 'Its causes are no longer kept.', 'inspector.noYaml': 'It has no YAML.', 'inspector.wanted': 'wanted {{value}}', 'inspector.close': 'Close', 'inspector.gone': 'gone', 'inspector.noRelated': 'Nothing else belongs to it.', 'inspector.whatToDo': 'What to do',
  'key.pause': 'pause and play', 'key.step': 'step one event', 'key.back': 'step back', 'key.filter': 'filter the map', 'key.run': 'run a kubectl command', 'key.keys': 'all keys of this view',
  'now.title': 'The cluster now', 'now.troubles': 'What is wrong', 'now.latest': 'What happened last', 'now.nothingYet': 'Nothing yet: the cluster boots.', 'now.nodes': '{{count}} nodes', 'now.pods': '{{count}} Pods',
  'relation.owner': 'Owner', 'relation.owns': 'Owns', 'relation.node': 'Node', 'relation.service': 'Service', 'relation.endpoint': 'Endpoint', 'relation.uses': 'Uses', 'relation.usedBy': 'Used by', 'relation.selects': 'Selects', 'relation.selectedBy': 'Selected by', 'relation.machine': 'Machine', 'relation.process': 'Process', 'relation.message': 'Message',
  // verbs
  'verb.select': 'Show why', 'verb.describe': 'Describe', 'verb.logs': 'Logs', 'verb.shell': 'Open a shell', 'verb.delete': 'Delete', 'verb.cordon': 'Cordon', 'verb.uncordon': 'Uncordon', 'verb.drain': 'Drain', 'verb.scaleUp': 'One more replica', 'verb.scaleDown': 'One fewer replica', 'verb.restart': 'Restart the rollout',
  'verb.powerOff': 'Power off', 'verb.powerOn': 'Power on', 'verb.crash': 'Crash', 'verb.freeze': 'Freeze', 'verb.unfreeze': 'Unfreeze', 'verb.isolate': 'Cut all links', 'verb.rejoin': 'Restore all links', 'verb.stop': 'Stop the process', 'verb.start': 'Start the process', 'verb.timeout': 'Time out now', 'verb.propose': 'Propose an entry', 'verb.hold': 'Hold', 'verb.release': 'Release', 'verb.drop': 'Drop', 'verb.duplicate': 'Duplicate', 'verb.deliver': 'Deliver now', 'verb.cut': 'Cut from {{name}}', 'verb.heal': 'Heal to {{name}}', 'verb.fillDisk': 'Fill the disk', 'verb.slow': 'Slow down ×10', 'verb.edit': 'Edit as YAML', 'verb.owner': 'Go to its owner', 'verb.copyName': 'Copy the name',
  // actions
  'action.playPause': 'Play or pause', 'action.faster': 'Faster', 'action.slower': 'Slower', 'action.filter': 'Filter the map', 'action.find': 'Find or run', 'action.keys': 'All keys', 'action.climb': 'Climb out, close, deselect', 'action.trailBack': 'Selection before', 'action.trailForward': 'Selection after', 'action.owner': 'Go to the owner', 'action.list': 'The map as a text list', 'action.toStart': 'To the beginning', 'action.toEnd': 'To the head', 'action.presenter': 'Presenter mode', 'action.docks': 'Docks', 'action.timeFold': 'Fold the time bar', 'action.theme': 'Light or dark', 'action.language': 'Language', 'action.tour': 'Tour', 'action.stepMessage': 'Step to the next message', 'action.worker': 'Pick a node or member by its number', 'action.region': 'To the next part of the page', 'action.perspective': 'Perspective', 'action.apply': 'Apply the file', 'action.share': 'Share', 'action.terminal': 'To the terminal', 'action.editor': 'To the editor', 'action.newWorld': 'New world',
  'find.placeholder': 'A name, an action, or a kubectl command', 'find.nothing': 'Nothing is called so. Enter runs it as a command.', 'find.run': 'Run {{command}}', 'find.actions': 'Actions', 'find.objects': 'Objects', 'find.scenes': 'Scenes', 'find.places': 'Machines',
  'keys.title': 'Keys', 'keys.digits': '1 … 9', 'share.title': 'Share this world', 'share.tell': 'The link holds the topology, the seed and the scene. Whoever opens it gets the same run, event for event.', 'share.copy': 'Copy the link', 'share.copied': 'Link copied',
  'list.title': 'Everything on the map', 'list.tell': 'Arrow keys walk, Enter selects, the menu key opens verbs.', 'list.underWay': 'Under way',
  // tour
  'tour.step': 'Step {{step}} of {{count}}', 'tour.skip': 'Skip', 'tour.back': 'Back', 'tour.next': 'Next', 'tour.done': 'Done',
  'tour.1.title': 'A cluster, alive', 'tour.1.text': 'These are machines. Each runs the processes that a real cluster runs, and they only know what messages tell them. What moves, happens.',
  'tour.2.title': 'Everything goes through the API server', 'tour.2.text': 'The scheduler, the controllers and the nodes never talk to each other. Each one reads from here and writes to here. Stop time and follow a single message.',
  'tour.3.title': 'What it knows, etcd keeps', 'tour.3.text': 'A write counts once a majority of the members has it. The sun leads; its arc is its heartbeat. Right-click it and stop it: another one rises within a second.',
  'tour.4.title': 'Give it something to do', 'tour.4.text': 'Choose an example, press Apply, and watch it travel: editor, API server, Raft log, controller, scheduler, kubelet, container.',
  'tour.5.title': 'Ask why', 'tour.5.text': 'Click any Pod. The chain on the right goes back, cause by cause, to the command or the line of YAML that began it.',
  // states
  'stopped.title': 'The engine has stopped.', 'stopped.where': 'Seed {{seed}}, event {{event}}', 'stopped.copy': 'Copy the report', 'stopped.back': 'Go back one step', 'stopped.past': 'The past stays usable.', 'job.label': 'Busy',
  'past.bar': 'Looking at {{time}}. The world goes on from {{head}}.', 'phone.map': 'Map', 'phone.yaml': 'YAML', 'phone.terminal': 'Terminal', 'phone.why': 'Why', 'error.page': 'This panel has failed: {{message}}', 'error.again': 'Try again',
  'announce.leader': '{{name}} becomes leader in term {{term}} with {{have}} of {{voters}} votes.', 'announce.pod': '{{name}}: {{status}}', 'announce.node': '{{name}} is {{state}}', 'announce.paused': 'Paused at {{time}}', 'announce.running': 'Running',
} as const;

/** A key of the page's words. */
export type WordKey = keyof typeof en;
