import type { Member, RaftSummary } from '../../../protocol/index.ts';
import { useView } from '../../state/view.ts';

/** The member that verbs are about: the selected one, else the leader, else the first. */
export function useChosen(members: readonly Member[], raft: RaftSummary | undefined): Member | undefined {
  const selected = useView((view) => view.selected);
  return members.find((member) => member.id === selected) ?? members.find((member) => member.name === raft?.leader) ?? members[0];
}
