// Whether a history of reads and writes could be that of one register that does one thing at a time (Herlihy, Wing 1990),
// by the search of Wing and Gong: what came before everything else that is open is tried first, until all is explained.

/** One read or write of the register. Instants are numbers that grow; two operations overlap unless one ended before the other began. */
export interface RegisterOperation {
  readonly id: string;
  readonly action: 'read' | 'write';
  /** What is written or was read. */
  readonly value: string;
  readonly began: number;
  /** When its answer came; undefined for a write of which nobody knows whether it was done, or when. */
  readonly ended: number | undefined;
}

/** What is found out about a history. */
export interface Judgement {
  readonly isLinearizable: boolean;
  /** What cannot all have happened: without any one of these there would be an order. Empty when there is one. */
  readonly offending: readonly string[];
}

/** Steps of a search; a history that takes more counts as explained. */
const greatestSteps = 200_000;

/** Whether there is an order of the operations that one register could have done them in; `before` is what it held at first. */
export function judge(operations: readonly RegisterOperation[], before = ''): Judgement {
  if (hasOrder(operations, before)) return { isLinearizable: true, offending: [] };
  const until = firstUnexplained(operations, before);
  const culprits = until.filter((operation) => hasOrder(until.filter((other) => other !== operation), before));
  return { isLinearizable: false, offending: culprits.map(({ id }) => id) };
}

/** What was known when the history could no longer be explained: a history that has no order has none in any longer one. */
function firstUnexplained(operations: readonly RegisterOperation[], before: string): readonly RegisterOperation[] {
  const ends = operations.flatMap(({ ended }) => ended ?? []).toSorted((a, b) => a - b);
  let [least, most] = [0, ends.length - 1];
  while (least < most) {
    const middle = (least + most) >> 1;
    if (hasOrder(knownAt(operations, ends[middle] ?? 0), before)) least = middle + 1;
    else most = middle;
  }
  return knownAt(operations, ends[least] ?? Number.POSITIVE_INFINITY);
}

/** The history as it was at that instant: writes that were open then may or may not have been done, reads said nothing yet. */
function knownAt(operations: readonly RegisterOperation[], instant: number): readonly RegisterOperation[] {
  return operations.flatMap((operation): readonly RegisterOperation[] => {
    if (operation.began > instant) return [];
    if (operation.ended === undefined || operation.ended <= instant) return [operation];
    return operation.action === 'write' ? [{ ...operation, ended: undefined }] : [];
  });
}

function hasOrder(operations: readonly RegisterOperation[], before: string): boolean {
  return new Search().explains(operations, before);
}

/** Tries what may come next, one after another, and never twice what it has found to lead nowhere. */
class Search {
  private readonly tried = new Set<string>();
  private steps = 0;

  /** Whether a register that holds the value can do what is left. */
  explains(operations: readonly RegisterOperation[], value: string): boolean {
    const left = withoutReads(operations, value);
    if (left.every(({ ended }) => ended === undefined) || ++this.steps > greatestSteps) return true;
    const key = `${value} ${left.map(({ id }) => id).join(' ')}`;
    if (this.tried.has(key)) return false;
    this.tried.add(key);
    return possibleWrites(left).some((write) => this.explains(left.filter((other) => other !== write), write.value));
  }
}

/** Reads of what the register holds change nothing: those that may come next are done at once. */
function withoutReads(operations: readonly RegisterOperation[], value: string): readonly RegisterOperation[] {
  const limit = firstEnd(operations);
  const left = operations.filter((operation) => operation.action !== 'read' || operation.value !== value || operation.began > limit);
  return left.length === operations.length ? left : withoutReads(left, value);
}

/** Writes that may come next, the most urgent first. One of which nobody knows whether it was done matters only if somebody read it. */
function possibleWrites(left: readonly RegisterOperation[]): readonly RegisterOperation[] {
  const limit = firstEnd(left);
  const possible = left.filter(({ action, value, began, ended }) => {
    if (action !== 'write' || began > limit) return false;
    return ended !== undefined || left.some((other) => other.action === 'read' && other.value === value);
  });
  return possible.toSorted((a, b) => endOf(a) - endOf(b) || 0);
}

/** What began after this cannot come next: something else had ended before. */
function firstEnd(left: readonly RegisterOperation[]): number {
  return left.reduce((least, operation) => Math.min(least, endOf(operation)), Number.POSITIVE_INFINITY);
}

function endOf({ ended }: RegisterOperation): number {
  return ended ?? Number.POSITIVE_INFINITY;
}
