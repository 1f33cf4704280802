import { noDeviations } from '../raft/index.ts';
import type { Rules } from '../raft/index.ts';

/** What keeps a group safe or alive, in the order in which one learns of it; a real member has all of it. */
export const safeguardNames = ['randomTimeouts', 'preVote', 'checkQuorum', 'logComparison', 'ownTermCommit', 'fsync', 'readIndex'] as const;

export type SafeguardName = (typeof safeguardNames)[number];

/** By which rules the members of a group go, all of them the same. */
export interface Safeguards {
  /** Those that the laboratory has taken away. */
  readonly without: ReadonlySet<SafeguardName>;
  /** How a linearizable read is made sure of: by a round of heartbeats, or by the lease that checkQuorum gives. */
  readonly reads: Rules['readOnlyOption'];
}

/** As etcd is. */
export const allSafeguards: Safeguards = { without: new Set(), reads: 'safe' };

/** What raft is told of it; the rest (fsync, readIndex) is the member's own. */
export function rulesOf({ without, reads }: Safeguards): Rules {
  const deviations = {
    votesForAnyLog: without.has('logComparison'),
    commitsEarlierTerms: without.has('ownTermCommit'),
    fixedTimeouts: without.has('randomTimeouts'),
  };
  const isRaft = !Object.values(deviations).includes(true);
  return { preVote: !without.has('preVote'), checkQuorum: !without.has('checkQuorum'), readOnlyOption: reads, deviations: isRaft ? noDeviations : deviations };
}
