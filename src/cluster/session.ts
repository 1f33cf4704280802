import { isObject } from '../base/index.ts';
import { memberView } from '../etcd/index.ts';
import { formatMilliTime } from '../base/index.ts';
import { parseSpan } from './span.ts';
import type { World } from './world.ts';

/** A command of a session is ended after this much simulated time. */
const commandLimitMs = 10 * 60_000;
const timedOutStatus = 124;
/** The longest time that one message can let pass. */
const greatestSpanMs = 365 * 24 * 3_600_000;
/** How often `until` repeats its command. */
const repeatMs = 200;
/** How long a new world may take until its nodes are Ready. */
const bootLimitMs = 120_000;

/** What a session answers to one line. */
export type Answer = Readonly<Record<string, unknown>>;

/** A world without a page: one message in, one answer out, in order. */
export class Session {
  readonly world: World;
  private hasBooted = false;

  constructor(world: World) {
    this.world = world;
  }

  /** Answers one line of input, which should be one JSON object. Never throws for bad input. */
  answerLine(line: string): Answer {
    let message: unknown;
    try {
      message = JSON.parse(line);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { error: `not JSON: ${error.message}; a line is one object such as {"run": "kubectl get pods"}` };
    }
    return this.answer(message);
  }

  answer(message: unknown): Answer {
    if (!isObject(message)) return unknownMessage;
    const wrong = wrongField(message);
    if (wrong !== undefined) return { error: wrong };
    this.boot();
    const { failure } = this.world.kernel;
    if (failure) return { error: `the world has stopped: ${describeError(failure.error)} (seed ${failure.seed}, event ${failure.event}, in ${failure.process})` };
    if (typeof message['run'] === 'string') return this.run(message['run']);
    if (typeof message['until'] === 'string') return this.until(message);
    if (typeof message['pass'] === 'string') return this.pass(message['pass']);
    if (typeof message['write'] === 'string') return this.write(message);
    if (typeof message['inspect'] === 'string') return this.inspect(message['inspect']);
    return unknownMessage;
  }

  /** Lets a new world come up: until every node is Ready, at most two minutes of its time. */
  boot(): void {
    if (this.hasBooted) return;
    this.hasBooted = true;
    const { world } = this;
    world.run({ untilMs: world.kernel.nowMs + bootLimitMs, condition: () => world.isReady });
  }

  private get now(): string {
    return formatMilliTime(this.world.kernel.wallMs);
  }

  private run(command: string): Answer {
    const { output, status } = this.execute(command);
    return { output, status, now: this.now, ...this.failure() };
  }

  private failure(): Answer {
    const { failure } = this.world.kernel;
    return failure ? { error: `the world has stopped: ${describeError(failure.error)} (event ${failure.event}, in ${failure.process})` } : {};
  }

  private execute(command: string): { readonly output: string; readonly status: number } {
    const { world } = this;
    const execution = world.workstation.execute(command);
    const end = world.run({ untilMs: world.kernel.nowMs + commandLimitMs, condition: () => execution.status !== undefined });
    if (end !== 'condition' && execution.status === undefined) execution.end();
    if (world.byHand.isOn) world.byHand.work();
    return { output: execution.output, status: execution.status ?? timedOutStatus };
  }

  private until(message: Readonly<Record<string, unknown>>): Answer {
    const { until, matches, within = '60s' } = message;
    const limitMs = parseSpan(within);
    if (typeof matches !== 'string') return { error: 'until: "matches" is missing: a regular expression that the output is to match' };
    if (limitMs === undefined) return { error: `until: within ${JSON.stringify(within)} is no time such as "60s"` };
    if (limitMs > greatestSpanMs) return { error: `until: within ${String(within)} is longer than a year, "8760h"` };
    let pattern: RegExp;
    try {
      pattern = new RegExp(matches, 'm');
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      return { error: `until: ${error.message}` };
    }
    const { kernel } = this.world;
    const deadlineMs = kernel.nowMs + limitMs;
    for (;;) {
      const { output } = this.execute(String(until));
      if (pattern.test(output)) return { matched: true, output, now: this.now };
      if (kernel.nowMs >= deadlineMs || kernel.failure) return { matched: false, output, now: this.now, ...this.failure() };
      this.world.pass(repeatMs);
    }
  }

  private pass(text: string): Answer {
    const ms = parseSpan(text);
    if (ms === undefined) return { error: `pass: ${JSON.stringify(text)} is no time such as "5s" or "200ms"` };
    if (ms > greatestSpanMs) return { error: `pass: ${text} is longer than a year, "8760h"` };
    this.world.pass(ms);
    return { now: this.now, ...this.failure() };
  }

  private write(message: Readonly<Record<string, unknown>>): Answer {
    const { write: path, text } = message;
    if (typeof text !== 'string') return { error: 'write: "text" is missing: what the file is to hold' };
    const problem = this.world.workstation.write(String(path), text);
    return problem === undefined ? { now: this.now } : { error: `write: ${String(path)}: ${problem}` };
  }

  private inspect(what: string): Answer {
    const { world } = this;
    switch (what) {
      case 'raft': return { now: this.now, members: world.etcd.map((member) => describeMember(memberView(member))) };
      case 'hash': return { now: this.now, hash: world.kernel.hash, events: world.kernel.eventNumber };
      case 'stats': return { now: this.now, ...world.stats() };
      default: return { error: `inspect: ${JSON.stringify(what)} is none of raft, hash, stats` };
    }
  }
}

const unknownMessage: Answer = {
  error: 'a line is an object with one of: {"run": COMMAND}, {"until": COMMAND, "matches": PATTERN, "within": "60s"}, {"pass": "5s"}, {"write": PATH, "text": TEXT}, {"inspect": "raft" | "hash" | "stats"}',
};

/** The fields that a message of each kind may have. */
const fields: Readonly<Record<string, readonly string[]>> = { run: ['run'], until: ['until', 'matches', 'within'], pass: ['pass'], write: ['write', 'text'], inspect: ['inspect'] };

/** What a message of a known kind says that cannot be meant; a message of no kind is told of another way. */
function wrongField(message: Readonly<Record<string, unknown>>): string | undefined {
  const kind = Object.keys(fields).find((name) => name in message);
  const known = kind === undefined ? undefined : fields[kind];
  const wrong = known && Object.keys(message).find((name) => !known.includes(name));
  return wrong === undefined ? undefined : `${kind}: unknown field ${JSON.stringify(wrong)}; known are ${known?.join(', ')}`;
}

/** What went wrong, in a line. */
export function describeError(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function describeMember(view: ReturnType<typeof memberView>): Answer {
  const { raft } = view;
  if (!raft) return { name: view.name, state: view.state };
  return {
    name: view.name,
    state: view.state,
    role: raft.role,
    term: raft.term,
    vote: raft.vote,
    lead: raft.lead,
    commit: raft.commit,
    applied: raft.applied,
    first: raft.firstIndex,
    last: raft.lastIndex,
    lastTerm: raft.lastTerm,
    revision: view.revision,
  };
}

