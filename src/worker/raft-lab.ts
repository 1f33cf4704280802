import type { World } from '../cluster/index.ts';
import type { SituationRun } from '../lessons/index.ts';
import { safeguardNames } from '../protocol/index.ts';
import type { Member, Phrase, RaftLab, SituationState } from '../protocol/index.ts';

/** What a person's experiments with the members add to the Raft view. */
export function raftLabOf({ safeguards: { without } }: World, members: readonly Member[], situation: SituationRun | undefined): RaftLab {
  return {
    safeguards: safeguardNames.map((name) => ({ name, isOn: !without.has(name) })),
    isByHand: false,
    client: { operations: [], isLinearizable: true, offending: [] },
    warnings: warningsOf(members),
    ...(situation ? { situation: situationState(situation) } : {}),
  };
}

function warningsOf(members: readonly Member[]): readonly Phrase[] {
  const voters = Math.max(0, ...members.map((member) => member.voters.length));
  if (voters === 0 || voters % 2 === 1) return [];
  return [{ say: 'raft.even', with: { members: voters, survives: voters / 2 - 1, fewer: voters - 1 } }];
}

function situationState(run: SituationRun): SituationState {
  run.look();
  const { situation: { id, steps, closing }, stepsDone, holds } = run;
  return {
    id,
    steps: steps.map(({ en, zh, moves }, index) => ({ en, zh, isDone: index < stepsDone, moves: moves.map(({ text }) => text) })),
    closing: { en: closing.en, zh: closing.zh },
    holds,
  };
}
