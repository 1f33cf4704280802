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

/** Where a search stands: what is done already, and what the register then holds. */
interface Stand {
  readonly done: ReadonlySet<RegisterOperation>;
  readonly value: string;
}

function hasOrder(operations: readonly RegisterOperation[], before: string): boolean {
  const tried = new Set<string>();
  const open: Stand[] = [{ done: new Set(), value: before }];
  for (let steps = 0; steps < greatestSteps; steps++) {
    const stand = open.pop();
    if (!stand) return false;
    const { done, value } = withReads(operations, stand);
    const left = operations.filter((operation) => !done.has(operation));
    if (left.every(({ ended }) => ended === undefined)) return true;
    const key = `${value} ${left.map(({ id }) => id).join(' ')}`;
    if (tried.has(key)) continue;
    tried.add(key);
    for (const write of possibleWrites(left)) open.push({ done: new Set(done).add(write), value: write.value });
  }
  return true;
}

/** Reads of what the register holds change nothing: those that may come next are done at once. */
function withReads(operations: readonly RegisterOperation[], { done, value }: Stand): Stand {
  const all = new Set(done);
  for (let before = -1; before < all.size; ) {
    before = all.size;
    const left = operations.filter((operation) => !all.has(operation));
    const limit = firstEnd(left);
    for (const operation of left) if (operation.action === 'read' && operation.value === value && operation.began <= limit) all.add(operation);
  }
  return { done: all, value };
}

/** Writes that may come next. One of which nobody knows whether it was done matters only if somebody read it. */
function possibleWrites(left: readonly RegisterOperation[]): readonly RegisterOperation[] {
  const limit = firstEnd(left);
  return left.filter(({ action, value, began, ended }) => {
    if (action !== 'write' || began > limit) return false;
    return ended !== undefined || left.some((other) => other.action === 'read' && other.value === value);
  });
}

/** What began after this cannot come next: something else had ended before. */
function firstEnd(left: readonly RegisterOperation[]): number {
  return left.reduce((least, { ended }) => Math.min(least, ended ?? Number.POSITIVE_INFINITY), Number.POSITIVE_INFINITY);
}
