import type { Snapshot } from '../raft/index.ts';
import type { MembersSnapshot } from './cluster-members.ts';
import type { StoreSnapshot } from './store/store.ts';

/** All that members keep alike, at one moment: what a snapshot of raft stands for. */
export interface MemberState {
  readonly store: StoreSnapshot;
  readonly members: MembersSnapshot;
}

/** What a member has put into a snapshot. */
export function stateIn(snapshot: Snapshot): MemberState {
  // Raft hands on what some member made, without looking into it.
  return snapshot.data as MemberState;
}
