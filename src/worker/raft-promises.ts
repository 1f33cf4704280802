import { InvariantError } from '../cluster/index.ts';
import type { BrokenInvariant, World } from '../cluster/index.ts';
import type { Invariant } from '../protocol/index.ts';

/** What Raft, and etcd on it, promise, as the page names it; the world checks all of it on every event. */
const promises = ['electionSafety', 'logMatching', 'leaderCompleteness', 'stateMachineSafety', 'linearizableReads'] as const;

/** What an invariant that is no promise by itself says of one. */
const means: Readonly<Record<string, string>> = {
  raftSafety: 'stateMachineSafety',
  marksInOrder: 'stateMachineSafety',
  membersAgree: 'stateMachineSafety',
  revisionsGrow: 'stateMachineSafety',
  oneVotePerTerm: 'electionSafety',
  termsGrow: 'electionSafety',
};

/** The promise that is broken when that invariant is. */
export function promiseOf(invariant: string): string {
  return means[invariant] ?? invariant;
}

export function isPromise(name: string): name is (typeof promises)[number] {
  return promises.some((promise) => promise === name);
}

/** What was found broken so far, in a world that goes on; that reads are no longer linearizable is found when it is asked for. */
export function brokenIn({ kernel: { nowMs: atMs, eventNumber: event }, invariants, client }: World): readonly BrokenInvariant[] {
  const { isLinearizable, offending } = client.judgement;
  if (isLinearizable) return invariants.broken;
  return [...invariants.broken, { name: 'linearizableReads', message: `no order explains operations ${offending.join(', ')}`, atMs, event }];
}

/** A light for each promise. */
export function invariantsOf(world: World): readonly Invariant[] {
  const { failure } = world.kernel;
  const names = [...brokenIn(world).map(({ name }) => name), ...(failure?.error instanceof InvariantError ? [failure.error.invariant] : [])];
  const broken = names.map(promiseOf);
  return promises.map((name) => ({ name, held: !broken.includes(name) }));
}
