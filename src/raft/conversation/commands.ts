// Upstream: go.etcd.io/raft/v3/rafttest (interaction_env_handler_*.go)
import { tick } from '../clock.ts';
import { compactLog } from '../log.ts';
import type { RaftNode } from '../node.ts';
import {
  campaign,
  forgetLeader,
  propose,
  readIndex,
  reportSnapshot,
  reportUnreachable,
  transferLeadership,
} from '../requests.ts';
import { compactStorage, lastStoredIndex } from '../storage.ts';
import type { Verdict } from '../verdict.ts';
import {
  actorAt,
  actorsNamed,
  messageTypeOf,
  numberAt,
  ScriptMistake,
  valueOf,
  wholeNumber,
} from './arguments.ts';
import { proposeChange } from './change-command.ts';
import { describeEntry, describeMessage, describeState, describeStatus } from '../describe.ts';
import { addNodes, setForAll } from './node-commands.ts';
import type { Directive } from './script.ts';
import {
  deliver,
  processAppendWork,
  processApplyWork,
  processReady,
  restartActor,
  stabilize,
  type Actor,
  type Recipient,
  type Stage,
} from './stage.ts';

/** Carries a command out; what goes wrong is returned. */
export type Command = (stage: Stage, directive: Directive) => string | undefined | void;

/** Every command of the script language. */
export const commands: ReadonlyMap<string, Command> = new Map<string, Command>([
  ['_breakpoint', () => undefined],
  ['add-nodes', addNodes],
  ['config', setForAll],
  ['campaign', withNode((node) => campaign(node))],
  ['propose', withNode(proposeText)],
  ['propose-conf-change', proposeChange],
  ['read-index', withNode((node, { args }) => readIndex(node, args[1]?.key ?? ''))],
  ['forget-leader', withNode((node) => forgetLeader(node))],
  ['transfer-leadership', transfer],
  ['report-unreachable', tellUnreachable],
  ['report-snapshot', withNode(tellSnapshot)],
  ['send-snapshot', sendSnapshot],
  ['tick-election', withNode((node) => tickTimes(node, node.config.electionTick))],
  ['tick-heartbeat', withNode((node) => tickTimes(node, node.config.heartbeatTick))],
  ['set-randomized-election-timeout', withNode(setElectionTimeout)],
  ['process-ready', forEach('handling Ready', processReady)],
  ['process-append-thread', forEach('processing append thread', processAppendWork)],
  ['process-apply-thread', forEach('processing apply thread', processApplyWork)],
  ['deliver-msgs', deliverMessages],
  ['stabilize', stabilizeSome],
  ['compact', compact],
  ['restart', (stage, { args }) => restartActor(stage, actorAt(stage, args, 0))],
  ['raft-log', (stage, { args }) => writeLog(stage, actorAt(stage, args, 0))],
  ['raft-state', writeStates],
  ['status', (stage, { args }) => writeStatus(stage, actorAt(stage, args, 0))],
  ['log-level', (stage, { args }) => stage.output.setLevel(args[0]?.key ?? '')],
]);

function withNode(
  body: (node: RaftNode, directive: Directive) => string | undefined | void,
): Command {
  return (stage, directive) => body(actorAt(stage, directive.args, 0).node, directive);
}

function complaint(verdict: Verdict): string | undefined {
  return verdict === 'ok' ? undefined : verdict;
}

function proposeText(node: RaftNode, { args }: Directive): string | undefined {
  const [text, ...others] = args.slice(1);
  if (text === undefined || text.values.length > 0 || others.length > 0) {
    const words = args.slice(1).map(({ key, values }) => [key, ...values].join('='));
    throw new ScriptMistake(`expected exactly one key with no vals: [${words.join(' ')}]`);
  }
  return complaint(propose(node, text.key));
}

/** Several nodes are told apart by a line for each. */
function forEach(what: string, body: (stage: Stage, actor: Actor) => void): Command {
  return (stage, { args }) => {
    const actors = actorsNamed(stage, args);
    for (const actor of actors) {
      if (actors.length === 1) body(stage, actor);
      else {
        stage.output.writeLine(`> ${actor.node.id} ${what}`);
        stage.output.indented(() => body(stage, actor));
      }
    }
  };
}

