import { leaderDies } from './leader-dies.ts';
import { readSituation } from './read-situation.ts';
import type { Situation } from './situation.ts';

/** Every situation of the laboratory, in the order of the gallery. */
export const situations: readonly Situation[] = [leaderDies].map(readSituation);
