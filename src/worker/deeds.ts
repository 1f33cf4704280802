import { lastingName, messageNamed } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import type { TraceRecord } from '../kernel/index.ts';
import { isInput } from './story.ts';

/** Something that a person did to a world: when, and as a command that means the same in another run. */
export interface Deed {
  readonly atMs: number;
  readonly event: number;
  readonly command: string;
  /** The words of a fault; absent: the command is typed on the workstation. */
  readonly fault?: readonly string[];
}

/** Deeds that are remembered at most. */
const most = 5_000;

/** Everything that was done to a world from its beginning, from the page as well as from its terminals. */
export class Deeds {
  readonly all: Deed[] = [];
  /** Called before each is done. */
  onDeed: (deed: Deed) => void = () => undefined;
  private readonly world: World;
  private readonly forget: () => void;

  constructor(world: World) {
    this.world = world;
    this.forget = world.kernel.trace.observe((record) => this.observe(record));
  }

  /** Looks at the world no more. */
  close(): void {
    this.forget();
  }

  private observe({ kind, subject, cause }: TraceRecord): void {
    if (this.all.length >= most) return;
    // A fault that has a cause was typed: the command that was typed is the deed.
    if (kind === 'fault' && cause === 0 && isFault(subject)) this.note(subject.words);
    if (kind !== 'input' || !isInput(subject)) return;
    const [program, ...words] = subject.command.trim().split(/\s+/);
    if (program === 'orrery' && !/[;|&<>]/.test(subject.command)) this.note(words);
    else this.add({ command: subject.command });
  }

  private note(words: readonly string[]): void {
    const fault = lasting(this.world, words);
    this.add({ command: `orrery ${fault.join(' ')}`, fault });
  }

  private add(deed: Omit<Deed, 'atMs' | 'event'>): void {
    const { nowMs, eventNumber } = this.world.kernel;
    const done = { atMs: nowMs, event: eventNumber, ...deed };
    this.all.push(done);
    this.onDeed(done);
  }
}

/** The words with a message named by what it is, where they named it by its number. */
function lasting(world: World, words: readonly string[]): readonly string[] {
  const [verb, name = '', ...rest] = words;
  const packet = verb !== undefined && /^(message\/)?\d+$/.test(name) ? messageNamed(world, name) : undefined;
  const lastingWord = packet && lastingName(world, packet);
  return verb === undefined || lastingWord === undefined ? words : [verb, lastingWord, ...rest];
}

function isFault(subject: object | string): subject is { readonly words: readonly string[] } {
  return typeof subject === 'object' && 'words' in subject && Array.isArray(subject.words);
}
