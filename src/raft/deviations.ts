// What a laboratory may take away from Raft's rules to show what each is for. No member of a real group has any of these.
import { mistakeIn, type NodeConfig } from './config.ts';
import { drawElectionTimeout, type RaftNode } from './node.ts';

/** Rules that a node does not keep. */
export interface Deviations {
  /** Votes are given whatever the candidate's log holds. */
  readonly votesForAnyLog: boolean;
  /**
   * A leader commits what a majority has, of whatever term, and so begins its term without an entry
   * of its own (Ongaro, Ousterhout: figure 8).
   */
  readonly commitsEarlierTerms: boolean;
  /** Every election time-out is as long as the others. */
  readonly fixedTimeouts: boolean;
}

/** What of a node's configuration may change while it runs. */
export type Rules = Pick<NodeConfig, 'preVote' | 'checkQuorum' | 'readOnlyOption' | 'deviations'>;

/** The node goes on by other rules. Throws when they cannot go together. */
export function changeRules(node: RaftNode, rules: Rules): void {
  const config = { ...node.config, ...rules };
  const mistake = mistakeIn(config);
  if (mistake !== undefined) throw new Error(mistake);
  const isRedrawn = config.deviations.fixedTimeouts !== node.config.deviations.fixedTimeouts;
  node.config = config;
  if (isRedrawn) node.electionTimeout = drawElectionTimeout(config);
}
