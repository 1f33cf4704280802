import type { Input } from '../cluster/index.ts';
import type { Branch, ComparedObject, Comparison, ObjectRow } from '../protocol/index.ts';
import { Collection } from './collection.ts';
import type { Place } from './inputs.ts';
import type { SavedBranch } from './saved-run.ts';

/** A line of history that is lived now: what was done in it, how far it is, and what stands there. */
export interface Lived {
  readonly inputs: readonly Input[];
  readonly head: Place;
  /** Commands of people so far. */
  readonly deeds: readonly string[];
  readonly objects: Iterable<ObjectRow>;
}

/** A line of history that is not being lived now: played again when someone wants it. */
interface Kept {
  readonly inputs: readonly Input[];
  readonly head: Place;
  /** What stood at its head; unknown after a reload, until it was played again. */
  readonly stood: ReadonlyMap<string, ObjectRow> | undefined;
}

/** Every line of history of a world; one of them is lived, the others are kept as what was done in them. */
export class Branches {
  readonly rows = new Collection<Branch>();
  private readonly kept = new Map<string, Kept>();
  private readonly deedsBefore = new Map<string, number>();
  private currentId = 'branch/1';
  private nextNumber = 2;

  constructor() {
    this.rows.set({ id: this.currentId, forkedAtMs: 0, headMs: 0, current: true });
  }

  get current(): string {
    return this.currentId;
  }

  /** How far the lived branch is, and by which command it began. */
  note({ head, deeds }: Pick<Lived, 'head' | 'deeds'>): void {
    const row = this.rows.get(this.currentId);
    if (!row) return;
    const began = row.began ?? (row.parent === undefined ? undefined : deeds[this.deedsBefore.get(row.id) ?? Number.POSITIVE_INFINITY]);
    if (row.headMs !== head.atMs || row.began !== began) this.rows.set({ ...row, headMs: head.atMs, ...(began === undefined ? {} : { began }) });
  }

  /** Puts the lived branch away and begins another at a place, after those commands. */
  fork(lived: Lived, at: Place, deeds: readonly string[], name?: string): void {
    this.putAway(lived);
    const parent = this.currentId;
    const after = deeds.at(-1);
    this.currentId = `branch/${this.nextNumber++}`;
    this.deedsBefore.set(this.currentId, deeds.length);
    this.rows.set({
      id: this.currentId, ...(name === undefined ? {} : { name }), parent, ...(after === undefined ? {} : { after }),
      forkedAtMs: at.atMs, headMs: at.atMs, current: true,
    });
  }

  /** Puts the lived branch away and takes up another; what was done in it, or undefined when there is none of that name. */
  take(lived: Lived, id: string): Kept | undefined {
    const wanted = this.kept.get(id);
    const row = this.rows.get(id);
    if (!wanted || !row) return undefined;
    this.putAway(lived);
    this.kept.delete(id);
    this.currentId = id;
    this.rows.set({ ...row, current: true });
    return wanted;
  }

  rename(id: string, name: string): void {
    const row = this.rows.get(id);
    if (!row) return;
    const { name: _, ...unnamed } = row;
    this.rows.set(name.trim() === '' ? unnamed : { ...row, name: name.trim() });
  }

  /** What was done in a branch that is put away. */
  awayFrom(id: string): Pick<Kept, 'inputs' | 'head'> | undefined {
    return this.kept.get(id);
  }

  /** Takes in what stands at the head of a branch that is put away. */
  learn(id: string, objects: Iterable<ObjectRow>): void {
    const kept = this.kept.get(id);
    if (kept) this.kept.set(id, { ...kept, stood: new Map([...objects].map((row) => [row.id, row])) });
  }

  /** How what stands here differs from what stood at the other branch's head; undefined when that is not known. */
  compare(here: Iterable<ObjectRow>, branch: string): Comparison | undefined {
    const stood = this.kept.get(branch)?.stood;
    if (!stood) return undefined;
    const pairs = new Map<string, { here?: string; there?: string }>();
    for (const row of stood.values()) pairs.set(row.id, { there: tellingOf(row) });
    for (const row of here) pairs.set(row.id, { ...pairs.get(row.id), here: tellingOf(row) });
    const rows: ComparedObject[] = [...pairs].map(([id, pair]) => ({ id, ...pair }));
    const unlike = rows.filter((row) => row.here !== row.there).toSorted((a, b) => (a.id < b.id ? -1 : 1));
    return { type: 'comparison', branch, rows: unlike, same: rows.length - unlike.length };
  }

  /** All branches, as a reload keeps them. */
  saved({ inputs, head }: Lived): readonly SavedBranch[] {
    return [...this.rows.values()].flatMap((row) => {
      const kept = row.current ? { inputs, head } : this.kept.get(row.id);
      return kept ? [{ row, inputs: kept.inputs, head: kept.head, deedsBefore: this.deedsBefore.get(row.id) ?? 0 }] : [];
    });
  }

  /** Takes up what a reload has kept. */
  restore(branches: readonly SavedBranch[]): void {
    this.rows.replace([]);
    for (const { row, inputs, head, deedsBefore } of branches) {
      this.rows.set(row);
      this.deedsBefore.set(row.id, deedsBefore);
      if (row.current) this.currentId = row.id;
      else this.kept.set(row.id, { inputs, head, stood: undefined });
      this.nextNumber = Math.max(this.nextNumber, Number(row.id.slice('branch/'.length)) + 1);
    }
  }

  private putAway({ inputs, head, objects }: Lived): void {
    this.kept.set(this.currentId, { inputs, head, stood: new Map([...objects].map((row) => [row.id, row])) });
    const row = this.rows.get(this.currentId);
    if (row) this.rows.set({ ...row, headMs: head.atMs, current: false });
  }
}

/** What tells of an object at a glance: its telling column, and that it is being deleted. */
function tellingOf({ status, deleting }: ObjectRow): string {
  return deleting ? `${status} (deleting)` : status;
}
