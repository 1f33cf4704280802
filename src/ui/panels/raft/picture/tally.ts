import { majorityOf } from '../../../../base/index.ts';
import type { Member, Message } from '../../../../protocol/index.ts';
import { classOf } from '../../../graph/canvas/messages.ts';
import type { Rows } from '../../../state/world.ts';

/** A voter's place in a candidate: its answer, or whether one can still come. */
export interface TallyPlace { readonly from: string; readonly state: 'granted' | 'refused' | 'coming' | 'silent' }

/** Whether a member asks for votes. */
export const asks = ({ role }: Pick<Member, 'role'>): boolean => role === 'candidate' || role === 'precandidate';

/** The tally of a campaign, a place a voter. From whom nothing is under way, nothing comes: the question or its answer is lost. */
export function tallyOf(member: Member, messages: Rows<Message>): readonly TallyPlace[] {
  if (!asks(member)) return [];
  const open = new Set<string>();
  for (const { kind, from, to } of messages.values()) {
    if (classOf(kind) !== 'vote') continue;
    if (from === member.id) open.add(to);
    else if (to === member.id) open.add(from);
  }
  return member.votes.map(({ from, state }) => ({ from, state: state === 'granted' || state === 'refused' ? state : open.has(`component/${from}/etcd`) ? 'coming' : 'silent' }));
}

/** What a majority takes: in joint consensus of each of the two configurations. `have`: votes of those that granted theirs. */
export function quorumOf({ voters, votersOutgoing }: Pick<Member, 'voters' | 'votersOutgoing'>, tally: readonly TallyPlace[] = []): readonly { readonly have: number; readonly need: number; readonly voters: number }[] {
  const granted = new Set(tally.filter(({ state }) => state === 'granted').map(({ from }) => from));
  return [voters, votersOutgoing].filter(({ length }) => length > 0)
    .map((names) => ({ have: names.filter((name) => granted.has(name)).length, need: majorityOf(names.length), voters: names.length }));
}
