/** Why an input had no effect; the texts are raft's own. */
export type Refusal =
  | 'raft proposal dropped'
  | 'raft: cannot step raft local message'
  | 'raft: cannot step as peer not found';

/** What became of an input. */
export type Verdict = 'ok' | Refusal;

export const proposalDropped = 'raft proposal dropped' satisfies Refusal;
