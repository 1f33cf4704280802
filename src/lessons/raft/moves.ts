import { faultVerbs, messageNamed, parseSpan } from '../../cluster/index.ts';
import type { World } from '../../cluster/index.ts';
import { readClaim } from './claims.ts';
import type { Claim, Quantities } from './claims.ts';
import { SituationError } from './situation.ts';

/** One move of a situation. */
export type Move = { readonly text: string } & (
  /** A verb of `orrery`; one on a message waits until there is such a message. */
  | { readonly type: 'fault'; readonly words: readonly string[] }
  /** A command that is typed on the workstation. */
  | { readonly type: 'command'; readonly command: string }
  | { readonly type: 'until'; readonly claim: Claim }
  | { readonly type: 'wait'; readonly ms: number }
);

/** Verbs whose first word names a message. */
const messageVerbs = ['deliver', 'drop', 'duplicate', 'hold', 'release', 'delay'];

/** The move that a line asks for: `until`, `wait`, `run`, or a verb of `orrery`. Throws SituationError. */
export function readMove(line: string): Move {
  const text = line.trim().replaceAll(/\s+/g, ' ');
  const [first = '', ...words] = text.split(' ');
  switch (first) {
    case 'until': return { text, type: 'until', claim: readClaim(words.join(' ')) };
    case 'wait': return { text, type: 'wait', ms: spanOf(text, words) };
    case 'run': return { text, type: 'command', command: text.slice('run'.length).trim() };
    default:
      if (!Object.hasOwn(faultVerbs, first)) throw new SituationError(`there is no move ${JSON.stringify(first)}; known are until, wait, run, ${Object.keys(faultVerbs).join(', ')}`);
      return { text, type: 'fault', words: [first, ...words] };
  }
}

function spanOf(text: string, [span = '', ...rest]: readonly string[]): number {
  const ms = rest.length > 0 ? undefined : parseSpan(span);
  if (ms === undefined) throw new SituationError(`${JSON.stringify(text)} is no move such as "wait 300ms"`);
  return ms;
}

/** What moves are made with: so that whoever plays them can write down what was done. */
export interface Hands {
  /** Throws FaultError. */
  fault(words: readonly string[]): void;
  command(line: string): void;
}

/** Moves that are made one after another, as far as the world is ready for them. */
export class Script {
  private readonly moves: readonly Move[];
  private readonly world: World;
  private readonly start: Quantities;
  private next = 0;
  /** When the wait under way ends. */
  private dueMs: number | undefined;

  constructor(moves: readonly Move[], world: World, start: Quantities) {
    this.moves = moves;
    this.world = world;
    this.start = start;
  }

  /** Passes over the moves that were made already, in their order, whoever made them, and over what stands before them. */
  skip(made: readonly string[]): void {
    for (const text of made) {
      const next = this.moves.findIndex(({ type }, index) => index >= this.next && type !== 'until' && type !== 'wait');
      if (next >= 0 && this.moves[next]?.text === text) this.next = next + 1;
    }
  }

  get isDone(): boolean {
    return this.next >= this.moves.length;
  }

  /** The move that is made next, or waits. */
  get current(): Move | undefined {
    return this.moves[this.next];
  }

  /** Whether `advance` would do anything. Cheap: to be asked after each event. */
  get canGoOn(): boolean {
    const { current, world } = this;
    if (!current || !isSettled(world)) return false;
    switch (current.type) {
      case 'command': return true;
      case 'fault': return !isOnMessage(current.words) || messageNamed(world, current.words[1] ?? '') !== undefined;
      case 'until': return current.claim.holds(world, this.start);
      case 'wait': return this.dueMs === undefined || world.kernel.nowMs >= this.dueMs;
    }
  }

  /** Makes the moves that can be made at this instant, each when the one before it has done what it does at once. Throws FaultError. */
  advance(hands: Hands): void {
    for (let move = this.current; move && this.canGoOn; move = this.current) this.make(move, hands);
  }

  private make(move: Move, hands: Hands): void {
    switch (move.type) {
      case 'fault':
        this.next++;
        return hands.fault(move.words);
      case 'command':
        this.next++;
        return hands.command(move.command);
      case 'until':
        this.next++;
        return;
      case 'wait': {
        const { nowMs } = this.world.kernel;
        if (this.dueMs === undefined) this.dueMs = nowMs + move.ms;
        else {
          this.dueMs = undefined;
          this.next++;
        }
        return;
      }
    }
  }
}

/** Whether the last move has done what it does at once: a message that was delivered has arrived, and by hand the disks have written. */
function isSettled({ kernel, byHand }: World): boolean {
  return byHand.isOn ? byHand.isAtRest : kernel.nextEventMs !== kernel.nowMs;
}

function isOnMessage([verb = '', name = '']: readonly string[]): boolean {
  return messageVerbs.includes(verb) && name.split('/').length >= 3;
}

