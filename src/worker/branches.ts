import type { Input } from '../cluster/index.ts';
import type { Branch } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import type { Place } from './inputs.ts';

/** A line of history that is not being lived now: played again when someone wants it. */
interface Kept {
  readonly inputs: readonly Input[];
  readonly head: Place;
}

/** Every line of history of a world; one of them is lived, the others are kept as what was done in them. */
export class Branches {
  readonly rows = new Collection<Branch>();
  private readonly kept = new Map<string, Kept>();
  private currentId = 'branch/1';
  private nextNumber = 2;

  constructor() {
    this.rows.set({ id: this.currentId, name: 'main', forkedAtMs: 0, headMs: 0, current: true });
  }

  get current(): string {
    return this.currentId;
  }

  has(id: string): boolean {
    return this.rows.get(id) !== undefined;
  }

  /** How far the lived branch is. */
  moveHead(headMs: number): void {
    const row = this.rows.get(this.currentId);
    if (row && row.headMs !== headMs) this.rows.set({ ...row, headMs });
  }

  /** Puts the lived branch away and begins another at the place. */
  fork(lived: Kept, at: Place, name?: string): void {
    this.putAway(lived);
    const number = this.nextNumber++;
    const parent = this.currentId;
    this.currentId = `branch/${number}`;
    this.rows.set({ id: this.currentId, name: name ?? `branch ${number}`, parent, forkedAtMs: at.atMs, headMs: at.atMs, current: true });
  }

  /** Puts the lived branch away and takes up another; what was done in it, or undefined when there is none of that name. */
  take(lived: Kept, id: string): Kept | undefined {
    const wanted = this.kept.get(id);
    const row = this.rows.get(id);
    if (!wanted || !row) return undefined;
    this.putAway(lived);
    this.currentId = id;
    this.rows.set({ ...row, current: true });
    return wanted;
  }

  rename(id: string, name: string): void {
    const row = this.rows.get(id);
    if (row) this.rows.set({ ...row, name });
  }

  private putAway(lived: Kept): void {
    this.kept.set(this.currentId, lived);
    const row = this.rows.get(this.currentId);
    if (row) this.rows.set({ ...row, headMs: lived.head.atMs, current: false });
  }
}