function tickTimes(node: RaftNode, times: number): void {
  for (let i = 0; i < times; i++) tick(node);
}

function setElectionTimeout(node: RaftNode, { args }: Directive): void {
  node.electionTimeout = Number(valueOf(args, 'timeout'));
}

function tellUnreachable(stage: Stage, { args }: Directive): string | undefined {
  const [from, to, ...others] = actorsNamed(stage, args);
  if (from === undefined || to === undefined || others.length > 0) {
    return 'must specify exactly two node indexes: node on which to report, and reported node';
  }
  reportUnreachable(from.node, to.node.id);
  return undefined;
}

function tellSnapshot(node: RaftNode, { args }: Directive): void {
  const outcome = valueOf(args, 'status') === 'failure' ? 'failure' : 'finish';
  reportSnapshot(node, numberAt(args, 1), outcome);
}

function transfer(stage: Stage, { args }: Directive): void {
  const from = stage.actors[Number(valueOf(args, 'from')) - 1];
  const to = stage.actors[Number(valueOf(args, 'to')) - 1];
  if (from === undefined) throw new ScriptMistake('expected valid "from" argument');
  if (to === undefined) throw new ScriptMistake('expected valid "to" argument');
  transferLeadership(from.node, to.node.id);
}

function sendSnapshot(stage: Stage, { args }: Directive): void {
  const from = actorAt(stage, args, 0);
  const message = {
    type: 'MsgSnap',
    from: from.node.id,
    to: numberAt(args, 1),
    term: from.node.term,
    snapshot: from.snapshot,
  } as const;
  stage.messages.push(message);
  stage.output.write(describeMessage(message));
}

function deliverMessages(stage: Stage, { args }: Directive): void {
  const recipients: Recipient[] = [];
  for (const { key, values } of args) {
    if (values.length === 0) recipients.push({ id: wholeNumber(key), drop: false });
    if (key !== 'drop') continue;
    for (const value of values) recipients.push({ id: wholeNumber(value), drop: true });
  }
  for (const { id, drop } of recipients) {
    if (!drop && recipients.some((other) => other.drop && other.id === id)) {
      throw new ScriptMistake(`can't both deliver and drop msgs to ${id}`);
    }
  }
  const count = deliver(stage, recipients, messageTypeOf(args));
  if (count === 0) stage.output.writeLine('no messages');
}

function stabilizeSome(stage: Stage, { args }: Directive): string | undefined {
  const before = stage.output.level;
  const level = args.find(({ key }) => key === 'log-level')?.values[0];
  const mistake = level === undefined ? undefined : stage.output.setLevel(level);
  if (mistake !== undefined) return mistake;
  try {
    const named = actorsNamed(stage, args);
    stabilize(stage, named.length > 0 ? named : stage.actors);
  } finally {
    stage.output.level = before;
  }
  return undefined;
}

function compact(stage: Stage, { args }: Directive): string | undefined {
  const actor = actorAt(stage, args, 0);
  const index = wholeNumber(args[1]?.key);
  if (!compactStorage(actor.storage, index)) {
    return 'requested index is unavailable due to compaction';
  }
  compactLog(actor.node.log, index);
  writeLog(stage, actor);
  return undefined;
}

function writeLog({ output }: Stage, { storage }: Actor): void {
  if (storage.entries.length === 0) {
    const first = storage.base.index + 1;
    output.write(`log is empty: first index=${first}, last index=${lastStoredIndex(storage)}`);
  }
  for (const entry of storage.entries) output.writeLine(describeEntry(entry));
}

function writeStatus({ output }: Stage, { node }: Actor): void {
  for (const line of describeStatus(node)) output.writeLine(line);
}

function writeStates({ actors, output }: Stage): void {
  for (const { node } of actors) output.writeLine(describeState(node));
}
