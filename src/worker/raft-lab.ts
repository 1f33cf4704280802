import type { World, ClientOperation as WorldOperation } from '../cluster/index.ts';
import type { SituationRun } from '../lessons/index.ts';
import { safeguardNames } from '../protocol/index.ts';
import type { BrokenPromise, ClientOperation, Member, Phrase, RaftLab, SituationState } from '../protocol/index.ts';
import { isPromise, promiseOf } from './raft-promises.ts';
import type { Shortening } from './shortening.ts';

/** A world with what is asked and sought in it. */
export interface Experiment {
  readonly world: World;
  readonly situation: SituationRun | undefined;
  /** Looks for the shortest way to the first promise that was broken; undefined while all are kept. */
  readonly shortening: Shortening | undefined;
}

/** What a person's experiments with the members add to the Raft view. */
export function raftLabOf({ world, situation, shortening }: Experiment, members: readonly Member[]): RaftLab {
  const { safeguards: { without, reads }, byHand, client } = world;
  return {
    safeguards: safeguardNames.map((name) => ({ name, isOn: !without.has(name) })),
    reads,
    isByHand: byHand.isOn,
    client: { operations: client.operations.map(withoutGaps), ...client.judgement },
    warnings: warningsOf(members),
    ...(situation ? { situation: situationState(situation) } : {}),
    ...(shortening ? { broken: brokenPromise(shortening) } : {}),
  };
}

function brokenPromise({ broken, history, isDone }: Shortening): BrokenPromise {
  const promise = promiseOf(broken.name);
  return {
    promise,
    what: { say: isPromise(promise) ? `broken.${promise}` : 'broken.other', with: { promise } },
    atMs: broken.atMs,
    event: broken.event,
    history: history.map(({ command }) => command),
    isShortest: isDone,
  };
}

/** What is not known of it is not there. */
function withoutGaps({ id, member, action, value, state, fromMs, toMs, error }: WorldOperation): ClientOperation {
  return {
    id, member, action, state, fromMs,
    ...(value === undefined ? {} : { value }), ...(toMs === undefined ? {} : { toMs }), ...(error === undefined ? {} : { error }),
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
