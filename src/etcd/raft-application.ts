import type { Entry, ReadState, Snapshot } from '../raft/index.ts';
import type { Command, Reconfiguration } from './command.ts';

/** What the member above does with what raft decides. */
export interface RaftApplication {
  apply(entries: readonly Entry[]): void;
  restore(snapshot: Snapshot): void;
  answerReads(reads: readonly ReadState[]): void;
  /** Role, term or leader have changed. */
  roleChanged(): void;
  currentSnapshot(): Snapshot | undefined;
  /** Whether somebody still waits for the write: one that was given up must not be made up for later. */
  isWanted(command: Command | Reconfiguration): boolean;
  /** The others say that this member was removed from the cluster. */
  removed(): void;
  /** The member finds that it cannot go on. */
  panicked(why: string): void;
  /** Raft has noted what was stored and applied. */
  afterAdvance(): void;
}
