/** Why a node is refused to a Pod. */
export interface Rejection {
  /** False: nothing that a Pod's eviction could change. */
  readonly isResolvable: boolean;
  /** In the scheduler's words; each counts by itself in the sentence about all nodes. */
  readonly reasons: readonly string[];
}

/** What a filter says of a node: nothing, or why not. */
export type Verdict = Rejection | undefined;

/** The node will do, as far as this filter is concerned. */
export const fits: Verdict = undefined;

/** Refused, but it could do if other Pods went away. */
export function unschedulable(...reasons: readonly string[]): Rejection {
  return { isResolvable: true, reasons };
}

/** Refused, whatever happens to other Pods. */
export function unresolvable(...reasons: readonly string[]): Rejection {
  return { isResolvable: false, reasons };
}

/** A plugin could not come to a verdict: the Pod is tried again, and told why. */
export class PluginError extends Error {
  override readonly name = 'PluginError';
}
