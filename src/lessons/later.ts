// The situations of the Raft laboratory: most worlds begin with none. They must be there when one is asked for.

import { Late } from '../base/index.ts';
import type { World } from '../cluster/index.ts';
import type * as everyLater from './every-later.ts';
import type { Situation } from './raft/situation.ts';
import type { SituationRun } from './raft/situation-run.ts';

/** All of them, what reads others, and what plays them. */
export const lessons = new Late<typeof everyLater>('the situations of the Raft laboratory');

/** Every situation, in the order of the gallery; none until they are there. */
export function situations(): readonly Situation[] {
  return lessons.isThere ? lessons.get().situations : [];
}

export const readSituationText = lessons.deferred((every) => every.readSituationText);

/** How far a situation is in a world that was built for it. */
export const situationRun: (situation: Situation, world: World) => SituationRun = lessons.deferred((every) => (situation, world) => new every.SituationRun(situation, world));
