import { isGroup } from '../cluster/index.ts';
import type { World } from '../cluster/index.ts';
import type { SituationRun } from '../lessons/index.ts';
import { safeguardNames } from '../protocol/index.ts';
import type { RaftLab, SituationState } from '../protocol/index.ts';

/** What a person's experiments add to the Raft view: in a group of members alone, or in a situation. */
export function raftLabOf({ topology }: World, situation: SituationRun | undefined): RaftLab | undefined {
  if (!isGroup(topology) && !situation) return undefined;
  return {
    safeguards: safeguardNames.map((name) => ({ name, isOn: true })),
    isByHand: false,
    client: { operations: [], isLinearizable: true, offending: [] },
    ...(situation ? { situation: situationState(situation) } : {}),
  };
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
